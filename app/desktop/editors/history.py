"""History: who saved what and when, in words, each value ready to be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.editors.lookups import ids_in
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import button, cleared, column, label, row
from app.desktop.words import clock, many, near_day, tr
from app.domain.fields import Field, FieldType
from app.domain.moments import in_zone, parse_moment
from app.domain.writing import value_text
from app.services.views import Custody, HistoryEntry
from app.services.wording import refusal_words

SHOWN = 5
LONGEST = 90
IN_EFFECT = "effect"
LEFT_OUT = frozenset({"serial", "decided_on"})


class Change(msgspec.Struct, frozen=True):
    """One field that one save changed: its words before and after, the value before, and whether or why not applied."""

    field: str
    label: str
    before: str
    after: str
    was: Any = None
    applied: bool = True
    why: str = ""


class Saved(msgspec.Struct, frozen=True):
    """One save: who, when (aware), what changed, whether it is the first, whether it counts, and from which node.

    `came` says through which imports it came here; nothing for what was written on this laptop. `beside` are the
    officers whose earlier saves its author had not seen; `doubtful` is a moment that no right clock can have shown.
    """

    by: str
    at: datetime
    changes: tuple[Change, ...]
    first: bool
    counts: bool
    node: str = ""
    came: tuple[Custody, ...] = ()
    beside: tuple[str, ...] = ()
    doubtful: bool = False


def told(
    entries: Sequence[HistoryEntry], fields: Mapping[str, Field], title: Callable[[str], str]
) -> tuple[Saved, ...]:
    """Return every save in words, newest first."""
    values: dict[str, Any] = {}
    saves = []
    for place, entry in enumerate(entries):
        changes = tuple(
            _change(
                fields[name],
                values.get(name),
                value,
                title,
                entry.reasons.get(name, ""),
                applied=name not in entry.ignored,
            )
            for name, value in entry.fields.items()
            if name in fields and name not in LEFT_OUT
        )
        counts = entry.status == IN_EFFECT
        saves.append(
            Saved(
                entry.by, parse_moment(entry.at), changes, place == 0, counts, entry.node,
                entry.brought_by, entry.beside, entry.doubtful,
            )
        )  # fmt: skip
        values |= {name: value for name, value in entry.fields.items() if name not in entry.ignored}
    return tuple(reversed(saves))


def words_of(field: Field, wire: Any, title: Callable[[str], str]) -> str:
    """Return a wire value in words, with titles in the place of ids."""
    words = value_text(field, wire)
    for one in ids_in(field, wire) if field.type in (FieldType.REF, FieldType.REFS, FieldType.ROWS) else ():
        words = words.replace(one, title(one))
    return words


class HistoryPanel(QWidget):
    """The last saves, each change in one line with the way back; older ones on request."""

    restore_wanted = Signal(str, object)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._now = now
        self._saves: tuple[Saved, ...] = ()
        self._all = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(sizes().of(SMALL))

    def show_saves(self, saves: tuple[Saved, ...]) -> None:
        """Show saves, newest first."""
        self._saves = saves
        self._fill()

    def _fill(self) -> None:
        cleared(self._box)
        shown = self._saves if self._all else self._saves[:SHOWN]
        if not shown:
            self._box.addWidget(label(tr("Not saved yet."), "small"))
        for saved in shown:
            self._box.addLayout(self._one(saved))
        if len(shown) < len(self._saves):
            older = len(self._saves) - len(shown)
            self._box.addWidget(button(tr("{count} older", count=older), self._show_all, "row"))

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _one(self, saved: Saved) -> QVBoxLayout:
        now = self._now()
        at = in_zone(saved.at, now.tzinfo)
        when = f"{near_day(at.date(), now.date())} {clock(at)}"
        lines = column(label(saved.by or tr("unknown"), "", wrap=True), label(when, "small"), space=0)
        if saved.doubtful:
            lines.addWidget(label(tr("Clock doubtful"), "fault"))
        if saved.first:
            lines.addWidget(
                label(tr("Written, {count} fields", count=len(saved.changes)), "small", wrap=True)
            )
        else:
            for change in (one for one in saved.changes if one.applied):
                lines.addLayout(self._line(change))
        for change in saved.changes:
            if not change.applied:
                lines.addWidget(label(_not_applied(change), "fault", wrap=True))
        if saved.beside:
            names = ", ".join(saved.beside)
            words = tr("Written apart from what {names} saved; the two were put together.", names=names)
            lines.addWidget(label(words, "small", wrap=True))
        if not saved.counts:
            lines.addWidget(label(tr("Not applied"), "fault"))
        if saved.came:
            lines.addLayout(self._custody(saved.came))
        return lines

    def _custody(self, came: Sequence[Custody]) -> QVBoxLayout:
        """Say through whom a save came here first and who took it in; files and digests show on request."""
        first = came[0]
        words = tr(
            "Came {day} through {who}, taken in by {officer}", day=self._day(first.at),
            who=first.unit_name or tr("somebody who is in no roster"), officer=first.officer or tr("unknown"),
        )  # fmt: skip
        full = label("\n\n".join(self._full(one) for one in came), "small", wrap=True)
        full.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        full.hide()
        count = many(len(came), "bundle", "bundles")
        more = button(
            tr("{count} brought it", count=count), lambda: full.setVisible(full.isHidden()), "link",
            name=tr("{count} brought this save: show or hide how", count=count),
        )  # fmt: skip
        return column(label(words, "small", wrap=True), row(more, None), full, space=0)

    def _full(self, one: Custody) -> str:
        """Return one import in full: which file, made by whom, taken in when and by whom, and its digest."""
        digest = " ".join(one.digest[start : start + 8] for start in range(0, len(one.digest), 8))
        return tr(
            "{file}\nmade by {who}\ntaken in {at} by {officer}\nSHA-256 {digest}",
            file=one.path or one.file, who=one.unit_name or tr("somebody who is in no roster"),
            at=self._day(one.at), officer=one.officer or tr("unknown"), digest=digest,
        )  # fmt: skip

    def _day(self, moment: str) -> str:
        now = self._now()
        at = in_zone(parse_moment(moment), now.tzinfo)
        return f"{near_day(at.date(), now.date())} {clock(at)}"

    def _line(self, change: Change) -> QVBoxLayout:
        words = label(f"{change.label}: {_cut(change.before)} → {_cut(change.after)}", "small", wrap=True)
        words.setToolTip(f"{change.before}\n→\n{change.after}"[:2000])
        back = button(
            tr("Restore this value"), lambda: self.restore_wanted.emit(change.field, change.was), "link",
            name=tr("Restore {field}: {value}", field=change.label, value=_cut(change.before)),
        )  # fmt: skip
        return column(words, row(back, None), space=TINY)


def _not_applied(change: Change) -> str:
    """Say what was kept and not applied, and why."""
    return tr(
        "Kept and not applied: {field} {value}. {why}",
        field=change.label,
        value=_cut(change.after),
        why=tr(refusal_words(change.why)),
    )


def _change(
    field: Field,
    before: Any,
    after: Any,
    title: Callable[[str], str],
    why: str = "",
    *,
    applied: bool = True,
) -> Change:
    nothing = tr("nothing")
    said = [words_of(field, wire, title) or nothing for wire in (before, after)]
    return Change(field.name, tr(field.label), said[0], said[1], before, applied, why)


def _cut(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
