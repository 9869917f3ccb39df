"""Joining: write the request, read the words out, take in the welcome."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.desktop.context import Context, sentence
from app.desktop.first_start.fingerprints import FingerprintWords
from app.desktop.first_start.forms import Founding
from app.desktop.style import GAP, sizes
from app.desktop.widgets import button, cleared, column, label, row
from app.desktop.words import tr
from app.services import desks, exchange, wording
from app.services.desks import Desk
from app.services.views import FileOutcome

BUNDLES = "Bundles (*.liaison *.liaison.age);;All files (*)"
APPLIED = "applied"


class Joining(QWidget):
    """The three screens of joining: form, words of the request, words of the mission's root."""

    opened = Signal(object)
    given_up = Signal()
    titled = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.desk: Desk | None = None
        self.fault: QLabel = label("", "fault", wrap=True)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(sizes().of(GAP))
        self.form = Founding(context, mission=False)
        back = button(tr("Back"), self.given_up.emit)
        self.write = button(tr("Write the request…"), self._write, "primary")
        self._show(column(self.form, row(back, None, self.write)))

    def _write(self) -> None:
        if not self.form.complete():
            return
        name = self.form.unit.text.replace(" ", "-").replace("/", "-").lower()
        out = self.context.files.save_file(
            self, tr("Where the request goes"), f"{name}.request", tr("Requests (*.request)")
        )
        if out is None:
            return
        work = partial(
            desks.request_to_join, self.form.path, unit_name=self.form.unit.text,
            level=str(self.form.level.currentData()), officer=self.form.officer.text,
            passphrase=self.form.passphrase.text, out=out,
        )  # fmt: skip
        self.setEnabled(False)
        self.context.database.run(work, done=self._written, failed=self._refused, owner=self)

    def _written(self, answer: tuple[Desk, Path]) -> None:
        self.desk, file = answer
        self.setEnabled(True)
        self.titled.emit(
            tr("Read these words to the headquarters above you"),
            tr("Hand over {file}. By radio or face to face, let them check that the words are the same. "
               "They answer with a welcome bundle.", file=file.name),
        )  # fmt: skip
        self.words = FingerprintWords(self.desk.identity.fingerprint)
        self.take = button(tr("The welcome bundle is here…"), self._choose, "primary")
        self.later = button(tr("Work now, join later"), self._done)
        self._show(column(self.words, row(self.later, None, self.take), space=GAP))

    def _choose(self) -> None:
        files = self.context.files.open_files(self, tr("Welcome bundle"), tr(BUNDLES))
        if not files or self.desk is None:
            return
        work = partial(exchange.preview, self.desk, files[0])
        planned = partial(self._planned, files[0])
        self.context.database.run(work, done=planned, failed=self._refused, owner=self)

    def _planned(self, file: Path, outcome: FileOutcome) -> None:
        if not outcome.root_fingerprint:
            reasons = [wording.reason_words(reason) for reason in outcome.reasons]
            self._say(" ".join(reasons) or tr("This bundle holds no welcome. Ask for the welcome bundle."))
            return
        self.titled.emit(
            tr("Do you hear the same words from Force HQ?"),
            tr(
                "Ask Force HQ by radio for the words of the mission, or compare the code with that on their Roster "
                "page. Join only if all are the same."
            ),
        )
        self.root = FingerprintWords(outcome.root_fingerprint)
        self.same = button(tr("They are the same: join"), partial(self._join, file, outcome), "primary")
        differ = button(tr("They differ: stop"), self._differ)
        self._show(column(self.root, row(differ, None, self.same), space=GAP))

    def _join(self, file: Path, outcome: FileOutcome) -> None:
        if self.desk is None:
            return
        work = partial(
            exchange.import_files, self.desk, [file], root_fingerprint=outcome.root_fingerprint
        )  # fmt: skip
        self.setEnabled(False)
        self.context.database.run(work, done=self._joined, failed=self._refused, owner=self)

    def _joined(self, outcomes: tuple[FileOutcome, ...]) -> None:
        self.setEnabled(True)
        wrong = [reason for one in outcomes if one.outcome != APPLIED for reason in one.reasons]
        if wrong:
            self._say(wording.reason_words(wrong[0]))
        else:
            self._done()

    def _differ(self) -> None:
        self.context.message(tr("Nothing was joined. Tell Force HQ that the words differ."))
        self._done()

    def _done(self) -> None:
        if self.desk is not None:
            self.opened.emit(self.desk)

    def _refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self._say(sentence(error))

    def _say(self, words: str) -> None:
        self.fault.setText(words)
        self.fault.show()

    def _show(self, inside: QVBoxLayout) -> None:
        self.fault.setParent(None)
        self.fault.hide()
        cleared(self._body)
        self._body.addLayout(inside)
        self._body.addWidget(self.fault)
