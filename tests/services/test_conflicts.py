"""Conflicts: both sides with who and where, and every way to settle one; the settlement travels."""

from typing import Any

import pytest

from app.domain.faults import RecordRefusedError
from app.services import conflicts, records
from app.services.conflicts import resolve
from app.services.desks import Desk, Discarded
from app.services.errors import NotInConflictError, UnknownRecordError
from app.services.saving import Entry, put_in
from app.services.views import RecordView
from tests.services.missions import Mission, changed, saved, states


def disputed(
    mission: Mission, kind: str, ours: dict[str, Any], theirs: dict[str, Any], **first: Any
) -> RecordView:
    """Let unit and sector change one record apart, and the sector import the unit's side."""
    view = saved(mission.unit, kind, **first)
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    changed(mission.unit, view, **theirs)
    changed(mission.sector, view, **ours)
    assert mission.send("unit", "sector").conflicts == len(ours)
    return records.show(mission.sector, view.id)


def settled_everywhere(mission: Mission, view: RecordView) -> RecordView:
    """Exchange, and return the record as all now hold it."""
    mission.settle()
    assert conflicts.conflicts(mission.unit) == conflicts.conflicts(mission.sector) == ()
    assert states(mission.unit)[view.id] == states(mission.sector)[view.id] == states(mission.force)[view.id]
    return records.show(mission.force, view.id)


def test_a_conflict_names_both_sides(mission: Mission) -> None:
    view = disputed(mission, "meeting", {"title": "Ours"}, {"title": "Theirs"})
    assert view.conflicts == ("title",)
    (conflict,) = conflicts.conflicts(mission.sector)
    assert (conflict.record, conflict.serial, conflict.field, conflict.label) == (
        view.id,
        view.serial,
        "title",
        "Title",
    )
    shown, other = conflict.candidates
    assert (shown.value, shown.by, shown.unit) == ("Ours", "Maj Sector", "fhq/east")
    assert (other.value, other.by, other.unit) == ("Theirs", "Maj Unit", "fhq/east/indbatt-1")
    assert shown.at > other.at
    assert view.title == "Ours"
    assert [one.beside for one in records.history(mission.sector, view.id)] == [(), (), ("Maj Unit",)]
    assert (shown.unit_name, other.unit_name) == ("SECTOR", "UNIT")


@pytest.mark.parametrize("side", [0, 1])
def test_taking_a_side(mission: Mission, side: int) -> None:
    view = disputed(mission, "meeting", {"title": "Ours"}, {"title": "Theirs"})
    (conflict,) = conflicts.conflicts(mission.sector)
    resolve(mission.sector, view.id, "title", take=conflict.candidates[side].revision)
    assert records.show(mission.sector, view.id).conflicts == ()
    assert settled_everywhere(mission, view).title == ("Ours", "Theirs")[side]


def test_a_third_value_as_a_person_types_it(mission: Mission) -> None:
    view = disputed(mission, "qip", {"cost": "100 USD"}, {"cost": "200.50 USD"})
    resolve(mission.sector, f"@{view.serial}", "cost", value="150 USD")
    assert settled_everywhere(mission, view).fields["cost"] == {"amount": 15_000, "currency": "USD"}


def test_taking_money_takes_its_cents(mission: Mission) -> None:
    view = disputed(mission, "qip", {"cost": "100 USD"}, {"cost": "200.50 USD"})
    (conflict,) = conflicts.conflicts(mission.sector)
    resolve(mission.sector, view.id, "cost", take=conflict.candidates[1].revision)
    assert settled_everywhere(mission, view).fields["cost"] == {"amount": 20_050, "currency": "USD"}


def test_a_side_that_names_what_is_not_here_can_be_taken(mission: Mission) -> None:
    """The unit names a person that stays on its laptop."""
    person = saved(mission.unit, "person", protected_source=True)
    rows = [{"person": person.id, "side": "theirs"}]
    view = disputed(mission, "meeting", {"participants": [{"name": "Chief"}]}, {"participants": rows})
    (conflict,) = conflicts.conflicts(mission.sector)
    resolve(mission.sector, view.id, "participants", take=conflict.candidates[1].revision)
    assert settled_everywhere(mission, view).fields["participants"] == rows


def test_a_cleared_field_is_a_side(mission: Mission) -> None:
    view = disputed(mission, "meeting", {"outcome": None}, {"outcome": "Agreed"}, outcome="Open")
    (conflict,) = conflicts.conflicts(mission.sector)
    assert [side.text for side in conflict.candidates] == ["", "Agreed"]
    resolve(mission.sector, view.id, "outcome", take=conflict.candidates[0].revision)
    assert "outcome" not in settled_everywhere(mission, view).fields


