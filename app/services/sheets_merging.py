"""Sheet merging: what the rows about one record change of it, without losing what two rows say differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of
from app.domain.points import degrees_text
from app.domain.reading import clean_text
from app.domain.writing import value_text
from app.services.sheets_cells import WrittenTexts
from app.services.sheets_drafts import Draft
from app.services.sheets_matching import Group


def merge_rows(group: Group, kind: str, written: WrittenTexts) -> dict[str, Any]:
    """Return the fields that a group changes, `notes` among them; `written` holds the record's cells as we write them.

    Of two rows that say different things of one field the first is taken, and the words of the other go to the notes.
    """
    fields = fields_of(kind)
    held = group.record.fields if group.record else {}
    lines: list[str] = []
    for draft in group.rows:
        for name, value in draft.fields.items():
            _merge_value(group, fields[name], value, draft, held, lines, written)
        lines += draft.lines
    changed = {name: value for name, value in group.fields.items() if held.get(name) != value}
    notes = _with_lines(str(held.get("notes") or ""), lines, written)
    if notes != str(held.get("notes") or ""):
        changed["notes"] = notes
    return changed


def _merge_value(
    group: Group,
    field: Field,
    value: Any,
    draft: Draft,
    held: Mapping[str, Any],
    lines: list[str],
    written: WrittenTexts,
) -> None:
    name = field.name
    column, text = draft.texts.get(name, ("", ""))
    if not field.form:
        if str(held.get(name, "")) != str(value):
            lines.append(f"{column}: {text}")
        return
    if text and written.tells(name, text):
        return
    before = group.fields.get(name, held.get(name))
    if isinstance(value, list) and isinstance(before, list | tuple):
        group.fields[name] = [*before, *(one for one in value if one not in before)]
    elif name in group.fields or (name == "state" and held):
        # A record's state moves by its own steps, never by a sheet.
        if not _same(field, before, value) and f"{column}: {text}" not in lines:
            lines.append(f"{column}: {text}")
    elif not _same(field, before, value):
        group.fields[name] = value


def _same(field: Field, before: Any, value: Any) -> bool:
    """Tell whether two values read alike to a person; a point may come back with fewer figures."""
    if before is None or value is None:
        return before is value
    if field.type is FieldType.POINT:
        coarser = max(before.get("precision", 1), value.get("precision", 1))
        texts = {degrees_text({**point, "precision": coarser}) for point in (before, value)}
        return len(texts) == 1
    return value_text(field, before) == value_text(field, value)


def _with_lines(notes: str, lines: list[str], written: WrittenTexts) -> str:
    """Add lines that the notes do not hold yet."""
    kept = notes
    told = {*written.lines, written.fields.get("notes", "")}
    for line in dict.fromkeys(line.strip("\n") for line in lines):
        if line.strip() and line.strip() not in told and not _holds(kept, line):
            kept = f"{kept}\n{line}" if kept else line
    return kept


def _holds(notes: str, line: str) -> bool:
    return f"\n{_plain(line)}\n" in f"\n{_plain(notes)}\n"


def _plain(text: str) -> str:
    """Return lines as they are compared: as they are stored, without blanks at their ends."""
    return "\n".join(line.strip() for line in clean_text(text).splitlines())
