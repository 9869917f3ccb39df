"""Name index: finds the few names among thousands that are worth comparing with one, and compares them.

Two names can only be alike where they share a key: the whole name, an acronym, all words but one, half of the letters.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from app.domain.likeness import LONGER_WORD, Likeness, Prepared, likeness
from app.domain.names import Form, Named

MOST_ALIKE = 150
"""A key that more names share says nothing, such as "committee of …"."""


class Match(msgspec.Struct, frozen=True):
    """A record that looks like another, and by what."""

    named: Named
    likeness: Likeness


class NameIndex:
    """The names of the records of one kind; it grows and changes with them."""

    def __init__(self) -> None:
        self._prepared: dict[str, Prepared] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._holders: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return len(self._prepared)

    def put(self, named: Named) -> None:
        """Add a record, or take its new names."""
        self.remove(named.id)
        prepared = Prepared.of(named)
        self._prepared[named.id] = prepared
        self._keys[named.id] = tuple({key for form in prepared.forms for key in _held(form)})
        for key in self._keys[named.id]:
            self._holders.setdefault(key, set()).add(named.id)

    def remove(self, identifier: str) -> None:
        """Forget a record; one that is not there is passed over."""
        if self._prepared.pop(identifier, None) is None:
            return
        for key in self._keys.pop(identifier):
            holders = self._holders[key]
            holders.discard(identifier)
            if not holders:
                del self._holders[key]

    def near(self, named: Named, limit: int = 8) -> tuple[Match, ...]:
        """Return the records most like this one, itself left out, best first."""
        prepared = Prepared.of(named)
        found = []
        for identifier in self._candidates(prepared):
            other = self._prepared[identifier]
            alike = likeness(prepared, other)
            if identifier != named.id and alike is not None:
                found.append(Match(other.named, alike))
        found.sort(key=lambda match: (-match.likeness.score, match.named.id))
        return tuple(found[:limit])

    def pairs(self) -> Iterator[tuple[Named, Named, Likeness]]:
        """Yield every two records that look alike, each pair once, the smaller id first."""
        for identifier, prepared in self._prepared.items():
            for other in self._candidates(prepared):
                if identifier < other:
                    alike = likeness(prepared, self._prepared[other])
                    if alike is not None:
                        yield prepared.named, self._prepared[other].named, alike

    def _candidates(self, prepared: Prepared) -> set[str]:
        found: set[str] = set()
        for key in {key for form in prepared.forms for key in _wanted(form)}:
            holders = self._holders.get(key, ())
            if len(holders) <= MOST_ALIKE:
                found.update(holders)
        return found


def _held(form: Form) -> Iterator[str]:
    """Yield the keys by which a form can be found."""
    yield f"={form.joined}"
    yield f"={form.plain}"
    yield from _shared(form)
    for length in range(1, len(form.words)):
        yield f"<{''.join(form.words[:length])}"
    half = len(form.joined) // 2
    if len(form.joined) >= LONGER_WORD:
        yield f"[{len(form.joined)}{form.joined[:half]}"
        yield f"]{len(form.joined)}{form.joined[half:]}"


def _wanted(form: Form) -> Iterator[str]:
    """Yield the keys under which what is like a form lies."""
    yield f"={form.joined}"
    yield f"={form.plain}"
    yield f"<{form.joined}"
    yield f"<{form.plain}"
    yield from _shared(form)
    for length in range(1, len(form.words)):
        yield f"={''.join(form.words[:length])}"
    whole = form.joined
    for length in range(max(LONGER_WORD, len(whole) - 1), len(whole) + 2):
        half = length // 2
        yield f"[{length}{whole[:half]}"
        yield f"]{length}{whole[len(whole) - (length - half) :]}"


def _shared(form: Form) -> Iterator[str]:
    """Yield the keys that two like forms have in common."""
    yield f"~{''.join(sorted(form.words))}"
    for known in {form.known, form.section_of} - {""}:
        yield f"k{known}"
    for initials in form.initials:
        yield f"a{initials}"
    if form.acronym:
        yield f"a{form.acronym}"
        yield f"a{form.acronym.removeprefix('un')}"
    if len(form.words) > 1:
        for place in range(len(form.words)):
            yield f"w{place} {' '.join(form.words[:place] + form.words[place + 1 :])}"
    else:
        yield f"1{form.joined[:2]}{len(form.joined) // 3}"
        yield f"1{form.joined[:2]}{(len(form.joined) + 2) // 3}"
