"""Board page: projects as cards in the columns of their states; a card takes the steps of its workflow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context, Tone, sentence
from app.desktop.lists.asking import Rows, rows
from app.desktop.lists.filters import toggle
from app.desktop.lists.strip import Strip
from app.desktop.markings import highest_of
from app.desktop.pages import Page
from app.desktop.projects.cards import CardColumn, CardModel
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import Cut, column, label, row
from app.desktop.words import many, tr
from app.domain.kinds import KINDS, kind_named
from app.domain.workflows import Workflow
from app.domain.writing import state_text
from app.services import records
from app.services.attention import QipLimit, qip_limit
from app.services.records import Entry
from app.services.views import RecordView, Window

if TYPE_CHECKING:
    from app.services.changes import Changes
    from app.services.desks import Desk

BOARDS = ("qip", "project")
COLUMN_WIDTH = 208


class Standing(msgspec.Struct, frozen=True):
    """How the cards of a board lie: the first of each state with their number, and the limit of a QIP."""

    states: dict[str, Window]
    limit: QipLimit


def standing(desk: Desk, kind: str, states: Sequence[str]) -> Standing:
    """Return the cards of each state, the longest running first."""
    order = ("first_disbursed", False) if kind == "qip" else ("serial", False)
    found = {
        state: records.window(desk, kind, where=(("state", "=", state),), order=order) for state in states
    }
    return Standing(found, qip_limit(desk))


class _Column(QWidget):
    """A state with its cards."""

    def __init__(self, page: BoardPage, state: str) -> None:
        super().__init__()
        self.state = state
        self.name = state_text(state)
        self.head: QLabel = label("", "strong")
        self.count: QLabel = label("", "muted")
        self.cards = CardModel(
            page.kind, partial(page.fetch, state), today=page.context.clock().date(), theme=page.context.theme
        )
        self.view = CardColumn(state, self.cards, self.name)
        self.setFixedWidth(sizes().of(COLUMN_WIDTH))
        self.setLayout(column(row(self.head, None, self.count), self.view, space=4))
        self.head.setText(self.name[:1].upper() + self.name[1:])
        self.head.setToolTip(self.name)

    def show_window(self, window: Window, limit: QipLimit) -> None:
        """Show the cards of the state."""
        self.cards.limit = limit
        self.cards.begin(window, {})
        self.count.setText(str(window.count) if window.count else "")
        self.view.setAccessibleName(f"{self.name}: {window.count}")


class BoardPage(Page):
    """The board of QIPs or of community support. A refused step says why in the banner and changes nothing."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Board"), kinds=(*BOARDS, "mission_settings"))
        self.kind = BOARDS[0]
        self.columns: dict[str, _Column] = {}
        self._limit = QipLimit()
        self._targets: set[str] = set()
        self.choices = {kind: toggle(tr(kind_named(kind).plural)) for kind in BOARDS}
        self.closed = toggle(tr("Closed"), tr("Show closed and cancelled ones too"))
        self.empty = toggle(tr("Empty columns"))
        self.strip = Strip()
        self.line = QHBoxLayout()
        self.line.setSpacing(sizes().of(SMALL))
        self._lay_out()
        self.show_kind(self.kind)

    @property
    def workflow(self) -> Workflow:
        """The workflow whose states are the columns."""
        found = KINDS[self.kind].workflow
        assert found is not None  # noqa: S101 - both kinds of projects have one
        return found

    @property
    def marking(self) -> str:
        """The highest marking of the cards that are here."""
        there = (
            one.cards.here(place) for one in self.columns.values() for place in range(one.cards.rowCount())
        )
        return highest_of(one for one in there if one is not None)

    def show_kind(self, kind: str) -> None:
        """Show the board of a kind."""
        self.kind = kind
        for name, chip in self.choices.items():
            chip.setChecked(name == kind)
        for old in self.columns.values():
            self.line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.columns = {state: self._made(state) for state in self.workflow.states}
        self.reload()

    def reload(self) -> None:
        """Ask for the cards anew."""
        kind, states = self.kind, self._wanted()

        def show(found: Standing) -> None:
            self._limit = found.limit
            for state, each in self.columns.items():
                each.show_window(found.states.get(state) or Window(keys=(), rows=(), count=0), found.limit)
                if not each.cards.complete:
                    self._ask_keys(state)
            self._arrange()
            count = sum(window.count for window in found.states.values())
            self.counted.emit(many(count, kind_named(kind).label, kind_named(kind).plural))
            self.marked.emit()

        self.ask(lambda desk: standing(desk, kind, states), show)

    def fetch(self, state: str, first: int, keys: Sequence[int]) -> None:
        """Ask for more cards of a state."""
        each = self.columns[state]

        def failed(error: Exception) -> None:
            each.cards.fetch_failed()
            self.context.report(error)

        def show(answer: Rows) -> None:
            each.cards.arrived(first, *answer)

        self.ask(lambda desk: rows(desk, keys, ()), show, failed=failed, topic=f"rows {state}")

    def move_card(self, record: RecordView, target: str) -> None:
        """Take the step of a card to another state; one that needs a reason asks for it first."""
        step = self.workflow.step(record.state or "", target)
        if target == record.state:
            return
        if step is not None and step.reason:
            words = tr("Why to “{state}”?", state=state_text(target))
            take = partial(self._take, record, target)
            self.strip.ask(
                words, ((tr("Take the step"), take),), hint=record.title, back=self._view_of(record)
            )
        else:
            self._take(record, target, "")

    def offer_steps(self, record: RecordView | None) -> QMenu | None:
        """Show the steps that a card can take, as a menu; returns it."""
        if record is None:
            return None
        menu = QMenu(self)
        for step in self.workflow.steps_from(record.state or self.workflow.initial):
            action = menu.addAction(tr("Move to “{state}”", state=state_text(step.target)))
            action.triggered.connect(lambda _=False, target=step.target: self.move_card(record, target))
        menu.addSeparator()
        opened = partial(self.context.open_record, record.kind, record.id)
        menu.addAction(tr("Open")).triggered.connect(lambda _=False: opened())
        view = self._view_of(record)
        menu.popup(view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).center()))
        return menu

    def _take(self, record: RecordView, target: str, reason: str) -> None:
        fields: dict[str, Any] = {"state": target} | ({"state_reason": reason} if reason else {})
        entry = Entry(kind=record.kind, id=record.id, fields=fields)

        def done(answer: tuple[RecordView, Changes]) -> None:
            view, changes = answer
            self.context.broadcast(changes)
            words = tr("“{title}” is now {state}.", title=view.title, state=state_text(view.state))
            self.context.message(words, Tone.GOOD)

        def refused(error: Exception) -> None:
            words = tr("“{title}” was not moved.", title=record.title)
            self.context.message(f"{words} {sentence(error)}", Tone.BAD)

        self.ask(
            lambda desk: records.save(desk, entry, seen=record.heads), done, failed=refused, topic="step"
        )

    def _drop(self, identifier: str, target: str) -> None:
        for each in self.columns.values():
            for place in range(each.cards.rowCount()):
                record = each.cards.here(place)
                if record is not None and record.id == identifier:
                    self.move_card(record, target)
                    return

    def _view_of(self, record: RecordView) -> CardColumn:
        return self.columns[record.state or self.workflow.initial].view

    def _show_targets(self, record: RecordView | None) -> None:
        """Show the columns that a dragged card may go to, also where they are empty."""
        steps = self.workflow.steps_from(record.state or "") if record else ()
        self._targets = {step.target for step in steps}
        self._arrange()

    def _hide_targets(self) -> None:
        self._targets = set()
        self._arrange()

    def _wanted(self) -> list[str]:
        states, closed = self.workflow.states, self.workflow.closed
        return [state for state in states if self.closed.isChecked() or state not in closed]

    def _arrange(self) -> None:
        wanted = set(self._wanted())
        for state, each in self.columns.items():
            filled = bool(each.cards.rowCount()) or self.empty.isChecked()
            each.setVisible((state in wanted and filled) or state in self._targets)
        self.hint.setVisible(not any(each.cards.rowCount() for each in self.columns.values()))

    def _ask_keys(self, state: str) -> None:
        order = ("first_disbursed", False) if self.kind == "qip" else ("serial", False)
        kind, each = self.kind, self.columns[state]
        where = (("state", "=", state),)
        self.ask(
            lambda desk: records.keys(desk, kind, where=where, order=order),
            each.cards.finish,
            topic=f"keys {state}",
        )

    def _sideways(self, state: str, way: int) -> None:
        """Go to the next column that is shown and has cards."""
        shown = [name for name, each in self.columns.items() if each.isVisible() and each.cards.rowCount()]
        place = shown.index(state) + way if state in shown else -1
        if 0 <= place < len(shown):
            view = self.columns[shown[place]].view
            view.setFocus()
            if not view.currentIndex().isValid():
                view.setCurrentIndex(view.cards.index(0, 0))
            self.area.ensureWidgetVisible(self.columns[shown[place]])

    def _made(self, state: str) -> _Column:
        made = _Column(self, state)
        made.view.opened.connect(lambda identifier: self.context.open_record(self.kind, identifier))
        made.view.menu_wanted.connect(self.offer_steps)
        made.view.dropped.connect(self._drop)
        made.view.drag_begins.connect(self._show_targets)
        made.view.drag_ended.connect(self._hide_targets)
        made.view.sideways.connect(partial(self._sideways, state))
        made.hide()
        self.line.insertWidget(max(0, self.line.count() - 1), made)
        return made

    def _lay_out(self) -> None:
        self.hint = label(
            tr("Nothing here yet. What you write down appears in the column of its state."), "muted"
        )
        for kind, chip in self.choices.items():
            chip.clicked.connect(lambda _=False, kind=kind: self.show_kind(kind))
        self.closed.toggled.connect(lambda _: self.reload())
        self.empty.toggled.connect(lambda _: self._arrange())
        keys = Cut(tr("Drag a card, or press M, to take a step."), "small")
        inside = QWidget()
        style.role(inside, "canvas")
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.addStretch(1)
        inside.setLayout(self.line)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        head = row(*self.choices.values(), 8, self.closed, self.empty, 8, keys)
        head.setStretchFactor(keys, 1)
        whole.addLayout(head)
        whole.addWidget(self.strip)
        whole.addWidget(self.hint)
        whole.addWidget(self.area, 1)
