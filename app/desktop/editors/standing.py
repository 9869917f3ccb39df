"""Standing: what stands above a form as long as it is true: a running clock, a doubt, a figure from its visits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from app.desktop.editors import screening
from app.desktop.words import many, near_day, tr
from app.domain.chain_of_command import Officer
from app.domain.directives import Directive
from app.domain.moments import in_zone
from app.domain.notes import Note
from app.domain.qips import Qip
from app.domain.records import Record
from app.domain.support_requests import SupportRequest
from app.services.decisions import Decision
from app.services.settings import Settings
from app.services.views import RecordView

REPORT, ACKNOWLEDGE, GO, DECIDE = "report", "acknowledge", "go", "decide"
"""What the button of a line does: record the report, acknowledge the directive, go to a field, decide anew."""
SCREENED_IN = (None, "received")


class Line(msgspec.Struct, frozen=True):
    """One line: its words, their tone, and what its button says and does, with the field it does it to."""

    text: str
    tone: str = "info"
    action: str = ""
    does: str = ""
    field: str = ""


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What the lines are worked out from: the record as typed, what points to it, who we are, and now (aware)."""

    record: Record
    raw: Callable[[str], Any]
    shown: Callable[[str], bool]
    view: RecordView | None
    referring: tuple[RecordView, ...]
    unit: str
    now: datetime
    settings: Settings = Settings()
    decision: Decision | None = None


def lines(kind: str, situation: Situation) -> tuple[Line, ...]:
    """Return the lines of a kind."""
    rule = RULES.get(kind)
    said = list(rule(situation)) if rule is not None else []
    return (*said, *_decided(situation.decision))


def _decided(decision: Decision | None) -> Iterator[Line]:
    if decision is None:
        return
    if decision.stands:
        yield Line(decision.words, "good")
    elif decision.may_confirm:
        yield Line(decision.words, "wait", tr("Decide on this version"), DECIDE)
    else:
        yield Line(decision.words, "wait")


def waited(time: timedelta) -> str:
    """Say how long a clock has run: `2 h 05 min`, or `41 min 07 s` in the first hour."""
    seconds = max(0, int(time.total_seconds()))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {seconds % 60:02} s"


def _support_request(situation: Situation) -> Iterator[Line]:
    record = situation.record
    assert isinstance(record, SupportRequest)  # noqa: S101 - asked for by its kind
    clock = record.clock(situation.now)
    if clock is not None:
        said = tr(
            "Emergency, executed without approval. Not reported to Mission HQ for {time}.", time=waited(clock)
        )
        yield Line(said, "bad", tr("Reported to Mission HQ now"), REPORT, "reported_at")
    elif record.emergency and record.reported_at is not None:
        said = tr(
            "Emergency, reported to Mission HQ {when}.", when=_moment(record.reported_at, situation.now)
        )
        yield Line(said, "good")
    if not record.emergency and record.state in SCREENED_IN:
        found = screening.summary(screening.verdicts(situation.raw, situation.shown))
        action = tr("Next test") if found.next else ""
        yield Line(found.words, found.tone, action, GO if found.next else "", found.next)


def _note(situation: Situation) -> Iterator[Line]:
    record = situation.record
    assert isinstance(record, Note)  # noqa: S101 - asked for by its kind
    clock = record.clock(situation.now)
    if clock is not None:
        said = tr("Urgent. Not reported to Mission HQ for {time}.", time=waited(clock))
        yield Line(said, "bad", tr("Reported to Mission HQ now"), REPORT, "reported_at")


def _officer(situation: Situation) -> Iterator[Line]:
    record = situation.record
    assert isinstance(record, Officer)  # noqa: S101 - asked for by its kind
    if record.intelligence_post:
        yield Line(
            tr(
                "Two hats: an officer who also holds an intelligence or information post puts trust and people "
                "at risk. Raise it with the chief of staff."
            ),
            "wait",
        )  # fmt: skip
    expired = [
        one for one in record.trainings or () if one.expires_on and one.expires_on < situation.now.date()
    ]
    if expired:
        yield Line(
            tr("{count} out of date.", count=many(len(expired), "training is", "trainings are")), "wait"
        )


def _directive(situation: Situation) -> Iterator[Line]:
    record, view = situation.record, situation.view
    assert isinstance(record, Directive)  # noqa: S101 - asked for by its kind
    if view is None:
        return
    read = sorted({str(one.fields.get("by_unit")) for one in _of("acknowledgement", situation.referring)})
    if situation.unit and situation.unit not in read and record.in_force(situation.now.date()):
        said = tr("Your unit has not acknowledged this directive.")
        yield Line(said, "wait", tr("We have read it"), ACKNOWLEDGE)
    if read:
        yield Line(tr("Acknowledged by {units}.", units=", ".join(read)), "good")


def _work(situation: Situation) -> Iterator[Line]:
    visits = sorted(_of("visit", situation.referring), key=lambda one: str(one.fields.get("date")))
    if visits:
        yield Line(_visited(visits[-1].fields, situation.now))
    record = situation.record
    settings = situation.settings
    left = settings.days_left(record, situation.now.date()) if isinstance(record, Qip) else None
    if left is not None and left < 0:
        yield Line(tr("Late: {days} past the mission's limit.", days=many(-left, "day", "days")), "bad")
    elif left is not None:
        tone = "wait" if settings.near_limit(left) else "info"
        yield Line(tr("{days} left until the mission's limit.", days=many(left, "day", "days")), tone)


def _visited(fields: Mapping[str, Any], now: datetime) -> str:
    day = datetime.fromisoformat(str(fields["date"])).date()
    built, spent = fields.get("percent_physical"), fields.get("percent_spent")
    said = [tr("Last visit {day}", day=near_day(day, now.date()))]
    said += [tr("{percent} % built", percent=built)] if built is not None else []
    said += [tr("{percent} % spent", percent=spent)] if spent is not None else []
    return ": ".join([said[0], ", ".join(said[1:])]) + "." if said[1:] else said[0] + "."


def _of(kind: str, views: Iterable[RecordView]) -> list[RecordView]:
    return [one for one in views if one.kind == kind and one.withdrawn is None]


def _moment(moment: datetime, now: datetime) -> str:
    here = in_zone(moment, now.tzinfo)
    return f"{near_day(here.date(), now.date())} {here:%H:%M}"


RULES: Mapping[str, Callable[[Situation], Iterator[Line]]] = {
    "support_request": _support_request,
    "note": _note,
    "officer": _officer,
    "directive": _directive,
    "qip": _work,
    "project": _work,
}
"""What each kind says of itself; the others say nothing."""
