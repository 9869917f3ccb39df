"""Saving: batches are all or none, faults name line and field, scopes and levels hold, both sides of a race stay."""

import pytest

from app.domain.faults import RecordRefusedError
from app.services import conflicts, records
from app.services.desks import Desk
from app.services.records import Entry
from app.services.wording import FAULTS
from tests.services.missions import Mission, changed, dump, saved, states


def refused(desk: Desk, entry: Entry) -> list[tuple[str, str]]:
    """Return field and code of every fault of an entry that must not be saved, and that nothing was written."""
    before = dump(desk)
    with pytest.raises(RecordRefusedError) as caught:
        records.save(desk, entry)
    assert dump(desk) == before
    assert all(fault.code in FAULTS for fault in caught.value.faults)
    return [(fault.field, fault.code) for fault in caught.value.faults]


def test_a_record_is_saved_with_serial_scope_and_defaults(mission: Mission) -> None:
    view = saved(mission.unit)
    assert view.serial == "INDBATT-1-MTG-2026-0001"
    assert (view.unit, view.reach, view.sealed) == ("fhq/east/indbatt-1", "up", False)
    assert view.fields["marking"] == "UNCLASSIFIED"
    assert view.updated_by == "Maj Unit"
    assert records.show(mission.unit, f"@{view.serial}") == view
    assert saved(mission.unit).serial == "INDBATT-1-MTG-2026-0002"
    assert saved(mission.unit, "place").serial == "INDBATT-1-PLC-2026-0001"


def test_every_fault_of_an_entry_is_named(mission: Mission) -> None:
    entry = Entry(
        kind="meeting",
        fields={"title": "x" * 201, "atmosphere": 9, "nonsense": 1, "form": "party", "serial": "MINE-1"},
    )
    assert refused(mission.unit, entry) == [("serial", "read_only")]
    del entry.fields["serial"]
    assert sorted(refused(mission.unit, entry)) == [
        ("atmosphere", "out_of_range"), ("form", "not_a_choice"), ("nonsense", "unknown_field"),
        ("started_at", "required"), ("title", "too_long"),
    ]  # fmt: skip


def test_a_batch_is_all_or_none_and_names_its_lines(mission: Mission) -> None:
    before = dump(mission.unit)
    result = records.put(
        mission.unit,
        [
            Entry(kind="place", fields={"name": "Bentiu"}),
            Entry(kind="place", fields={"population": "many"}),
            Entry(kind="planet", fields={}),
            Entry(kind="meeting", fields={"started_at": "yesterday"}),
        ],
    )
    assert result.ids == ()
    assert [(fault.line, fault.field, fault.code) for fault in result.faults] == [
        (2, "population", "not_a_whole_number"), (2, "name", "required"), (3, "kind", "unknown_kind"),
        (4, "started_at", "not_a_moment"),
    ]  # fmt: skip
    assert all(fault.message for fault in result.faults)
    assert dump(mission.unit) == before
    assert saved(mission.unit, "place").serial.endswith("-0001")


def test_references_by_serial_by_id_and_within_a_batch(mission: Mission) -> None:
    partner = saved(mission.unit, "organisation")
    new = saved(mission.unit, "organisation", name="Health post").id
    result = records.put(
        mission.unit,
        [
            Entry(kind="organisation", id=new, fields={"acronym": "HP"}),
            Entry(
                kind="meeting",
                fields={
                    "started_at": "201000BNOV26",
                    "organisations": [f"@{partner.serial}", new],
                    "participants": [{"name": "Chief", "organisation": partner.id}],
                },
            ),
        ],
    )
    assert result.faults == ()
    meeting = records.show(mission.unit, result.ids[1])
    assert meeting.fields["organisations"] == [partner.id, new]
    assert meeting.fields["participants"][0]["organisation"] == partner.id
    assert {view.id for view in records.referring(mission.unit, new)} == {meeting.id}


@pytest.mark.parametrize(
    ("value", "code"),
    [("@NO-SUCH-1", "unknown_record"), ("nonsense", "unknown_record"), (7, "not_a_reference")],
)
def test_a_reference_to_nothing_is_refused(mission: Mission, value: object, code: str) -> None:
    entry = Entry(kind="meeting", fields={"started_at": "201000BNOV26", "forum": value})
    assert refused(mission.unit, entry) == [("forum", code)]


def test_a_reference_to_another_kind_is_refused(mission: Mission) -> None:
    place = saved(mission.unit, "place")
    entry = Entry(kind="meeting", fields={"started_at": "201000BNOV26", "forum": place.id})
    assert refused(mission.unit, entry) == [("forum", "wrong_kind")]
    entry = Entry(kind="visit", fields={"date": "2026-11-20", "project": place.id})
    assert refused(mission.unit, entry) == [("project", "wrong_kind")]
    source = Entry(kind="follow_up", fields={"what": "Anything may be the source", "source": place.id})
    assert records.save(mission.unit, source)[0].fields["source"] == place.id


