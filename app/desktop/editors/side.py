"""Side: the right column of an editor: history, reach, marking, files, and what points here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.editors.choices import QuietCombo
from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.flow import FlowLayout
from app.desktop.editors.history import HistoryPanel, Saved
from app.desktop.style import GAP, SMALL, TINY, WIDE, sizes
from app.desktop.widgets import Cut, button, cleared, column, label, row
from app.desktop.words import tr
from app.domain.kinds import KINDS
from app.domain.writing import state_text
from app.services.links import Pointing, PointingCount

REACHES = (
    ("laptop", "This laptop only"),
    ("up", "Chain of command (up)"),
    ("branch", "Whole branch (up and down)"),
)
WIDTH = 256
LINKS_SHOWN, LINKS_LEAST, LINKS_TOGETHER = 8, 2, 16
"""Links shown of one group at most and at least, and of all groups together."""


class ReachChoice(QWidget):
    """For whom the record is; fixed once it was sent, and this laptop for a protected source."""

    changed = Signal()
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._stored, self._sealed, self._protected = "up", False, False
        self.combo = QuietCombo()
        self.combo.setAccessibleName(tr("Reach"))
        for code, words in REACHES:
            self.combo.addItem(tr(words), code)
        self.note = label("", "small", wrap=True)
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        self.more = button(
            tr("Continue for more people"), self.more_wanted.emit,
            tip=tr("Starts a new record with these values for the whole branch; each names the other"),
        )  # fmt: skip
        self.more.hide()
        box = column(self.combo, self.note, self.fault, row(self.more, None), space=TINY)
        self.setLayout(box)
        self.combo.currentIndexChanged.connect(lambda _: self.changed.emit())

    @property
    def reach(self) -> str:
        """The reach that is shown."""
        return str(self.combo.currentData())

    @property
    def wanted(self) -> str | None:
        """The reach to save, None where it stays as it is."""
        return self.reach if self.reach != self._stored else None

    def show_record(self, reach: str, *, sealed: bool, continued: bool = False) -> None:
        """Show the stored reach of a record; what was sent up can be continued once, for the whole branch."""
        self._stored, self._sealed = reach, sealed
        self.more.setVisible(sealed and reach == "up" and not continued)
        self._show(reach)

    def protect(self, protected: bool) -> None:
        """Hold the record on this laptop, or let go."""
        if protected != self._protected:
            self._protected = protected
            self._show(self._stored)

    def choose(self, reach: str | None) -> None:
        """Show a reach that a draft had."""
        if reach:
            self._show(reach)

    def _show(self, reach: str) -> None:
        held = self._protected and not self._sealed
        at = max(0, self.combo.findData("laptop" if held else reach))
        quietly(self.combo, lambda: self.combo.setCurrentIndex(at))
        self.combo.setEnabled(not self._sealed and not self._protected)
        self.note.setText(_reason(sealed=self._sealed, protected=self._protected))
        self.note.setVisible(bool(self.note.text()))

    def show_fault(self, text: str | None) -> None:
        """Show why the reach was refused."""
        self.fault.setText(text or "")
        self.fault.setVisible(bool(text))


def _reason(*, sealed: bool, protected: bool) -> str:
    if sealed:
        return tr(
            "Sent already, so this can no longer change. Continue it as a new record for another reach."
        )
    if protected:
        return tr("A protected source stays on this laptop until an officer releases it.")
    return ""


class SidePanel(QFrame):
    """The right column."""

    opened = Signal(str, str)
    new_wanted = Signal(str, str)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        style.role(self, "card")
        self.history = HistoryPanel(now)
        self.reach = ReachChoice()
        self.followers: dict[str, QPushButton] = {}
        self.draft = label("", "small", wrap=True)
        self.draft.hide()
        self._fields = QVBoxLayout()
        self._fields.setSpacing(sizes().of(GAP))
        self._links = QVBoxLayout()
        self._links.setSpacing(sizes().of(TINY))
        box = QVBoxLayout(self)
        space = sizes().of(WIDE)
        box.setContentsMargins(space, sizes().of(GAP), space, sizes().of(GAP))
        box.setSpacing(sizes().of(SMALL))
        self._history_head = label(tr("History"), "head")
        self._links_head = label(tr("What points here"), "head")
        for head, inside in ((label(tr("Reach"), "head"), self.reach), (None, self._fields)):
            if head is not None:
                box.addWidget(head)
            box.addWidget(inside) if isinstance(inside, QWidget) else box.addLayout(inside)
        box.addWidget(self._links_head)
        box.addLayout(self._links)
        self._new = FlowLayout(gap=sizes().of(TINY))
        box.addLayout(self._new)
        box.addWidget(self._history_head)
        box.addWidget(self.draft)
        box.addWidget(self.history)
        box.addStretch(1)

    def add_field(self, widget: FieldWidget) -> None:
        """Add a field of the record below the reach."""
        self._fields.addWidget(widget)

    def show_draft(self, text: str) -> None:
        """Say when the draft was kept."""
        self.draft.setText(text)
        self.draft.setVisible(bool(text))

    def show_saves(self, saves: tuple[Saved, ...]) -> None:
        """Show the history."""
        self.history.show_saves(saves)

    def show_new(self, kind: str) -> None:
        """Offer what usually follows from a record of this kind."""
        cleared(self._new)
        self.followers = {}
        for follower, field in KINDS[kind].followed_by if kind in KINDS else ():
            words = tr(KINDS[follower].label)
            made = button(f"+ {words}", partial(self.new_wanted.emit, follower, field))
            self.followers[follower] = made
            self._new.addWidget(made)

    def show_links(self, pointing: Sequence[Pointing], counts: Sequence[PointingCount]) -> None:
        """Show the records that point here, by kind and by the field they do it in; a click opens one."""
        cleared(self._links)
        self._links_head.setVisible(bool(pointing))
        shown = min(LINKS_SHOWN, max(LINKS_LEAST, LINKS_TOGETHER // max(1, len(counts))))
        for group in counts:
            inside = [one for one in pointing if (one.kind, one.field) == (group.kind, group.field)]
            self._links.addWidget(Cut(_group_words(group), "small"))
            for one in inside[:shown]:
                self._links.addLayout(self._link(one))
            if group.count > min(shown, len(inside)):
                more = tr("and {count} more", count=group.count - min(shown, len(inside)))
                self._links.addWidget(label(more, "small"))

    def _link(self, one: Pointing) -> QVBoxLayout:
        words = tr(KINDS[one.kind].label) if one.kind in KINDS else one.kind
        title = one.title if len(one.title) <= 34 else one.title[:33] + "…"
        opened = partial(self.opened.emit, one.kind, one.id)
        made = button(title, opened, "link", name=f"{words}: {one.title}")
        facts = [one.serial, *([tr(state_text(one.state))] if one.state else [])]
        if one.through:
            facts.append(tr("through a double"))
        return column(row(made, None), Cut(" · ".join(facts), "small"), space=0)


def _group_words(group: PointingCount) -> str:
    kind = tr(KINDS[group.kind].plural) if group.kind in KINDS else group.kind
    return f"{kind} · {tr(group.label)} · {group.count}"
