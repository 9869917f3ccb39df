"""Month in figures: how many meetings, requests, projects and promises, with whom and where, in one month."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from app.domain.kinds import fields_of
from app.domain.moments import moment_text
from app.domain.projects import CommunityWork
from app.reports.document import Bar, Bars, Block, Cell, Section, Share
from app.services.reports.ledgers import budget
from app.services.reports.sources import Sources, Where
from app.services.reports.telling import grid, section
from app.services.sitrep_figures import state_chart
from app.services.structures import typed_record
from app.services.views import RecordView

MOST = 10
FIGURES = (("What", 4.0), ("This month", 1.0), ("Month before", 1.0))


def month(sources: Sources, first: date, where: Where) -> tuple[Section, ...]:
    """Return the figures of the month that begins on a day."""
    before = (first - timedelta(days=1)).replace(day=1)
    works = [*sources.some("qip", where), *sources.some("project", where)]
    typed = [one for view in works if isinstance(one := typed_record(view.kind, view.fields), CommunityWork)]
    found, earlier = (_found(sources, where, day) for day in (first, before))
    meetings, requests = found["Meetings"], found["Support requests"]
    rows: list[tuple[Cell, ...]] = [
        (sources.words.said(name), str(len(found[name])), str(len(earlier[name]))) for name in found
    ]
    ended = [sum(_within(one.end, day) for one in typed) for day in (first, before)]
    rows.append((sources.words.said("Projects that ended"), *map(str, ended)))
    states = state_chart(typed, sources.words)
    sections = [
        section(sources, "In figures", grid(sources, FIGURES, rows, ends=(1, 2))),
        section(sources, "Liaison", (*_by(sources, meetings, "form", "Meetings by form"),
                                     *_partners(sources, meetings))),
        section(sources, "Mission support", _by(sources, requests, "support_kind", "Requests by kind")),
        section(sources, "Community support", (*((states,) if states else ()),
                                               *_by(sources, works, "category", "Projects by category"))),
    ]  # fmt: skip
    if not sources.releasable:
        sections.append(section(sources, "Money", budget(sources)))
    return tuple(sections)


def _found(sources: Sources, where: Where, first: date) -> dict[str, tuple[RecordView, ...]]:
    """Return what happened in the month that begins on a day, by what it is called."""
    last = _last(first)
    some = sources.some
    return {
        "Meetings": some("meeting", (*where, *_moments("started_at", first, last)), ("started_at", False)),
        "Support requests": some("support_request", (*where, *_moments("received_at", first, last))),
        "Notes": some("note", (*where, *_moments("observed_at", first, last))),
        "Promises": some("follow_up", (*where, *_moments("created_at", first, last))),
        "Monitoring visits": some("visit", _days("date", first, last)),
    }


def _last(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _within(day: date | None, first: date) -> bool:
    return day is not None and first <= day <= _last(first)


def _by(sources: Sources, views: Iterable[RecordView], name: str, title: str) -> tuple[Block, ...]:
    """Return how many records have each word of a list, as bars."""
    counts: Counter[str] = Counter()
    for view in views:
        field, code = fields_of(view.kind)[name], view.fields.get(name)
        counts[sources.label(field, str(code)) if code else sources.words.said("Not said")] += 1
    return _bars(sources, counts, title)


def _partners(sources: Sources, meetings: Iterable[RecordView]) -> tuple[Block, ...]:
    met = Counter(one for view in meetings for one in set(view.fields.get("organisations") or ()))
    sources.learn(met)
    return _bars(
        sources, Counter({sources.name(one): number for one, number in met.items()}), "Partners met most"
    )


def _bars(sources: Sources, counts: Counter[str], title: str) -> tuple[Block, ...]:
    if not counts:
        return ()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    bars = tuple(Bar(name, (Share(number / ordered[0][1]),), str(number)) for name, number in ordered)
    return (Bars(sources.words.said(title), bars),)


def _moments(name: str, first: date, last: date) -> Where:
    start, end = datetime.combine(first, time(0), UTC), datetime.combine(last, time(23, 59, 59), UTC)
    return ((name, ">=", moment_text(start)), (name, "<=", moment_text(end)))


def _days(name: str, first: date, last: date) -> Where:
    return ((name, ">=", first.isoformat()), (name, "<=", last.isoformat()))
