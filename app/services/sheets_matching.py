"""Sheet matching: which record a row is about, so that a sheet read twice updates instead of doubling.

A row is known again, first, by its serial, its mission reference or a column that the map calls a key; else by its
name, or by title, place and day together. What carries another key is never taken for the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from app.domain.fields import FieldType
from app.domain.kinds import fields_of, kind_named, title_of
from app.domain.revisions import WITHDRAWN
from app.services.sheets_drafts import Draft
from app.services.views import RecordView
from app.sheets.vocabulary_words import folded


class Group(msgspec.Struct):
    """What a sheet says of one record: the record if there is one, the fields and notes to save, and its rows."""

    record: RecordView | None
    fields: dict[str, Any] = {}
    texts: dict[str, tuple[str, str]] = {}
    lines: list[str] = []
    rows: list[Draft] = []


class Groups:
    """The rows of a sheet sorted to the records that are there and to new ones."""

    def __init__(self, kind: str, held: Iterable[RecordView], key_columns: Iterable[str] = ()) -> None:
        self._kind = kind
        self._key_columns = frozenset(map(folded, key_columns))
        self._dated = [
            name
            for name, field in fields_of(kind).items()
            if field.type in (FieldType.DATE, FieldType.MOMENT) and name != WITHDRAWN
        ][:1]
        self._strong: dict[str, Group] = {}
        self._weak: dict[str, Group] = {}
        self._keyed: set[int] = set()
        self.all: list[Group] = []
        for view in held:
            self._enter(Group(record=view), self._keys_of(view.fields), view.fields)

    def place(self, draft: Draft) -> Group:
        """Return the group of a row: that of the record it is about, or a new one."""
        strong = _draft_keys(draft)
        group = next((self._strong[key] for key in strong if key in self._strong), None)
        if group is None:
            found = self._weak.get(self._weak_key(draft.fields))
            # A row with a key of its own is not what is held under another key.
            group = found if found and not (strong and id(found) in self._keyed) else None
        if group is None:
            group = Group(record=None)
            self.all.append(group)
        elif not group.rows:
            self.all.append(group)
        group.rows.append(draft)
        self._enter(group, strong, {**(group.record.fields if group.record else {}), **draft.fields})
        return group

    def _enter(self, group: Group, strong: Iterable[str], fields: Mapping[str, Any]) -> None:
        for key in strong:
            self._strong.setdefault(key, group)
            self._keyed.add(id(group))
        weak = self._weak_key(fields)
        if weak:
            self._weak.setdefault(weak, group)

    def _keys_of(self, fields: Mapping[str, Any]) -> Iterator[str]:
        """Yield the keys under which a record is known: its serial, its reference, and lines of its notes."""
        if fields.get("serial"):
            yield folded(f"serial: {fields['serial']}")
        yield from _reference(fields)
        for line in str(fields.get("notes") or "").splitlines() if self._key_columns else ():
            name, marked, _ = line.partition(": ")
            if marked and folded(name) in self._key_columns:
                yield folded(line)

    def _weak_key(self, fields: Mapping[str, Any]) -> str:
        """Return what a record is called, where and when; empty where it is not called anything."""
        title = folded(title_of(self._kind, fields))
        names = kind_named(self._kind).known_by
        if names is None:
            names = ("place", "date_note", *self._dated)
        if not title or not names:
            return title
        return "\x1f".join((title, *(folded(str(fields.get(name) or "")) for name in names)))


def _draft_keys(draft: Draft) -> list[str]:
    return [*_reference(draft.fields), *(folded(line) for line in draft.keys)]


def _reference(fields: Mapping[str, Any]) -> Iterator[str]:
    if fields.get("reference"):
        yield f"reference\x1f{folded(str(fields['reference']))}"
