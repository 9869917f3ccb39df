"""Partners: a key leader's or an organisation's profile with the history of the engagement, and the liaison matrix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.moments import dtg, parse_moment
from app.reports.document import Block, Cell, Section, Told
from app.reports.words import counted
from app.services import matrix as liaison
from app.services.matrix import LiaisonRow
from app.services.reports.meetings import promises
from app.services.reports.sources import Sources, Where
from app.services.reports.telling import Teller, grid, section
from app.services.views import RecordView

HEADS = (
    ("Organisation", 27.0), ("Our focal point", 13.0), ("Every (days)", 8.0), ("Met by Force HQ", 11.0),
    ("Met by a sector", 11.0), ("Met by a unit", 11.0), ("Next contact", 11.0), ("Overdue", 11.0),
)  # fmt: skip
MOST = 60
"""Most meetings of one partner that are listed; the newest are."""


def profile(sources: Sources, view: RecordView) -> tuple[Section, ...]:
    """Return who it is, what was said since when, what is promised, asked for and built together."""
    teller = Teller(sources, view)
    person = view.kind == "person"
    who = (
        teller.facts("function", "organisation", "sex", "languages", "phone", "email", "consent")
        if person
        else teller.facts("acronym", "type", "tier", "clusters", "areas", "cooperation", "focal_point", "deputy",
                          "contact_every", "phone", "email")
    )  # fmt: skip
    met = met_with(sources, view)
    sections = [section(sources, "Who", (*who, *(teller.long("influence") if person else ())))]
    sections.append(section(sources, "Engagement history", _history(sources, met)))
    sections.append(section(sources, "Promises", promises(sources, sources.pointing(view.id, "follow_up"))))
    if not person:
        people = sources.pointing(view.id, "person") if not sources.releasable else ()
        sections.append(section(sources, "Contacts", _people(sources, people)))
    sections.append(
        section(sources, "Support requests", listed(sources, sources.pointing(view.id, "support_request")))
    )
    return tuple(sections)


def matrix(sources: Sources, where: Where) -> tuple[Section, ...]:
    """Return organisations by where they stand, each with its owner, rhythm, contacts by level, and the next one."""
    tiers: dict[str, list[tuple[Cell, ...]]] = {}
    for view, line in _lines(sources, where):
        tier = sources.text(view, "tier") or sources.words.said("Standing not recorded")
        tiers.setdefault(tier, []).append(_row(sources, view, line))
    return tuple(
        section(sources, tier, grid(sources, HEADS, rows, whole=False))
        for tier, rows in sorted(tiers.items())
    )


def by_last_contact(sources: Sources) -> tuple[Block, ...]:
    """Return the partners that were met at all, the latest contact first; partners are not told whom we met."""
    if sources.releasable:
        return ()
    met = [(view, line) for view, line in _lines(sources, ()) if line.last]
    met.sort(key=lambda one: (one[1].last or date.min, one[1].title), reverse=True)
    return grid(sources, HEADS, [_row(sources, view, line) for view, line in met], whole=False)


def _lines(sources: Sources, where: Where) -> list[tuple[RecordView, LiaisonRow]]:
    """Return the organisations of the report with their lines of the liaison matrix, the most overdue first."""
    views = {view.id: view for view in sources.some("organisation", where)}
    sources.some("meeting", (("started_at", "filled", None),))  # contacts are built from all of them
    found = liaison.matrix(sources.desk, today=sources.today)
    return [(views[line.id], line) for line in found if line.id in views]


def _row(sources: Sources, view: RecordView, line: LiaisonRow) -> tuple[Cell, ...]:
    words = sources.words
    if (
        sources.releasable
    ):  # when whom was met is counted over all meetings, not over those that partners may know
        return (sources.name(view.id), *[""] * (len(HEADS) - 1))
    late: Cell = "–"
    if line.overdue:
        late = (Told(counted(line.overdue, words.day_overdue, words.days_overdue), "late"),)
    days = (line.by_level.get(level) for level in liaison.LEVELS)
    return (
        sources.name(view.id), sources.text(view, "focal_point"), str(line.every or "–"),
        *(day.isoformat() if day else "–" for day in days), line.next.isoformat() if line.next else "–", late,
    )  # fmt: skip


def met_with(sources: Sources, view: RecordView) -> tuple[RecordView, ...]:
    """Return the meetings with a partner, the newest first."""
    found = sources.pointing(view.id, "meeting")
    return tuple(sorted(found, key=lambda one: str(one.fields.get("started_at") or ""), reverse=True)[:MOST])


def listed(sources: Sources, found: tuple[RecordView, ...]) -> tuple[Block, ...]:
    """Return records by serial, title and state."""
    rows = [(one.serial, one.title, sources.text(one, "state")) for one in found]
    return grid(sources, (("Serial", 24.0), ("Title", 56.0), ("State", 20.0)), rows)


def _history(sources: Sources, met: tuple[RecordView, ...]) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for one in met:
        started = one.fields.get("started_at")
        when = dtg(parse_moment(started)) if started else str(one.fields.get("date_note") or "–")
        said = tuple(
            Told(text, "comment" if name == "comment" else "", label if name == "comment" else "")
            for name, label in (
                ("outcome", ""),
                ("facts", ""),
                ("comment", f"{sources.words.comment}{sources.words.colon}"),
            )
            if (text := sources.text(one, name))
        )
        rows.append((when, (Told(one.title), Told(sources.text(one, "place"), "muted")), said,
                     sources.text(one, "atmosphere")))  # fmt: skip
    heads = (("When", 17.0), ("Meeting", 27.0), ("What was said", 43.0), ("Atmosphere", 13.0))
    yield from grid(sources, heads, rows, ends=(3,), whole=False)


def _people(sources: Sources, people: tuple[RecordView, ...]) -> tuple[Block, ...]:
    rows = [
        (sources.name(one.id), sources.text(one, "function"),
         "" if one.fields.get("protected_source") else sources.text(one, "phone"))
        for one in people
    ]  # fmt: skip
    return grid(sources, (("Name", 34.0), ("Function", 36.0), ("Phone", 30.0)), rows)
