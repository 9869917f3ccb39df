"""Sheet cells: what our own sheets would say of records, so that a sheet that comes back unchanged changes nothing."""

from __future__ import annotations

from collections.abc import Collection

from app.services import records
from app.services.desks import Desk
from app.services.sheets_columns import told_columns
from app.services.sheets_titles import references_of
from app.services.views import RecordView
from app.sheets.tables import cell_text


def written_fields(desk: Desk, views: Collection[RecordView]) -> dict[str, dict[str, str]]:
    """Return the text of each field that takes one column, by record id and field name."""
    if not views:
        return {}
    kind = next(iter(views)).kind
    told = [one for one in told_columns(kind) if one.field]
    titles = records.titles(desk, references_of(kind, views))
    return {view.id: {one.field: cell_text(one.tell(view, titles)).strip() for one in told} for view in views}
