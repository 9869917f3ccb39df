"""Provenance: what a report was built from, sealed into its file, and the words that say how to check it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

import msgspec

from app.domain.moments import dtg, moment_text
from app.reports.document import Seal
from app.reports.words import Words, counted
from app.services.desks import Desk
from app.services.officers import claimed, is_own, plain
from app.sync.report_seals import CARRIED, Statement, carried

Heads = Mapping[str, tuple[str, ...]]
"""The newest revisions of each record that a report was built from, by the record's id."""
SHOWN = 16
"""Figures of the digest that are printed for people to compare."""


def statement_of(
    desk: Desk,
    content: msgspec.Struct,
    heads: Heads,
    *,
    report: str,
    serial: str,
    title: str,
    made_at: datetime,
    marking: str,
    release: bool,
    issued: bool,
    corrects: str = "",
) -> Statement:
    """Return what a report of this logbook says of itself."""
    own = desk.identity
    return Statement(
        report=report,
        serial=serial,
        title=title,
        mission=own.mission or "",
        unit=own.unit or "",
        unit_name=own.unit_name,
        node=own.node,
        officer="" if release else claimed(own.officer, is_own(desk, own.officer)),
        made_at=moment_text(made_at),
        marking=marking,
        release=release,
        issued=issued,
        corrects=corrects,
        content=hashlib.sha256(msgspec.msgpack.encode(content)).hexdigest(),
        records=tuple((identifier, tuple(heads[identifier])) for identifier in sorted(heads)),
    )


def seal_of(statement: Statement, made_at: datetime, words: Words) -> Seal:
    """Return the seal to print and to embed: the QR code holds the digest of the statement."""
    digest = statement.digest
    figures = digest[:SHOWN].upper()
    spoken = " ".join(figures[start : start + 4] for start in range(0, SHOWN, 4))
    officer = plain(statement.officer)
    signed_by = words.claimed(officer, officer == statement.officer)
    who = ", ".join(part for part in (signed_by, statement.unit_name) if part)
    lines = (
        words.seal_title,
        (words.seal_issued if statement.issued else words.seal_draft).format(
            who=who, serial=statement.serial, moment=dtg(made_at), node=statement.node
        ),
        counted(len(statement.records), words.seal_record, words.seal_records),
        words.seal_check.format(digest=spoken),
    )
    return Seal(
        name=CARRIED,
        carried=carried(statement),
        about=words.seal_title,
        code=f"LIAISON-REPORT:1:{statement.serial}:{digest}",
        lines=lines,
    )
