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
_SHORTEST = 4
"""Letters of a name's part below which it is too common a word to be taken out alone."""


class Release:
    """The rules of one releasable report; `names` maps what people are called to what may be said instead."""

    def __init__(self, names: Mapping[str, str], words: Mapping[str, str]) -> None:
        self._words = words
        wanted = {name.strip(): said for name, said in names.items() if len(name.strip()) >= _SHORTEST}
        self._instead = {name.casefold(): said for name, said in wanted.items()}
        ordered = sorted(wanted, key=len, reverse=True)
        self._names = (
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", re.IGNORECASE)
            if ordered
            else None
        )

    def text(self, text: str) -> str:
        """Return a text without names, telephones, addresses and exact positions."""
        for pattern, word in (
            (_MAIL, "address"), (_DEGREES, "position"), (_GRID, "position"), (_PHONE, "telephone"),
        ):  # fmt: skip
            text = pattern.sub(self._left_out(word), text)
        if self._names is None:
            return text
        return self._names.sub(
            lambda found: self._instead[found[0].casefold()] or self._left_out("name"), text
        )

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
