"""Sheet 3W: who does what, where and when, in the columns and HXL tags that coordinators exchange.

Our projects and QIPs are one row each, with the states folded into five words; an organisation has one row for each
area it is present in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from app.domain.kinds import fields_of
from app.domain.qips import FOLDED
from app.services.sheets_release import shown_position
from app.services.views import RecordView
from app.sheets.tables import Cell
from app.sheets.written import DATE, NUMBER, Column

KINDS = ("project", "qip", "organisation")
COLUMNS = (
    Column("Organisation", "#org+name", width=30),
    Column("Organisation type", "#org+type", width=20),
    Column("Activity", "#activity+name", width=40),
    Column("Sector", "#sector+name", width=22),
    Column("Admin 1", "#adm1+name", width=20),
    Column("Admin 2", "#adm2+name", width=20),
    Column("Admin 3", "#adm3+name", width=20),
    Column("P-code", "#loc+code", width=12),
    Column("Place", "#loc+name", width=24),
    Column("Latitude", "#geo+lat", NUMBER, 11),
    Column("Longitude", "#geo+lon", NUMBER, 11),
    Column("Start", "#date+start", DATE, 12),
    Column("End", "#date+end", DATE, 12),
    Column("Status", "#status", width=12),
    Column("Beneficiaries", "#beneficiary", NUMBER, 12),
    Column("Reference", "#meta+id", width=24),
)
PROJECT_STATUS = {
    **dict.fromkeys(("idea", "coordinated", "approved"), "planned"),
    "under_way": "ongoing",
    **dict.fromkeys(("completed", "handed_over", "closed"), "completed"),
}


def rows_of(views: Iterable[RecordView], *, for_partners: bool) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of projects, QIPs and organisations, in the columns of `COLUMNS`."""
    for view in views:
        if view.kind == "organisation":
            yield from _presence(view)
        else:
            yield _work(view, for_partners)


def _work(view: RecordView, for_partners: bool) -> tuple[Cell, ...]:
    fields = view.fields
    position = shown_position(view, for_partners=for_partners)
    status = (
        FOLDED.get(view.state or "")
        if view.kind == "qip"
        else PROJECT_STATUS.get(view.state or "", view.state)
    )
    people = fields.get("beneficiaries") or {}
    counted = sum(count for ages in (people.get("cells") or {}).values() for count in ages.values())
    end = fields.get("end") or fields.get("handover_date")
    return (
        fields.get("implementing_partner") or fields.get("executing_unit") or view.unit, None, fields.get("title"),
        _label(view, "category"), fields.get("admin1"), fields.get("admin2"), fields.get("admin3"),
        fields.get("p_code"),
        fields.get("place"), position[1] if position else None, position[0] if position else None,
        _day(fields.get("start")), _day(end), status, people.get("total") or counted or None,
        fields.get("reference") or view.serial,
    )  # fmt: skip


def _presence(view: RecordView) -> Iterator[tuple[Cell, ...]]:
    choices = dict(fields_of("organisation")["clusters"].choices or ())
    sectors = "; ".join(choices.get(code, code) for code in view.fields.get("clusters") or ()) or None
    for area in view.fields.get("areas") or (None,):
        yield (
            view.fields.get("name"), _label(view, "type"), None, sectors, None, None, None, None, area, None, None,
            None, None, None, None, view.serial,
        )  # fmt: skip


def _label(view: RecordView, name: str) -> str | None:
    value = view.fields.get(name)
    return fields_of(view.kind)[name].choice_label(value) if value else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
