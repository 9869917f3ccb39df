"""Sheet writing: one row that writes a kind, 3W or the whole logbook into a file that the person names."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from app.desktop.context import Context, Tone
from app.desktop.widgets import button, label, row
from app.desktop.words import many, tr
from app.domain.kinds import ALL
from app.services import sheets_out
from app.services.sheets_out import EVERYTHING, THREE_W, SheetWritten

PATTERN = "Excel (*.xlsx);;CSV (*.csv);;Map, GeoJSON (*.geojson);;Calendar (*.ics)"


class SheetWriter(QWidget):
    """Asks what to write and for whom, then where to."""

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self.context = context
        self.what = QComboBox()
        self.what.setAccessibleName(tr("What to write"))
        for words, what in (
            *((one.plural, one.kind) for one in ALL), (tr("Who does what, where (3W)"), THREE_W),
            (tr("Whole logbook"), EVERYTHING),
        ):  # fmt: skip
            self.what.addItem(words, what)
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.what.setMinimumContentsLength(18)
        self.what.setCurrentIndex(self.what.findData(kind))
        self.partners = QCheckBox(tr("Only what is releasable"))
        self.tags = QCheckBox(tr("HXL tags"))
        self.write = button(tr("Write a sheet…"), self.choose_file)
        self.setLayout(_row(self))

    def choose_file(self) -> None:
        """Ask where to write, and write."""
        what = str(self.what.currentData())
        name = f"{what}.xlsx"
        target = self.context.files.save_file(self, tr("Write a sheet"), name, tr(PATTERN))
        if target is None:
            return
        for_partners, tags = self.partners.isChecked(), self.tags.isChecked()
        self.write.setEnabled(False)
        self.context.ask(
            lambda desk: sheets_out.write(desk, what, target, for_partners=for_partners, hxl=tags),
            done=self._written, failed=self._failed, owner=self,
        )  # fmt: skip

    def _written(self, done: SheetWritten) -> None:
        self.write.setEnabled(True)
        rows = many(done.rows, "row", "rows")
        said = tr("Written: {file}, {rows}.", file=done.path.name, rows=rows)
        if done.left_out:
            left = many(done.left_out, "record is", "records are")
            said += " " + tr("{left} not releasable and left out.", left=left)
        self.context.message(said, Tone.GOOD)

    def _failed(self, error: Exception) -> None:
        self.write.setEnabled(True)
        self.context.report(error)


def _row(writer: SheetWriter) -> QHBoxLayout:
    return row(label(tr("Write"), "head"), writer.what, writer.partners, writer.tags, writer.write, None)
