"""Sitreps: a period of a unit composed from the records, rendered, and issued as a record that travels."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from app.domain.moments import moment_text
from app.reports.content import SitrepContent
from app.services.attachments import keep
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.records import Entry, save
from app.services.sitrep_content import Period, gather

LENGTHS = {"daily": 1, "weekly": 7, "flash": 1, "special": 7}
DRAFT = "DRAFT"
PDF = "application/pdf"
NARRATIVE = (
    "key_points", "liaison_words", "support_words", "civil_facts", "civil_comment", "civil_assessment",
    "gender_words", "decisions", "next_period",
)  # fmt: skip
"""The fields of a sitrep record that hold what the officer writes."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What report is wanted: its type, last day, unit path (default: our own), language and narrative.

    `narrative` maps the names in `NARRATIVE` to text; `since` sets another first day.
    """

    until: date
    type: str = "weekly"
    since: date | None = None
    unit: str | None = None
    lang: str = "en"
    sent_to: str = ""
    approved_by: str = ""
    corrects: str | None = None
    narrative: dict[str, str] = {}


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


def compose(desk: Desk, ask: Ask) -> SitrepContent:
    """Return the content of a report that is not issued yet; the same records always give the same content."""
    return _content(desk, ask, serial=DRAFT, issued_at=None)


def render(content: SitrepContent) -> bytes:
    """Return the PDF of a content; the same content always gives the same bytes."""
    from app.reports.sitrep import render as to_pdf  # late: the PDF library is slow to load

    return to_pdf(content)


def issue(desk: Desk, ask: Ask) -> Issued:
    """Number, render, hash and store a report; it never changes afterwards and travels with the next bundle."""
    period = period_of(ask)
    draft, _ = save(desk, Entry(kind="sitrep", fields=_fields(desk, ask, period)))
    issued_at = desk.clock()
    pdf = render(_content(desk, ask, serial=draft.serial, issued_at=issued_at))
    digest = hashlib.sha256(pdf).hexdigest()
    file = keep(desk, f"{draft.serial}.pdf", pdf, PDF)
    closing = {"attachments": [file], "issued_sha256": digest, "issued_at": moment_text(issued_at)}
    view, changes = save(desk, Entry(kind="sitrep", id=draft.id, fields=closing))
    return Issued(record_id=view.id, serial=view.serial, pdf=pdf, sha256=digest, changes=changes)


def _fields(desk: Desk, ask: Ask, period: Period) -> dict[str, Any]:
    unit = ask.unit or desk.standing.unit or None
    marking = gather(desk, period, unit).marking
    return {
        "title": f"{ask.type.capitalize()} sitrep to {ask.until.isoformat()}",
        "type": ask.type,
        "period_start": moment_text(period.start),
        "period_end": moment_text(period.end),
        "report_unit": unit,
        "prepared_by": desk.identity.officer,
        "approved_by": ask.approved_by or None,
        "sent_to": ask.sent_to or None,
        "corrects": ask.corrects,
        "marking": marking,
        **{name: text for name, text in ask.narrative.items() if name in NARRATIVE and text.strip()},
    }


def _content(desk: Desk, ask: Ask, *, serial: str, issued_at: datetime | None) -> SitrepContent:
    from app.services.sitrep_sections import content_of  # late: see render

    period = period_of(ask)
    unit = ask.unit or desk.standing.unit or None
    return content_of(desk, ask, period, gather(desk, period, unit), serial=serial, issued_at=issued_at)
