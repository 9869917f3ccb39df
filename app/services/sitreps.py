"""Sitreps: a period of a unit composed from the records, rendered, and issued as a record that travels."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from app.domain.moments import moment_text
from app.domain.policy.release import CONFIRMATIONS
from app.domain.possession import proof_of
from app.domain.sitreps import WORDS, Sitrep
from app.reports.content import SitrepContent
from app.reports.document import Picture, Seal
from app.reports.words import words_for
from app.services.attachments import LIMIT
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import AttachmentTooLargeError, UnknownRecordError
from app.services.reports.picturing import pictures
from app.services.reports.provenance import seal_of, statement_of
from app.services.reports.release import Release
from app.services.saving import Entry, put_in
from app.services.showing import view_of
from app.services.sitrep_content import gather
from app.services.sitrep_material import Gathered, Offered, Period, Scope
from app.sync.report_seals import Statement, seal

LENGTHS = {"daily": 1, "weekly": 7, "flash": 1, "special": 7}
PDF = "application/pdf"
NARRATIVE = tuple(name for name, field in Sitrep.__fields__.items() if field.section == WORDS)
"""The fields of a sitrep record that hold what the officer writes."""
ANNEXED = 8
"""Most photos of a sitrep's annex."""
LINKED = 500
"""Most records that an issued sitrep names in its own field; the file it carries lists them all."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What report is wanted: its type, last day, unit path (default: our own), language and narrative.

    `narrative` maps the names in `NARRATIVE` to text; `since` sets another first day; `left_out` holds the ids of
    records that are not told of. `releasable` makes the version for partners, in which those words stand that
    `released_texts` confirms (see `releasing.confirmed_words`); `paper` is `A4` or `Letter`.
    """

    until: date
    type: str = "weekly"
    since: date | None = None
    unit: str | None = None
    lang: str = "en"
    paper: str = "A4"
    releasable: bool = False
    photos: bool = True
    sent_to: str = ""
    approved_by: str = ""
    corrects: str | None = None
    distribution: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    narrative: dict[str, str] = {}
    released_texts: tuple[dict[str, str], ...] = ()


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """A report that is ready to be rendered: its content, what seals it, and what an officer could tick."""

    content: SitrepContent
    statement: Statement
    seal: Seal
    offered: tuple[Offered, ...]


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """An issued report: its record, serial, bytes and their SHA-256."""

    record_id: str
    serial: str
    pdf: bytes
    sha256: str
    changes: Changes


def period_of(ask: Ask) -> Period:
    """Return the period of a report in UTC, first minute to last, whole days; a month ends on the day named."""
    if ask.since is not None:
        first = ask.since
    elif ask.type == "monthly":
        before = (ask.until.replace(day=1) - timedelta(days=1)).replace(day=1)
        last_day = (ask.until.replace(day=1) - timedelta(days=1)).day
        first = before.replace(day=min(ask.until.day, last_day)) + timedelta(days=1)
    else:
        first = ask.until - timedelta(days=LENGTHS[ask.type] - 1)
    return Period(
        start=datetime.combine(first, time(0, 0), UTC), end=datetime.combine(ask.until, time(23, 59), UTC)
    )


def compose(desk: Desk, ask: Ask) -> Composed:
    """Return a report that is not issued yet; the same records always give the same content."""
    found = gathered(desk, ask)
    return _composed(desk, ask, found, serial="", issued_at=None)


def gathered(desk: Desk, ask: Ask) -> Gathered:
    """Return the records that a report would be made of."""
    scope = Scope(
        unit=ask.unit or desk.standing.unit or None,
        left_out=frozenset(ask.left_out),
        releasable=ask.releasable,
        flash=ask.type == "flash",
    )
    return gather(desk, period_of(ask), scope, words_for(ask.lang))


def render(desk: Desk, composed: Composed) -> bytes:
    """Return the PDF of a report, signed by this logbook; the same content always gives the same bytes."""
    from app.reports.sitrep import render as to_pdf  # late: the PDF library is slow to load

    return seal(to_pdf(composed.content, composed.seal), desk.keys)


