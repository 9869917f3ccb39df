"""Decisions as people see them: whether one still stands, in what its record has changed since, and deciding anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from app.domain.decisions import DECIDED_ON, NOW, changed_since, decided_day, version_moment
from app.domain.kinds import KINDS
from app.domain.levels import LEVEL_LABELS
from app.domain.policy.steps import may_decide, rule
from app.domain.scopes import Level
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import NotAllowedError, UnknownRecordError
from app.services.saving import Entry, save
from app.services.settings import current
from app.services.step_faults import day_text, stale_params
from app.services.structures import typed_record
from app.services.versions import version_in_force
from app.services.views import RecordView, View
from app.storage.rows import RecordState


class Decision(View, frozen=True, kw_only=True):
    """The decision a record rests on: its day, when the version it was taken on was written, and what changed since.

    `may_confirm` tells whether this logbook may take it anew.
    """

    day: date | None
    version: datetime | None
    changed: tuple[str, ...]
    words: str
    may_confirm: bool

    @property
    def stands(self) -> bool:
        """Whether nothing that mattered changed since."""
        return not self.changed


def decision_of(desk: Desk, record: RecordView | str) -> Decision | None:
    """Return the decision that a record rests on; None where it rests on none, as before one or in an emergency."""
    identifier = record if isinstance(record, str) else record.id
    return decisions_of(desk, [identifier]).get(identifier)


def decisions_of(desk: Desk, records: Iterable[str]) -> dict[str, Decision]:
    """Return the decisions of those records that rest on one, by id."""
    with desk.logbook.reading() as reader:
        states = reader.records(records)
        versions = {
            identifier: version
            for identifier, state in states.items()
            if (version := version_in_force(state)) is not None
        }
    limits = current(desk).sector_limits if versions else {}
    found = {}
    for identifier, version in versions.items():
        state = states[identifier]
        workflow = KINDS[state.kind].workflow
        assert workflow is not None  # noqa: S101 - only kinds with a workflow rest on a decision
        allows = rule(desk.standing.level, typed_record(state.kind, state.values), limits)
        found[identifier] = _decision(state, version, may_confirm=may_decide(workflow, allows))
    return found


def confirm(desk: Desk, record: RecordView) -> tuple[RecordView, Changes]:
    """Decide anew on a record as this view of it stands; what others changed meanwhile is not decided on.

    Raises `NotAllowedError` where this logbook may not decide, `RecordRefusedError` where nothing is decided on.
    """
    found = decision_of(desk, record)
    if found is not None and not found.may_confirm:
        raise NotAllowedError(who=LEVEL_LABELS[Level.FORCE])
    if found is None and record.kind not in KINDS:
        raise UnknownRecordError(name=record.id)
    return save(desk, Entry(kind=record.kind, id=record.id, fields={DECIDED_ON: NOW}), seen=record.heads)


def _decision(state: RecordState, version: str, *, may_confirm: bool) -> Decision:
    changed = changed_since(version, state.values, state.conflicts)
    return Decision(
        day=decided_day(version),
        version=version_moment(version),
        changed=changed,
        words=words_of(state.kind, version, changed),
        may_confirm=may_confirm,
    )


def words_of(kind: str, version: str, changed: tuple[str, ...]) -> str:
    """Return a sentence: on which version the decision was taken, and whether it needs a new one."""
    if not changed:
        return f"Decided on {day_text(decided_day(version))}."
    params = stale_params(KINDS[kind], version, changed)
    return (
        f"Decided on the version of {params['day']}; {params['changed']} changed since: needs a new decision."
    )
