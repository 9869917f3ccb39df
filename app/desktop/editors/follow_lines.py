"""Follow lines: promises and requests typed once, in the form of the meeting they came from, and saved with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.editors.dates import DateWidget
from app.desktop.editors.field_widget import FieldWidget
from app.desktop.editors.flow import FieldGrid
from app.desktop.editors.lookups import Lookup
from app.desktop.editors.references import RefWidget
from app.desktop.editors.texts import TextWidget
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import Cut, button, cleared, label, pill, row
from app.desktop.words import tr
from app.domain.follow_ups import FollowUp
from app.domain.identifiers import is_id
from app.domain.kinds import KINDS
from app.domain.support_requests import SupportRequest
from app.domain.writing import state_text
from app.services.views import RecordView

PROMISE, REQUEST = "follow_up", "support_request"
SORTS = {
    "us": (PROMISE, "we owe", "bad", "+ We promise"),
    "them": (PROMISE, "they owe", "info", "+ They promise"),
    "request": (REQUEST, "request", "wait", "+ Request for support"),
}
"""What a line can be: the kind it becomes, its word and tone, and the button that begins one."""
COLUMNS = ("what", "counterpart", "due")
LINE_HEIGHT = 30


class FollowLine(QFrame):
    """One line that is typed: what, with whom, until when; it becomes a record with the next save."""

    changed = Signal()
    gone = Signal()

    def __init__(self, sort: str, lookup: Lookup) -> None:
        super().__init__()
        style.role(self, "clear")
        self.sort = sort
        _, word, tone, _ = SORTS[sort]
        fields = FollowUp.__fields__
        widgets = (
            TextWidget(fields["what"], bare=True),
            RefWidget(fields["counterpart"], lookup, bare=True),
            DateWidget(fields["due"], bare=True),
        )
        self.widgets: dict[str, FieldWidget] = dict(zip(COLUMNS, widgets, strict=True))
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        grid = FieldGrid(gap=sizes().of(TINY))
        names = (tr("What"), tr("With whom"), tr("Until"))
        for (widget, share, least), name in zip(
            zip(widgets, (6, 3, 3), (220, 150, 150), strict=True), names, strict=True
        ):
            widget.changed.connect(self._on_typed)
            control = widget.focusProxy()
            if control is not None:
                control.setAccessibleName(f"{tr(word)}: {name}")
                getattr(control, "setPlaceholderText", lambda _: None)(name)
            grid.add(widget, twelfths=share, least=sizes().of(least))
        inside = QWidget()
        style.role(inside, "clear")
        inside.setLayout(grid)
        remover = button("×", self.gone.emit, "quiet", name=tr("Remove this line"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(sizes().of(TINY))
        line = QHBoxLayout()
        line.setSpacing(sizes().of(SMALL))
        line.addWidget(pill(tr(word), tone))
        line.addWidget(inside, 1)
        line.addWidget(remover)
        box.addLayout(line)
        box.addWidget(self.fault)

    def raw(self) -> dict[str, Any]:
        """Return what is typed, without what is blank."""
        typed = {name: widget.value() for name, widget in self.widgets.items()}
        return {name: value for name, value in typed.items() if value is not None}

    def show(self, raw: Mapping[str, Any] | None = None) -> None:
        """Show the line, with values from a draft where some are given."""
        for name, value in (raw or {}).items():
            if name in self.widgets:
                self.widgets[name].set_raw(value)
        super().show()

    def say(self, fault: str) -> None:
        """Show what is wrong with the line, or take it away."""
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def _on_typed(self) -> None:
        self.say("")
        self.changed.emit()


class FollowLines(QWidget):
    """What follows from a record: the records there are, and the lines typed since the last save."""

    changed = Signal()
    opened = Signal(str, str)

    def __init__(self, kind: str, lookup: Lookup, counterpart: Callable[[], str | None]) -> None:
        super().__init__()
        style.role(self, "clear")
        self._lookup, self._counterpart = lookup, counterpart
        self.lines: list[FollowLine] = []
        self._there = QVBoxLayout()
        self._typed = QVBoxLayout()
        self.buttons: dict[str, QPushButton] = {
            sort: button(tr(SORTS[sort][3]), partial(self.add, sort)) for sort in KINDS[kind].follow_lines
        }
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(sizes().of(SMALL))
        for layout in (self._there, self._typed):
            layout.setSpacing(sizes().of(TINY))
            box.addLayout(layout)
        box.addLayout(row(*self.buttons.values(), None))

    def add(self, sort: str, raw: Mapping[str, Any] | None = None) -> FollowLine:
        """Begin a line; one that a person begins names the partner of the meeting where there is one."""
        line = FollowLine(sort, self._lookup)
        self.lines.append(line)
        self._typed.addWidget(line)
        line.gone.connect(partial(self._remove, line))
        line.changed.connect(self.changed)
        partner = self._counterpart() if raw is None else None
        line.show(raw if raw is not None else {"counterpart": partner} if partner else {})
        if raw is None:
            line.widgets["what"].setFocus()
        return line

    def raw(self) -> list[dict[str, Any]]:
        """Return the typed lines that say something, for a draft or a save."""
        return [{"sort": line.sort, **line.raw()} for line in self.lines if "what" in line.raw()]

    def restore(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Show the lines of a draft again."""
        for line in lines:
            if line.get("sort") in SORTS:
                self.add(str(line["sort"]), {name: line[name] for name in COLUMNS if name in line})

    def clear(self) -> None:
        """Take the typed lines away, because they are records now."""
        for line in tuple(self.lines):
            self._remove(line, tell=False)

    def show_faults(self, faults: Mapping[int, str]) -> None:
        """Show what is wrong beside each line, by its place among those that say something."""
        said = [line for line in self.lines if "what" in line.raw()]
        for place, line in enumerate(said):
            line.say(faults.get(place, ""))

    def show_there(self, views: Iterable[RecordView]) -> None:
        """Show the records that name this one as where they come from."""
        cleared(self._there)
        for view in views:
            if view.kind in (PROMISE, REQUEST) and view.withdrawn is None:
                self._there.addLayout(self._one(view))

    def _one(self, view: RecordView) -> QHBoxLayout:
        sort = "request" if view.kind == REQUEST else str(view.fields.get("owed_by") or "us")
        _, word, tone, _ = SORTS.get(sort, SORTS["us"])
        facts = [view.serial, tr(state_text(view.state or ""))]
        if view.fields.get("due"):
            facts.insert(0, tr("by {day}", day=view.fields["due"]))
        opener = button(
            _cut(view.title), partial(self.opened.emit, view.kind, view.id), "link",
            name=tr("Open {title}", title=view.title),
        )  # fmt: skip
        made = row(pill(tr(word), "good" if view.state == "done" else tone), opener)
        made.addWidget(Cut(" · ".join(facts), "small"), 1)
        return made

    def _remove(self, line: FollowLine, *, tell: bool = True) -> None:
        if line in self.lines:
            self.lines.remove(line)
            line.hide()
            self._typed.removeWidget(line)
            line.deleteLater()
            if tell:
                self.changed.emit()


def entry_of(line: Mapping[str, Any], *, officer: str, now: str) -> tuple[str, dict[str, Any]]:
    """Return the kind and the fields that a typed line becomes; `now` is a wire moment with its offset."""
    kind = SORTS[str(line["sort"])][0]
    partner, due = line.get("counterpart"), line.get("due")
    if kind == REQUEST:
        limit = SupportRequest.__fields__["title"].max
        what = str(line["what"])
        made: dict[str, Any] = {"title": what[:limit], "received_at": now, "received_how": "verbal"}
        made |= {"description": what} if len(what) > limit else {}
        made |= {"requester": partner} if partner else {}
        return kind, made | ({"needed_from": f"{due}T00:00{now[19:]}"} if due else {})
    made = {"what": line["what"], "owed_by": line["sort"]}
    made |= {"counterpart": partner} if partner else {}
    made |= {"owner": officer} if line["sort"] == "us" and officer else {}
    return kind, made | ({"due": due} if due else {})


def names_nobody(line: Mapping[str, Any]) -> bool:
    """Return whether a line has a name of a partner that is no record yet."""
    return bool(line.get("counterpart")) and not is_id(str(line["counterpart"]))


def _cut(words: str) -> str:
    return words if len(words) <= 70 else words[:69] + "…"
