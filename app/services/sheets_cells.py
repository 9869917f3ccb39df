"""Sheet cells: what our own sheets would say of records, so that a sheet that comes back unchanged changes nothing."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from app.services import records
from app.services.desks import Desk
from app.services.sheets_columns import told_columns
from app.services.sheets_release import (
    may_be_released,
    release_of,
    released,
    shown_titles,
    withheld,
)
from app.services.sheets_titles import references_of
from app.services.views import RecordView
from app.sheets.tables import cell_text


class WrittenTexts(msgspec.Struct, frozen=True):
    """The cells of one record as we write them: by field, and as the lines that notes would take over.

    `open` are those of the version for partners, in which words are left out or replaced.
    """

    fields: dict[str, str] = {}
    lines: frozenset[str] = frozenset()
    open: dict[str, str] = {}

    def tells(self, field: str, text: str) -> bool:
        """Tell whether a text is what we write of a field ourselves, to us or to partners."""
        return text.strip() in (self.fields.get(field), self.open.get(field))


NOTHING = WrittenTexts()


def written_texts(desk: Desk, views: Collection[RecordView]) -> dict[str, WrittenTexts]:
    """Return the cells of records, by record id."""
    if not views:
        return {}
    kind = next(iter(views)).kind
    titles = records.titles(desk, references_of(kind, views))
    open_ = _open_texts(desk, kind, [view for view in views if may_be_released(view)])
    told = told_columns(kind)
    found = {}
    for view in views:
        texts = [(one, cell_text(one.tell(view, titles)).strip()) for one in told]
        fields = {one.field: text for one, text in texts if one.field}
        lines = frozenset(f"{one.column.header}: {text}" for one, text in texts)
        found[view.id] = WrittenTexts(fields, lines, open_.get(view.id, {}))
    return found


def _open_texts(desk: Desk, kind: str, views: Collection[RecordView]) -> dict[str, dict[str, str]]:
    """Return the cells of the version for partners, by record id and field."""
    if not views:
        return {}
    release = release_of(desk)
    titles = shown_titles(desk, references_of(kind, views), release)
    told = [one for one in told_columns(kind, withheld(for_partners=True)) if one.field]
    shown = {view.id: released(view, release) for view in views}
    return {
        identifier: {one.field: cell_text(one.tell(view, titles)).strip() for one in told}
        for identifier, view in shown.items()
    }
