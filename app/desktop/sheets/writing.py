"""Sheet writing: one row that saves a kind, 3W or the whole logbook in a format that can hold it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.desktop.context import Context
from app.desktop.sheets.saving import FORMATS, TAGGED, Wanted, everything, save
from app.desktop.widgets import button, label, row
from app.desktop.words import tr
from app.domain.kinds import ALL
from app.services.sheets_out import EVERYTHING, THREE_W, formats_of


class SheetWriter(QWidget):
    """Asks what to save, in which format and for whom, then where to."""

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self.context = context
        self.what = QComboBox()
        self.what.setAccessibleName(tr("What to save"))
        for words, what in (
            (tr("Whole logbook"), EVERYTHING), (tr("Who does what, where (3W)"), THREE_W),
            *((one.plural, one.kind) for one in ALL),
        ):  # fmt: skip
            self.what.addItem(words, what)
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.what.setMinimumContentsLength(20)
        self.format = QComboBox()
        self.format.setAccessibleName(tr("Format"))
        self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.format.setMinimumContentsLength(12)
        self.partners = QCheckBox(tr("For partners: only what is releasable"))
        self.tags = QCheckBox(tr("HXL tags"))
        self.write = button(tr("Save…"), self.choose_file)
        self.what.currentIndexChanged.connect(lambda _: self._offer_formats())
        self.format.currentIndexChanged.connect(lambda _: self._offer_tags())
        self.what.setCurrentIndex(self.what.findData(kind))
        self.setLayout(
            row(label(tr("Save"), "head"), self.what, self.format, self.partners, self.tags, self.write, None)
        )

    def choose_file(self) -> None:
        """Ask where to save, and save."""
        wanted = Wanted(
            what=str(self.what.currentData()), suffix=str(self.format.currentData()),
            for_partners=self.partners.isChecked(), tags=self.tags.isEnabled() and self.tags.isChecked(),
        )  # fmt: skip
        self.write.setEnabled(False)
        save(self, self.context, wanted, everything, lambda: self.write.setEnabled(True))

    def _offer_formats(self) -> None:
        """Offer the formats that can hold what was chosen; the same one again where it can."""
        before = self.format.currentData()
        self.format.blockSignals(True)
        self.format.clear()
        for suffix in formats_of(str(self.what.currentData())):
            self.format.addItem(tr(FORMATS[suffix]), suffix)
        self.format.setCurrentIndex(max(0, self.format.findData(before)))
        self.format.blockSignals(False)
        self._offer_tags()

    def _offer_tags(self) -> None:
        """Offer the row of tags where there is room for one; 3W always has it."""
        possible = self.format.currentData() in TAGGED
        self.tags.setEnabled(possible and self.what.currentData() != THREE_W)
        if possible and self.what.currentData() == THREE_W:
            self.tags.setChecked(True)
