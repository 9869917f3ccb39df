"""Records in words, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.cli.tables import table, when
from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of, kind_named
from app.domain.scopes import Reach
from app.domain.writing import state_text, value_text
from app.services import records
from app.services.cautions import cautions_of
from app.services.desks import Desk
from app.services.newest import is_ahead
from app.services.progress import progress_of
from app.services.showing import signed
from app.services.views import HistoryEntry, RecordView
from app.services.wording import refusal_words

VISITED = ("project", "qip")
REACHES = {
    Reach.LAPTOP: "stays on this laptop",
    Reach.UP: "this unit and the headquarters above",
    Reach.BRANCH: "these and every unit below",
}


def record_lines(desk: Desk, record: RecordView) -> list[str]:
    """Return one record as lines: what it is, its filled fields by section, and its disagreements."""
    fields = fields_of(record.kind)
    titles = titles_of(desk, [record], fields.values())
    doubt = " (doubtful moment)" if is_ahead(record.updated_at, desk.clock()) else ""
    head = [
        f"{record.serial}  {record.title}",
        f"{kind_named(record.kind).label} of {record.unit or 'this laptop'}; for {reach_words(record.reach)}",
        f"Id {record.id}; written {when(record.created_at)} by {record.created_by}; "
        f"changed {when(record.updated_at)}{doubt} by {record.updated_by}",
    ]
    if record.withdrawn:
        head.append(f"Withdrawn: {record.withdrawn}")
    if record.conflicts:
        head.append(f"In conflict: {', '.join(record.conflicts)}")
    head += [f"Look at: {one.message}" for one in cautions_of(desk, record)]
    head += _progress_lines(desk, record)
    body: list[str] = []
    section = ""
    for name, field in fields.items():
        words = signed(record, name, field_words(field, record.fields.get(name), titles))
        if not words or name == "serial":
            continue
        if field.section != section:
            section = field.section
            body += ["", section]
        first, *more = words.splitlines()
        body += [f"  {field.label}: {first}", *(f"    {line}" for line in more)]
    unknown = sorted(set(record.fields) - set(fields))
    body += [f"  {name}: {record.fields[name]}" for name in unknown]
    return head + body


def _progress_lines(desk: Desk, record: RecordView) -> list[str]:
    """Return how far a project or QIP is by its monitoring visits, where one was made."""
    if record.kind not in VISITED:
        return []
    found = progress_of(desk, [record.id]).get(record.id)
    if found is None or not found.visited_on:
        return []
    figures = ((found.physical, "built"), (found.spent, "spent"))
    said = ", ".join(f"{percent} % {word}" for percent, word in figures if percent is not None)
    return [f"By the visit of {found.visited_on}: {said or 'no figures'}"]


def history_lines(kind: str, entries: Sequence[HistoryEntry]) -> list[str]:
    """Return the revisions of a record: when, who, from where, and what was set."""
    fields = fields_of(kind)
    rows = [
        (
            when(entry.at),
            entry.by,
            entry.unit or entry.node,
            _status(entry),
            "; ".join(
                f"{name} = {value_text(fields[name], value) if name in fields else value}"
                for name, value in entry.fields.items()
            ),
            "; ".join(
                f"{one.file} of {one.unit_name or one.node}, {when(one.at)}" for one in entry.brought_by
            ),
        )
        for entry in entries
    ]
    return table(("When", "Who", "Where", "Status", "Set", "Brought by"), rows)


def _status(entry: HistoryEntry) -> str:
    """Return whether a save counts, what of it is not applied and why, and whether its moment is to be believed."""
    why = " ".join(dict.fromkeys(refusal_words(entry.reasons.get(name, "")) for name in entry.ignored))
    said = f"not applied: {', '.join(entry.ignored)}. {why}" if entry.ignored else entry.status
    return f"{said} (doubtful moment)" if entry.doubtful else said


def field_words(field: Field, value: Any, titles: Mapping[str, str]) -> str:
    """Return a wire value in words; a reference as the title of the record it names."""
    if value is None:
        return ""
    if field.type is FieldType.STATE:
        return state_text(value)
    if field.type is FieldType.REF:
        return titles.get(value, value)
    if field.type is FieldType.REFS:
        return ", ".join(titles.get(each, each) for each in value)
    return value_text(field, value)


def titles_of(desk: Desk, found: Iterable[RecordView], fields: Iterable[Field]) -> Mapping[str, str]:
    """Return the titles of every record that these fields of these records refer to."""
    wanted: set[str] = set()
    kept = list(fields)
    for record in found:
        for field in kept:
            value = record.fields.get(field.name)
            if value and field.type is FieldType.REF:
                wanted.add(value)
            elif value and field.type is FieldType.REFS:
                wanted.update(value)
    return records.titles(desk, wanted) if wanted else {}


def reach_words(reach: str) -> str:
    """Return who a record is for."""
    return REACHES.get(Reach(reach), reach)
