"""Ledgers: the promise ledger by counterpart, and the tracker of Quick Impact Projects with their money."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.qips import WORKFLOW, Qip
from app.reports.document import Block, Cell, Section, Told
from app.reports.words import counted, money
from app.services import budgets
from app.services.budgets import BudgetLine
from app.services.reports.meetings import is_overdue, promise_row
from app.services.reports.sources import Sources, Where
from app.services.reports.telling import grid, section
from app.services.sitrep_figures import charts
from app.services.sitrep_rows import short_serials
from app.services.structures import typed_record
from app.services.views import RecordView

CLOSED = WORKFLOW.closed


def ledger(sources: Sources, where: Where) -> tuple[Section, ...]:
    """Return the promises of each counterpart: open ones first, the longest overdue at the top."""
    found = sources.some("follow_up", where)
    sources.learn(str(view.fields.get("counterpart")) for view in found if view.fields.get("counterpart"))
    groups: dict[str, list[RecordView]] = {}
    for view in found:
        groups.setdefault(sources.text(view, "counterpart"), []).append(view)
    sections = [section(sources, "In figures", _figures(sources, found))]
    for name in sorted(groups):
        views = sorted(groups[name], key=lambda one: _rank(sources, one))
        heads = (("What", 40.0), ("Owed by", 10.0), ("Owner", 14.0), ("Due", 15.0), ("State", 12.0))
        title = name or sources.words.said("No counterpart named")
        sections.append(
            section(sources, title, grid(sources, heads, [promise_row(sources, one) for one in views]))
        )
    return tuple(sections)


def open_promises(sources: Sources) -> tuple[Block, ...]:
    """Return the promises that are open, the longest overdue first, each with its counterpart."""
    found = sources.some("follow_up", (("state", "=", "open"),))
    rows = [
        (sources.text(one, "counterpart") or "–", *promise_row(sources, one)[:4])
        for one in sorted(found, key=lambda one: _rank(sources, one))
    ]
    heads = (("Counterpart", 22.0), ("What", 38.0), ("Owed by", 10.0), ("Owner", 14.0), ("Due", 16.0))
    return grid(sources, heads, rows)


def tracker(sources: Sources, where: Where) -> tuple[Section, ...]:
    """Return all QIPs by state with built, spent, limit and cost; charts; and what is left of the budget."""
    found = sources.some("qip", where)
    typed = [(view, qip) for view in found if isinstance(qip := typed_record("qip", view.fields), Qip)]
    units = {qip.serial: "/".join((view.unit or "").split("/")[:2]) for view, qip in typed}
    shown = charts(
        [(view.id, qip) for view, qip in typed],
        lambda qip: sources.unit_name(units.get(qip.serial)),
        sources.words.by_sector,
        sources.today,
        sources.settings,
        sources.words,
        spent=sources.shows("qip", "percent_spent", "tranches"),
    )
    live = [pair for pair in typed if pair[1].state not in CLOSED]
    done = [pair for pair in typed if pair[1].state in CLOSED]
    sections = [
        section(sources, "In figures", shown),
        section(sources, "Live", qip_table(sources, live)),
    ]
    if done:
        sections.append(section(sources, "Closed", qip_table(sources, done)))
    if not where and not sources.releasable:
        sections.insert(1, section(sources, "Budget", budget(sources)))
    return tuple(sections)


def qip_table(sources: Sources, pairs: list[tuple[RecordView, Qip]]) -> tuple[Block, ...]:
    """Return QIPs as a table, one a row."""
    serials = short_serials([view.serial for view, _ in pairs])
    serial = 9.0 if max(map(len, serials), default=0) < 8 else 16.0
    heads = (
        ("Serial", serial), ("Title", 45.0 - serial), ("Partner", 15.5), ("State", 12.5), ("% done", 8.5),
        ("% spent", 9.5), ("Days to limit", 11.0), ("Cost", 15.5),
    )  # fmt: skip
    visits = newest_visits(sources, [view.id for view, _ in pairs])
    rows = [
        _qip(sources, view, qip, serial, visits.get(view.id, ()))
        for (view, qip), serial in zip(pairs, serials, strict=True)
    ]
    total = _total(sources, [qip for _, qip in pairs])
    return grid(sources, heads, rows + total, ends=(4, 5, 6, 7), whole=False, total=bool(total))


def newest_visits(sources: Sources, works: Sequence[str]) -> dict[str, tuple[RecordView, ...]]:
    """Return the monitoring visits to projects by project, the newest first."""
    found: dict[str, tuple[RecordView, ...]] = {}
    wanted = frozenset(works)
    ordered = sources.some("visit", order=("date", True)) if works else ()
    for view in ordered:
        project = str(view.fields.get("project") or "")
        if project in wanted:
            found[project] = (*found.get(project, ()), view)
    return found


def _total(sources: Sources, qips: Sequence[Qip]) -> list[tuple[Cell, ...]]:
    """Return the sum of the costs that are known, where all are in one currency, as a last row."""
    words, known = sources.words, [qip.cost for qip in qips if qip.cost]
    if len(known) < 2 or len({cost.currency for cost in known}) != 1:
        return []
    what = words.total if len(known) == len(qips) else words.total_known.format(n=len(known))
    amount = money(sum(cost.amount for cost in known), known[0].currency, words)
    return [("", (Told(what, "bold"),), "", "", "", "", "", (Told(amount, "bold"),))]


def budget(sources: Sources) -> tuple[Block, ...]:
    """Return what the mission and each sector may spend, has committed and spent, and what is left."""
    found = budgets.overview(sources.desk, sources.today)
    if found.period is not None:
        sources.heads[found.period.id] = found.period.heads
    rows = [_money_line(sources, line, bold=True) for line in found.mission]
    rows += [_money_line(sources, line) for line in found.sectors]
    heads = (
        ("Sector", 28.0), ("Projects", 10.0), ("Allotted", 16.0), ("Committed", 16.0), ("Spent", 15.0), ("Left", 15.0),
    )  # fmt: skip
    period = " – ".join(day.isoformat() for day in (found.start, found.end) if day)
    return grid(sources, heads, rows, ends=(1, 2, 3, 4, 5), title=period)


def _money_line(sources: Sources, line: BudgetLine, *, bold: bool = False) -> tuple[Cell, ...]:
    def said(cents: int | None) -> str:
        return "–" if cents is None else money(cents, line.currency, sources.words)

    left: Cell = said(line.left)
    if line.left is not None and line.left < 0:
        left = (Told(said(line.left), "late"),)
    name = sources.words.said(line.unit_name)
    return (
        (Told(name, "bold"),) if bold else name, str(line.projects), said(line.allotted), said(line.committed),
        said(line.spent), left,
    )  # fmt: skip


def _qip(
    sources: Sources, view: RecordView, qip: Qip, serial: str, visits: Sequence[RecordView]
) -> tuple[Cell, ...]:
    """Return a line: progress is that of the newest visit that tells it, else what the project says."""
    words = sources.words

    def percent(seen: str, own: str) -> str:
        told = (text for visit in visits if (text := sources.text(visit, seen)))
        return next(told, "") or sources.text(view, own) or "–"

    left = sources.settings.days_left(qip, sources.today)
    days: Cell = "–"
    if left is not None and left < 0:
        days = (Told(counted(-left, words.day_late, words.days_late), "late"),)
    elif left is not None:
        tone = "soon" if sources.settings.near_limit(left) else ""
        days = (Told(counted(left, words.day, words.days), "soon" if tone else ""),)
    return (
        serial,
        (Told(view.title), Told(sources.text(view, "place"), "muted")),
        sources.text(view, "implementing_partner"),
        sources.text(view, "state"),
        percent("percent_physical", "percent_done"),
        percent("percent_spent", "percent_spent"),
        days,
        sources.text(view, "cost") or "–",
    )


def _figures(sources: Sources, found: tuple[RecordView, ...]) -> tuple[Block, ...]:
    def line(owed_by: str, title: str) -> tuple[Cell, ...]:
        own = [one for one in found if one.fields.get("owed_by") == owed_by]
        still = [one for one in own if (one.state or "open") == "open"]
        late = [one for one in still if is_overdue(sources, one)]
        done = [one for one in own if one.state == "done"]
        shown: Cell = (Told(str(len(late)), "late"),) if late else "0"
        return sources.words.said(title), str(len(own)), str(len(done)), str(len(still)), shown

    heads = (("Owed by", 2.0), ("Promises", 1.0), ("Kept", 1.0), ("Open", 1.0), ("Overdue", 1.0))
    return grid(sources, heads, [line("us", "Us"), line("them", "Them")], ends=(1, 2, 3, 4))


def _rank(sources: Sources, view: RecordView) -> tuple[bool, str, str]:
    """Open before closed, the earliest date first, those without a date last."""
    return (view.state or "open") != "open", str(view.fields.get("due") or "9999"), view.serial
