"""The promise ledger: what we and our partners owe each other, what is overdue, and how well dates are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from app.domain.follow_ups import WORKFLOW as WORKFLOW
from app.services.desks import Desk
from app.services.links import group_of, kept_map
from app.services.showing import view_of
from app.services.views import RecordView, View
from app.storage.liaison_reads import DonePromise, PromiseCount
from app.storage.reader import Reader

US, THEM = "us", "them"
SIDES = (US, THEM, "")
"""Who owes: we, they, or nobody said."""


class Tally(View, frozen=True, kw_only=True):
    """The promises of one side: how many are open, overdue among them, done and cancelled.

    `kept` of the `judged` ones were done by their date; judged are those done with a date, and those overdue.
    """

    open: int = 0
    overdue: int = 0
    done: int = 0
    cancelled: int = 0
    kept: int = 0
    judged: int = 0

    @property
    def rate(self) -> int | None:
        """The percentage kept on time, rounded down; None where none can be judged."""
        return self.kept * 100 // self.judged if self.judged else None

    @property
    def all(self) -> int:
        """How many promises these are."""
        return self.open + self.done + self.cancelled


class LedgerRow(View, frozen=True, kw_only=True):
    """The promises between us and one counterpart; the row without an id holds those that name none."""

    id: str
    serial: str
    title: str
    ours: Tally
    theirs: Tally
    unsaid: Tally

    @property
    def overdue(self) -> int:
        """How many promises of both sides are overdue."""
        return self.ours.overdue + self.theirs.overdue + self.unsaid.overdue

    @property
    def open(self) -> int:
        """How many promises of both sides are open."""
        return self.ours.open + self.theirs.open + self.unsaid.open


def ledger(desk: Desk, *, today: date | None = None) -> tuple[LedgerRow, ...]:
    """Return the promises by counterpart, the most overdue first; those with a double count for the one that stays."""
    day = today or desk.clock().date()
    with desk.logbook.reading() as reader:
        kept = kept_map(reader, ("organisation",))
        tallies = _tallies(reader, day, kept)
        partners = {partner for partner, _ in tallies}
        names = reader.field_values("organisation", ("name", "serial"), partners - {""})
    rows = []
    for partner in partners:
        title, serial = names.get(partner, ("", ""))
        ours, theirs, unsaid = (_view(tallies.get((partner, side))) for side in SIDES)
        rows.append(
            LedgerRow(
                id=partner, serial=serial or "", title=title or "", ours=ours, theirs=theirs, unsaid=unsaid
            )
        )  # fmt: skip
    return tuple(
        sorted(rows, key=lambda row: (-row.overdue, -row.open, not row.id, row.title.casefold(), row.id))
    )


def row_of(reader: Reader, group: tuple[str, ...], today: date) -> LedgerRow:
    """Return the promises between us and one organisation, given with its doubles."""
    tallies = _tallies(reader, today, dict.fromkeys(group, group[0]), group)
    ours, theirs, unsaid = (_view(tallies.get((group[0], side))) for side in SIDES)
    return LedgerRow(id=group[0], serial="", title="", ours=ours, theirs=theirs, unsaid=unsaid)


def of_partner(desk: Desk, organisation: str) -> tuple[RecordView, ...]:
    """Return every promise between us and an organisation or its doubles: open ones first, by their date."""
    with desk.logbook.reading() as reader:
        group = group_of(reader, organisation)
        where = (("counterpart", "in", list(group)),)
        states = reader.states(reader.keys("follow_up", where, ("due", False)))
    views = [view_of(state) for state in states]
    return tuple(sorted(views, key=lambda view: (_is_closed(view.state), view.fields.get("due") or "9999")))


class _Sum(msgspec.Struct):
    """A tally in the making."""

    open: int = 0
    overdue: int = 0
    done: int = 0
    cancelled: int = 0
    kept: int = 0
    judged: int = 0

    def take(self, counted: PromiseCount) -> None:
        if counted.state == "done":
            self.done += counted.count
        elif counted.state == "cancelled":
            self.cancelled += counted.count
        else:
            self.open += counted.count
            self.overdue += counted.late
            self.judged += counted.late


def _tallies(
    reader: Reader, today: date, kept: dict[str, str], only: tuple[str, ...] | None = None
) -> dict[tuple[str, str], _Sum]:
    found: dict[tuple[str, str], _Sum] = {}

    def of(counterpart: str, side: str) -> _Sum:
        key = (kept.get(counterpart, counterpart), side if side in SIDES else "")
        return found.setdefault(key, _Sum())

    for counted in reader.promise_counts(today, only):
        of(counted.counterpart, counted.owed_by).take(counted)
    done = reader.done_promises(only)
    in_time = _in_time(reader, done)
    for one in done:
        tally = of(one.counterpart, one.owed_by)
        tally.judged += 1
        tally.kept += one.id in in_time
    return found


def _in_time(reader: Reader, done: Iterable[DonePromise]) -> set[str]:
    """Return the promises that were done by their date; only where a later save leaves doubt is history read."""
    doubtful = {one.id: one.due for one in done if one.saved[:10] > one.due}
    kept = {one.id for one in done if one.id not in doubtful}
    for identifier, at in reader.done_at(doubtful).items():
        if datetime.fromisoformat(at).date().isoformat() <= doubtful[identifier]:
            kept.add(identifier)
    return kept


def _view(tally: _Sum | None) -> Tally:
    return Tally(**msgspec.structs.asdict(tally)) if tally else Tally()


def _is_closed(state: str | None) -> bool:
    return state in WORKFLOW.closed