def test_a_record_keeps_its_references_to_what_stays_on_another_laptop(mission: Mission) -> None:
    person = saved(mission.unit, "person", protected_source=True)
    meeting = saved(mission.unit, participants=[{"person": person.id, "side": "theirs"}])
    mission.send("unit", "sector")
    arrived = records.show(mission.sector, meeting.id)
    rows = [*arrived.fields["participants"], {"name": "Interpreter", "side": "ours"}]
    assert len(changed(mission.sector, arrived, participants=rows).fields["participants"]) == 2
    stranger = [{"person": "019aa5b5-8c40-7000-9000-000000000009"}]
    entry = Entry(kind="meeting", id=meeting.id, fields={"participants": stranger})
    assert refused(mission.sector, entry) == [("participants", "unknown_record")]


def test_the_kind_of_a_record_does_not_change(mission: Mission) -> None:
    view = saved(mission.unit)
    assert refused(mission.unit, Entry(kind="place", id=view.id, fields={"name": "x"})) == [
        ("kind", "other_kind")
    ]
    unknown = "019aa5b5-8c40-7000-9000-000000000001"
    assert refused(mission.unit, Entry(kind="place", id=unknown, fields={"name": "x"})) == [
        ("id", "no_such_record")
    ]
    assert refused(mission.unit, Entry(kind="place", id="7", fields={"name": "x"})) == [
        ("id", "not_a_reference")
    ]


def test_values_as_they_are_stored_are_not_read_again(mission: Mission) -> None:
    view = saved(mission.unit, "qip", budget=[{"line": "Pump", "amount": "1000.50 USD"}])
    before = dump(mission.unit)
    again, _ = records.save(mission.unit, Entry(kind="qip", id=view.id, fields=view.fields))
    assert again == view
    assert dump(mission.unit) == before
    lines = [*view.fields["budget"], {"line": "Pipe", "amount": "2 USD"}]
    grown = changed(mission.unit, view, budget=lines)
    assert [line["amount"]["amount"] for line in grown.fields["budget"]] == [100050, 200]


def test_nothing_changed_saves_nothing(mission: Mission) -> None:
    view = saved(mission.unit)
    before = dump(mission.unit)
    assert changed(mission.unit, view, title=" Monthly coordination ").heads == view.heads
    assert dump(mission.unit) == before


def test_clearing_a_field(mission: Mission) -> None:
    view = saved(mission.unit, outcome="Agreed")
    assert "outcome" not in changed(mission.unit, view, outcome="").fields
    entry = Entry(kind="meeting", id=view.id, fields={"started_at": None})
    assert refused(mission.unit, entry) == [("started_at", "required")]


def test_text_is_stored_in_one_form_and_within_limits(mission: Mission) -> None:
    view = saved(mission.unit, title="Pre\u0301fecture\x00", facts="  a\r\nb\x07\u2028c ")
    assert view.fields["title"] == "Pr\u00e9fecture"
    assert view.fields["facts"] == "a\nb\nc"
    assert len(changed(mission.unit, view, facts="\u00e9" * 32_768).fields["facts"]) == 32_768
    entry = Entry(kind="meeting", id=view.id, fields={"facts": "\u00e9" * 32_769})
    assert refused(mission.unit, entry) == [("facts", "too_long")]


def test_a_record_larger_than_a_revision_is_refused_in_words(mission: Mission) -> None:
    long = dict.fromkeys(("facts", "comment", "agenda", "requests", "commitments"), "x" * 65536)
    entry = Entry(kind="meeting", fields={"started_at": "201000BNOV26", **long})
    assert refused(mission.unit, entry) == [("kind", "too_large")]


