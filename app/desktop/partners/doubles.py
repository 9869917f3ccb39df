"""Doubles page: records that look like one, side by side with the reason; merged, kept apart, or taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.lists.filters import Choice, toggle
from app.desktop.markings import highest_of
from app.desktop.pages import Page
from app.desktop.partners.compare import Compare
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import column, label, row
from app.desktop.words import many, tr
from app.domain.doubles import DOUBLED
from app.domain.kinds import KINDS
from app.services import doubles, doubles_merging, records
from app.services.changes import Changes
from app.services.doubles import MergedDouble, Suggestion
from app.services.doubles_merging import Merged

if TYPE_CHECKING:
    from app.services.desks import Desk

LIST_WIDTH = 330
ROW_HEIGHT = 44
Found = tuple[tuple[Suggestion, ...], tuple[MergedDouble, ...], dict[str, str]]


class DoublesPage(Page):
    """Suggestions at the left, the chosen pair at the right. `counted` says how many wait."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Doubles"), kinds=DOUBLED)
        self.suggestions: tuple[Suggestion, ...] = ()
        self.merged: tuple[MergedDouble, ...] = ()
        self.kind = Choice(tr("Kind"), [(kind, tr(KINDS[kind].plural)) for kind in DOUBLED])
        self.kind.chosen.connect(self.reload)
        self.show_merged = toggle(tr("Merged"), tr("What was merged, to take it back"))
        self.show_merged.toggled.connect(lambda _: self._show())
        self.list = QListWidget()
        style.role(self.list, "drop")
        self.list.setAccessibleName(tr("Records that look like one"))
        self.list.setWordWrap(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose)
        self.compare = Compare(lambda: context.clock().date())
        self.compare.merge_wanted.connect(self.merge)
        self.compare.apart_wanted.connect(self.keep_apart)
        self.compare.back_wanted.connect(self.take_back)
        self.compare.opened.connect(context.open_record)
        self._lay_out()

    @property
    def marking(self) -> str:
        """The highest marking of the pair that is shown."""
        return highest_of(self.compare.records)

    def reload(self) -> None:
        """Ask for the suggestions and what was merged."""
        kind = self.kind.value or None

        def work(desk: Desk) -> Found:
            found, merged = doubles.suggestions(desk, kind), doubles.merged(desk, kind)
            shown = [one for pair in found for one in (pair.keep, pair.double)]
            shown += [one for pair in merged for one in (pair.kept, pair.double)]
            ids = {one.fields[name] for one in shown for name in ("organisation",) if name in one.fields}
            return found, merged, records.titles(desk, ids)

        self.ask(work, self._take)

    def merge(self, double: str, kept: str, take: tuple[str, ...], names: bool) -> None:
        """Merge the chosen pair; the banner offers to take it back."""

        def work(desk: Desk) -> Merged:
            return doubles_merging.merge(desk, double, kept, take=take, names=names)

        def done(found: Merged) -> None:
            words = tr(
                "Merged into “{title}”. Everything that named the double counts for it.", title=found.title
            )
            self.context.message(
                words, Tone.GOOD, lambda: self._run(partial(doubles_merging.undo, merged=found))
            )
            self.context.broadcast(found.changes)

        self.context.ask(work, done=done, owner=self)

    def keep_apart(self, one: str, other: str) -> None:
        """Remember that the chosen pair is not the same."""

        def done(changes: Changes) -> None:
            words = tr("Remembered: these are not the same.")
            back = partial(doubles.keep_apart, one=one, other=other, apart=False)
            self.context.message(words, Tone.INFO, lambda: self._run(back))
            self.context.broadcast(changes)

        self.context.ask(lambda desk: doubles.keep_apart(desk, one, other), done=done, owner=self)

    def take_back(self, double: str) -> None:
        """Let a double stand for itself again."""

        def done(changes: Changes) -> None:
            self.context.message(tr("Taken back. Both are there again, each with what names it."), Tone.GOOD)
            self.context.broadcast(changes)

        self.context.ask(lambda desk: doubles_merging.unmerge(desk, double), done=done, owner=self)

    def _run(self, work: Callable[[Desk], Changes]) -> None:
        """Take a step back."""
        self.context.ask(work, done=self.context.broadcast, owner=self)

    def _take(self, found: Found) -> None:
        self.suggestions, self.merged, self.compare.titles = found
        self._show()

    def _show(self) -> None:
        """Fill the list and stay where one was."""
        place = max(self.list.currentRow(), 0)
        self.list.blockSignals(True)
        self.list.clear()
        for words, tip in self._lines():
            item = QListWidgetItem(words, self.list)
            item.setToolTip(tip)
            item.setSizeHint(QSize(0, sizes().of(ROW_HEIGHT)))
        self.list.blockSignals(False)
        count = len(self.suggestions)
        self.counted.emit(many(count, "pair to look at", "pairs to look at"))
        self.show_merged.setText(
            tr("Merged ({count})", count=len(self.merged)) if self.merged else tr("Merged")
        )
        if self.list.count():
            self.list.setCurrentRow(min(place, self.list.count() - 1))
            self._choose(self.list.currentRow())
        else:
            self._choose(-1)

    def _lines(self) -> list[tuple[str, str]]:
        if self.show_merged.isChecked():
            return [(f"{one.double.title}\n→ {one.kept.title}", "") for one in self.merged]
        return [(f"{one.keep.title}\n{one.double.title}", said(one)) for one in self.suggestions]

    def _choose(self, place: int) -> None:
        if place < 0:
            self.compare.show_nothing(merged=self.show_merged.isChecked())
        elif self.show_merged.isChecked():
            self.compare.show_merged(self.merged[place])
        else:
            one = self.suggestions[place]
            self.compare.show_pair(one, said(one))
        self.marked.emit()

    def _lay_out(self) -> None:
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(sizes().of(SMALL))
        left = QWidget()
        left.setLayout(column(row(self.kind, self.show_merged, None), self.list))
        self.list.setMinimumWidth(sizes().of(220))
        halves.addWidget(left)
        halves.addWidget(self.compare)
        halves.setStretchFactor(1, 1)
        halves.setSizes([sizes().of(LIST_WIDTH), sizes().of(3 * LIST_WIDTH)])
        note = tr(
            "Nothing is deleted by merging: the double points to the one that stays, and can be taken back."
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        whole.addWidget(halves, 1)
        whole.addWidget(label(note, "small", wrap=True))


def said(one: Suggestion) -> str:
    """Return the reason of a suggestion in the words of the window."""
    return tr(doubles.REASONS[one.code], one=one.texts[0], other=one.texts[1])
