"""Merging and taking back: only a pointer is written, so every laptop comes to the same, whoever merged what."""

import pytest

from app.services import doubles, doubles_merging, links, records
from app.services.errors import (
    AlreadyMergedError,
    KeptStaysHereError,
    NotADoubleError,
    NotMergedError,
    NotYoursToMergeError,
    UnknownRecordError,
)
from app.services.views import RecordView
from tests.services.missions import Mission, changed, dump, saved, states


def two(mission: Mission, name: str = "unit", **double: object) -> tuple[RecordView, RecordView]:
    desk = mission[name]
    return (
        saved(desk, "organisation", name="World Food Programme", reach="branch"),
        saved(desk, "organisation", name="WFP", **{"reach": "branch"} | double),
    )


def shown(mission: Mission, name: str = "unit") -> list[str]:
    return [view.title for view in records.page(mission[name], "organisation", order=("title", False))]


def test_a_merge_writes_a_pointer_and_nothing_else(mission: Mission) -> None:
    desk = mission.unit
    kept, double = two(mission)
    promise = saved(desk, "follow_up", counterpart=double.id)
    before = states(desk)
    merged = doubles_merging.merge(desk, double.id, kept.id)
    after = states(desk)
    assert {one for one in after if after[one] != before[one]} == {double.id}
    assert records.show(desk, double.id).fields["merged_into"] == kept.id
    assert records.show(desk, promise.id).fields["counterpart"] == double.id
    assert promise.id in [one.id for one in links.pointing_to(desk, kept.id)]
    assert (merged.kept, merged.double, merged.before) == (kept.id, double.id, {})
    assert merged.changes.ids == {kept.id, double.id}
    assert len(records.history(desk, double.id)) == 2


def test_lists_leave_doubles_out_and_can_ask_for_them(mission: Mission) -> None:
    kept, double = two(mission)
    doubles_merging.merge(mission.unit, double.id, kept.id)
    assert shown(mission) == ["World Food Programme"]
    assert records.count(mission.unit, "organisation") == 1
    assert len(records.keys(mission.unit, "organisation", order=("acronym", True))) == 1
    only = records.page(mission.unit, "organisation", where=(("merged_into", "filled", None),))
    assert [view.id for view in only] == [double.id]
    doubles_merging.unmerge(mission.unit, double.id)
    assert shown(mission) == ["WFP", "World Food Programme"]


def test_what_is_ticked_is_taken_over_and_taken_back(mission: Mission) -> None:
    desk = mission.unit
    kept, double = two(
        mission, phone="+211 1", clusters=["health"], areas=["Leer"], notes="Night duty", aliases=["PAM"],
        cooperation=4, acronym="WFP",
    )  # fmt: skip
    kept = changed(desk, kept, cooperation=2, clusters=["wash"], notes="Day duty")
    offered = doubles_merging.takeable("organisation", kept.fields, double.fields)
    assert [(one.field, one.empty) for one in offered] == [
        ("notes", False), ("acronym", True), ("clusters", False), ("areas", True), ("cooperation", False),
        ("phone", True),
    ]  # fmt: skip
    merged = doubles_merging.merge(
        desk, double.id, kept.id, take=("phone", "clusters", "notes", "cooperation"), names=True
    )
    fields = records.show(desk, kept.id).fields
    assert fields["phone"] == "+211 1"
    assert fields["clusters"] == ["wash", "health"]
    assert fields["notes"] == "Day duty\n\nNight duty"
    assert fields["cooperation"] == 4
    assert fields["aliases"] == ["WFP", "PAM"]
    assert "areas" not in fields
    changed(desk, kept, phone="+211 9")
    doubles_merging.undo(desk, merged)
    back = records.show(desk, kept.id).fields
    assert back == {**kept.fields, "phone": "+211 9"}
    assert shown(mission) == ["WFP", "World Food Programme"]
    doubles_merging.undo(desk, merged)
    assert records.show(desk, kept.id).fields == back


def test_a_merge_into_a_double_leads_to_the_one_that_stays(mission: Mission) -> None:
    desk = mission.unit
    first, second = two(mission)
    third = saved(desk, "organisation", name="W.F.P.")
    doubles_merging.merge(desk, second.id, first.id)
    merged = doubles_merging.merge(desk, third.id, second.id)
    assert merged.kept == first.id
    for double, into in ((second.id, third.id), (first.id, third.id), (first.id, first.id)):
        with pytest.raises(AlreadyMergedError):
            doubles_merging.merge(desk, double, into)
    assert links.stays(desk, [third.id, second.id]) == {third.id: first.id, second.id: first.id}