def test_a_unit_cannot_approve_and_the_sector_can_return_and_clear(mission: Mission) -> None:
    view = saved(mission.unit, "qip")
    for state in ("assessed", "drafted", "submitted_local"):
        view = changed(mission.unit, view, state=state)
    assert view.state == "submitted_local"
    for state in ("returned", "cleared_local"):
        entry = Entry(kind="qip", id=view.id, fields={"state": state, "state_reason": "no map"})
        assert refused(mission.unit, entry) == [("state", "level_too_low")]
    entry = Entry(kind="qip", id=view.id, fields={"state": "approved"})
    assert refused(mission.unit, entry) == [("state", "no_such_step")]
    mission.send("unit", "sector")
    entry = Entry(kind="qip", id=view.id, fields={"state": "returned"})
    assert refused(mission.sector, entry) == [("state_reason", "reason_required")]
    changed(mission.sector, view, state="returned", state_reason="There is no map.")
    mission.send("sector", "unit")
    changed(mission.unit, view, state="submitted_local")
    mission.send("unit", "sector")
    changed(mission.sector, view, state="cleared_local")
    changed(mission.sector, view, state="submitted_prc")
    entry = Entry(kind="qip", id=view.id, fields={"state": "recommended"})
    assert refused(mission.sector, entry) == [("state", "level_too_low")]
    mission.send("sector", "force")
    changed(mission.force, view, state="recommended")
    changed(mission.force, view, state="approved")
    mission.settle()
    entry = Entry(kind="qip", id=view.id, fields={"state": "mou_signed"})
    assert refused(mission.unit, entry) == [("state", "gate_missing")]
    assert changed(mission.unit, view, state="mou_signed", mou_date="2026-11-21").state == "mou_signed"


def test_a_new_record_starts_only_in_states_that_its_level_may_set(mission: Mission) -> None:
    fields = {"title": "Borehole", "state": "approved"}
    assert refused(mission.unit, Entry(kind="qip", fields=fields)) == [("state", "level_too_low")]
    assert refused(mission.unit, Entry(kind="qip", fields={**fields, "state": "gone"})) == [
        ("state", "not_a_state")
    ]
    assert saved(mission.force, "qip", state="approved").state == "approved"


def test_a_state_cannot_be_cleared_to_start_over(mission: Mission) -> None:
    view = saved(mission.force, "qip", state="approved")
    entry = Entry(kind="qip", id=view.id, fields={"state": ""})
    assert refused(mission.force, entry) == [("state", "no_such_step")]


def test_a_protected_source_stays_on_the_laptop_until_released(mission: Mission) -> None:
    person = saved(mission.unit, "person", name="Secret Name", protected_source=True)
    assert person.reach == "laptop"
    entry = Entry(kind="person", id=person.id, fields={}, reach="up")
    assert refused(mission.unit, entry) == [("reach", "protected_source")]
    entry = Entry(kind="person", fields={"name": "B", "protected_source": True}, reach="branch")
    assert refused(mission.unit, entry) == [("reach", "protected_source")]
    mission.settle()
    assert person.id not in states(mission.sector)
    assert not records.show(mission.unit, person.id).sealed


def test_marking_an_unsent_person_as_protected_takes_it_back_to_the_laptop(mission: Mission) -> None:
    person = saved(mission.unit, "person")
    assert changed(mission.unit, person, protected_source=True).reach == "laptop"


def test_a_released_record_is_one_first_revision_without_its_past(mission: Mission) -> None:
    person = saved(mission.unit, "person", name="First Name", protected_source=True)
    person = changed(mission.unit, person, name="Second Name", phone="123")
    entry = Entry(kind="person", id=person.id, fields={"protected_source": False}, reach="up")
    released, _ = records.save(mission.unit, entry, seen=person.heads)
    assert released.reach == "up"
    assert released.fields["protected_source"] is False
    mission.send("unit", "sector")
    arrived = records.history(mission.sector, person.id)
    assert "First Name" not in repr(arrived)
    assert arrived[0].fields["name"] == "Second Name"
    assert states(mission.sector)[person.id] == states(mission.unit)[person.id]


def test_a_withdrawn_record_stays_withdrawn_when_it_is_released(mission: Mission) -> None:
    view = saved(mission.unit, reach="laptop")
    records.withdraw(mission.unit, view.id, "entered twice")
    records.save(mission.unit, Entry(kind="meeting", id=view.id, fields={}, reach="up"))
    mission.send("unit", "sector")
    assert records.show(mission.sector, view.id).withdrawn == "entered twice"
    assert states(mission.sector)[view.id] == states(mission.unit)[view.id]


def test_the_scope_is_free_until_sealed_and_fixed_afterwards(mission: Mission) -> None:
    view = saved(mission.unit)
    moved, _ = records.save(
        mission.unit, Entry(kind="meeting", id=view.id, fields={}, reach="branch", unit="fhq/east")
    )
    assert (moved.unit, moved.reach) == ("fhq/east", "branch")
    mission.send("unit", "sector")
    for change in ({"reach": "up"}, {"unit": "fhq"}, {"reach": "laptop"}):
        entry = Entry(kind="meeting", id=view.id, fields={}, **change)
        assert refused(mission.unit, entry) == [("reach", "scope_fixed")]
        assert refused(mission.sector, entry) == [("reach", "scope_fixed")]
    same = Entry(kind="meeting", id=view.id, fields={"title": "x"}, reach="branch", unit="fhq/east")
    assert records.save(mission.unit, same)[0].title == "x"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"reach": "everybody"}, ("reach", "not_a_reach")),
        ({"unit": "FHQ/East"}, ("unit", "not_a_unit")),
        ({"unit": "fhq/west"}, ("unit", "scope_not_yours")),
        ({"unit": "fhq/east/other"}, ("unit", "scope_not_yours")),
    ],
)
def test_scopes_off_the_branch_are_refused(
    mission: Mission, change: dict[str, str], fault: tuple[str, str]
) -> None:
    fields = {"started_at": "201000BNOV26"}
    assert refused(mission.unit, Entry(kind="meeting", fields=fields, **change)) == [fault]


