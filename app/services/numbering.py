"""Numbering: the next serial of a kind, gap-free on one laptop, never one of another laptop or of a lost day."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.identifiers import new_epoch
from app.domain.rosters import Entry, RosterBook
from app.domain.serials import run_code, serial_text, unit_code
from app.services.standing import Standing
from app.storage.reader import Reader
from app.storage.writer import Writer

PLAIN_EPOCH = "plain_epoch"
"""The epoch that counts plainly: the one a logbook was made in, noted when another one begins."""


def begin_epoch(writer: Writer) -> str:
    """Begin a new epoch, whose streams and numbers contradict nothing said before; returns it."""
    epoch = new_epoch()
    if writer.meta(PLAIN_EPOCH) is None:
        writer.set_meta({PLAIN_EPOCH: writer.meta("epoch") or ""})
    writer.set_meta({"epoch": epoch})
    return epoch


class Numbers:
    """The serials of this laptop, taken in the transaction of their records: none without the other."""

    def __init__(self, writer: Writer, standing: Standing, unit_name: str) -> None:
        self._writer = writer
        self._code = unit_code(standing.unit, unit_name)
        self._run = _run(writer, standing, self._code)

    def following(self, prefix: str, year: int) -> str:
        """Take the next serial of a kind, named by its prefix, in a year."""
        counted = f"{self._code}.{self._run}" if self._run else self._code
        number = self._writer.next_serial(counted, prefix, year)
        return serial_text(self._code, prefix, year, number, self._run)


def _run(reader: Reader, standing: Standing, code: str) -> str:
    """Return the letters of this laptop's numbers; none on the first laptop of a unit in its first epoch."""
    epoch = reader.meta("epoch") or ""
    begun_again = (reader.meta(PLAIN_EPOCH) or epoch) != epoch
    return run_code(epoch) if epoch and (begun_again or not _is_first(standing, code)) else ""


def _is_first(standing: Standing, code: str) -> bool:
    """Return whether no laptop was admitted before this one under the same code; those that retired count."""
    book = standing.book
    if book is None:
        return True
    own = next((issuer for issuer, one in book.rosters.items() if one.entry_of(standing.node)), "")
    before = list(_same_code(book, own, code))
    place = [entry.node for entry in before].index(standing.node) if own else 0
    return place == 0 and not any(
        True for issuer in book.rosters if issuer != own for _ in _same_code(book, issuer, code)
    )


def _same_code(book: RosterBook, issuer: str, code: str) -> Iterator[Entry]:
    """Yield the nodes of a roster under a code, in the order in which they were admitted."""
    roster = book.rosters.get(issuer)
    return (entry for entry in (roster.entries if roster else ()) if unit_code(entry.unit, "") == code)