def test_withdrawn_by_two_with_two_reasons(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    records.withdraw(mission.unit, view.id, "entered twice")
    records.withdraw(mission.sector, view.id, "did not happen")
    mission.send("unit", "sector")
    (conflict,) = conflicts.conflicts(mission.sector)
    assert [side.text for side in conflict.candidates] == [
        "withdrawn: did not happen",
        "withdrawn: entered twice",
    ]
    resolve(mission.sector, view.id, "withdrawn", take=conflict.candidates[1].revision)
    assert settled_everywhere(mission, view).withdrawn == "entered twice"


def test_several_fields_are_settled_one_by_one(mission: Mission) -> None:
    view = disputed(mission, "meeting", {"title": "A", "host": "B"}, {"title": "C", "host": "D"})
    assert view.conflicts == ("host", "title")
    resolve(mission.sector, view.id, "title", value="E")
    assert records.show(mission.sector, view.id).conflicts == ("host",)
    resolve(mission.sector, view.id, "host", value="F")
    shown = settled_everywhere(mission, view)
    assert (shown.title, shown.fields["host"]) == ("E", "F")


def test_two_settlements_apart_are_a_new_conflict(mission: Mission) -> None:
    view = disputed(mission, "meeting", {"title": "Ours"}, {"title": "Theirs"})
    mission.send("sector", "unit")
    resolve(mission.sector, view.id, "title", value="One")
    resolve(mission.unit, view.id, "title", value="Two")
    mission.send("unit", "sector")
    assert records.show(mission.sector, view.id).conflicts == ("title",)
    resolve(mission.sector, view.id, "title", value="Three")
    assert settled_everywhere(mission, view).title == "Three"


def test_two_equal_settlements_are_no_conflict(mission: Mission) -> None:
    view = disputed(mission, "meeting", {"title": "Ours"}, {"title": "Theirs"})
    mission.send("sector", "unit")
    resolve(mission.sector, view.id, "title", value="Same")
    resolve(mission.unit, view.id, "title", value="Same")
    assert settled_everywhere(mission, view).title == "Same"


def test_an_edit_elsewhere_does_not_end_a_conflict(mission: Mission) -> None:
    view = disputed(mission, "meeting", {"title": "Ours"}, {"title": "Theirs"})
    changed(mission.sector, view, host="Prefect")
    assert records.show(mission.sector, view.id).conflicts == ("title",)


def test_a_conflict_of_states_is_settled_by_a_side_or_by_a_step(mission: Mission) -> None:
    view = disputed(
        mission,
        "qip",
        {"state": "cancelled", "state_reason": "no money"},
        {"state": "assessed", "state_reason": "ok"},
    )
    with pytest.raises(RecordRefusedError, match="state: no_such_step"):
        resolve(mission.sector, view.id, "state", value="completed")
    found = {conflict.field: conflict for conflict in conflicts.conflicts(mission.sector)}
    sides = {side.value: side.revision for side in found["state"].candidates}
    resolve(mission.sector, view.id, "state", take=sides["assessed"])
    resolve(mission.sector, view.id, "state_reason", value="It goes on.")
    assert settled_everywhere(mission, view).state == "assessed"


def test_what_is_no_conflict_cannot_be_settled(mission: Mission) -> None:
    view = disputed(mission, "meeting", {"title": "Ours"}, {"title": "Theirs"})
    for arguments in ({"take": "0" * 32}, {}):
        with pytest.raises(NotInConflictError):
            resolve(mission.sector, view.id, "title", **arguments)
    with pytest.raises(NotInConflictError):
        resolve(mission.sector, view.id, "host", value="x")
    with pytest.raises(UnknownRecordError):
        resolve(mission.sector, "NO-SUCH-1", "title", value="x")
    assert records.show(mission.sector, view.id) == view


def settling_faults(desk: Desk, record: str, field: str, value: Any) -> set[str]:
    """Return the codes for which a conflict is not settled by a value of it; nothing is kept."""
    try:
        with desk.logbook.writing() as writer:
            entry = Entry(kind="qip", id=record, fields={field: value})
            put_in(desk, writer, entry, settles=field, taken=True)
            raise Discarded
    except RecordRefusedError as error:
        return {fault.code for fault in error.faults}
    except Discarded:
        return set()


def decided_apart(mission: Mission, ours: str, theirs: str) -> str:
    """Let Force HQ and the unit take a QIP to two states apart from each other."""
    view = saved(mission.force, "qip", unit="fhq/east/indbatt-1", state="recommended")
    mission.settle()
    changed(mission.force, view, state=ours, state_reason="So decided")
    changed(mission.unit, view, state=theirs, state_reason="The village left")
    mission.settle()
    return view.id


@pytest.mark.parametrize("ours", ["approved", "deferred"])
def test_who_may_settle_is_known_before(mission: Mission, ours: str) -> None:
    """No level settles what another decided in its own favour, though it might have taken that step itself."""
    record = decided_apart(mission, ours, "cancelled")
    for desk in (mission.unit, mission.sector, mission.force):
        (conflict,) = [one for one in conflicts.conflicts(desk) if one.field == "state"]
        for side in conflict.candidates:
            refused = settling_faults(desk, record, "state", side.value)
            assert side.may_take is not bool(refused), (desk.standing.unit, side.value, refused)
        assert conflict.may_settle is (desk is mission.force)
    (seen,) = [one for one in conflicts.conflicts(mission.unit) if one.field == "state"]
    assert conflicts.settling_words(seen) == "Settled by Force HQ: Force HQ and UNIT wrote these values."
    (mine,) = [one for one in conflicts.conflicts(mission.force) if one.field == "state"]
    assert conflicts.settling_words(mine) == ""


def test_a_side_that_favours_the_settler_is_contested(mission: Mission) -> None:
    record = decided_apart(mission, "approved", "cancelled")
    assert settling_faults(mission.unit, record, "state", "cancelled") == {"state_contested"}
    assert settling_faults(mission.unit, record, "state", "approved") == {"level_too_low"}