def test_what_cannot_be_one_is_refused_and_changes_nothing(mission: Mission) -> None:
    desk = mission.unit
    kept, double = two(mission)
    person, meeting = saved(desk, "person"), saved(desk)
    here = saved(desk, "organisation", name="wfp", reach="laptop")
    before = dump(desk)
    for one, other, error in (
        (person.id, kept.id, NotADoubleError), (meeting.id, meeting.id, NotADoubleError),
        (double.id, "0" * 32, UnknownRecordError), (double.id, here.id, KeptStaysHereError),
    ):  # fmt: skip
        with pytest.raises(error):
            doubles_merging.merge(desk, one, other)
    with pytest.raises(NotMergedError):
        doubles_merging.unmerge(desk, kept.id)
    assert dump(desk) == before
    doubles_merging.merge(desk, here.id, kept.id)


def test_a_double_off_ones_branch_is_left_to_those_who_may(mission: Mission) -> None:
    """A unit that was moved still holds what it could read before."""
    kept, double = two(mission)
    desk = mission.unit
    with desk.logbook.writing() as writer:
        writer.set_meta({"unit": "fhq/west/indbatt-1"})
        desk.refresh(writer)
    own = saved(desk, "organisation", name="W.F.P.")
    with pytest.raises(NotYoursToMergeError, match=r"fhq/east/indbatt-1 or a headquarters"):
        doubles_merging.merge(desk, double.id, own.id)
    assert {one.double.id for one in doubles.suggestions(desk)} | {kept.id} == {kept.id, double.id, own.id}


def test_laptops_that_merge_the_other_way_round_come_to_the_same(mission: Mission) -> None:
    first, second = two(mission, "sector")
    for name in ("unit", "force"):
        mission.send("sector", name)
    doubles_merging.merge(mission.sector, first.id, second.id)
    doubles_merging.merge(mission.force, second.id, first.id)
    mission.settle()
    expected = min(first.id, second.id)
    for name in ("unit", "sector", "force"):
        assert set(links.stays(mission[name], [first.id, second.id]).values()) == {expected}
        assert len(shown(mission, name)) == 1
    doubles_merging.unmerge(mission.sector, max(first.id, second.id))
    mission.settle()
    for name in ("unit", "sector", "force"):
        assert links.stays(mission[name], [first.id, second.id]) == dict.fromkeys(
            (first.id, second.id), max(first.id, second.id)
        )


def test_a_merge_and_new_references_meet_wherever_they_are_made(mission: Mission) -> None:
    kept, double = two(mission, "sector")
    mission.send("sector", "unit")
    doubles_merging.merge(mission.sector, double.id, kept.id)
    promise = saved(mission.unit, "follow_up", counterpart=double.id)
    mission.settle()
    assert promise.id in {one.id for one in links.pointing_to(mission.sector, kept.id)}
    assert promise.id in {one.id for one in links.pointing_to(mission.unit, kept.id)}


def test_a_pointer_to_what_has_not_arrived_hides_nothing(mission: Mission) -> None:
    kept, double = two(mission, "sector", reach="branch")
    hidden = saved(mission.sector, "organisation", name="W F P", reach="up")
    doubles_merging.merge(mission.sector, double.id, hidden.id)
    mission.send("sector", "unit")
    assert shown(mission, "unit") == ["WFP", "World Food Programme"]
    assert shown(mission, "sector") == ["W F P", "World Food Programme"]
    assert kept.id in links.stays(mission.unit, [kept.id])


def test_search_finds_a_doubles_name_and_leads_to_the_one_that_stays(mission: Mission) -> None:
    desk = mission.unit
    kept, double = two(mission)
    saved(desk, "follow_up", what="Ask WFP for trucks")
    doubles_merging.merge(desk, double.id, kept.id)
    hits = records.search(desk, "wfp")
    assert {(hit.kind, hit.title) for hit in hits} == {
        ("organisation", "World Food Programme"), ("follow_up", "Ask WFP for trucks"),
    }  # fmt: skip
    (led,) = (hit for hit in hits if hit.kind == "organisation")
    assert (led.id, led.snippet[:3]) == (kept.id, "WFP")
    assert len(records.search(desk, "w", kind="organisation")) == 1
