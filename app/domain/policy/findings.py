"""Findings: what in a text could harm somebody if it were read outside: names, telephones, addresses, positions.

A finding is `certain` where the text can mean nothing else; such a one is left out of what goes to partners, as a
second net below a person's own reading. The others are only marked for that person. Nobody should take a text
without findings for a safe one: people write names and places in more ways than any list knows.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from app.domain.folding import fold
from app.domain.name_words import SMALL, TITLES
from app.domain.policy.victims import named

NAME, SOURCE, TELEPHONE, ADDRESS, POSITION = "name", "source", "telephone", "address", "position"
SHORTEST = 4
"""Letters below which a part of a name is looked for only where the person is a protected source."""
_GAP = r"[\s\u00a0\u2007\u202f]"
_IN_WORD = "\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f\u064b-\u065f\u0670"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_IN_WORD}])*")
_HIDDEN = re.compile(f"[{_IN_WORD}]")
_BETWEEN = re.compile(r"[\s\u00a0\u2007\u202f,.'’`´ʼ\u2010-\u2015-]{1,4}")
_CERTAIN = (
    (ADDRESS, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (POSITION, re.compile(
        rf"[-+]?\d{{1,3}}(?:\.\d{{3,}}|,\d{{4,}})°?{_GAP}?[NS]?{_GAP}*[,;/ \u00a0]{_GAP}*"
        rf"[-+]?\d{{1,3}}(?:\.\d{{3,}}|,\d{{4,}})°?{_GAP}?[EWO]?(?!\w)")),
    (POSITION, re.compile(
        rf"\d{{1,3}}{_GAP}?[°º]{_GAP}?\d{{1,2}}(?:[.,]\d+)?{_GAP}?['′’´]"
        rf"(?:{_GAP}?\d{{1,2}}(?:[.,]\d+)?{_GAP}?(?:[\"″”“]|['′’´]{{2}})?)?{_GAP}?[NSEWO]?(?!\w)")),
    (POSITION, re.compile(
        rf"\b\d{{1,2}}{_GAP}?[C-HJ-NP-X]{_GAP}?[A-HJ-NP-Z]{{2}}{_GAP}?(?:\d{{3,5}}{_GAP}\d{{3,5}}|\d{{6,10}})\b",
        re.IGNORECASE)),
    (POSITION, re.compile(
        r"(?:\blat\w*|\b[NS])\W{0,3}\d{1,3}[.,]\d{3,}\D{0,12}?(?:lon\w*|[EWO])\W{0,3}\d{1,3}[.,]\d{3,}",
        re.IGNORECASE)),
    (TELEPHONE, re.compile(
        rf"(?<![\w-])(?!\d{{4}}-\d{{2}}-\d{{2}}(?!\d))(?!\d{{1,3}}(?:{_GAP}\d{{3}})+(?!{_GAP}?\d))"
        r"\(?\+?\(?\d(?:[\s\u00a0\u2007\u202f().-]{0,2}\d){7,14}(?![\w-])")),
)  # fmt: skip
_LIKELY = (
    (
        POSITION,
        re.compile(
            rf"\b\d{{1,2}}{_GAP}?[C-HJ-NP-X]{_GAP}?[A-HJ-NP-Z]{{2}}{_GAP}?(?:\d{{1,2}}{_GAP}\d{{1,2}}|\d{{2}}|\d{{4}})\b"
        ),
    ),
    (POSITION, re.compile(rf"\b[A-HJ-NP-Z]{{2}}{_GAP}?(?:\d{{3,5}}{_GAP}\d{{3,5}}|\d{{6}}|\d{{8}}|\d{{10}})\b")),
    (POSITION, re.compile(r"(?<![\d.,])[-+]?\d{1,3}[.,]\d{4,}°?(?![\d.,]*\d)")),
    (POSITION, re.compile(rf"\d{{1,3}}(?:[.,]\d+)?{_GAP}?[°º]{_GAP}?(?:\d{{1,2}}(?:[.,]\d+)?)?{_GAP}?[NSEWO]?")),
    (POSITION, re.compile(
        rf"\b\d{{1,3}}{_GAP}\d{{1,2}}{_GAP}\d{{1,2}}(?:[.,]\d+)?{_GAP}?[NSEW]\b")),
    (POSITION, re.compile(r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b", re.IGNORECASE)),
    (TELEPHONE, re.compile(
        r"(?<![\w-])(?!\d{4}-\d{2}-\d{2}(?!\d))\(?\+?\(?\d(?:[\s\u00a0\u2007\u202f()./-]{0,2}\d){6,14}(?![\w-])")),
)  # fmt: skip


class _Word(NamedTuple):
    start: int
    end: int
    folded: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of a text: where it starts and ends, what it looks like, whether that is certain.

    `said` is what may stand in its place; empty where there is nothing better than a word in brackets.
    """

    start: int
    end: int
    what: str
    certain: bool
    said: str = ""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One person whose name may stand in a text, by the folded words of it, and what may be said instead."""

    words: tuple[str, ...]
    function: str = ""
    protected: bool = False


class People:
    """Everybody whose name is looked for, found by any word of it: one look at each word, however many there are."""

    def __init__(self, people: Iterable[Mapping[str, Any]] = ()) -> None:
        self._by_word: dict[str, list[Known]] = {}
        for person in people:
            known = _known(person)
            if known is not None:
                for word in dict.fromkeys(known.words):
                    self._by_word.setdefault(word, []).append(known)

    def in_text(self, text: str) -> Iterator[Finding]:
        """Yield the names in a text, the longest at each place; in any order of their words, folded."""
        if not self._by_word:
            return
        words = [_Word(one.start(), one.end(), _folded(one[0])) for one in _WORD.finditer(text)]
        place = 0
        while place < len(words):
            length, finding = self._at(text, words, place)
            if finding is not None:
                yield finding
            place += max(1, length)

    def _at(self, text: str, words: Sequence[_Word], place: int) -> tuple[int, Finding | None]:
        """Return how many words from a place on are a name, and what they are."""
        found = [
            (length, _named(text, words[place : place + length], known))
            for known in self._by_word.get(words[place].folded, ())
            for length in (_stretch(text, words, place, known),)
        ]
        telling = [(length, one) for length, one in found if one is not None]
        return max(telling, key=lambda each: (each[0], each[1].certain, each[1].what), default=(0, None))


def _victims(text: str) -> Iterator[Finding]:
    """Yield what seems to name a victim of violence: it goes nowhere, though it may be somebody else's name."""
    for start, end in named(text):
        yield Finding(start=start, end=end, what=NAME, certain=True)