def issue(desk: Desk, ask: Ask) -> Issued:
    """Number, render, sign, hash and store a report, all or nothing; it never changes and travels with the next bundle.

    Records that others save meanwhile count as changed since, for the report tells of them as they were read.
    """
    found, issued_at = gathered(desk, ask), desk.clock()
    shown = _photos(desk, ask, found)
    with desk.logbook.writing() as writer:
        identifier = put_in(
            desk, writer, Entry(kind="sitrep", fields=_fields(desk, ask, found)), confirms=True
        )
        draft = writer.record(identifier)
        serial = str(draft.values.get("serial") or "") if draft else ""
        composed = _composed(desk, ask, found, serial=serial, issued_at=issued_at, shown=shown)
        pdf = render(desk, composed)
        if len(pdf) > LIMIT:
            raise AttachmentTooLargeError(path=f"{serial}.pdf")
        digest = hashlib.sha256(pdf).hexdigest()
        writer.put_attachments([(digest, pdf, PDF)])
        closing = {
            "attachments": [
                {
                    "sha256": digest,
                    "name": f"{serial}.pdf",
                    "media": PDF,
                    "size": len(pdf),
                    "proof": proof_of(pdf),
                }
            ],
            "issued_sha256": digest,
            "issued_at": moment_text(issued_at),
        }
        put_in(desk, writer, Entry(kind="sitrep", id=identifier, fields=closing))
        state = writer.record(identifier)
        if state is None:
            raise UnknownRecordError(name=identifier)
        view = view_of(state)
    return Issued(
        record_id=view.id, serial=view.serial, pdf=pdf, sha256=digest, changes=Changes.of("sitrep", view.id)
    )


def _composed(
    desk: Desk,
    ask: Ask,
    found: Gathered,
    *,
    serial: str,
    issued_at: datetime | None,
    shown: tuple[Picture, ...] | None = None,
) -> Composed:
    from app.services.sitrep_sections import content_of  # late: see render

    period = period_of(ask)
    photos = _photos(desk, ask, found) if shown is None else shown
    content = content_of(desk, ask, period, found, serial=serial, issued_at=issued_at, photos=photos)
    words = words_for(ask.lang)
    if ask.releasable:
        content = Release(found.people, words.left_out).cleaned(content)
    statement = statement_of(
        desk, content, found.heads, report=f"sitrep/{ask.type}", serial=content.serial,
        title=words.kinds[ask.type], made_at=content.as_of, marking=found.marking, release=ask.releasable,
        issued=issued_at is not None, corrects=ask.corrects or "",
    )  # fmt: skip
    return Composed(
        content=content,
        statement=statement,
        seal=seal_of(statement, content.as_of, words),
        offered=found.offered,
    )


def _photos(desk: Desk, ask: Ask, found: Gathered) -> tuple[Picture, ...]:
    return pictures(desk, found.files, words_for(ask.lang), ANNEXED) if ask.photos else ()


def _fields(desk: Desk, ask: Ask, found: Gathered) -> dict[str, Any]:
    period = period_of(ask)
    return {
        "title": f"{ask.type.capitalize()} sitrep to {ask.until.isoformat()}",
        "type": ask.type,
        "period_start": moment_text(period.start),
        "period_end": moment_text(period.end),
        "report_unit": ask.unit or desk.standing.unit or None,
        "prepared_by": desk.identity.officer,
        "approved_by": ask.approved_by or None,
        "sent_to": ask.sent_to or None,
        "distribution": list(ask.distribution) or None,
        "corrects": ask.corrects,
        "marking": found.marking,
        "releasable": ask.releasable or None,
        CONFIRMATIONS: list(ask.released_texts) or None if ask.releasable else None,
        "records": sorted(found.heads)[:LINKED] or None,
        **{name: text for name, text in ask.narrative.items() if name in NARRATIVE and text.strip()},
    }
