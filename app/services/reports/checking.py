"""Checking: who issued a report file, whether it is untouched, and what has changed in the records since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.roster_texts import parse_roster
from app.domain.rosters import Entry, RosterBook
from app.services.desks import Desk
from app.services.errors import MissingFileError
from app.services.newest import recency
from app.services.officers import Officers, claimed, is_admitted, plain
from app.services.showing import view_of
from app.services.views import RecordView, View
from app.storage.errors import AttachmentMissingError
from app.storage.reader import Reader
from app.sync.report_seals import MOST_BYTES, NotAReportError, Statement, is_pdf, read

NOT_SEALED = "This file is no report of a logbook, or only a part of one: nothing in it says who made it."
TOUCHED = "The file was changed after it was made: its signature does not hold."
UNKNOWN = "No roster at hand names node {node}: it made this file, whoever that is."
RETIRED = "Node {node} no longer speaks for {unit}."
LATEST = 30
"""How many of the newest issued reports are looked at when one record is asked about."""


class ChangedRecord(View, frozen=True, kw_only=True):
    """A record that is no longer as a report tells of it: edited since, or not in this logbook any more."""

    id: str
    serial: str
    title: str
    kind: str = ""
    by: str = ""
    at: str = ""
    missing: bool = False


class ReportCheck(View, frozen=True, kw_only=True):
    """What is known of a report file; `changed` is None where no logbook was at hand to compare with."""

    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    statement: Statement | None = None
    issuer: str = ""
    issuer_unit: str = ""
    issued: bool = False
    changed: tuple[ChangedRecord, ...] | None = None
    corrected_by: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the file is a report, untouched since its node signed it."""
        return not self.faults


class ReportedIn(View, frozen=True, kw_only=True):
    """An issued report that tells of a record, and whether the record has changed since."""

    id: str
    serial: str
    issued_at: str
    changed: bool


def is_report(file: Path) -> bool:
    """Return whether a file looks like a PDF; raises `MissingFileError`."""
    try:
        with file.open("rb") as stream:
            return is_pdf(stream.read(8))
    except OSError as error:
        raise MissingFileError(path=file) from error


def check_file(file: Path, *, desk: Desk | None = None, roster: Path | None = None) -> ReportCheck:
    """Check a report file; raises `MissingFileError`."""
    try:
        with file.open("rb") as stream:
            pdf = stream.read(MOST_BYTES + 1)
        book = _book(roster) if roster else desk.book if desk else None
    except OSError as error:
        raise MissingFileError(path=file) from error
    return check(pdf, desk=desk, book=book)


def check(pdf: bytes, *, desk: Desk | None = None, book: RosterBook | None = None) -> ReportCheck:
    """Check the bytes of a report; without a roster its maker stays a bare node."""
    try:
        sealed = read(pdf)
    except NotAReportError:
        return ReportCheck(faults=(NOT_SEALED,))
    statement = sealed.statement
    if not sealed.untouched:
        return ReportCheck(faults=(TOUCHED,), statement=statement)
    entry = book.entry_of(statement.node) if book else None
    changed, corrected_by = _compared(desk, statement) if desk else (None, ())
    return ReportCheck(
        faults=(),
        warnings=tuple(_doubts(statement, entry, desk)),
        statement=statement,
        issuer=_issuer(statement, entry, desk),
        issuer_unit=entry.unit_name if entry else statement.unit_name,
        issued=statement.issued,
        changed=changed,
        corrected_by=corrected_by,
    )


def reported_in(desk: Desk, record: str) -> tuple[ReportedIn, ...]:
    """Return the newest issued sitreps that tell of a record, the newest first: for "changed since sitrep 14".

    A report whose file has not arrived yet is left out, for it cannot be compared.
    """
    now = desk.clock()
    with desk.logbook.reading() as reader:
        state = reader.record(record)
        if state is None:
            return ()
        telling = [
            one.id for one in reader.referring(record) if one.kind == "sitrep" and one.field == "records"
        ]
        reports = [view_of(one) for one in reader.records(telling).values()]
        issued = [one for one in reports if one.fields.get("issued_at")]
        issued.sort(key=lambda one: recency(str(one.fields["issued_at"]), now), reverse=True)
        found = []
        for view in issued[:LATEST]:
            heads = _heads(reader, view)
            if record in heads:
                found.append(_reported(view, set(heads[record]) != set(state.heads)))
    return tuple(found)


