"""What an exchange asks, each question prepared once: see `among`."""

from __future__ import annotations

from functools import cache

from sqlalchemy import bindparam, func, select

from app.storage.kind_tables import KIND_TABLES
from app.storage.rows import DISREGARDED, EFFECT
from app.storage.sessions import AnySelect, among
from app.storage.tables import attachment, changeset, journal, link, receipt, record, revision

LONGEST = select(changeset.c.stream, func.max(changeset.c.seq)).group_by(changeset.c.stream)
AMOUNT_BEYOND = select(func.sum(changeset.c.count), func.min(changeset.c.sealed_at)).where(
    changeset.c.stream == bindparam("of"), changeset.c.seq > bindparam("after")
)
FIRST_SINCE = (
    select(changeset.c.stream, func.min(changeset.c.seq).label("seq"))
    .where(changeset.c.sealed_at >= bindparam("moment"))
    .group_by(changeset.c.stream)
)
SIZES = among(
    select(revision.c.changeset, func.sum(func.length(revision.c.line)).label("size")).group_by(
        revision.c.changeset
    ),
    revision.c.changeset,
)
MADE_BY = (
    select(changeset).where(changeset.c.node == bindparam("by")).order_by(changeset.c.stream, changeset.c.seq)
)
BROUGHT_BY = (
    select(changeset)
    .where(changeset.c.bundle == bindparam("by"))
    .order_by(changeset.c.stream, changeset.c.seq, changeset.c.pk)
)
BUNDLES_OF = among(
    select(changeset.c.pk, changeset.c.bundle).where(changeset.c.bundle.is_not(None)), changeset.c.pk
)
IMPORTS_OF = among(
    select(journal).where(journal.c.direction == "in").order_by(journal.c.pk), journal.c.bundle
)
CONFIRMED = (
    select(receipt.c.stream, func.max(receipt.c.seq).label("seq"))
    .where(receipt.c.stream.startswith(bindparam("beginning")), receipt.c.seq > 0)
    .group_by(receipt.c.stream)
)
NODES_DISREGARDED = select(revision.c.node).where(revision.c.status == DISREGARDED).distinct()
APART = among(select(revision.c.record).where(revision.c.status != EFFECT), revision.c.record)
LINES = among(select(revision.c.line, revision.c.unknown), revision.c.changeset)
SPOKEN_OF = among(select(revision.c.record).distinct(), revision.c.changeset)
KINDS_SPOKEN_OF = among(select(revision.c.kind).distinct(), revision.c.changeset)
NAMED_BY = among(
    select(link.c.target, record.c.id, record.c.unit, record.c.reach)
    .join(record, record.c.pk == link.c.source)
    .where(record.c.sealed),
    link.c.target,
)
WANTED_BY = (
    select(attachment.c.sha256, record.c.unit, record.c.reach)
    .join(link, link.c.target == attachment.c.sha256)
    .join(record, record.c.pk == link.c.source)
    .where(attachment.c.held.is_(False), record.c.sealed)
    .distinct()
    .order_by(attachment.c.sha256)
)
PROOFS = among(select(attachment.c.sha256, attachment.c.proof).where(attachment.c.held), attachment.c.sha256)
FILE_SIZES = among(
    select(attachment.c.sha256, attachment.c.size).where(attachment.c.held), attachment.c.sha256
)
UNKNOWN_MARKINGS = among(
    select(record.c.extra)
    .join(revision, revision.c.record == record.c.id)
    .where(record.c.kind.not_in(KIND_TABLES)),
    revision.c.changeset,
)
IN_CONFLICT = select(record.c.id).where(record.c.conflict_count > 0)
CONFLICTS = select(func.coalesce(func.sum(record.c.conflict_count), 0)).where(record.c.conflict_count > 0)


@cache
def markings(kind: str) -> AnySelect:
    """Return the question for the markings of those records of a kind that changesets speak of."""
    table = KIND_TABLES[kind].table
    query = (
        select(table.c.marking)
        .join(record, record.c.pk == table.c.pk)
        .join(revision, revision.c.record == record.c.id)
        .distinct()
    )
    return among(query, revision.c.changeset)
