"""The questions about revisions, changesets and streams, each prepared once: see `among`."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, func, select, tuple_

from app.storage.sessions import AnySelect, among
from app.storage.tables import changeset, record, refused_changeset, revision

_HEADER = 4_096
"""More bytes than the header of a changeset has."""
_WITH_SCOPE = revision.outerjoin(changeset, revision.c.changeset == changeset.c.pk)
REVISIONS = select(
    revision.c.pk, revision.c.id, revision.c.kind, revision.c.record, revision.c.parents, revision.c.at,
    revision.c.officer, revision.c.officer_name, revision.c.line, revision.c.node, revision.c.changeset,
    revision.c.position, revision.c.status, revision.c.unknown, changeset.c.unit, changeset.c.reach,
    changeset.c.schema,
).select_from(_WITH_SCOPE)  # fmt: skip


def _heads() -> AnySelect:
    """Return the query for the last changeset of every stream.

    It steps from stream to stream through the index: a headquarters holds few streams of very many changesets.
    """
    stream, beyond = changeset.c.stream, changeset.alias("beyond")
    streams = select(func.min(stream).label("stream")).cte("streams", recursive=True)
    following = select(func.min(beyond.c.stream)).where(beyond.c.stream > streams.c.stream).scalar_subquery()
    streams = streams.union_all(select(following).where(streams.c.stream.is_not(None)))
    other = changeset.alias("other")
    last = select(func.max(other.c.seq)).where(other.c.stream == streams.c.stream).scalar_subquery()
    at_the_end = and_(stream == streams.c.stream, changeset.c.seq == last)
    query = select(stream, changeset.c.seq, changeset.c.digest).join_from(streams, changeset, at_the_end)
    return query.order_by(stream, changeset.c.pk.desc())


HEADS = _heads()
OF_RECORDS = among(REVISIONS, revision.c.record)
IN_CHANGESET = REVISIONS.where(revision.c.changeset == bindparam("pk")).order_by(revision.c.position)
KNOWN = among(select(revision.c.id, revision.c.status), revision.c.id)
SAVES = among(
    select(revision.c.record, func.count(revision.c.id.distinct()))
    .where(revision.c.node == bindparam("by"))
    .group_by(revision.c.record),
    revision.c.record,
)
LINEAGE = select(revision.c.id, revision.c.parents, revision.c.node).where(
    revision.c.record == bindparam("of")
)
NOT_SEALED = (
    select(record.c.unit, record.c.reach, revision.c.pk, revision.c.id, revision.c.record, revision.c.line)
    .join(record, record.c.id == revision.c.record)
    .where(revision.c.changeset.is_(None))
    .order_by(revision.c.pk)
)
TO_SEAL = NOT_SEALED.where(record.c.reach != "laptop")
DIGESTS = among(
    select(changeset.c.stream, changeset.c.seq, changeset.c.digest).order_by(changeset.c.pk),
    tuple_(changeset.c.stream, changeset.c.seq),
)
CHANGESETS = among(select(changeset), changeset.c.pk)
BEYOND = (
    select(changeset)
    .where(changeset.c.stream == bindparam("of"), changeset.c.seq > bindparam("after"))
    .order_by(changeset.c.seq, changeset.c.pk)
)
LINES = among(
    select(revision.c.changeset, revision.c.line).order_by(revision.c.changeset, revision.c.position),
    revision.c.changeset,
)


def _places_aside() -> AnySelect:
    """Return the query for where changesets stand that are kept aside, with the beginning of each."""
    columns = (refused_changeset.c[name] for name in ("pk", "stream", "seq", "digest"))
    head = func.substr(refused_changeset.c.body, 1, _HEADER).label("head")
    return select(*columns, head).order_by(refused_changeset.c.seq, refused_changeset.c.pk)


PLACES_ASIDE = _places_aside()
ASIDE = select(refused_changeset).order_by(refused_changeset.c.seq, refused_changeset.c.pk)
ASIDE_OF = among(ASIDE, refused_changeset.c.stream)
