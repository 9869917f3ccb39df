"""Merging doubles: one record points to the one that stays. Nothing is rewritten, so it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.doubles import DOUBLED, POINTER
from app.domain.fields import Field, FieldType
from app.domain.kinds import KINDS, field_of_role
from app.domain.roles import Role
from app.domain.scopes import Reach, is_on_branch
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import (
    AlreadyMergedError,
    KeptStaysHereError,
    NotADoubleError,
    NotMergedError,
    NotYoursToMergeError,
    UnknownRecordError,
)
from app.services.links import kept_map
from app.services.saving import Entry, put_in
from app.services.views import View
from app.storage.rows import RecordState
from app.storage.writer import Writer

_LISTS = (FieldType.TEXTS, FieldType.CHOICES, FieldType.REFS)


def names_field(kind: str) -> str:
    """Return the field of a kind that holds its other names; empty where it has none."""
    return field_of_role(kind, Role.OTHER_NAMES)


class Merged(View, frozen=True, kw_only=True):
    """What a merge did: the double, the record that stays, and its fields that changed, before and after."""

    kind: str
    double: str
    kept: str
    title: str
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def changes(self) -> Changes:
        """What to tell open pages."""
        return Changes.of(self.kind, self.double, self.kept)


class Takeable(View, frozen=True, kw_only=True):
    """A field in which two records differ, with both values; `empty` where the one that stays says nothing."""

    field: str
    label: str
    kept: Any
    double: Any
    empty: bool


def takeable(kind: str, kept: dict[str, Any], double: dict[str, Any]) -> tuple[Takeable, ...]:
    """Return the fields of a double that the record that stays could take, in the order of the form."""
    return tuple(
        Takeable(
            field=name, label=field.label, kept=kept.get(name), double=double[name], empty=kept.get(name) is None
        )
        for name, field in KINDS[kind].__fields__.items()
        if field.merged and field.role is not Role.OTHER_NAMES and double.get(name) is not None
        and double[name] != kept.get(name)
    )  # fmt: skip


def merge(desk: Desk, double: str, into: str, *, take: Iterable[str] = (), names: bool = False) -> Merged:
    """Let a record be a double of another; what is ticked is taken over, in one transaction.

    `take` names fields whose values the one that stays takes; lists and notes are added to. `names` adds the double's
    names to its other names. Raises `NotADoubleError`, `AlreadyMergedError`, `NotYoursToMergeError`,
    `KeptStaysHereError`.
    """
    with desk.logbook.writing() as writer:
        gone, kept = _both(desk, writer, double, into)
        wanted = set(take)
        after = {
            name: _joined(field, kept.values.get(name), gone.values.get(name))
            for name, field in KINDS[kept.kind].__fields__.items()
            if name in wanted and field.merged and gone.values.get(name) is not None
        }
        if names and (listed := names_field(kept.kind)):
            after[listed] = _all_names(kept, gone, listed)
        after = {name: value for name, value in after.items() if value != kept.values.get(name)}
        if after:
            put_in(desk, writer, Entry(kind=kept.kind, id=kept.id, fields=after), taken=True)
        put_in(desk, writer, Entry(kind=gone.kind, id=gone.id, fields={POINTER: kept.id}))
    before = {name: kept.values.get(name) for name in after}
    title = str(kept.values.get("name") or "")
    return Merged(kind=kept.kind, double=gone.id, kept=kept.id, title=title, before=before, after=after)


def unmerge(desk: Desk, double: str) -> Changes:
    """Let a double stand for itself again; raises `NotMergedError`."""
    with desk.logbook.writing() as writer:
        state = writer.record(double)
        if state is None or state.kind not in DOUBLED or not state.values.get(POINTER):
            raise NotMergedError
        _may_write(desk, state)
        kept = str(state.values[POINTER])
        put_in(desk, writer, Entry(kind=state.kind, id=double, fields={POINTER: None}))
    return Changes.of(state.kind, double, kept)


def undo(desk: Desk, merged: Merged) -> Changes:
    """Take a merge back, and what it took over as far as nobody has changed it since."""
    with desk.logbook.writing() as writer:
        states = writer.records((merged.double, merged.kept))
        kept, double = states.get(merged.kept), states.get(merged.double)
        if double is not None and double.values.get(POINTER) == merged.kept:
            put_in(desk, writer, Entry(kind=merged.kind, id=merged.double, fields={POINTER: None}))
        back = {
            name: merged.before.get(name)
            for name, value in merged.after.items()
            if kept is not None and kept.values.get(name) == value
        }
        if back:
            put_in(desk, writer, Entry(kind=merged.kind, id=merged.kept, fields=back), taken=True)
    return merged.changes


def _both(desk: Desk, writer: Writer, double: str, into: str) -> tuple[RecordState, RecordState]:
    """Return the double and the record that stays, after every check."""
    states = writer.records((double, into))
    for name in (double, into):
        if name not in states:
            raise UnknownRecordError(name=name)
    gone = states[double]
    if gone.kind not in DOUBLED or states[into].kind != gone.kind:
        raise NotADoubleError
    leads = kept_map(writer, (gone.kind,))
    target = leads.get(into, into)
    if double in leads or target == double:
        raise AlreadyMergedError
    kept = states[into] if target == into else writer.records((target,))[target]
    _may_write(desk, gone)
    _may_write(desk, kept)
    if kept.reach == Reach.LAPTOP and gone.reach != Reach.LAPTOP:
        raise KeptStaysHereError(title=str(kept.values.get("name") or kept.id))
    return gone, kept


def _may_write(desk: Desk, state: RecordState) -> None:
    own = desk.standing.unit
    if state.reach != Reach.LAPTOP and own and state.unit and not is_on_branch(own, state.unit):
        raise NotYoursToMergeError(title=str(state.values.get("name") or state.id), unit=state.unit)


def _joined(field: Field, kept: Any, double: Any) -> Any:
    """Return what a field holds after it took another value: lists grow, notes follow each other."""
    if kept is None:
        return double
    if field.type in _LISTS:
        return list(dict.fromkeys([*kept, *double]))
    if field.name == "notes":
        return f"{kept}\n\n{double}" if double not in kept else kept
    return double


def _all_names(kept: RecordState, double: RecordState, field: str) -> list[str] | None:
    """Return the other names of the record that stays with those of the double; its own name is none of them."""
    given = [*(kept.values.get(field) or ()), double.values.get("name"), double.values.get("acronym")]
    given += double.values.get(field) or ()
    known = {kept.values.get("name"), kept.values.get("acronym")}
    names = [name for name in dict.fromkeys(given) if name and name not in known]
    return names or None
