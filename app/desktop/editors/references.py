"""References: a field that names another record, found while typing, or made on the spot."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QBoxLayout, QCompleter, QListView, QSizePolicy, QStyledItemDelegate, QWidget

from app.desktop import style
from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.lookups import Found, Lookup, creatable, kinds_of
from app.desktop.editors.texts import Line
from app.desktop.style import TINY, sizes
from app.desktop.widgets import button, row
from app.desktop.words import tr
from app.domain.fields import Field
from app.domain.identifiers import is_id
from app.domain.kinds import KINDS

PAUSE_MS = 150
LEAST_POPUP = 360
WIDE_POPUP = 560
_FOUND = Qt.ItemDataRole.UserRole
_KIND = Qt.ItemDataRole.UserRole + 1
_SURE = Qt.ItemDataRole.UserRole + 2


class RecordLine(Line):
    """A line that proposes records while it is typed in; Down shows the ones changed last."""

    chosen = Signal(object)

    def __init__(self, field: Field, lookup: Lookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._lookup = field, lookup
        self._completer: QCompleter | None = None
        self._model = QStandardItemModel(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.propose)
        self.textEdited.connect(lambda _: self._pause.start())
        names = [tr(KINDS[kind].label).lower() for kind in kinds_of(field)]
        self.setPlaceholderText(tr("Type to find: {kinds}", kinds=", ".join(names) or tr("any record")))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Propose on Down; everything else is the line's own."""
        if event.key() == Qt.Key.Key_Down:
            self.propose()
        else:
            super().keyPressEvent(event)

    def propose(self) -> None:
        """Ask for records that fit what is typed."""
        self._pause.stop()
        text = self.text().strip()
        self._lookup.search(self._field, text, lambda found: self._offer(text, found), self)

    def proposals(self) -> list[str]:
        """Return the words of what is proposed."""
        return [str(self.proposal(row).data()) for row in range(self._model.rowCount())]

    def proposal(self, row: int) -> QModelIndex:
        """Return one proposal, for `take`."""
        return self._model.index(row, 0)

    def _offer(self, text: str, found: tuple[Found, ...]) -> None:
        """Show what was found, unless the line says something else by now or was left."""
        if text != self.text().strip() or not self.hasFocus():
            return
        self._model.clear()
        for one in found:
            self._model.appendRow(_item(one, many_kinds=len(kinds_of(self._field)) != 1))
        if text and not any(one.title.casefold() == text.casefold() for one in found):
            for kind in creatable(self._field):
                self._model.appendRow(_new_item(kind, text))
        if self._model.rowCount():
            wide = max(self.width(), sizes().of(LEAST_POPUP))
            self._popup().complete(QRect(0, 0, wide, self.height()))
        elif self._completer is not None:
            self._list.hide()

    def _popup(self) -> QCompleter:
        if self._completer is None:
            self._list = QListView()
            self._list.setProperty("role", "drop")
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            self._list.setUniformItemSizes(True)
            self._completer = QCompleter(self._model, self)
            self._completer.setPopup(self._list)
            # The completer's own delegate does not know the sheet.
            self._list.setItemDelegate(QStyledItemDelegate(self._list))
            self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            self._completer.setMaxVisibleItems(12)
            self._completer.setWidget(self)
            self._completer.activated[QModelIndex].connect(self.take)  # type: ignore[index]
        return self._completer

    def take(self, index: QModelIndex) -> None:
        """Take a proposal; one for a new record is written first."""
        one, kind, name = index.data(_FOUND), index.data(_KIND), self.text().strip()
        if isinstance(one, Found):
            self.chosen.emit(one)
        elif kind and index.data(_SURE):
            self._lookup.create(kind, name, self.chosen.emit, self)
        elif kind:
            self._lookup.near(kind, name, lambda near: self._look(kind, name, near), self)

    def _look(self, kind: str, name: str, near: tuple[Found, ...]) -> None:
        """Show what looks like a new name before it is written; where nothing does, write it."""
        if name != self.text().strip():
            return
        if not near:
            self._lookup.create(kind, name, self.chosen.emit, self)
            return
        self._model.clear()
        for one in near:
            item = _item(one, many_kinds=False)
            item.setText(f"{item.text()} · {one.reason}")
            item.setToolTip(item.text())
            self._model.appendRow(item)
        sure = _new_item(kind, name)
        sure.setText(tr("None of these: new {kind} “{name}”", kind=tr(KINDS[kind].label).lower(), name=name))
        sure.setData(True, _SURE)
        self._model.appendRow(sure)
        self.setFocus()
        self._popup().complete(QRect(0, 0, max(self.width(), sizes().of(WIDE_POPUP)), self.height()))


def _item(one: Found, *, many_kinds: bool) -> QStandardItem:
    parts = [one.title, tr(KINDS[one.kind].label) if many_kinds and one.kind in KINDS else "", one.serial]
    item = QStandardItem(" · ".join(part for part in parts if part))
    item.setData(one, _FOUND)
    return item


def _new_item(kind: str, name: str) -> QStandardItem:
    item = QStandardItem(tr("+ New {kind} “{name}”", kind=tr(KINDS[kind].label).lower(), name=name))
    item.setData(kind, _KIND)
    return item


class RefWidget(FieldWidget):
    """One record; text that names none yet stays as typed and is told as a fault."""

    twelfths = 5
    least = 200

    def __init__(
        self, field: Field, lookup: Lookup, *, bare: bool = False, parent: QWidget | None = None
    ) -> None:
        self.lookup = lookup
        super().__init__(field, bare=bare, parent=parent)

    def build(self, box: QBoxLayout) -> None:
        """Make the line."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._id: str | None = None
        self.line = RecordLine(self.field, self.lookup)
        self.named(self.line)
        self.opener = button("→", self._open, name=tr("Open the record"), tip=tr("Open the record"))
        self.opener.setProperty("role", "day")
        self.opener.setFixedWidth(sizes().of(28))
        self.opener.hide()
        box.addLayout(row(self.line, self.opener, space=TINY))
        self.line.textEdited.connect(self._on_text)
        self.line.chosen.connect(self._on_chosen)

    def value(self) -> Any:
        """Return the id, or what is typed where it names no record."""
        return self._id or self.line.text().strip() or None

    def set_raw(self, raw: Any) -> None:
        """Show a record by its id, or what was typed for one."""
        self._take(raw if isinstance(raw, str) and is_id(raw) else None)
        if self._id is None:
            quietly(self.line, lambda: self.line.setText(str(raw or "")))
        else:
            wanted = self._id
            self._show_title()
            self.lookup.learn([wanted], lambda: self._show_title() if self._id == wanted else None, self)

    def hold(self) -> None:
        """Keep the line as it is; the record can still be opened."""
        self.line.setReadOnly(True)
        self.line.setPlaceholderText("")
        style.role(self.line, "held")

    def _show_title(self) -> None:
        title = self.lookup.titles.get(self._id or "", tr("…"))
        quietly(self.line, lambda: self.line.setText(title))
        self.line.setCursorPosition(0)

    def _take(self, record_id: str | None) -> None:
        self._id = record_id
        self.opener.setVisible(record_id is not None and not self.bare)

    def _open(self) -> None:
        if self._id is not None:
            self.lookup.open(self._id)

    def _on_text(self) -> None:
        self._take(None)
        self.changed.emit()

    def _on_chosen(self, one: Found) -> None:
        self._take(one.id)
        self._show_title()
        self.changed.emit()
