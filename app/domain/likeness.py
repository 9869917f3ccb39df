"""Likeness: how much two names look like one body, and by what; a suggestion to a person, never a decision."""

from __future__ import annotations

import msgspec
from rapidfuzz.distance import OSA

from app.domain.name_words import DIRECTIONS, GENERAL, PARTED, is_country
from app.domain.names import Form, Named, forms_of

LONG_WORD, LONGER_WORD = 5, 8
"""Letters from which one slip, and two slips, still leave a word the same."""
LONG_NAME = 10
"""Letters of a name from which what is added to it is taken for a section of it."""
MOST_ADDED = 3


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """Why two records look like one: a code with the texts it speaks of, and a score up to 100.

    `one` is the acronym, the body or the shorter name, `other` what it stands for, its section or the longer name.
    `same` is false where the two are related, such as a body and its national section, and not plainly one.
    """

    code: str
    score: int
    same: bool
    one: str
    other: str


class Prepared(msgspec.Struct, frozen=True):
    """A record's names with their forms."""

    named: Named
    forms: tuple[Form, ...]

    @classmethod
    def of(cls, named: Named) -> Prepared:
        """Fold the names of a record."""
        return cls(named, forms_of(named))


def likeness(one: Prepared, other: Prepared) -> Likeness | None:
    """Return by what two records of one kind look most alike, or None."""
    if one.named.kind == "place" and _told_apart(one.named, other.named):
        return None
    best: Likeness | None = None
    for left in one.forms:
        for right in other.forms:
            found = _alike(left, right)
            if found is not None and (best is None or found.score > best.score):
                best = found
    if best is not None and one.named.kind == "person" and _told_apart(one.named, other.named):
        return msgspec.structs.replace(best, code="elsewhere", score=best.score - 30, same=False)
    return best


def _told_apart(one: Named, other: Named) -> bool:
    """Return whether something that both say, such as a P-code, differs."""
    return any(a and b and a != b for a, b in zip(one.apart, other.apart, strict=False))


def _alike(one: Form, other: Form) -> Likeness | None:
    found = _judged(one, other)
    if found is None:
        one, other = other, one
        found = _judged(one, other)
    if found is None:
        return None
    code, score, same = found
    if not (one.whole and other.whole):
        if code not in ("name", "alias", "letters", "acronym", "known"):
            return None
        code, score, same = "together", 58, False
    return Likeness(code=code, score=score, same=same, one=one.text, other=other.text)


def _judged(one: Form, other: Form) -> tuple[str, int, bool] | None:
    if one.words == other.words:
        code, score = ("name", 100) if one.main and other.main else ("alias", 96)
        if one.acronym and other.acronym and not (one.main or other.main):
            code, score = "initials", 60
        return code, score, True
    if one.joined == other.joined:
        return "letters", 98, True
    if one.known and one.known == other.known:
        return "known", 94, True
    if one.acronym and _fits(one.acronym, other):
        return "acronym", 92, True
    if sorted(one.words) == sorted(other.words):
        return "order", 88, True
    if one.known and one.known == other.section_of:
        return "section", 72, False
    slips = _slips(one, other)
    if slips:
        return "spelling", 90 - 3 * slips, True
    return _longer(one, other)


def _fits(acronym: str, other: Form) -> bool:
    """Return whether an acronym is made of the initials of a name; UN may stand before it."""
    return acronym in other.initials or (
        acronym.startswith("un") and len(acronym) > LONG_WORD and acronym[2:] in other.initials
    )


def _longer(one: Form, other: Form) -> tuple[str, int, bool] | None:
    """Return what it means that one name begins with all of the other."""
    for length in range(1, len(other.words)):
        if "".join(other.words[:length]) not in (one.joined, one.plain):
            continue
        added = tuple(word for word in other.words[length:] if word not in GENERAL)
        if not added:
            return "general", 82, True
        if added[0] in PARTED:
            return None
        if is_country(added):
            return "section", 72, False
        if len(one.plain) >= LONG_NAME and len(one.words) > 1 and len(added) <= MOST_ADDED:
            return "longer", 62, False
    return None


def _slips(one: Form, other: Form) -> int:
    """Return how many letters two names differ in, as slips of the pen do; 0 where they differ otherwise.

    Two acronyms that differ are two bodies.
    """
    if one.acronym and other.acronym:
        return 0
    if len(one.words) != len(other.words):
        long = min(len(one.joined), len(other.joined)) >= LONGER_WORD
        return _word_slips(one.joined, other.joined, most=1) if long else 0
    total = 0
    for left, right in zip(one.words, other.words, strict=True):
        if left != right:
            longest = max(len(left), len(right))
            most = 2 if longest >= LONGER_WORD else 1 if longest >= LONG_WORD else 0
            slips = _word_slips(left, right, most=most)
            if not slips:
                return 0
            total += slips
    return total if total <= 3 else 0


def _word_slips(one: str, other: str, *, most: int) -> int:
    """Return the letters that differ, `most` at most; 0 where more do, or where figures or directions differ."""
    if abs(len(one) - len(other)) > most or {one, other} <= DIRECTIONS or one[:1] != other[:1]:
        return 0
    if [char for char in one if char.isdigit()] != [char for char in other if char.isdigit()]:
        return 0
    found = OSA.distance(one, other, score_cutoff=most)
    return found if found <= most else 0