def test_both_sides_of_a_race_are_kept(mission: Mission) -> None:
    view = saved(mission.unit)
    changed(mission.unit, view, title="By one window")
    entry = Entry(kind="meeting", id=view.id, fields={"title": "By another"})
    raced, _ = records.save(mission.unit, entry, seen=view.heads)
    assert raced.conflicts == ("title",)
    (conflict,) = conflicts.conflicts(mission.unit)
    assert {side.value for side in conflict.candidates} == {"By another", "By one window"}
    assert raced.title == conflict.candidates[0].value
    mission.send("unit", "sector")
    assert states(mission.sector)[view.id] == states(mission.unit)[view.id]


def test_a_race_on_different_fields_is_no_conflict(mission: Mission) -> None:
    view = saved(mission.unit)
    changed(mission.unit, view, title="New title")
    entry = Entry(kind="meeting", id=view.id, fields={"outcome": "Agreed"})
    raced, _ = records.save(mission.unit, entry, seen=view.heads)
    assert raced.conflicts == ()
    assert (raced.title, raced.fields["outcome"]) == ("New title", "Agreed")


def test_heads_that_this_record_does_not_have_lose_nothing(mission: Mission) -> None:
    view = saved(mission.unit)
    other = saved(mission.unit)
    for seen in (("0" * 32,), other.heads, ()):
        title = f"Seen {seen}"[:100]
        entry = Entry(kind="meeting", id=view.id, fields={"title": title})
        assert records.save(mission.unit, entry, seen=seen)[0].title == title


def test_an_issued_sitrep_cannot_change(mission: Mission) -> None:
    view = saved(mission.force, "sitrep", issued_at="2026-11-21T08:00Z")
    entry = Entry(kind="sitrep", id=view.id, fields={"key_points": "More"})
    assert refused(mission.force, entry) == [("key_points", "issued")]
    with pytest.raises(RecordRefusedError):
        records.withdraw(mission.force, view.id, "sent by mistake")
    assert records.show(mission.force, view.id).withdrawn is None


def test_withdrawing_hides_and_can_be_taken_back(mission: Mission) -> None:
    view = saved(mission.unit, title="Unmistakable")
    records.withdraw(mission.unit, view.id, "entered twice")
    assert records.page(mission.unit, "meeting") == ()
    assert records.search(mission.unit, "unmistakable") == ()
    assert records.show(mission.unit, view.id).withdrawn == "entered twice"
    records.withdraw(mission.unit, view.id, "")
    assert [found.id for found in records.page(mission.unit, "meeting")] == [view.id]
    assert [hit.id for hit in records.search(mission.unit, "unmistakable")] == [view.id]
    assert len(records.history(mission.unit, view.id)) == 3


def test_a_withdrawn_record_is_both_withdrawn_and_edited(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.send("unit", "sector")
    records.withdraw(mission.unit, view.id, "entered twice")
    changed(mission.sector, view, outcome="Agreed")
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    for desk in (mission.unit, mission.sector):
        shown = records.show(desk, view.id)
        assert (shown.withdrawn, shown.fields["outcome"]) == ("entered twice", "Agreed")


def test_saving_with_a_clock_that_went_back(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.clock.turn(days=-400)
    assert changed(mission.unit, view, title="Later").title == "Later"
    mission.clock.turn(days=800)
    assert changed(mission.unit, view, title="Latest").title == "Latest"
    assert records.show(mission.unit, view.id).conflicts == ()


def test_a_meeting_without_a_known_day_says_what_is_known(mission: Mission) -> None:
    entry = Entry(kind="meeting", fields={"title": "First session of 2018", "date_note": "early 2018"})
    view, _ = records.save(mission.unit, entry)
    assert "started_at" not in view.fields
    assert view.fields["date_note"] == "early 2018"
    entry = Entry(kind="meeting", id=view.id, fields={"date_note": None})
    assert refused(mission.unit, entry) == [("started_at", "required")]
