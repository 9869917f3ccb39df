"""Release: what a version for partners leaves out, by rule and not by anybody's memory.

Left out are names of people, telephones, addresses, exact positions, protected sources, and what we only say among
ourselves. What free text says of them is replaced by a word in brackets, so that a reader sees that something stood
there. The list of revisions that a report was built from stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from app.domain.fields import Field
from app.domain.vocabularies import MARKINGS

T = TypeVar("T")
OPEN_TO_PARTNERS = (("releasable", "=", True), ("marking", "=", MARKINGS[0]))
"""What a record must be to stand in a releasable report at all."""
INTERNAL = frozenset(
    {"comment", "assessment", "notes", "state_reason", "state_evidence", "advice", "civil_comment",
     "civil_assessment", "decided_on", "tags", "atmosphere", "cooperation"}
)  # fmt: skip
PERSONAL = frozenset(
    {"owner", "focal_point", "deputy", "representative", "chair", "host", "visitors", "voiced_by", "requester_name",
     "assessed_by", "prepared_by", "approved_by", "acknowledged_by", "receiver", "officer", "contact"}
)  # fmt: skip
_PHONE = re.compile(
    r"(?<![\w-])(?!\d{4}-\d{2}-\d{2}(?!\d))(?!\d{1,3}(?: \d{3})+(?! ?\d))\(?\+?\(?\d(?:[ ().-]{0,2}\d){7,14}(?![\w-])"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_GRID = re.compile(r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{6,10}|\d{3,5}\s\d{3,5})\b")
_DEGREES = re.compile(r"[-+]?\d{1,3}\.\d{3,}°?\s?[NS]?\s*[,;/ ]\s*[-+]?\d{1,3}\.\d{3,}°?\s?[EW]?")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_SHORTEST = 4
"""Letters of a name's part below which it is too common a word to be taken out alone."""


class Release:
    """The rules of one releasable report; `names` maps what people are called to what may be said instead."""

    def __init__(self, names: Mapping[str, str], words: Mapping[str, str]) -> None:
        self._words = words
        # By their first word, longest first: one look at each word of a text, however many people there are.
        self._names: dict[str, list[tuple[str, str]]] = {}
        for name, said in sorted(names.items(), key=lambda each: len(each[0]), reverse=True):
            known = " ".join(name.split()).lower()
            first = _WORD.search(known)
            if first and len(known) >= _SHORTEST:
                self._names.setdefault(first[0], []).append((known[first.start() :], said))

    def text(self, text: str) -> str:
        """Return a text without names, telephones, addresses and exact positions."""
        # Most texts have neither, and a long sheet has many texts.
        patterns = [(_MAIL, "address")] if "@" in text else []
        if _DIGIT.search(text):
            patterns += [(_DEGREES, "position"), (_GRID, "position"), (_PHONE, "telephone")]
        for pattern, word in patterns:
            text = pattern.sub(self._left_out(word), text)
        return self._without_names(text) if self._names else text

    def _without_names(self, text: str) -> str:
        made = []
        done = 0
        for word in _WORD.finditer(text):
            if word.start() < done:
                continue
            for name, said in self._names.get(word[0].lower(), ()):
                end = word.start() + len(name)
                if text[word.start() : end].lower() == name and not _goes_on(text, end):
                    made += [text[done : word.start()], said or self._left_out("name")]
                    done = end
                    break
        return "".join([*made, text[done:]])

    def cleaned(self, content: T) -> T:
        """Return a structure of a report with every text in it cleaned; bytes, numbers and moments stay."""
        cleaned: T = self._walk(content)
        return cleaned

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(self._walk(part) for part in value)
        if isinstance(value, msgspec.Struct):
            return msgspec.structs.replace(
                value, **{name: self._walk(getattr(value, name)) for name in value.__struct_fields__}
            )
        return value

    def _left_out(self, word: str) -> str:
        return f"[{self._words.get(word, word)}]"


def _goes_on(text: str, place: int) -> bool:
    """Tell whether a word goes on at a place, so that a name which ends there is only the beginning of another."""
    return bool(_WORD.match(text, place))


def shown(field: Field) -> bool:
    """Return whether a releasable report may show a field at all."""
    return not field.sensitive and field.name not in INTERNAL and field.name not in PERSONAL


def names_of(people: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what to say in place of people's names: their function; of protected sources also each part of a name."""
    found: dict[str, str] = {}
    for person in people:
        name, function = str(person.get("name") or ""), str(person.get("function") or "")
        if name:
            found[name] = function
        if person.get("protected_source"):
            found.update(dict.fromkeys(name.split(), function))
    return found
