"""Several: what can be done with the rows that are chosen together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.lists.asking import Rows, rows
from app.desktop.lists.cells import Column, cell_text
from app.desktop.lists.strip import Strip
from app.desktop.sheets.saving import Keys, SaveButton
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import many, tr
from app.domain.kinds import kind_named
from app.services import records, several
from app.services.changes import Changes

if TYPE_CHECKING:
    from app.services.desks import Desk

MOST_AT_ONCE = 2_000
"""Rows that are changed in one step; more would keep the logbook busy for long."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Tags = dict[str, tuple[str, ...]]


class SeveralBar(QFrame):
    """Says how many rows are chosen and offers to tag, withdraw, copy or save them; nothing is asked in a dialog."""

    cleared = Signal()

    def __init__(self, context: Context, kind: str, strip: Strip, keys: Callable[[], list[int]]) -> None:
        super().__init__()
        self.context, self.kind, self.strip = context, kind, strip
        self._keys = keys
        self.columns: Callable[[], Sequence[Column]] = tuple
        style.role(self, "sunken")
        self.count = label("", "strong")
        self.tags = button(tr("Tags…"), self.ask_tags)
        self.withdraw = button(tr("Withdraw…"), self.ask_withdraw)
        self.copy = button(tr("Copy as table"), self.copy_rows, tip=tr("For a spreadsheet (Ctrl+C)"))
        self.save = SaveButton(context, kind, self._chosen)
        clear = button(tr("Choose none"), self.cleared.emit, "quiet")
        line = row(self.count, 8, self.tags, self.withdraw, self.copy, self.save, None, clear)
        line.setContentsMargins(*(sizes().of(one) for one in (SMALL, TINY, SMALL, TINY)))
        self.setLayout(line)
        self.hide()

    def tell(self, count: int) -> None:
        """Show how many are chosen; one alone needs no bar."""
        self.setVisible(count > 1)
        declared = kind_named(self.kind)
        self.count.setText(tr("{what} chosen", what=many(count, declared.label, declared.plural)))

    def ask_tags(self) -> None:
        """Ask for tags, to put on or to take off."""
        answers = ((tr("Put on"), self.put_tags), (tr("Take off"), self.take_tags))
        self.strip.ask(tr("Tags"), answers, hint=tr("One or more, with commas between"), back=self)

    def ask_withdraw(self) -> None:
        """Ask why the records are withdrawn."""
        answers = ((tr("Withdraw"), self.withdraw_all),)
        self.strip.ask(tr("Why withdraw them?"), answers, hint=tr("They stay in the history"), back=self)

    def put_tags(self, typed: str) -> None:
        """Put tags on the chosen records."""
        self._tag(_split(typed), [])

    def take_tags(self, typed: str) -> None:
        """Take tags off the chosen records."""
        self._tag([], _split(typed))

    def _tag(self, add: list[str], remove: list[str]) -> None:
        def work(desk: Desk, ids: tuple[str, ...]) -> tuple[Changes, Tags]:
            return several.tag(desk, ids, add=add, remove=remove)

        def done(answer: tuple[Changes, Tags]) -> None:
            changes, before = answer
            self.context.broadcast(changes)
            words = many(len(changes.ids), "record tagged anew.", "records tagged anew.")
            undo = partial(self._undo, lambda desk: several.retag(desk, before)) if before else None
            self.context.message(words, Tone.GOOD, undo)

        self._change(work, done)

    def withdraw_all(self, reason: str) -> None:
        """Withdraw the chosen records."""

        def done(changes: Changes) -> None:
            self.cleared.emit()
            self.context.broadcast(changes)
            ids = tuple(changes.ids)
            self.context.message(
                many(len(ids), "record withdrawn.", "records withdrawn."),
                Tone.GOOD,
                partial(self._undo, lambda desk: several.withdraw_all(desk, ids, "")),
            )

        self._change(lambda desk, ids: several.withdraw_all(desk, ids, reason), done)

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard, tab between cells, as a spreadsheet takes them."""
        columns, today = tuple(self.columns()), self.context.clock().date()
        keys = self._keys()[:MOST_AT_ONCE]
        fields = [column.field for column in columns]

        def show(answer: Rows) -> None:
            found, titles = answer
            lines = ["\t".join(column.label for column in columns)]
            for record in found:
                cells = [
                    record.serial if one.name == "serial" else cell_text(record, one.field, titles, today)
                    for one in columns
                ]
                lines.append("\t".join(_safe(cell) for cell in cells))
            QGuiApplication.clipboard().setText("\n".join(lines))
            self.context.message(many(len(found), "row copied.", "rows copied."), Tone.GOOD)

        self.context.ask(lambda desk: rows(desk, keys, fields), done=show, owner=self)

    def _chosen(self) -> Keys:
        chosen = self._keys()
        return lambda desk: chosen

    def _change(self, work: Callable[[Desk, tuple[str, ...]], object], done: Callable[..., None]) -> None:
        keys = self._keys()
        if len(keys) > MOST_AT_ONCE:
            words = tr("At most {most} records are changed at once; choose fewer.", most=MOST_AT_ONCE)
            self.context.message(words, Tone.WAIT)
            return
        self.context.ask(lambda desk: work(desk, _ids(desk, keys)), done=done, owner=self)

    def _undo(self, work: Callable[[Desk], Changes]) -> None:
        self.context.ask(work, done=self.context.broadcast, owner=self.context)


def _ids(desk: Desk, keys: Sequence[int]) -> tuple[str, ...]:
    return tuple(one.id for one in records.rows(desk, keys))


def _split(typed: str) -> list[str]:
    return [part.strip() for part in typed.replace(";", ",").split(",") if part.strip()]


def _safe(cell: str) -> str:
    """Return a cell on one line that a spreadsheet does not read as a formula."""
    plain = " ".join(cell.split())
    return f"'{plain}" if plain.startswith(FORMULA) else plain
