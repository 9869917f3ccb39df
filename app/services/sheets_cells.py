"""Sheet cells: what our own sheets would say of records, so that a sheet that comes back unchanged changes nothing."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from app.services import records
from app.services.desks import Desk
from app.services.sheets_columns import told_columns
from app.services.sheets_titles import references_of
from app.services.views import RecordView
from app.sheets.tables import cell_text


class WrittenTexts(msgspec.Struct, frozen=True):
    """The cells of one record as we write them: by field, and as the lines that notes would take over."""

    fields: dict[str, str] = {}
    lines: frozenset[str] = frozenset()


NOTHING = WrittenTexts()


def written_texts(desk: Desk, views: Collection[RecordView]) -> dict[str, WrittenTexts]:
    """Return the cells of records, by record id."""
    if not views:
        return {}
    kind = next(iter(views)).kind
    told = told_columns(kind)
    titles = records.titles(desk, references_of(kind, views))
    found = {}
    for view in views:
        texts = [(one, cell_text(one.tell(view, titles)).strip()) for one in told]
        fields = {one.field: text for one, text in texts if one.field}
        found[view.id] = WrittenTexts(
            fields, frozenset(f"{one.column.header}: {text}" for one, text in texts)
        )
    return found
