"""Reading what liaison asks for: when a partner was last met and will be met, and what became of promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Text, and_, case, func, select, true, type_coerce

from app.domain.follow_ups import WORKFLOW
from app.storage.columns import wire_moment
from app.storage.files import UNREADABLE
from app.storage.kind_tables import KIND_TABLES
from app.storage.sessions import AnySelect, Session, among
from app.storage.tables import link, record, revision

_LINES = among(select(revision.c.record, revision.c.at, revision.c.line), revision.c.record)
_Moment = tuple[str, str]
"""A stored moment, and the node whose meeting it is."""
MET_BY = ("organisations", "participants.organisation", "participants.person")
"""The fields in which a meeting names whom we met."""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """When one node last met a record and next will, as wire moments; None where it never did or will not."""

    target: str
    node: str
    last: str | None
    next: str | None


class PromiseCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many follow-ups share a counterpart, an ower and a state, and how many of them are past their date."""

    counterpart: str
    owed_by: str
    state: str
    count: int
    late: int


class DonePromise(msgspec.Struct, frozen=True, kw_only=True):
    """A follow-up that is done and had a date; `saved` is when it was last changed in any way."""

    id: str
    counterpart: str
    owed_by: str
    due: str
    saved: str


class _State(msgspec.Struct):
    state: str | None = None


class _Line(msgspec.Struct):
    fields: _State


class LiaisonReads(Session):
    """What the matrix and the promise ledger ask for; withdrawn records do not count."""

    def contacts(self, now: str) -> tuple[Contact, ...]:
        """Return whom each node met last before a moment (UTC, `…Z`) and will meet next, by what the meetings name.

        Three plain scans of what lies close together, joined here: the database would look every link up.
        """
        before, ahead = self._meetings(now)
        last: dict[tuple[str, str], str] = {}
        coming: dict[tuple[str, str], str] = {}
        for source, target in self._fetch(
            select(link.c.source, link.c.target).where(link.c.field.in_(MET_BY))
        ):
            if source in before:
                moment, node = before[source]
                if moment > last.get((target, node), ""):
                    last[target, node] = moment
            if source in ahead:
                moment, node = ahead[source]
                if moment < coming.get((target, node), "~"):
                    coming[target, node] = moment
        return tuple(
            Contact(target=key[0], node=key[1], last=_wire(last.get(key)), next=_wire(coming.get(key)))
            for key in dict.fromkeys((*last, *coming))
        )

    def _meetings(self, now: str) -> tuple[dict[int, _Moment], dict[int, _Moment]]:
        """Return by key when and whose the meetings before a moment were, and when the ones ahead will be."""
        meeting = KIND_TABLES["meeting"].table
        began, again = (type_coerce(meeting.c[name], Text) for name in ("started_at", "next_meeting_at"))
        shown = select(record.c.pk, record.c.node).where(
            record.c.kind == "meeting", record.c.withdrawn.is_(None)
        )
        nodes: dict[int, str] = dict(self._fetch(shown))
        before: dict[int, _Moment] = {}
        ahead: dict[int, _Moment] = {}
        for pk, moment in self._fetch(select(meeting.c.pk, began).where(began.is_not(None))):
            if pk in nodes:
                (before if moment <= now else ahead)[pk] = (moment, nodes[pk])
        for pk, moment in self._fetch(select(meeting.c.pk, again).where(again > now)):
            if pk in nodes:
                ahead[pk] = min((moment, nodes[pk]), ahead.get(pk, (moment, nodes[pk])))
        return before, ahead

    def _fetch(self, query: AnySelect) -> list[tuple[Any, ...]]:
        """Return plain rows straight from the driver: a row object for each of 100,000 takes longer than the query."""
        with self._connection.execute(query) as found:
            return list(found.cursor.fetchall())

    def promise_counts(self, today: date, only: Sequence[str] | None = None) -> tuple[PromiseCount, ...]:
        """Return how many promises there are by counterpart, ower and state, of all counterparts or `only` of these."""
        promise = KIND_TABLES["follow_up"].table
        is_late = and_(promise.c.state.not_in(sorted(WORKFLOW.closed)), promise.c.due < today.isoformat())
        whose = (promise.c.counterpart, promise.c.owed_by, promise.c.state)
        query = (
            select(*whose, func.count(), func.sum(case((is_late, 1), else_=0)))
            .where(promise.c.pk.not_in(_withdrawn("follow_up")), _among(promise.c.counterpart, only))
            .group_by(*whose)
        )
        return tuple(
            PromiseCount(
                counterpart=row[0] or "", owed_by=row[1] or "", state=row[2] or "", count=int(row[3]),
                late=int(row[4] or 0),
            )
            for row in self._all(query)
        )  # fmt: skip

    def done_promises(self, only: Sequence[str] | None = None) -> tuple[DonePromise, ...]:
        """Return the promises that are done and had a date; `only` these counterparts', where given."""
        promise = KIND_TABLES["follow_up"].table
        query = (
            select(record.c.id, promise.c.counterpart, promise.c.owed_by, promise.c.due, record.c.updated_at)
            .join(record, record.c.pk == promise.c.pk)
            .where(record.c.withdrawn.is_(None), record.c.state == "done", promise.c.due.is_not(None))
            .where(_among(promise.c.counterpart, only))
        )
        return tuple(
            DonePromise(id=row[0], counterpart=row[1] or "", owed_by=row[2] or "", due=row[3], saved=row[4])
            for row in self._all(query)
        )

    def done_at(self, ids: Iterable[str]) -> dict[str, str]:
        """Return when each of these records was last set to done, by its revisions; moments of revisions, in UTC."""
        found: dict[str, str] = {}
        for row in self._among(_LINES, ids):
            if _sets_done(row.line):
                found[row.record] = max(row.at, found.get(row.record, ""))
        return found


_decoder = msgspec.json.Decoder(_Line)


def _withdrawn(kind: str) -> AnySelect:
    """Return the keys of the withdrawn records of a kind; they are few and found by an index."""
    return select(record.c.pk).where(record.c.kind == kind, record.c.withdrawn.is_not(None))


def _among(column: Column[Any], only: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if only is None else column.in_(only)


def _sets_done(line: Any) -> bool:
    try:
        return _decoder.decode(line).fields.state == "done"
    except UNREADABLE:
        return False


def _wire(stored: str | None) -> str | None:
    return None if stored is None else wire_moment(stored)
