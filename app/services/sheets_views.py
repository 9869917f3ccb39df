"""Sheet views: what the reading of a sheet answers: columns, questions, the fate of each row, the whole plan."""

from __future__ import annotations

from app.services.views import LineFault, View
from app.sheets.tables import Table

NEW, CHANGES, SAME, JOINED, REFUSED = "new", "changes", "same", "joined", "refused"


class ColumnView(View, frozen=True, kw_only=True):
    """One column of a sheet as mapped: its name and tag, its target, what that was guessed from, and examples."""

    name: str
    tag: str
    target: str
    label: str
    by: str
    filled: int
    examples: tuple[str, ...]


class Question(View, frozen=True, kw_only=True):
    """Something the sheet does not tell by itself: `day_order` or `currency`, of which column, and the sentence."""

    code: str
    column: str
    example: str
    message: str


class RowFate(View, frozen=True, kw_only=True):
    """What becomes of one row: its number in the sheet, `new`, `changes`, `same`, `joined` or `refused`.

    `joined` rows belong to the record of an earlier row (`with_row`); `kept` names columns whose words went to the
    notes because their field could not take them.
    """

    row: int
    fate: str
    title: str
    record: str | None = None
    serial: str = ""
    fields: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    with_row: int | None = None
    faults: tuple[LineFault, ...] = ()


class SheetPlan(View, frozen=True, kw_only=True):
    """What reading a sheet does or did: the columns, what to know and to ask, each row, and counts by fate."""

    file: str
    kind: str
    applied: bool
    columns: tuple[ColumnView, ...]
    questions: tuple[Question, ...]
    notices: tuple[str, ...]
    rows: tuple[RowFate, ...]
    counts: dict[str, int]
    ids: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a row cannot be taken, so that none is."""
        return bool(self.counts.get(REFUSED))


class Sheet(View, frozen=True, kw_only=True):
    """An opened file: its name and its table."""

    file: str
    table: Table
