"""The check: every page, every revision, every changeset, the search index and every attached file, read and compared.

A part that cannot be read is a fault and not the end of the check.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import msgspec
from sqlalchemy import select

from app.domain.identifiers import MalformedIdentifierError, parse_moment
from app.domain.revisions import revision_id
from app.storage.errors import LogbookDamagedError, StorageFailedError
from app.storage.files import UNREADABLE
from app.storage.kind_tables import KIND_TABLES
from app.storage.logbook import Logbook
from app.storage.reader import Reader
from app.storage.rows import Fault
from app.storage.tables import attachment, record, revision

DAMAGED, REVISION = "damaged", "revision-changed"
CHANGESET, CHAIN, GAP = "changeset-changed", "chain-broken", "changeset-missing"
SEARCH_LACKS, SEARCH_EXTRA, FIELDS_LACK = "search-lacks", "search-extra", "fields-missing"
FILE_MISSING, FILE_CHANGED = "attachment-missing", "attachment-changed"
_AT_ONCE = 2_000


class _Line(msgspec.Struct):
    kind: str
    record: str
    parents: list[str]
    at: str


class CheckReader(Reader):
    """A reader that compares what is stored with what it must be."""

    def pages(self) -> Iterator[Fault]:
        """Yield what the database finds wrong with its own pages and references."""
        for code, detail in self._backend.faults(self._connection):
            yield Fault(code, detail)

    def revisions(self) -> Iterator[Fault]:
        """Yield the revisions whose bytes no longer give their id, or whose columns differ from their bytes."""
        decoder = msgspec.json.Decoder(_Line)
        columns = (revision.c[name] for name in ("pk", "id", "record", "kind", "parents", "line"))
        query = select(*columns).order_by(revision.c.pk).limit(_AT_ONCE)
        last = 0
        while rows := self._all(query.where(revision.c.pk > last)):
            for row in rows:
                try:
                    line = decoder.decode(row.line)
                    same = (
                        isinstance(row.line, bytes) and revision_id(parse_moment(line.at), row.line) == row.id
                    )
                except (*UNREADABLE, MalformedIdentifierError):
                    same = False
                if not same or (line.record, line.kind, line.parents) != (row.record, row.kind, row.parents):
                    yield Fault(REVISION, row.id)
            last = rows[-1].pk

    def changesets(self) -> Iterator[Fault]:
        """Yield the changesets whose rebuilt bytes have another digest, and the breaks in their chains."""
        last: dict[str, tuple[int, set[str | None], set[str | None]]] = {}
        for found in self.changesets_after({}):
            one = found.changeset
            name = f"{one.stream} {one.seq}"
            if hashlib.sha256(found.body).hexdigest() != one.digest:
                yield Fault(CHANGESET, name)
            seq, before, beside = last.get(one.stream, (0, set(), {None}))
            if one.seq == seq + 1:
                before, beside = beside, set()
            elif one.seq != seq:
                yield Fault(GAP, f"{one.stream} {seq + 1}")
                before, beside = {one.prev}, set()
            if one.prev not in before:
                yield Fault(CHAIN, name)
            last[one.stream] = (one.seq, before, beside | {one.digest})

    def search_index(self) -> Iterator[Fault]:
        """Yield the records that the search index lacks or should not have, and those without their fields."""
        known = select(record.c.pk).where(record.c.kind.in_(KIND_TABLES), record.c.withdrawn.is_(None))
        wanted = {row.pk for row in self._all(known)}
        indexed = set(self._backend.search.indexed(self._connection))
        yield from (Fault(SEARCH_LACKS, self._name(pk)) for pk in sorted(wanted - indexed))
        yield from (Fault(SEARCH_EXTRA, str(pk)) for pk in sorted(indexed - wanted))
        for name, kind in KIND_TABLES.items():
            without = (
                select(record.c.id)
                .join(kind.table, kind.table.c.pk == record.c.pk, isouter=True)
                .where(record.c.kind == name, kind.table.c.pk.is_(None))
            )
            yield from (Fault(FIELDS_LACK, row.id) for row in self._all(without))

    def files(self) -> Iterator[Fault]:
        """Yield the attached files that should be here and are not, or are not what their digest says."""
        for row in self._all(
            select(attachment.c.sha256).where(attachment.c.held).order_by(attachment.c.sha256)
        ):
            content = self._backend.blobs.get(row.sha256)
            if content is None:
                yield Fault(FILE_MISSING, row.sha256)
            elif hashlib.sha256(content).hexdigest() != row.sha256:
                yield Fault(FILE_CHANGED, row.sha256)

    def _name(self, pk: int) -> str:
        row = self._first(select(record.c.id).where(record.c.pk == pk))
        return str(pk) if row is None else row.id


def check_logbook(logbook: Logbook) -> tuple[Fault, ...]:
    """Read everything in a logbook and return what is wrong with it; nothing is changed."""
    found: list[Fault] = []
    steps: tuple[Callable[[CheckReader], Iterator[Fault]], ...] = (
        CheckReader.pages,
        CheckReader.revisions,
        CheckReader.changesets,
        CheckReader.search_index,
        CheckReader.files,
    )
    for step in steps:
        try:
            with logbook.reading(CheckReader) as reader:
                found.extend(step(reader))
        except (LogbookDamagedError, StorageFailedError):
            found.append(Fault(DAMAGED, step.__name__))
    return tuple(found)
