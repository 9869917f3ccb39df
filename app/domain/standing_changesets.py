"""Which changesets of a node stand, by the rosters alone: a function of the set of those held, not of their order."""

from collections.abc import Iterable
from typing import Protocol

from app.domain.rosters import RosterBook
from app.domain.scopes import StreamKey


class Link(Protocol):
    """A changeset as a link of the chain of its stream (key text); `prev` is the digest of the one before."""

    @property
    def stream(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def prev(self) -> str | None: ...


def void_digests(book: RosterBook, links: Iterable[Link]) -> set[str]:
    """Return the digests of the changesets that do not stand, with all that stands on them.

    Those are all of a node that no roster names; what a settled fork does not accept; what lies beyond the end of a
    retired or revoked node, or, as soon as its end is held, on another branch than the one that leads there.
    """
    held: dict[str, list[Link]] = {}
    for link in links:
        held.setdefault(link.stream, []).append(link)
    void: set[str] = set()
    for stream, chain in held.items():
        key = StreamKey.parse(stream)
        leading = _leading(book, key, chain)
        for link in sorted(chain, key=lambda one: one.seq):
            stands = book.effective(key, link.seq, link.digest)
            astray = leading is not None and link.digest not in leading
            if link.prev in void or not stands or astray:
                void.add(link.digest)
    return void


def _leading(book: RosterBook, stream: StreamKey, chain: Iterable[Link]) -> set[str] | None:
    """Return what leads to the end of an ended stream; None where that is not held, or several branches stand."""
    end, fork = book.end_of(stream), book.fork_of(stream)
    if end is None or (fork is not None and len(fork.accept) > 1):
        return None
    before = {link.digest: link.prev for link in chain}
    if end.digest not in before:
        return None
    found: set[str] = set()
    at: str | None = end.digest
    while at is not None and at in before and at not in found:
        found.add(at)
        at = before[at]
    return found