def findings(text: str, people: People) -> tuple[Finding, ...]:
    """Return what is found in a text, in order; where two overlap, the certain one and then the longer one counts."""
    found = [*people.in_text(text), *patterns_in(text), *_victims(text)]
    found.sort(key=lambda one: (not one.certain, one.start - one.end, one.start))
    kept: list[Finding] = []
    for one in found:
        place = bisect(kept, one.start, key=lambda other: other.start)
        before, after = kept[place - 1 : place], kept[place : place + 1]
        if all(other.end <= one.start for other in before) and all(one.end <= other.start for other in after):
            kept.insert(place, one)
    return tuple(kept)


def patterns_in(text: str) -> Iterator[Finding]:
    """Yield what looks like a telephone, an address or a position."""
    if not re.search(r"[\d@+]", text):
        return
    for certain, patterns in ((True, _CERTAIN), (False, _LIKELY)):
        for what, pattern in patterns:
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    yield Finding(start=match.start(), end=match.end(), what=what, certain=certain)


def _known(person: Mapping[str, Any]) -> Known | None:
    """Return a person by the words of their name, without titles; None where nothing of it can be looked for."""
    name = person.get("name")
    words = tuple(_folded(one[0]) for one in _WORD.finditer(name if isinstance(name, str) else ""))
    bare = tuple(word for word in words if word and word not in TITLES) or tuple(filter(None, words))
    if not bare:
        return None
    return Known(
        words=bare,
        function=str(person.get("function") or ""),
        protected=bool(person.get("protected_source")),
    )


def _folded(word: str) -> str:
    return "".join(fold(_HIDDEN.sub("", word)).split())


def _stretch(text: str, words: Sequence[_Word], place: int, known: Known) -> int:
    """Return how many words from a place on are words of one name, each as often as the name has it."""
    left = list(known.words)
    length = 0
    for here in words[place:]:
        apart = text[words[place + length - 1].end : here.start] if length else " "
        if here.folded not in left or not _BETWEEN.fullmatch(apart):
            break
        left.remove(here.folded)
        length += 1
    return length


def _named(text: str, words: Sequence[_Word], known: Known) -> Finding | None:
    """Return the finding that some words of a name are; None where one word of it says too little.

    Certain is the whole name, also with its first or last word moved, and any longer part of a source's name.
    """
    start, end = words[0].start, words[-1].end
    spoken, name = [word.folded for word in words], list(known.words)
    whole = len(name) > 1 and spoken in (name, name[1:] + name[:1], name[-1:] + name[:-1])
    long_enough = any(len(word) >= SHORTEST and word not in SMALL for word in spoken)
    capital = not text[start].islower()
    telling = (long_enough or capital) if known.protected else (long_enough and capital)
    if not (whole or len(spoken) > 1 or telling):
        return None
    return Finding(
        start=start, end=end, what=SOURCE if known.protected else NAME,
        certain=whole or (known.protected and long_enough and capital), said=known.function,
    )  # fmt: skip
