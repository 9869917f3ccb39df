"""Names: the forms under which a body, person or place may be written, folded for comparison."""

from __future__ import annotations

import re

import msgspec

from app.domain.folding import fold, split
from app.domain.name_words import GENERAL, KNOWN, PARTED, SMALL, TITLES, is_country

SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 12
LONGEST = 300
"""Characters of a name that are compared."""
_APOSTROPHES = re.compile(r"['’`´ʼ]")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CALLED = re.compile(r"^(?:aka|a\.k\.a\.|also known as|formerly|ex|dit|dite)\s+", re.IGNORECASE)
_PARTS = re.compile(rf"\s+(?:{'|'.join(sorted(PARTED))})\s+|\s*/\s*|\s+\+\s+", re.IGNORECASE)
_KNOWN = {name: names[0] for names in KNOWN for name in names}


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A record as far as its names go. `apart` holds what tells namesakes apart, such as a P-code; empty is unknown."""

    id: str
    kind: str
    name: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One way a name is written: its words without small ones, as one word, and the acronyms that fit it.

    `known` is the known body of that name, `section_of` the one whose national section it names.
    `whole` is false for one of two bodies that are written down as one; `main` is true for the name itself.
    """

    text: str
    words: tuple[str, ...]
    joined: str
    plain: str
    acronym: str
    initials: frozenset[str]
    known: str
    section_of: str
    main: bool
    whole: bool = True


def forms_of(named: Named) -> tuple[Form, ...]:
    """Return the forms of a record's names: the name, what its brackets say, its other names and its acronym."""
    found: dict[str, Form] = {}

    def take(text: str, *, main: bool = False, whole: bool = True, short: bool = False) -> None:
        made = _form(text, person=named.kind == "person", main=main, whole=whole, short=short)
        if made is not None:
            found.setdefault(f"{made.joined}/{made.acronym}/{whole}", made)

    bare = _BRACKETS.sub(" ", named.name[:LONGEST])
    take(bare if bare.strip() else named.name, main=True)
    for inside in _BRACKETS.findall(named.name[:LONGEST]):
        called = _CALLED.sub("", inside.strip())
        if called != inside.strip() or _is_capitals(inside.strip()):
            take(called)
    for alias in named.aliases:
        take(alias)
    if named.acronym:
        take(named.acronym, short=True)
    parts = _PARTS.split(bare) if named.kind == "organisation" else []
    for part in parts if len(parts) > 1 else ():
        take(part, whole=False)
    return tuple(found.values())


def _form(text: str, *, person: bool, main: bool, whole: bool, short: bool) -> Form | None:
    """Return the form of one text, or None where nothing of it can be compared."""
    close = _DOTTED.sub(lambda dotted: dotted.group().replace(".", ""), _APOSTROPHES.sub("", text[:LONGEST]))
    every = tuple(split(fold(close)))
    if person:
        every = tuple(word for word in every if word not in TITLES) or every
    words = tuple(word for word in every if word not in SMALL) or every
    if not words:
        return None
    joined = "".join(words)
    is_acronym = short or _is_capitals(close.strip())
    fits = is_acronym and SHORTEST_ACRONYM <= len(joined) <= LONGEST_ACRONYM
    plain = words
    while len(plain) > 1 and plain[-1] in GENERAL:
        plain = plain[:-1]
    return Form(
        text=" ".join(text.split()), words=words, joined=joined, plain="".join(plain),
        acronym=joined if fits else "", initials=_initials(every, words), main=main, whole=whole,
        known=_KNOWN.get(" ".join(every), "") or (_KNOWN.get(joined, "") if fits else ""),
        section_of=_section_of(every),
    )  # fmt: skip


def _section_of(every: tuple[str, ...]) -> str:
    """Return the known body whose name stands before the name of a country, or nothing."""
    for length in (1, 2, 3):
        added = tuple(word for word in every[-length:] if word not in SMALL)
        if len(every) > length and is_country(added) and (known := _KNOWN.get(" ".join(every[:-length]))):
            return known
    return ""


def _initials(every: tuple[str, ...], words: tuple[str, ...]) -> frozenset[str]:
    """Return the initials of three words and more, with and without the small ones."""
    made = {"".join(word[0] for word in some) for some in (every, words) if len(some) >= SHORTEST_ACRONYM}
    return frozenset(one for one in made if len(one) <= LONGEST_ACRONYM)


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(text.split()) == 1 and len(letters) >= SHORTEST_ACRONYM and all(map(str.isupper, letters))
