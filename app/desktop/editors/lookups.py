"""Lookups: how reference fields find records, learn their titles, and make a new one from a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject

from app.desktop.context import Context
from app.desktop.words import tr
from app.domain.fields import Field, FieldType
from app.domain.kinds import KINDS
from app.services import doubles, records
from app.services.changes import Changes
from app.services.views import RecordView

if TYPE_CHECKING:
    from app.services.desks import Desk

LIMIT = 20


class Found(msgspec.Struct, frozen=True):
    """A record that a reference may name: its id, kind, title and serial, and why it looks like what is typed."""

    id: str
    kind: str
    title: str
    serial: str = ""
    reason: str = ""


class Lookup(QObject):
    """Answers the reference fields of one form, off the GUI thread; it remembers titles."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.titles: dict[str, str] = {}

    def title(self, record_id: str) -> str:
        """Return the title of a record as far as it is known, else its id."""
        return self.titles.get(record_id, record_id)

    def search(
        self, field: Field, text: str, done: Callable[[tuple[Found, ...]], None], owner: QObject
    ) -> None:
        """Find records that the field may name; without text the ones changed last."""
        kinds = kinds_of(field)

        def answer(found: tuple[Found, ...]) -> None:
            self.titles.update((one.id, one.title) for one in found)
            done(found)

        self._context.ask(lambda desk: _find(desk, kinds, text), done=answer, owner=owner)

    def learn(self, ids: Iterable[str], done: Callable[[], None], owner: QObject) -> None:
        """Learn the titles that are not known yet, then call back; at once where nothing is missing."""
        missing = sorted(set(ids) - self.titles.keys())
        if not missing:
            done()
            return

        def answer(titles: dict[str, str]) -> None:
            self.titles.update(dict.fromkeys(missing, tr("not in this logbook")) | titles)
            done()

        self._context.ask(lambda desk: dict(records.titles(desk, missing)), done=answer, owner=owner)

    def open(self, record_id: str) -> None:
        """Show a record in its own editor."""

        def answer(view: RecordView) -> None:
            self._context.open_record(view.kind, view.id)

        self._context.ask(lambda desk: records.show(desk, record_id), done=answer, owner=self)

    def facts(self, record_id: str, done: Callable[[dict[str, Any]], None], owner: QObject) -> None:
        """Learn the wire values of a record."""
        self._context.ask(lambda desk: records.show(desk, record_id).fields, done=done, owner=owner)

    def near(self, kind: str, name: str, done: Callable[[tuple[Found, ...]], None], owner: QObject) -> None:
        """Find what is there already and looks like a name that is about to be written; each says why."""
        self._context.ask(lambda desk: _near(desk, kind, name), done=done, owner=owner)

    def create(self, kind: str, name: str, done: Callable[[Found], None], owner: QObject) -> None:
        """Write a new record that has only its name."""
        entry = records.Entry(kind=kind, fields={KINDS[kind].title_from[0]: name})

        def answer(saved: tuple[RecordView, Changes]) -> None:
            view, changes = saved
            self.titles[view.id] = view.title
            done(Found(view.id, view.kind, view.title, view.serial))
            self._context.broadcast(changes)

        self._context.ask(lambda desk: records.save(desk, entry), done=answer, owner=owner)


def kinds_of(field: Field) -> tuple[str, ...]:
    """Return the kinds that a reference field may name; none means any."""
    return () if field.ref in (None, "*") else tuple(str(field.ref).split("|"))


def creatable(field: Field) -> tuple[str, ...]:
    """Return the kinds that can be made from a name alone, among those the field may name."""
    return tuple(
        name for name in kinds_of(field) if _required(name) <= {KINDS[name].title_from[0]}
    )  # fmt: skip


def _required(kind: str) -> set[str]:
    return {name for name, field in KINDS[kind].__fields__.items() if field.required}


def ids_in(field: Field, wire: object) -> list[str]:
    """Return the record ids that a wire value names, those in rows too."""
    if field.type is FieldType.REF and isinstance(wire, str):
        return [wire]
    if field.type is FieldType.REFS and isinstance(wire, list | tuple):
        return list(wire)
    if field.type is FieldType.ROWS and isinstance(wire, list | tuple):
        columns = [column for column in field.columns if column.type in (FieldType.REF, FieldType.REFS)]
        return [one for row in wire for column in columns for one in ids_in(column, row.get(column.name))]
    return []


def _near(desk: Desk, kind: str, name: str) -> tuple[Found, ...]:
    return tuple(
        Found(one.id, one.kind, one.title, one.serial, one.reason) for one in doubles.near(desk, kind, name)
    )


def _find(desk: Desk, kinds: tuple[str, ...], text: str) -> tuple[Found, ...]:
    if text.strip():
        hits = [
            hit for kind in kinds or (None,) for hit in records.search(desk, text, kind=kind, limit=LIMIT)
        ]
        return tuple(Found(hit.id, hit.kind, hit.title, hit.serial) for hit in hits[:LIMIT])
    views = [
        view for kind in kinds for view in records.page(desk, kind, order=("updated_at", True), limit=LIMIT)
    ]
    return tuple(Found(view.id, view.kind, view.title, view.serial) for view in views[:LIMIT])
