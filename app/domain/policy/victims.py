"""Victims: texts that speak of violence against somebody and seem to name who suffered it.

Nobody needs that name to pass the matter on, and whoever reads it can do harm with it. The lists are ours, in English
and French, and miss much: they are there to make somebody look, not to prove that a text is safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.folding import fold, tokens
from app.domain.name_words import COUNTRIES, DIRECTIONS


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


_VIOLENCE = _words(
    "rape rapist sexual srsgbv molest assault abus victim survivor abduct kidnap tortur beaten beating trafficked",
    "mutilat enslave stabbed murder killed lynch flogged violat violence",
    "violer violee violent agress sexuel enlev battu victime survivant maltrait esclav meurtr assassin",
)
"""What words of violence begin with, folded; the French ones stand in the last line."""
_BEGINNINGS = frozenset(one[:4] for one in _VIOLENCE)
"""The first letters of them, by which all other words are passed over."""
_WHOLE = frozenset(_words("viol viols tue tues tuee tuees traite gbv crsv"))
"""Beginnings that are words of their own and begin too many others."""
_PERSON = (
    "girl|boy|woman|man|child|mother|daughter|son|wife|victim|survivor|named|called|aged"
    "|fille|fillette|gar[cç]on|femme|homme|enfant|m[eè]re|[ée]pouse|victime|nomm[ée]+|appel[ée]+|[âa]g[ée]+"
)
_WORD = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]+(?:[-’'][^\W\d_]+)*|(?:[-’'][^\W\d_]+)+)"
_PAIR = re.compile(rf"\b{_WORD}(?:[\s\u00a0\u202f]+|,[\s\u00a0]*){_WORD}(?:[\s\u00a0\u202f]+{_WORD})?")
_SINGLE = re.compile(
    rf"\b(?i:{_PERSON})\b(?:[\s\u00a0,:]+(?:[a-zà-ÿ]{{1,4}}|\d+)){{0,4}}[\s\u00a0,:]+({_WORD})"
)
_CAPITAL = _words(
    "the a an of in at on by to and for with from is was un unmiss ocha unhcr unicef police county state boma",
    "payam sector force village camp hospital clinic school market river town road district province council",
    "government security protection human rights group working national army ministry",
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july",
    "august september october november december",
    "le la les des du de et en sur pour comte etat hopital ecole marche route armee gouvernement conseil",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
)
_NO_NAME = DIRECTIONS | COUNTRIES | frozenset(_CAPITAL)
"""Words with a capital that are no part of a person's name."""


def of_violence(text: str) -> bool:
    """Return whether a text speaks of violence against somebody."""
    words = set(tokens(text))
    if not _WHOLE.isdisjoint(words):
        return True
    return any(word[:4] in _BEGINNINGS and word.startswith(_VIOLENCE) for word in words)


def named(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text that speaks of violence seems to name somebody: the place of each name."""
    if not of_violence(text):
        return
    spans = [one.span() for one in _PAIR.finditer(text) if _is_name(one.group())]
    spans += [one.span(1) for one in _SINGLE.finditer(text) if _is_name(one.group(1))]
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def without_names(text: str, word: str) -> str:
    """Return a text with a word in place of each name that it seems to give a victim."""
    for start, end in reversed(list(named(text))):
        text = text[:start] + word + text[end:]
    return text


def _is_name(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", fold(text))
    plain = [word for word in words if word not in _NO_NAME and not of_violence(word)]
    return len(plain) == len(words)
