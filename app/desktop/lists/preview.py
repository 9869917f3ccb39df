"""Preview: the record chosen in a list, to read without opening it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.lists.cells import NOT_SCREENED, lateness, shown
from app.desktop.style import GAP, SMALL, TINY, WIDE, sizes
from app.desktop.widgets import Cut, button, cleared, column, label, pill, row, scrolled
from app.desktop.words import tr
from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of, kind_named
from app.domain.policy.doubting import LEEWAY
from app.domain.policy.questions import BROUGHT_IN
from app.domain.writing import state_text, value_text
from app.services.attention import USUAL_LIMIT, QipLimit
from app.services.partners import PARTNERS
from app.services.showing import signed
from app.services.views import RecordView

LEFT_OUT = frozenset({"serial", "state", "marking", "continues", "continued_in"})
"""What the head of the preview shows already, and what only the full form follows."""
LONGEST = 600


class RecordPreview(QFrame):
    """What a record says, by section, and a way into it."""

    opened = Signal(str, str)
    partner_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        style.role(self, "card")
        self.setAccessibleName(tr("Preview"))
        self.setMinimumWidth(sizes().of(240))
        self._inside = QWidget()
        self._body = QVBoxLayout(self._inside)
        space = sizes().of(WIDE)
        self._body.setContentsMargins(space, sizes().of(GAP), space, sizes().of(GAP))
        self._body.setSpacing(sizes().of(SMALL))
        outside = QVBoxLayout(self)
        outside.setContentsMargins(1, 1, 1, 1)
        outside.addWidget(scrolled(self._inside))
        style.role(self._inside, "plain")
        self.record: RecordView | None = None
        self.clear()

    def clear(self) -> None:
        """Show that nothing is chosen."""
        self.record = None
        cleared(self._body)
        self._body.addWidget(label(tr("Choose a row to read it here; Enter opens it."), "muted", wrap=True))
        self._body.addStretch(1)

    def show_record(
        self, record: RecordView, titles: Mapping[str, str], today: date, limit: QipLimit = USUAL_LIMIT
    ) -> None:
        """Show a record; `titles` names what it refers to."""
        self.record = record
        cleared(self._body)
        self._body.addWidget(Cut(record.serial, "small"))
        self._body.addWidget(label(record.title, "large", wrap=True))
        self._body.addLayout(self._pills(record, today, limit))
        opener = button(tr("Open"), lambda: self.opened.emit(record.kind, record.id))
        about = button(tr("Everything about it"), lambda: self.partner_wanted.emit(record.id))
        about.setVisible(record.kind in PARTNERS)
        self._body.addLayout(row(opener, about, None))
        section = ""
        for field in fields_of(record.kind).values():
            text = _text(field, record, titles, today)
            if not text:
                continue
            if field.section != section:
                section = field.section
                self._body.addSpacing(sizes().of(TINY))
                self._body.addWidget(label(tr(section), "head"))
            self._body.addLayout(_said(tr(field.label), text, field))
        self._body.addSpacing(sizes().of(TINY))
        self._body.addWidget(label(_written(record, today), "small", wrap=True))
        self._body.addStretch(1)

    def _pills(self, record: RecordView, today: date, limit: QipLimit) -> QGridLayout:
        pills: list[QLabel] = []
        if record.state:
            closed = kind_named(record.kind).workflow
            done = closed is not None and record.state in closed.closed
            pills.append(pill(state_text(record.state), "good" if done else "info"))
        if record.fields.get(BROUGHT_IN):
            pills.append(pill(tr(NOT_SCREENED), "wait"))
        if late := lateness(record, today, limit):
            pills.append(pill(late, "bad"))
        marking = record.fields.get("marking")
        if marking and marking != "UNCLASSIFIED":
            pills.append(pill(marking, "wait"))
        if record.conflicts:
            pills.append(pill(tr("in conflict"), "wait"))
        if record.reach == "laptop":
            pills.append(pill(tr("stays here"), "wait"))
        grid = QGridLayout()
        grid.setSpacing(sizes().of(TINY))
        for place, one in enumerate(pills):
            grid.addWidget(one, place // 2, place % 2)
        grid.setColumnStretch(2, 1)
        return grid


def _text(field: Field, record: RecordView, titles: Mapping[str, str], today: date) -> str:
    value = record.fields.get(field.name)
    if (
        not field.listed
        or value in (None, [])
        or field.name in (*LEFT_OUT, *kind_named(record.kind).title_from[:1])
    ):
        return ""
    if field.type is FieldType.LONG:
        written = value_text(field, value).strip()
        return written if len(written) <= LONGEST else written[:LONGEST].rstrip() + "…"
    return signed(record, field.name, shown(field, value, titles, today))


def _said(name: str, text: str, field: Field) -> QVBoxLayout:
    said = label(text, wrap=True)
    said.setAccessibleName(f"{name}: {text}")
    said.setMinimumWidth(1)
    return column(label(name, "small"), said, space=0)


def _written(record: RecordView, today: date) -> str:
    by, at = record.updated_by or record.created_by, record.updated_at or record.created_at
    if not by:
        return ""
    if date.fromisoformat(at[:10]) - today > LEEWAY:
        return tr("Last saved by {by} on {at}, clock doubtful", by=by, at=at[:10])
    return tr("Last saved by {by} on {at}", by=by, at=at[:16].replace("T", " "))