def changed_since(desk: Desk, report: str) -> tuple[ChangedRecord, ...]:
    """Return the records of an issued report that have changed since; none where its file is not here."""
    with desk.logbook.reading() as reader:
        state = reader.record(report)
        return _changed(desk, reader, _heads(reader, view_of(state))) if state else ()


def _reported(view: RecordView, changed: bool) -> ReportedIn:
    return ReportedIn(
        id=view.id, serial=view.serial, issued_at=str(view.fields["issued_at"]), changed=changed
    )


def _heads(reader: Reader, report: RecordView) -> dict[str, tuple[str, ...]]:
    """Return the revisions that an issued report was built from, by its file in this logbook."""
    digest = str(report.fields.get("issued_sha256") or "")
    try:
        return dict(read(reader.attachment_bytes(digest)).statement.records) if digest else {}
    except (AttachmentMissingError, NotAReportError):
        return {}  # an older report carries no list; one that has not arrived cannot be read


def _compared(desk: Desk, statement: Statement) -> tuple[tuple[ChangedRecord, ...] | None, tuple[str, ...]]:
    if statement.mission != (desk.identity.mission or ""):
        return None, ()
    with desk.logbook.reading() as reader:
        changed = _changed(desk, reader, dict(statement.records))
        corrections = reader.rows(reader.keys("sitrep", (("issued_at", "filled", None),)))
        own = reader.by_serial(statement.serial)
        states = reader.records(row.id for row in corrections) if own else {}
    corrected = [
        str(state.values.get("serial") or "")
        for state in states.values()
        if own is not None and state.values.get("corrects") == own.id
    ]
    return changed, tuple(sorted(corrected))


def _changed(desk: Desk, reader: Reader, heads: dict[str, tuple[str, ...]]) -> tuple[ChangedRecord, ...]:
    states, officers = reader.records(heads), Officers(reader, desk.standing)
    found = []
    for identifier, seen in heads.items():
        state = states.get(identifier)
        if state is None:
            found.append(ChangedRecord(id=identifier, serial="", title="", missing=True))
        elif set(state.heads) != set(seen):
            view = view_of(state, officers)
            found.append(
                ChangedRecord(
                    id=identifier,
                    serial=view.serial,
                    title=view.title,
                    by=view.updated_by,
                    at=view.updated_at,
                )
            )
    return tuple(sorted(found, key=lambda one: one.serial))


def _issuer(statement: Statement, entry: Entry | None, desk: Desk | None) -> str:
    """Return who issued a report, as the name is shown: by the roster that was given, or by the logbook's register."""
    name = plain(statement.officer)
    if desk is None:
        return claimed(name, entry is not None and is_admitted(entry, name))
    with desk.logbook.reading() as reader:
        return Officers(reader, desk.standing).shown(statement.node, name)


def _doubts(statement: Statement, entry: Entry | None, desk: Desk | None) -> list[str]:
    if entry is None:
        own = desk is not None and statement.node == desk.identity.node
        return [] if own else [UNKNOWN.format(node=statement.node)]
    return [] if entry.is_active else [RETIRED.format(node=statement.node, unit=entry.unit_name)]


def _book(file: Path) -> RosterBook:
    """Read a root's roster that a person vouches for by naming it."""
    roster = parse_roster(file.read_bytes())
    return RosterBook(roster.issuer, [roster])


def answer(found: ReportCheck) -> dict[str, Any]:
    """Return a check in the shape of `verify --json`."""
    statement = found.statement
    about: dict[str, Any] = {}
    if statement is not None:
        about = {
            "report": statement.report, "serial": statement.serial, "node": statement.node,
            "unit": statement.unit, "unit_name": found.issuer_unit, "officer": found.issuer,
            "made_at": statement.made_at, "issued": statement.issued, "releasable": statement.release,
            "digest": statement.digest, "records": len(statement.records), "corrects": statement.corrects,
        }  # fmt: skip
    return {
        "ok": found.ok,
        "faults": list(found.faults),
        "warnings": list(found.warnings),
        "report": about or None,
        "changed": None
        if found.changed is None
        else [{"id": one.id, "serial": one.serial, "by": one.by, "at": one.at} for one in found.changed],
        "corrected_by": list(found.corrected_by),
    }
