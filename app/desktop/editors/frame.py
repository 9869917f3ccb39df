"""Frame: the outside of every editor: head, notice, the form's place and the right column."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context
from app.desktop.editors.form import Form
from app.desktop.editors.notices import Notice
from app.desktop.editors.side import WIDTH, SidePanel
from app.desktop.editors.standing import Line
from app.desktop.editors.standing_strip import StandingStrip
from app.desktop.pages import Page
from app.desktop.reports.offering import ReportButton
from app.desktop.reports.since import ReportedNotice
from app.desktop.style import GAP, SMALL, TINY, WIDE, sizes
from app.desktop.widgets import Cut, button, column, label, row, scrolled
from app.desktop.words import tr
from app.services.views import RecordView

SIDE_FROM = 800
"""Below this width in pixels at 100 % the right column goes below the form."""

LEAST_HEAD = 120


class EditorFrame(Page):
    """A page with a head, a notice, a form, and a right column that goes below the form where room is short."""

    closed = Signal()

    def __init__(self, context: Context, *, title: str, kinds: tuple[str, ...]) -> None:
        super().__init__(context, title=title, kinds=kinds)
        self.form: Form | None = None
        self.notice = Notice()
        self.strip = StandingStrip(self.standing)
        self.urgent = button(
            tr("Emergency"), self.declare_emergency, "emergency",
            tip=tr("Executed at once, without approval (policy para 21)"),
        )  # fmt: skip
        self.urgent.hide()
        self.side = SidePanel(context.clock)
        self.head = Cut(title, "title")
        self.facts = label("", "muted")
        self.reports = ReportButton(context, self)
        self.reports.review_wanted.connect(self.review_for_partners)
        self.reported = ReportedNotice(context)
        self.close_button = button(tr("Close"), self.close_editor, tip=tr("Esc: the draft is kept"))
        self.save_button = button(tr("Save  Ctrl+S"), self.save, "primary", name=tr("Save"))
        self._body = QHBoxLayout()
        self._body.setSpacing(sizes().of(GAP))
        self._side_area = scrolled(self._side_place())
        self._side_area.setFixedWidth(sizes().of(WIDTH) + sizes().of(GAP))
        self._lay_out()
        self._keys()

    def save(self) -> None:
        """Save what was typed."""
        raise NotImplementedError

    def close_editor(self) -> None:
        """Leave the editor."""
        raise NotImplementedError

    def standing(self) -> tuple[Line, ...]:
        """Return the lines that stand above the form."""
        raise NotImplementedError

    def declare_emergency(self) -> None:
        """Begin an emergency."""
        raise NotImplementedError

    def review_for_partners(self) -> None:
        """Show the texts of the record as partners would read them."""
        raise NotImplementedError

    def take_back(self) -> None:
        """Offer the values from before the last save."""
        raise NotImplementedError

    def show_head(self, title: str, facts: str) -> None:
        """Show what the record is called, and its serial and state beside it."""
        self.head.say(title)
        self.facts.setText(facts)
        if title != self.title:
            self.retitle(title)

    def show_reports(self, kind: str, record: RecordView | None) -> None:
        """Offer the reports of a saved record, and say which issued ones tell of it as it no longer is."""
        self.reports.show_record(kind, record.serial if record else "")
        self.reported.show_record(record.id if record else "")

    def show_form(self, form: Form) -> None:
        """Put the form into its place."""
        self.form = form
        self._body.insertWidget(0, form, 1)
        self._place_side()
        QWidget.setTabOrder(form, self.side)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Move the right column to where there is room for it."""
        super().resizeEvent(event)
        self._place_side()

    def _place_side(self) -> None:
        if self.form is None:
            return
        beside = self.width() >= sizes().of(SIDE_FROM)
        if beside is not self._side_area.isHidden() and self.side.parentWidget() is not None:
            return
        self._side_area.setVisible(beside)
        if beside:
            self._side_box.addWidget(self.side)
        else:
            self.form.append(self.side)

    def _side_place(self) -> QWidget:
        place = QWidget()
        self._side_box = QVBoxLayout(place)
        self._side_box.setContentsMargins(0, 0, sizes().of(SMALL), 0)
        return place

    def _lay_out(self) -> None:
        style.role(self, "canvas")
        self.head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.head.setMinimumWidth(sizes().of(LEAST_HEAD))
        box = QVBoxLayout(self)
        around = sizes().of(WIDE)
        box.setContentsMargins(around, sizes().of(GAP), sizes().of(SMALL), 0)
        box.setSpacing(sizes().of(SMALL))
        head = row(
            self.head, self.facts, None, self.urgent, self.reports, self.close_button, self.save_button
        )
        head.setContentsMargins(0, 0, sizes().of(SMALL), 0)
        box.addLayout(head)
        said = column(self.notice, self.strip, self.reported, space=TINY)
        said.setContentsMargins(0, 0, sizes().of(SMALL), 0)
        box.addLayout(said)
        box.addLayout(self._body, 1)
        self._body.addWidget(self._side_area)
        self._side_area.hide()

    def _keys(self) -> None:
        for keys, then in (("Ctrl+S", self.save), ("Ctrl+Z", self.take_back), ("Esc", self.close_editor)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)
