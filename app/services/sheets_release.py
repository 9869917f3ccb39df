"""Sheet release: what of a record may leave for partners, and what of a protected source may stand in any sheet.

For partners, only records that may be shown to them, and of those only the fields that are declared for them, with
the texts that were confirmed, as in reports. No record that may not itself be shown is named. The serial, the unit
and the day of the last change stay, so that an entry can be traced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from app.domain.audiences import CHAIN, PARTNERS
from app.domain.fields import Field
from app.domain.kinds import fields_of
from app.domain.points import MICRO
from app.domain.policy.release import may_read
from app.domain.vocabularies import MARKINGS
from app.reports.words import words_for
from app.services import records
from app.services.desks import Desk
from app.services.reports import positions
from app.services.reports.release import Release, audience_of, for_audience, is_for
from app.services.showing import view_of
from app.services.views import RecordView

PEOPLE = ("person", "officer")
"""Kinds whose records are people; whom others refer to by them is left out."""
PROTECTED = "Protected source"


def may_be_released(view: RecordView) -> bool:
    """Tell whether a record may be shown to partners at all."""
    return is_for(view, PARTNERS)


def marking_of(view: RecordView) -> str:
    """Return the marking of a record."""
    return str(view.fields.get("marking") or MARKINGS[0])


def highest_marking(markings: Iterable[str]) -> str:
    """Return the highest of some markings."""
    return max(markings, key=MARKINGS.index, default=MARKINGS[0])


def withheld(*, for_partners: bool) -> Callable[[Field], bool]:
    """Return what tells whether a field has no column: as it is declared, and by who may read it."""
    audience = audience_of(releasable=for_partners)
    return lambda field: not field.sheet or not may_read(field, audience)


def release_of(desk: Desk) -> Release:
    """Return the second net for the texts of a sheet for partners, with every name that the logbook knows."""
    people = [view.fields for kind in PEOPLE for view in records.page(desk, kind)]
    took_part = [
        row for view in records.page(desk, "meeting") for row in view.fields.get("participants") or ()
    ]
    return Release([*people, *took_part], words_for("en").left_out)


def released(view: RecordView, release: Release) -> RecordView:
    """Return a record as partners may read it, with its free texts cleaned once more."""
    open_ = for_audience(view, PARTNERS, words_for("en").left_out)
    return msgspec.structs.replace(
        open_, fields=release.values(view.kind, open_.fields), title=release.text(open_.title)
    )


def shielded(view: RecordView) -> RecordView:
    """Return a record as our own people may read it in a sheet: a protected source as its function only."""
    own = for_audience(view, CHAIN, {})
    if not view.fields.get("protected_source"):
        return own
    fields = fields_of(view.kind)
    kept = {
        name: value for name, value in own.fields.items() if name in fields and not fields[name].sensitive
    }
    return msgspec.structs.replace(own, fields=kept, title=str(kept.get("function") or PROTECTED))


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
