"""What a form lets a person change is accepted when it is saved, and what it does not is refused: for every kind, level
and ownership; and steps that are offered are taken, the others are refused.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.faults import Fault, RecordRefusedError
from app.domain.fields import Field, FieldType
from app.domain.kinds import KINDS, kind_named
from app.services import attachments, records
from app.services.desks import Desk, Discarded
from app.services.nearness import nearness, read_only
from app.services.next_steps import next_steps
from app.services.records import Entry
from app.services.saving import put_in
from app.services.views import RecordView
from tests.filling import REFERRED, Filling
from tests.services.missions import COMPLETE, Mission, saved

NAMES = ("force", "sector", "unit", "west")
RIGHTS = frozenset(
    {"level_too_low", "not_yours", "off_branch", "at_birth", "issued", "unknown_node", "only_raised"}
)
"""The codes of what somebody may not set, whatever else the record says."""


def filling(desk: Desk, kind: str) -> Filling:
    made = {
        one: (saved(desk, one, **fields).id, fields.get("name") or fields["title"])
        for one, fields in REFERRED.items()
        if KINDS[one].written_by == "unit"
    }
    made["directive"] = ("01939e2a-0000-7000-8000-000000000000", "")
    return Filling(kind, made, attachments.keep(desk, "note.txt", b"what was said"))


def tried(field: Field, value: Any, now: Any) -> Iterator[Any]:
    """Yield values of a field that are not the one that stands."""
    if field.type is FieldType.CHOICE:
        yield from (code for code, _ in field.choices or () if code != now)
    elif field.type is FieldType.BOOLEAN:
        yield now is not True
    else:
        yield value


def faults_of(desk: Desk, kind: str, identifier: str | None, fields: dict[str, Any]) -> list[Fault]:
    """Return the faults of a save; what it would have written is not kept."""
    try:
        with desk.logbook.writing() as writer:
            put_in(desk, writer, Entry(kind=kind, id=identifier, fields=fields))
            raise Discarded
    except RecordRefusedError as error:
        return list(error.faults)
    except Discarded:
        return []


def codes_of(desk: Desk, kind: str, identifier: str | None, name: str, fields: dict[str, Any]) -> set[str]:
    """Return the codes of rights for which a save is refused at a field; none where it is not."""
    return {one.code for one in faults_of(desk, kind, identifier, fields) if one.field == name} & RIGHTS


def locked(desk: Desk, kind: str, view: RecordView | None) -> set[str]:
    if view is None:
        return set(read_only(kind, nearness(desk.standing, None), {}, born=True))
    with desk.logbook.reading() as reader:
        state = reader.record(view.id)
    assert state is not None
    return set(read_only(kind, nearness(desk.standing, state), state.values, born=False))


NEEDED = {"acknowledgement": ("directive", "directive"), "visit": ("project", "project")}


def basis(desk: Desk, kind: str, force: Desk) -> dict[str, Any]:
    """Return what a new record of a kind needs."""
    fields = dict(COMPLETE[kind])
    if kind in NEEDED:
        name, needed = NEEDED[kind]
        fields[name] = saved(force if needed == "directive" else desk, needed).id
    return fields


def check(desk: Desk, kind: str, identifier: str | None, values: Filling, begun: dict[str, Any]) -> None:
    """Compare, for every field of the form of a record, what is locked and what a save of it says."""
    for name, field in KINDS[kind].__fields__.items():
        if not field.form or field.type is FieldType.STATE or name not in values.fields:
            continue
        view = records.show(desk, identifier) if identifier else None
        now = view.fields.get(name) if view else None
        shut = name in locked(desk, kind, view)
        refused = [
            codes_of(desk, kind, identifier, name, {**begun, name: value})
            for value in tried(field, values.fields[name], now)
        ]
        assert all(refused) is shut, (kind, name, desk.standing.unit, refused)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_the_form_lets_one_change_is_what_a_save_takes(mission: Mission, kind: str) -> None:
    written = KINDS[kind].written_by
    authors = [
        name
        for name in NAMES
        if written == "unit" or name == "force" or (written == "sector" != name and name != "unit")
    ]
    begun = {name: basis(mission[name], kind, mission.force) for name in NAMES}
    mission.settle()
    made = {name: saved(mission[name], kind, **begun[name]).id for name in authors}
    mission.settle()
    for name in NAMES:
        desk = mission[name]
        values = filling(desk, kind)
        check(desk, kind, None, values, begun[name])
        for identifier in made.values():
            with desk.logbook.reading() as reader:
                held = reader.record(identifier) is not None
            if held:
                check(desk, kind, identifier, values, {})


STAGED = sorted(kind for kind, declared in KINDS.items() if declared.workflow is not None)


def begun_in(desk: Desk, kind: str, state: str) -> str | None:
    """Begin a record in a state; None where this logbook may not."""
    try:
        return saved(desk, kind, state=state).id
    except RecordRefusedError:
        return None


@pytest.mark.parametrize("kind", STAGED)
def test_only_steps_that_are_taken_are_offered(mission: Mission, kind: str) -> None:
    workflow = kind_named(kind).workflow
    assert workflow is not None
    made = {
        (author, state): identifier
        for author in ("unit", "sector", "force")
        for state in workflow.states
        if (identifier := begun_in(mission[author], kind, state)) is not None
    }
    assert {state for _, state in made} >= set(workflow.states) - {"executing"}
    mission.settle()
    offered = 0
    for name in ("unit", "sector", "force"):
        desk = mission[name]
        for (author, state), identifier in made.items():
            with desk.logbook.reading() as reader:
                if reader.record(identifier) is None:
                    continue
            view = records.show(desk, identifier)
            for step in next_steps(desk, kind, view.fields, identifier):
                faults = faults_of(desk, kind, identifier, {"state": step.target, "state_reason": "So it is"})
                assert step.possible is not bool(faults), (name, author, state, step, faults)
                offered += step.possible
    assert offered


def test_who_takes_a_step_that_ownership_refuses_is_named(mission: Mission) -> None:
    view = saved(mission.sector, "follow_up", reach="branch")
    closed = saved(mission.force, "qip", unit="fhq/east/indbatt-1", state="cancelled")
    mission.settle()
    (first, *_) = next_steps(mission.unit, "follow_up", records.show(mission.unit, view.id).fields, view.id)
    assert (first.possible, first.who) == (False, "SECTOR")
    fields = records.show(mission.unit, closed.id).fields
    for step in next_steps(mission.unit, "qip", fields, closed.id):
        assert not step.possible
