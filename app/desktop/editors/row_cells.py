"""Row cells: the delegate that edits one cell of a table with the widget of its column's type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.desktop.editors.field_widget import FieldWidget
from app.desktop.editors.row_model import RowModel
from app.domain.fields import Field

Index = QModelIndex | QPersistentModelIndex
Maker = Callable[[Field], FieldWidget]
ENDED = "ended"
_Hint = QAbstractItemDelegate.EndEditHint


class CellDelegate(QStyledItemDelegate):
    """Makes a field widget in the cell that is edited; every change is in the model at once.

    Tab and Shift+Tab go to the next cell and back, Enter closes, Escape gives the old value back.
    """

    def __init__(self, make: Maker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._before: Any = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the widget of the cell's column."""
        model = index.model()
        assert isinstance(model, RowModel)  # noqa: S101 - the only model this delegate is given
        editor = self._make(model.field.columns[index.column()])
        editor.setParent(parent)
        editor.setProperty("role", "cell")
        editor.setAutoFillBackground(True)
        self._before = index.data(Qt.ItemDataRole.EditRole)
        for control in editor.findChildren(QWidget):
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                control.installEventFilter(self)
        editor.changed.connect(lambda: self.commitData.emit(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's raw value, unless the widget shows it already."""
        if isinstance(editor, FieldWidget) and editor.value() != index.data(Qt.ItemDataRole.EditRole):
            editor.set_raw(index.data(Qt.ItemDataRole.EditRole))
            control = editor.focusProxy()
            if isinstance(control, QLineEdit):
                control.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Give the typed value to the model."""
        if isinstance(editor, FieldWidget):
            model.setData(index, editor.value())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell; a widget that needs more room reaches over the next one."""
        rect = option.rect
        width = max(rect.width(), editor.minimumSizeHint().width())
        parent = editor.parentWidget()
        edge = parent.width() if parent is not None else rect.right()
        editor.setGeometry(min(rect.x(), edge - width), rect.y(), width, rect.height())

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Close the cell's widget by key, and when the focus leaves it."""
        editor = _editor_of(watched)
        if editor is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()  # else the form's own Escape would close the form
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(editor, watched, event)
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, editor, lambda: self._close_if_left(editor))
        return False

    def _on_key(self, editor: FieldWidget, watched: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(editor, _Hint.NoHint)
        elif key == Qt.Key.Key_Escape:
            editor.set_raw(self._before)
            self._end(editor, _Hint.NoHint)
        elif key == Qt.Key.Key_Tab and watched is _last_control(editor):
            self._end(editor, _Hint.EditNextItem)
        elif key == Qt.Key.Key_Backtab and watched is editor.focusProxy():
            self._end(editor, _Hint.EditPreviousItem)
        else:
            return False
        return True

    def _close_if_left(self, editor: FieldWidget) -> None:
        focus = QApplication.focusWidget()
        if QApplication.activePopupWidget() is None and (focus is None or not editor.isAncestorOf(focus)):
            self._end(editor, _Hint.NoHint)

    def _end(self, editor: FieldWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        if not editor.property(ENDED):
            self.commitData.emit(editor)
            editor.setProperty(ENDED, True)
            self.closeEditor.emit(editor, hint)


def _editor_of(watched: QObject) -> FieldWidget | None:
    parent: QObject | None = watched
    while parent is not None and not isinstance(parent, FieldWidget):
        parent = parent.parent()
    return parent


def _last_control(editor: FieldWidget) -> QWidget | None:
    controls = [one for one in editor.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return controls[-1] if controls else editor.focusProxy()
