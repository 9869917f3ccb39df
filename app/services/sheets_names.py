"""Sheet names: finds the records that a sheet names in words, by title, acronym, other names or serial."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.domain.kinds import KINDS
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from app.sheets.vocabulary_words import folded

_WITH_ACRONYM = re.compile(r"(.+?)\s*\(([^()]{2,20})\)\s*")
PAGE = 500


class Names:
    """What records are called, read once per kind when the first name of that kind is looked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[str, dict[str, str | None]] = {}

    def find(self, kinds: str, text: str) -> str | None:
        """Return the id of the only record of these kinds (`*`: any) with that name or serial, or None."""
        name = text.removeprefix("@")
        for kind in [kind for kind in kinds.split("|") if kind in KINDS]:
            called = self._called(kind)
            named = _WITH_ACRONYM.fullmatch(name)
            for words in (name, *(named.groups() if named else ())):
                if folded(words) and (found := called.get(folded(words))):
                    return found
        return None

    def _called(self, kind: str) -> dict[str, str | None]:
        if kind not in self._found:
            called: dict[str, str | None] = {}
            for view in all_of(self._desk, kind):
                target = view.fields.get("merged_into") or view.id
                for words in _names_of(view.title, view.serial, view.fields):
                    word = folded(words)
                    # What two records are called finds neither.
                    called[word] = target if called.get(word, target) == target else None
            self._found[kind] = called
        return self._found[kind]


def all_of(desk: Desk, kind: str, where: tuple[records.Condition, ...] = ()) -> list[RecordView]:
    """Return every record of a kind, in the order of their serials."""
    keys = records.keys(desk, kind, where=where)
    return [
        view for start in range(0, len(keys), PAGE) for view in records.rows(desk, keys[start : start + PAGE])
    ]


def _names_of(title: str, serial: str, fields: Mapping[str, Any]) -> list[str]:
    others = [*(fields.get("aliases") or ()), *(fields.get("other_names") or ())]
    return [words for words in (title, serial, fields.get("acronym"), *others) if words]
