"""Making: a report other than a sitrep, from what was asked for to the signed file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec

from app.domain.faults import FaultyValueError
from app.domain.kinds import ALL, fields_of, kind_named, title_field
from app.domain.moments import dtg
from app.domain.policy.release import may_read
from app.domain.reading import read_value
from app.domain.scopes import is_unit_path
from app.reports.document import Document, Section
from app.services.desks import Desk
from app.services.errors import ServiceError
from app.services.officers import is_own
from app.services.reports import ledgers, meetings, months, partners, places, requests, rotation, works
from app.services.reports.provenance import seal_of, statement_of
from app.services.reports.release import audience_of
from app.services.reports.remaining import sheet, with_remaining
from app.services.reports.sources import Sources, Where
from app.services.views import RecordView
from app.sync.report_seals import Statement, seal

OfRecord = Callable[[Sources, RecordView], tuple[Section, ...]]
OfMany = Callable[[Sources, Where], tuple[Section, ...]]
EVERYTHING = ("", "all", "*")


class Sort(msgspec.Struct, frozen=True, kw_only=True):
    """One sort of report: its title, and what it is made of: a record of some kinds, or many of one kind.

    `hint` says how to name what it is made of, where that is not a record or a filter as for the others.
    """

    title: str
    kinds: tuple[str, ...]
    of_record: OfRecord | None = None
    of_many: OfMany | None = None
    hint: str = ""


RECORD = "record"
"""The sheet of a record of any kind, and the only report of kinds that no other is made of."""
SORTS: dict[str, Sort] = {
    "meeting": Sort(title="Minutes of meeting", kinds=("meeting",), of_record=meetings.minutes),
    "profile": Sort(
        title="Profile and engagement history", kinds=("person", "organisation"), of_record=partners.profile
    ),
    "request": Sort(title="Support request", kinds=("support_request",), of_record=requests.sheet),
    "project": Sort(title="Project sheet", kinds=("project", "qip"), of_record=works.project_sheet),
    "qip": Sort(title="Quick Impact Project file", kinds=("qip",), of_record=works.qip_file),
    "assessment": Sort(title="Area assessment", kinds=("assessment",), of_record=places.assessment),
    RECORD: Sort(title="Record sheet", kinds=tuple(kind.kind for kind in ALL), of_record=sheet),
    "qip-tracker": Sort(title="Quick Impact Project tracker", kinds=("qip",), of_many=ledgers.tracker),
    "matrix": Sort(title="Liaison matrix", kinds=("organisation",), of_many=partners.matrix),
    "promises": Sort(title="Promise ledger", kinds=("follow_up",), of_many=ledgers.ledger),
    "handover": Sort(
        title="Hand-over pack", kinds=("support_request",), of_many=rotation.pack, hint="Empty: everything"
    ),
    "month": Sort(
        title="Month in figures",
        kinds=("meeting",),
        hint="Year and month, such as 2026-11; empty: this month",
    ),
}
"""Every report that can be asked for by name."""


class UnknownReportError(ServiceError):
    """There is no report of that name."""

    sentence = "There is no report {name}. There are: {names}."


class UnreadableFilterError(ServiceError):
    """What a report should be made of cannot be read."""

    sentence = "{text} does not say what {report} is made of: write all, a unit path, or FIELD=VALUE."


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What report is wanted: its name in `SORTS`, and the id, serial or filter that it is made of.

    `as_of` is the moment it speaks of (default: now, to the minute).
    """

    report: str
    subject: str = ""
    lang: str = "en"
    paper: str = "A4"
    releasable: bool = False
    as_of: datetime | None = None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A report as a signed file, and what it says of itself."""

    title: str
    serial: str
    pdf: bytes
    statement: Statement


def reports_of(kind: str) -> tuple[tuple[str, str], ...]:
    """Return name and title of the reports that can be made of one record of a kind."""
    found = tuple((name, sort.title) for name, sort in SORTS.items() if sort.of_record and kind in sort.kinds)
    return tuple(one for one in found if one[0] != RECORD) or found


def make(desk: Desk, wanted: Wanted) -> Made:
    """Make a report; the same records, moment and wishes always give the same bytes.

    Raises `UnknownReportError`, `UnknownRecordError`, `NotOfKindError`, `NotReleasableError`, `UnreadableFilterError`.
    """
    from app.reports.pages import render  # late: the PDF library is slow to load

    sort = SORTS.get(wanted.report)
    if sort is None:
        raise UnknownReportError(name=wanted.report, names=", ".join(SORTS))
    as_of = (wanted.as_of or desk.clock()).replace(second=0, microsecond=0)
    sources = Sources(desk, language=wanted.lang, releasable=wanted.releasable, as_of=as_of)
    document = _document(sources, wanted, sort)
    if wanted.releasable:
        document = sources.release().cleaned(document)
    statement = statement_of(
        desk, document, sources.heads, report=wanted.report, serial=document.serial, title=document.title,
        made_at=as_of, marking=sources.marking, release=wanted.releasable, issued=False,
    )  # fmt: skip
    pdf = render(document, seal_of(statement, as_of, sources.words))
    return Made(title=document.title, serial=document.serial, pdf=seal(pdf, desk.keys), statement=statement)


def _document(sources: Sources, wanted: Wanted, sort: Sort) -> Document:
    words, own = sources.words, sources.desk.identity
    title, serial = words.said(sort.title), ""
    unit = own.unit_name
    if sort.of_record is not None:
        view = sources.one(wanted.subject, *sort.kinds)
        if wanted.report == RECORD:
            title = words.said(kind_named(view.kind).label)
        title = f"{title}{words.colon} {_called(sources, view)}"
        sections = with_remaining(sources, view, sort.of_record(sources, view))
        serial = view.serial
        unit = sources.unit_name(view.unit)
    elif sort.of_many is not None:
        sections = sort.of_many(sources, where_of(wanted, sort.kinds[0]))
    else:
        first = _month(wanted, sources.today)
        sections, title = months.month(sources, first, ()), f"{title}{words.colon} {first:%Y-%m}"
    if wanted.releasable:  # a heading over nothing would tell partners that we have nothing to say
        sections = tuple(one for one in sections if one.blocks)
    return Document(
        title=title,
        mission=own.mission_name or own.unit_name,
        unit=unit,
        serial=serial,
        as_of=sources.as_of,
        author="" if wanted.releasable else _author(sources),
        marking=sources.marking_words,
        release=words.releasable if wanted.releasable else "",
        language=wanted.lang,
        paper=wanted.paper,
        facts=_facts(sources, wanted, serial),
        sections=sections,
    )


def _called(sources: Sources, view: RecordView) -> str:
    """Return what the title of a report calls its record: the serial alone where partners are not told its name."""
    name = title_field(view.kind, view.fields)
    if view.kind == "person":
        sources.tells(view, name)
        return sources.name(view.id)
    if not name:
        return view.serial
    if view.title == view.fields[name]:
        sources.tells(view, name)  # a longer one is told once more, in full
    return view.title


def _author(sources: Sources) -> str:
    """Return who makes the report, as the name is shown."""
    officer = sources.desk.identity.officer
    return sources.words.claimed(officer, is_own(sources.desk, officer))


def _facts(sources: Sources, wanted: Wanted, serial: str) -> tuple[tuple[str, str], ...]:
    words, own = sources.words, sources.desk.identity
    who = own.unit_name if wanted.releasable else ", ".join(filter(None, (_author(sources), own.unit_name)))
    subject = serial or (words.said("all records") if wanted.subject in EVERYTHING else wanted.subject)
    if wanted.releasable and not serial and "=" in subject:
        subject = words.said("a selection of records")
    return ((words.serial if serial else words.said("Covers"), subject), (words.as_of, dtg(sources.as_of)),
            (words.prepared, who), ("", ""))  # fmt: skip


def where_of(wanted: Wanted, kind: str) -> Where:
    """Read a filter: everything, a unit path and those below it, or values; raises `UnreadableFilterError`."""
    text = wanted.subject.strip()
    if text in EVERYTHING:
        return ()
    if "=" not in text:
        if is_unit_path(text):
            return (("unit", "under", text),)
        raise UnreadableFilterError(text=text, report=wanted.report)
    return tuple(_condition(part, kind, wanted) for part in text.split(","))


def _condition(part: str, kind: str, wanted: Wanted) -> tuple[str, str, Any]:
    name, _, value = (piece.strip() for piece in part.partition("="))
    if name == "unit":
        return name, "under", value
    field = fields_of(kind).get(name)
    if field is None or not may_read(field, audience_of(releasable=wanted.releasable)):
        raise UnreadableFilterError(text=part, report=wanted.report)
    try:
        return name, "=", read_value(field, value)
    except FaultyValueError as error:
        raise UnreadableFilterError(text=part, report=wanted.report) from error


def _month(wanted: Wanted, today: date) -> date:
    text = wanted.subject.strip()
    if text in EVERYTHING:
        return today.replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise UnreadableMonthError(text=text) from error


class UnreadableMonthError(ServiceError):
    """A month is not written as one."""

    sentence = "Write the month as year and month, such as 2026-11; {text} is not."
