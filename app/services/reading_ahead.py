"""Reading ahead: the changesets of an export, several at a time, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.scopes import StreamKey
from app.storage.reader import Reader
from app.storage.rows import ChangesetFile, StoredChangeset


class ReadingAhead:
    """Gives the bytes of what is carried; cheap where they are asked for in the order expected."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._coming: Iterator[ChangesetFile] = iter(())

    def expect(self, changesets: Iterable[StoredChangeset]) -> None:
        """Expect to be asked for these next, in the order of stream and number, as a file carries them."""
        in_order = sorted(changesets, key=lambda one: (StreamKey.parse(one.stream), one.seq))
        self._coming = self._reader.changeset_files(in_order)

    def body_of(self, changeset: StoredChangeset) -> bytes:
        """Return the exact bytes of a changeset: the one that comes next, or any other, asked for by itself."""
        following = next(self._coming, None)
        if following is not None and following.changeset.pk == changeset.pk:
            return following.body
        return self._reader.changeset_file(changeset.pk).body
