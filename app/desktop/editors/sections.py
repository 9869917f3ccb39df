"""Sections: the cards of a form, which make their fields only when they are open, and the rail above."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.editors.field_widget import FieldWidget
from app.desktop.editors.flow import FieldGrid, FlowLayout
from app.desktop.style import GAP, SMALL, TINY, WIDE, Theme, sizes
from app.desktop.widgets import label, pill, row, with_icon
from app.desktop.words import tr
from app.domain.fields import Field

Make = Callable[[Field], FieldWidget]


class FoldButton(QPushButton):
    """The head of a card: it opens and folds it; Right opens, Left folds."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._theme = theme
        self.setProperty("role", "fold")
        self.setCheckable(True)
        self.setAccessibleName(tr("Section {title}", title=title))
        self.toggled.connect(self._show_icon)
        self._show_icon(False)

    def _show_icon(self, wanted: bool) -> None:
        with_icon(self, "fold" if wanted else "unfold", self._theme, self._theme.muted)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Open on Right, fold on Left."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)


class SectionCard(QFrame):
    """One section; its fields are made when it is first open."""

    made = Signal(str)

    def __init__(
        self, title: str, fields: Sequence[Field], make: Make, theme: Theme, *, folded: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"section-{title}")
        self.title, self.fields, self._make = title, tuple(fields), make
        self.grid: FieldGrid | None = None
        self.head = FoldButton(tr(title), theme)
        self.summary: QLabel = label("", "small")
        self._verdict = pill("")
        self._verdict.hide()
        self._more: list[QWidget] = []
        self._body = QWidget()
        self._body.setProperty("role", "clear")
        box = QVBoxLayout(self)
        space = sizes().of(WIDE)
        box.setContentsMargins(space, sizes().of(SMALL), space, sizes().of(GAP))
        box.setSpacing(sizes().of(SMALL))
        box.addLayout(row(self.head, self.summary, None, self._verdict))
        box.addWidget(self._body)
        self._body.setVisible(not folded)
        self.head.setChecked(not folded)
        self.head.toggled.connect(self._on_toggled)

    @property
    def folded(self) -> bool:
        """Whether only the head is shown."""
        return not self.head.isChecked()

    def guide(self, words: str) -> None:
        """Put a sentence above the fields."""
        self._add(1, label(words, "small", wrap=True))

    def head_with(self, widget: QWidget) -> None:
        """Put a widget above the fields; it folds away with them."""
        self._add(1, widget)

    def judge(self, words: str, tone: str) -> None:
        """Say in the head what the answers amount to."""
        self._verdict.setText(words)
        style.tone(self._verdict, tone)
        self._verdict.setVisible(bool(words))

    def _add(self, place: int, widget: QWidget) -> None:
        box = self.layout()
        assert isinstance(box, QVBoxLayout)  # noqa: S101 - made above
        box.insertWidget(place, widget)
        widget.setVisible(not self.folded)
        self._more.append(widget)

    def open(self) -> None:
        """Show the fields."""
        self.head.setChecked(True)
        self.ensure()

    def ensure(self) -> None:
        """Make the fields where that has not happened yet."""
        if self.grid is not None:
            return
        self.grid = FieldGrid(self._body)
        for field in self.fields:
            widget = self._make(field)
            self.grid.add(widget, twelfths=field.width or widget.twelfths, least=sizes().of(widget.least))
        self.made.emit(self.title)

    def sum_up(self, filled: int) -> None:
        """Say in the head of a folded card how many fields hold something."""
        words = (
            tr("{filled} of {all} filled in", filled=filled, all=len(self.fields)) if filled else tr("empty")
        )
        self.summary.setText(words if self.folded else "")

    def _on_toggled(self, wanted: bool) -> None:
        if wanted:
            self.ensure()
            self.summary.setText("")
        for part in (self._body, *self._more):
            part.setVisible(wanted)


class SectionRail(QWidget):
    """One small button for each section, above a long form."""

    wanted = Signal(str)

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self.setAccessibleName(tr("Sections"))
        flow = FlowLayout(self, gap=TINY)
        self.group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for title in titles:
            made = QPushButton(tr(title))
            made.setProperty("role", "rail")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, to=title: self.wanted.emit(to))
            made.setAccessibleName(tr("Go to section {title}", title=tr(title)))
            self.group.addButton(made)
            self.buttons[title] = made
            flow.addWidget(made)

    def mark(self, title: str) -> None:
        """Show which section is at the top."""
        if title in self.buttons:
            self.buttons[title].setChecked(True)

    def show_section(self, title: str, *, shown: bool) -> None:
        """Show the button of a section, or hide it with its section."""
        if title in self.buttons:
            self.buttons[title].setVisible(shown)

    def show_faulty(self, titles: set[str]) -> None:
        """Mark the sections that hold a fault, in words too."""
        for title, made in self.buttons.items():
            faulty = title in titles
            made.setText(f"{tr(title)} !" if faulty else tr(title))
            if bool(made.property("fault")) != faulty:
                made.setProperty("fault", faulty)
                made.style().unpolish(made)
                made.style().polish(made)
