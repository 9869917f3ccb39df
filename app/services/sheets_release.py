"""Sheet release: what of a record may leave for partners, and what of a protected source may stand in any sheet.

For partners, only records that are marked releasable and UNCLASSIFIED; of those none of the fields that a report for
partners leaves out, no files or reasons, no record that is not itself releasable by name; and every text is cleaned of
names, telephones, addresses and positions, as in reports. The serial, the unit and the day of the last change stay,
so that an entry can be traced.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of, kind_named
from app.domain.points import MICRO
from app.domain.vocabularies import MARKINGS
from app.reports.words import words_for
from app.services import records
from app.services.desks import Desk
from app.services.reports import positions
from app.services.reports.release import Release, names_of, shown
from app.services.showing import view_of
from app.services.views import RecordView

INTERNAL = frozenset(
    {"attachments", "continues", "continued_in", "releasable", "merged_into", "distribution"}
)
"""Fields that are ours alone although nobody is harmed by them."""
PEOPLE = ("person", "officer")
"""Kinds whose records are people; whom others refer to by them is left out."""
CODES = frozenset({"serial", "reference", "p_code", "unit_path", "tracking_number", "issued_sha256", "time"})
"""Texts that are codes; what looks like a telephone in them is none."""
PROTECTED = "Protected source"


def may_be_released(view: RecordView) -> bool:
    """Tell whether a record may be shown to partners at all."""
    fields = view.fields
    open_ = marking_of(view) == MARKINGS[0]
    ours = view.kind == "officer" or bool(fields.get("protected_source"))
    return bool(fields.get("releasable")) and open_ and not ours


def marking_of(view: RecordView) -> str:
    """Return the marking of a record."""
    return str(view.fields.get("marking") or MARKINGS[0])


def highest_marking(markings: Iterable[str]) -> str:
    """Return the highest of some markings."""
    return max(markings, key=MARKINGS.index, default=MARKINGS[0])


def is_withheld(field: Field) -> bool:
    """Tell whether partners may not see a field."""
    return not shown(field) or field.name in INTERNAL or field.type is FieldType.FILES


def release_of(desk: Desk) -> Release:
    """Return the rules that clean the texts of a sheet for partners, with every name that the logbook knows."""
    people = [view.fields for kind in PEOPLE for view in records.page(desk, kind)]
    took_part = [
        row for view in records.page(desk, "meeting") for row in view.fields.get("participants") or ()
    ]
    return Release(names_of([*people, *took_part]), words_for("en").left_out)


def released(view: RecordView, release: Release) -> RecordView:
    """Return a record without what partners may not see, inside its lists and texts too."""
    fields = fields_of(view.kind)
    kept = {
        name: _cleaned(fields[name], _without_sensitive(fields[name], value), release)
        for name, value in view.fields.items()
        if name in fields and not is_withheld(fields[name])
    }
    if kept.get("coarsen") == "admin":
        kept = {name: value for name, value in kept.items() if name not in ("place", "p_code")}
    titles = (str(kept[name]) for name in kind_named(view.kind).title_from if kept.get(name))
    return msgspec.structs.replace(view, fields=kept, title=next(titles, view.serial))


def shielded(view: RecordView) -> RecordView:
    """Return a protected source as its function only; any other record as it is."""
    if not view.fields.get("protected_source"):
        return view
    fields = fields_of(view.kind)
    kept = {
        name: value for name, value in view.fields.items() if name in fields and not fields[name].sensitive
    }
    return msgspec.structs.replace(view, fields=kept, title=str(kept.get("function") or PROTECTED))


def shown_titles(desk: Desk, ids: Iterable[str], release: Release | None) -> dict[str, str]:
    """Return what records are called in a sheet, by id; those that may not be named to partners are left out."""
    with desk.logbook.reading() as reader:
        views = [view_of(state) for state in reader.records(set(ids)).values()]
    if release is None:
        return {view.id: shielded(view).title for view in views}
    open_ = [view for view in views if view.kind not in PEOPLE and may_be_released(view)]
    return {view.id: released(view, release).title for view in open_}


def shown_position(view: RecordView, *, for_partners: bool) -> tuple[float, float] | None:
    """Return longitude and latitude as coarse as the record says, as in reports; None where none may be shown."""
    point = positions.told(view.fields, releasable=for_partners)
    return None if point is None else (point["lon"] / MICRO, point["lat"] / MICRO)


def _cleaned(field: Field, value: Any, release: Release) -> Any:
    """Return a value with its texts cleaned; codes and words of lists stay."""
    if field.name in CODES:
        return value
    if field.type in (FieldType.TEXT, FieldType.LONG):
        return release.text(value)
    if field.type is FieldType.TEXTS:
        return [release.text(one) for one in value]
    if field.type is FieldType.ROWS:
        columns = {column.name: column for column in field.columns}
        return [{name: _cleaned(columns[name], one, release) for name, one in row.items()} for row in value]
    return value


def _without_sensitive(field: Field, value: Any) -> Any:
    if field.type is not FieldType.ROWS:
        return value
    hidden = {column.name for column in field.columns if column.sensitive}
    return [{name: one for name, one in row.items() if name not in hidden} for row in value]
