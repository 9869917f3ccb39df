"""Lessons: what the next officer should know, each written in a minute and kept as a record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.editors.fault_words import first_of_each
from app.desktop.editors.texts import Prose
from app.desktop.style import GAP, SMALL, TINY, WIDE, sizes
from app.desktop.widgets import button, cleared, label, row
from app.desktop.words import tr
from app.domain.kinds import fields_of
from app.services import records
from app.services.changes import Changes
from app.services.errors import RecordRefusedError
from app.services.records import Entry
from app.services.views import RecordView

SHOWN = 5
ASKED = (
    ("what_happened", "What happened, and why"), ("recommendation", "What the next officer should do differently"),
)  # fmt: skip


class Lessons(QFrame):
    """The second step."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        style.role(self, "card")
        self.context = context
        self.texts: dict[str, QPlainTextEdit] = {}
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        self._there = QVBoxLayout()
        self._there.setSpacing(sizes().of(TINY))
        box = QVBoxLayout(self)
        space = sizes().of(WIDE)
        box.setContentsMargins(space, sizes().of(GAP), space, sizes().of(GAP))
        box.setSpacing(sizes().of(SMALL))
        box.addWidget(label(tr("2  What you learned"), "head"))
        box.addLayout(self._there)
        for name, words in ASKED:
            text = self.texts[name] = Prose()
            text.setAccessibleName(tr(words))
            box.addWidget(label(tr(words), "muted"))
            box.addWidget(text)
        box.addWidget(self.fault)
        self.keep = button(tr("Keep as a lesson"), self._keep)
        box.addLayout(row(self.keep, None))

    def show_lessons(self, lessons: Sequence[RecordView]) -> None:
        """Show the newest lessons that are kept."""
        cleared(self._there)
        for view in lessons[:SHOWN]:
            self._there.addWidget(label(f"✓ {view.title}", "small", wrap=True))
        if len(lessons) > SHOWN:
            self._there.addWidget(label(tr("and {count} more", count=len(lessons) - SHOWN), "small"))

    def _keep(self) -> None:
        typed = {name: text.toPlainText().strip() or None for name, text in self.texts.items()}
        entry = Entry(kind="lesson", fields={**typed, "theme": tr("Hand-over")})
        self.keep.setEnabled(False)
        self.context.ask(
            lambda desk: records.save(desk, entry), done=self._kept, failed=self._refused, owner=self
        )

    def _kept(self, saved: tuple[RecordView, Changes]) -> None:
        self.keep.setEnabled(True)
        self.fault.hide()
        for text in self.texts.values():
            text.clear()
        self.context.message(tr("Kept as {serial}.", serial=saved[0].serial), Tone.GOOD)
        self.context.broadcast(saved[1])

    def _refused(self, error: Exception) -> None:
        self.keep.setEnabled(True)
        if isinstance(error, RecordRefusedError):
            self.fault.setText(" ".join(first_of_each(fields_of("lesson"), error.faults).values()))
            self.fault.show()
        else:
            self.context.report(error)
