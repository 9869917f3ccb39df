"""Sheet release: what of a record may leave for partners, and what of a protected source may stand in any sheet.

For partners, only records that are marked releasable and UNCLASSIFIED; of those no sensitive field (names of persons,
phones, exact positions, our comment), no notes, files or reasons, no record that is not itself releasable by name.
The serial, the unit and the day of the last change stay, so that an entry can be traced.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from app.domain.faults import FaultyValueError
from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of
from app.domain.points import MICRO, mgrs_text, read_point
from app.domain.vocabularies import MARKINGS
from app.services.desks import Desk
from app.services.showing import view_of
from app.services.views import RecordView

INTERNAL = frozenset(
    {
        "notes", "attachments", "continues", "continued_in", "decided_on", "state_reason", "state_evidence",
        "releasable",
        "focal_point", "deputy", "representative", "merged_into", "distribution",
    }
)  # fmt: skip
"""Fields that are ours alone although nobody is harmed by them."""
COARSEST = {"1km": 1_000, "10km": 10_000}
"""Metres to which a position is cut, by what the record says; `admin` shows none at all."""
PROTECTED = "Protected source"


def may_be_released(view: RecordView) -> bool:
    """Tell whether a record may be shown to partners at all."""
    fields = view.fields
    open_ = fields.get("marking", MARKINGS[0]) == MARKINGS[0]
    return bool(fields.get("releasable")) and open_ and not fields.get("protected_source")


def is_withheld(field: Field) -> bool:
    """Tell whether partners may not see a field."""
    return field.sensitive or field.name in INTERNAL or field.type is FieldType.FILES


def released(view: RecordView) -> RecordView:
    """Return a record without what partners may not see, inside its lists too."""
    fields = fields_of(view.kind)
    kept = {
        name: _without_sensitive(fields[name], value)
        for name, value in view.fields.items()
        if name in fields and not is_withheld(fields[name])
    }
    return msgspec.structs.replace(view, fields=kept)


def shielded(view: RecordView) -> RecordView:
    """Return a protected source as its function only; any other record as it is."""
    if not view.fields.get("protected_source"):
        return view
    fields = fields_of(view.kind)
    kept = {
        name: value for name, value in view.fields.items() if name in fields and not fields[name].sensitive
    }
    return msgspec.structs.replace(view, fields=kept, title=str(kept.get("function") or PROTECTED))


def shown_titles(desk: Desk, ids: Iterable[str], *, for_partners: bool) -> dict[str, str]:
    """Return what records are called in a sheet, by id; those that may not be named are left out."""
    with desk.logbook.reading() as reader:
        views = [view_of(state) for state in reader.records(set(ids)).values()]
    if for_partners:
        views = [view for view in views if view.kind != "person" and may_be_released(view)]
    return {view.id: shielded(view).title for view in views}


def shown_position(view: RecordView, *, for_partners: bool) -> tuple[float, float] | None:
    """Return longitude and latitude as coarse as the record says, truncated; None where no position may be shown.

    Partners see none that is exact: only where an officer has chosen how coarse it is shown.
    """
    point, coarsen = view.fields.get("point"), view.fields.get("coarsen", "exact")
    if point is None or coarsen == "admin" or (for_partners and coarsen not in COARSEST):
        return None
    try:
        shown = read_point(mgrs_text(point, coarsest=COARSEST[coarsen])) if coarsen in COARSEST else point
    except FaultyValueError:
        return None
    return shown["lon"] / MICRO, shown["lat"] / MICRO


def _without_sensitive(field: Field, value: Any) -> Any:
    if field.type is not FieldType.ROWS:
        return value
    hidden = {column.name for column in field.columns if column.sensitive}
    return [{name: one for name, one in row.items() if name not in hidden} for row in value]
