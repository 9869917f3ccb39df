"""The figures of a sitrep: money by sector, where projects stand, and time against the limit, as bar charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from app.domain.projects import CommunityWork
from app.domain.qips import FOLDED, Qip
from app.reports.document import Bar, Bars, Share
from app.reports.words import Words, counted, money
from app.services.settings import Settings

MOST = 12
"""Most bars of one chart; more are read better in the table."""
Shade = Literal["accent", "late", "soon", "done", "muted"]
Named = Callable[[Qip], str]


def charts(
    qips: Iterable[tuple[str, Qip]],
    named: Named,
    what: str,
    today: date,
    settings: Settings,
    words: Words,
    *,
    spent: bool = True,
) -> tuple[Bars, ...]:
    """Return the charts that have something to show; `named` says to which sector or sort a project belongs.

    Whoever may not read what is `spent` has no chart of money.
    """
    listed = [qip for _, qip in qips]
    found = (
        money_chart(listed, named, what, words) if spent else None,
        state_chart(listed, words),
        time_chart(listed, today, settings, words),
    )
    return tuple(chart for chart in found if chart is not None)


def money_chart(qips: Iterable[Qip], named: Named, what: str, words: Words) -> Bars | None:
    """Return cost and what is spent of it, summed by name; the currency that most projects have, others left out."""
    costed = [qip for qip in qips if qip.cost is not None and qip.cost.amount]
    if not costed:
        return None
    currencies = [qip.cost.currency for qip in costed if qip.cost]
    currency = max(sorted(set(currencies)), key=currencies.count)
    sums: dict[str, list[int]] = {}
    for qip in costed:
        if qip.cost is not None and qip.cost.currency == currency:
            both = sums.setdefault(named(qip) or "–", [0, 0])
            both[0] += qip.cost.amount
            both[1] += qip.spent_cents
    largest = max(total for total, _ in sums.values())
    ordered = sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))[:MOST]
    bars = [
        Bar(
            name,
            (Share(spent / largest), Share((total - spent) / largest, "muted")),
            words.spent_of.format(spent=money(spent, currency, words), total=money(total, currency, words)),
        )
        for name, (total, spent) in ordered
    ]
    return Bars(words.money_title.format(what=what), tuple(bars), words.money_key)


def state_chart(works: Iterable[CommunityWork], words: Words) -> Bars | None:
    """Return how many projects are planned, under way, completed, suspended and cancelled."""
    folded = [FOLDED.get(work.state or "", "planned") for work in works]
    if not folded:
        return None
    bars = [
        Bar(label, (Share(folded.count(code) / len(folded), "done" if code == "completed" else "accent"),),
            str(folded.count(code)))
        for code, label in words.folded.items()
        if folded.count(code)
    ]  # fmt: skip
    return Bars(words.states_title, tuple(bars))


def time_chart(qips: Iterable[Qip], today: date, settings: Settings, words: Words) -> Bars | None:
    """Return how much of the time limit each running project has used, the latest first."""
    running = [(left, qip) for qip in qips if (left := settings.days_left(qip, today)) is not None]
    bars = []
    for left, qip in sorted(running, key=lambda one: (one[0], one[1].serial or ""))[:MOST]:
        used = (settings.qip_limit_days - left) / settings.qip_limit_days
        late, near = left < 0, settings.near_limit(left)
        note = (
            counted(-left, words.day_late, words.days_late)
            if late
            else counted(left, words.day_left, words.days_left)
        )
        shade: Shade = "late" if late else "soon" if near else "accent"
        bars.append(
            Bar(
                f"{(qip.serial or '').rpartition('-')[2]} {qip.title or ''}".strip(),
                (Share(min(1.0, used), shade),),
                note,
                tone="late" if late else "soon" if near else "",
            )
        )
    return Bars(words.time_title, tuple(bars), words.time_key) if bars else None
