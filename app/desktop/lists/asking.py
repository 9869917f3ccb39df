"""Asking: what a list asks the logbook, on the database lane."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from app.desktop.lists.cells import qip_days_left, references
from app.desktop.lists.conditions import DUE, conditions_of
from app.desktop.lists.standpoint import Standpoint
from app.domain.fields import Field
from app.services import list_layouts, records
from app.services.attention import QIP_RUNNING, USUAL_LIMIT, QipLimit, qip_limit
from app.services.views import ListLayout, RecordView, Window

if TYPE_CHECKING:
    from app.services.desks import Desk

MOST_HITS = 500
Rows = tuple[list[RecordView], dict[str, str]]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Which records a list shows: chips by name, words to look for, an order, and from where the chips are read."""

    kind: str
    chips: dict[str, str]
    words: str
    order: tuple[str, bool]
    stand: Standpoint


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """How a list begins: its first rows, what they refer to, the units to choose from, and its layout.

    `conflicts` is how many records of the kind are in conflict, whatever the list is narrowed by.
    """

    window: Window
    titles: dict[str, str]
    units: tuple[str, ...]
    layout: ListLayout
    limit: QipLimit
    conflicts: int


def opening(desk: Desk, question: Question, columns: Sequence[Field]) -> Opening:
    """Return how a list begins; its keys are asked for afterwards."""
    layout = list_layouts.layout(desk, question.kind)
    window = records.window(desk, question.kind, where=_where(desk, question), order=question.order)
    return Opening(
        window=window,
        titles=records.titles(desk, references(list(window.rows), list(columns))),
        units=units_of(desk),
        layout=layout,
        limit=qip_limit(desk) if question.kind == "qip" else USUAL_LIMIT,
        conflicts=records.count(desk, question.kind, where=(("conflicts", ">", 0),)),
    )


def keys(desk: Desk, question: Question) -> array[int]:
    """Return the keys of all rows of a list."""
    return records.keys(desk, question.kind, where=_where(desk, question), order=question.order)


def rows(desk: Desk, wanted: Sequence[int], columns: Sequence[Field]) -> Rows:
    """Return the records of keys, and what the records named in these columns are called."""
    found = list(records.rows(desk, wanted))
    return found, records.titles(desk, references(found, list(columns)))


def units_of(desk: Desk) -> tuple[str, ...]:
    """Return the unit paths that records can belong to."""
    if desk.book is None:
        return (desk.identity.unit,) if desk.identity.unit else ()
    return tuple(sorted({entry.unit for entry in desk.book.entries}))


def _where(desk: Desk, question: Question) -> list[tuple[str, str, Any]]:
    stand = msgspec.structs.replace(question.stand, officer=desk.identity.officer)
    where = list(conditions_of(question.kind, question.chips, stand))
    if question.words:
        hits = records.search(desk, question.words, kind=question.kind, limit=MOST_HITS)
        where.append(("serial", "in", [hit.serial for hit in hits]))
    if question.kind == "qip" and question.chips.get(DUE):
        where.append(("id", "in", _late_qips(desk, stand)))
    return where


def _late_qips(desk: Desk, stand: Standpoint) -> list[str]:
    """Return the running QIPs that are past their limit; the clock may hang on a tranche, so each is read."""
    limit = qip_limit(desk)
    running = records.page(desk, "qip", where=(("state", "in", list(QIP_RUNNING)),))
    today = stand.now.date()
    return [one.id for one in running if (left := qip_days_left(one, today, limit)) is not None and left < 0]
