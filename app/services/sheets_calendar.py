"""Sheet calendars: meetings, next meetings and open promises as entries of a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from app.domain.follow_ups import WORKFLOW
from app.domain.moments import parse_moment
from app.domain.vocabularies import MARKINGS
from app.services.sheets_release import marking_of
from app.services.views import RecordView
from app.sheets.calendar_writing import Event

KINDS = ("meeting", "follow_up")


def events_of(views: Iterable[RecordView]) -> Iterator[Event]:
    """Yield the entries of meetings and follow-ups; what has no day has none, what is closed is not due."""
    for view in views:
        if view.kind == "meeting":
            yield from _meeting(view)
        elif view.fields.get("due") and view.state not in WORKFLOW.closed:
            yield Event(
                uid=f"{view.id}@liaison-logbook", summary=f"Due: {view.title}",
                start=date.fromisoformat(view.fields["due"]), description=_about(view), stamp=_stamp(view),
                closed=_closed(view),
            )  # fmt: skip


def _meeting(view: RecordView) -> Iterator[Event]:
    fields = view.fields
    where = ", ".join(fields[name] for name in ("place", "admin1") if fields.get(name))
    objective = fields.get("objective") or ""
    if fields.get("started_at"):
        start = parse_moment(fields["started_at"])
        # Midnight to the second, without an end, is how a day without a time is kept.
        whole_day = start.time() == time() and not fields.get("ended_at")
        yield Event(
            uid=f"{view.id}@liaison-logbook", summary=view.title, start=start.date() if whole_day else start,
            end=parse_moment(fields["ended_at"]) if fields.get("ended_at") else None, location=where,
            description=_about(view, objective if objective != view.title else ""), stamp=_stamp(view),
            closed=_closed(view),
        )  # fmt: skip
    if fields.get("next_meeting_at"):
        yield Event(
            uid=f"{view.id}-next@liaison-logbook", summary=f"Next: {view.title}",
            start=parse_moment(fields["next_meeting_at"]), location=where, description=_about(view),
            stamp=_stamp(view), closed=_closed(view),
        )  # fmt: skip


def _about(view: RecordView, words: str = "") -> str:
    """Return what stands below the title: the marking where it is not the lowest, some words, and the serial."""
    marking = marking_of(view) if _closed(view) else ""
    return "\n".join(text for text in (marking, words, view.serial) if text)


def _closed(view: RecordView) -> bool:
    return marking_of(view) != MARKINGS[0]


def _stamp(view: RecordView) -> datetime:
    return parse_moment(view.updated_at)
