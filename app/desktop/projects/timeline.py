"""Timeline page: every project with its time against the limit, the one nearest to its limit first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout

from app.desktop.context import Context
from app.desktop.lists.cells import Column, columns_of, qip_days_left
from app.desktop.lists.drawing import CellPainter
from app.desktop.lists.filters import toggle
from app.desktop.lists.table import RecordTable
from app.desktop.markings import highest_of
from app.desktop.pages import Page
from app.desktop.projects.bars import BarPainter, MonthHeader, Span, bar_of
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import Cut, label, row
from app.desktop.words import many, tr
from app.domain.fields import Field
from app.domain.kinds import kind_named
from app.services import records
from app.services.attention import QIP_RUNNING, QipLimit, qip_limit
from app.services.views import RecordView, Window

if TYPE_CHECKING:
    from app.services.desks import Desk

MOST = 2_000
"""Projects on one timeline; a mission has some hundreds over its whole life."""
BAR = Column("bar", "", Field(label="", name="bar"), sortable=False)
NEVER = 100_000
Answer = tuple[tuple[RecordView, ...], QipLimit]


class TimelinePage(Page):
    """The timeline of the QIPs. The bar ends at the limit; amber marks the warning, the line is today."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Timeline"), kinds=("qip", "mission_settings"))
        self.today = context.clock().date()
        columns = (*columns_of("qip", ("title", "state")), BAR)
        self.table = RecordTable(columns, lambda first, keys: None, today=self.today, theme=context.theme)
        self.view = QTableView()
        self.bars = BarPainter(context.theme, self.view)
        self.head = MonthHeader(context.theme, len(columns) - 1, self.view)
        self.chips = {"running": toggle(tr("Running")), "all": toggle(tr("All"))}
        self.chips["running"].setChecked(True)
        self.years = toggle(tr("All years"), tr("Also what lies more than ten months away"))
        self.shown: list[RecordView] = []
        self._lay_out()

    @property
    def marking(self) -> str:
        """The highest marking of the projects that are shown."""
        return highest_of(self.shown)

    def reload(self) -> None:
        """Ask for the projects anew."""
        running = self.chips["running"].isChecked()
        self.today = self.context.clock().date()
        where = (("state", "in", list(QIP_RUNNING)),) if running else ()

        def work(desk: Desk) -> Answer:
            return records.page(desk, "qip", where=where, limit=MOST), qip_limit(desk)

        self.ask(work, self._show)

    def words_of(self, place: int) -> str:
        """Return what the bar of a row says, in words."""
        bar = self.bars.bars[place]
        return bar.words if bar is not None else tr("no day is known")

    def show_all(self, everything: bool) -> None:
        """Show all projects, or only those that run."""
        for name, chip in self.chips.items():
            chip.setChecked((name == "all") is everything)
        self.reload()

    def _show(self, answer: Answer) -> None:
        found, limit = answer
        self.shown = sorted(found, key=lambda one: _rank(one, self.today, limit))
        bars = [bar_of(one, limit, self.today) for one in self.shown]
        self.bars.bars, self.bars.today = bars, self.today
        self.bars.span = self.head.span = Span.around(bars, self.today, whole=self.years.isChecked())
        self.table.limit = limit
        window = Window(keys=tuple(range(len(self.shown))), rows=tuple(self.shown), count=len(self.shown))
        self.table.begin(window, {})
        self.hint.setVisible(not self.shown)
        declared = kind_named("qip")
        words = many(len(self.shown), declared.label, declared.plural)
        late = sum(1 for bar in bars if bar is not None and bar.tone == "bad")
        self.counted.emit(tr("{words}, {late} late", words=words, late=late) if late else words)
        self.legend.say(tr("Bar: to the limit of {days} days. Filled: built. Line: today.", days=limit.days))
        self.marked.emit()

    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.shown):
            self.context.open_record("qip", self.shown[index.row()].id)

    def _lay_out(self) -> None:
        self.legend = Cut("", "small")
        self.hint = label(tr("No QIP is running. “All” shows those that are planned or done."), "muted")
        for name, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, name=name: self.show_all(name == "all"))
        self.years.toggled.connect(lambda _: self.reload())
        view = self.view
        view.setModel(self.table)
        view.setHorizontalHeader(self.head)
        view.setItemDelegate(CellPainter(self.table))
        view.setItemDelegateForColumn(self.head.section, self.bars)
        view.setAccessibleName(self.title)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(sizes().row)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.head.setSectionResizeMode(self.head.section, QHeaderView.ResizeMode.Stretch)
        self.head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.head.setSectionsClickable(False)
        for place, width in enumerate((96, 210, 110)):
            self.head.resizeSection(place, sizes().of(width))
        view.activated.connect(self._open)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        head = row(*self.chips.values(), 8, self.years, 8, self.legend)
        head.setStretchFactor(self.legend, 1)
        whole.addLayout(head)
        whole.addWidget(self.hint)
        whole.addWidget(view, 1)


def _rank(record: RecordView, today: date, limit: QipLimit) -> tuple[int, str]:
    """Return the place of a project: the days to its limit, those without a clock last."""
    left = qip_days_left(record, today, limit)
    return (NEVER if left is None else left), record.serial
