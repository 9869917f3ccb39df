"""What points to a record: by kind and field, from inside lists, and through doubles."""

from app.services import links, records
from tests.services.missions import Mission, changed, saved


def test_everything_that_names_a_record_points_to_it(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation")
    person = saved(desk, "person", organisation=who.id)
    meeting = saved(desk, organisations=[who.id], participants=[{"name": "A. Deng", "organisation": who.id}])
    promise = saved(desk, "follow_up", counterpart=who.id, source=meeting.id)
    found = links.pointing_to(desk, who.id)
    assert [(one.kind, one.field, one.label, one.id) for one in found] == [
        ("meeting", "organisations", "Organisations", meeting.id),
        ("meeting", "participants.organisation", "Participants", meeting.id),
        ("follow_up", "counterpart", "Counterpart", promise.id),
        ("person", "organisation", "Organisation", person.id),
    ]
    assert found[2].title == "Send the well survey"
    assert found[2].serial == promise.serial
    assert found[2].state == "open"
    assert [one.id for one in links.pointing_to(desk, meeting.id)] == [promise.id]
    assert links.pointing_to(desk, promise.id) == ()


def test_what_is_withdrawn_or_no_longer_names_it_points_nowhere(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation")
    first, second = (saved(desk, "follow_up", counterpart=who.id) for _ in range(2))
    records.withdraw(desk, first.id, "written twice")
    assert [one.id for one in links.pointing_to(desk, who.id)] == [second.id]
    changed(desk, second, counterpart=None)
    assert links.pointing_to(desk, who.id) == ()
    records.withdraw(desk, first.id, "")
    assert [one.id for one in links.pointing_to(desk, who.id)] == [first.id]


def test_a_double_brings_what_names_it(mission: Mission) -> None:
    desk = mission.unit
    kept, double = saved(desk, "organisation", name="WFP"), saved(desk, "organisation", name="wfp")
    promise = saved(desk, "follow_up", counterpart=double.id)
    assert links.pointing_to(desk, kept.id) == ()
    changed(desk, double, merged_into=kept.id)
    found = links.pointing_to(desk, kept.id)
    assert {(one.id, one.field, one.through) for one in found} == {
        (promise.id, "counterpart", double.id), (double.id, "merged_into", ""),
    }  # fmt: skip
    assert [one.id for one in links.pointing_to(desk, double.id)] == [promise.id]
    assert links.stays(desk, [double.id, promise.id]) == {double.id: kept.id, promise.id: promise.id}


def test_a_double_of_what_is_withdrawn_stands_for_itself(mission: Mission) -> None:
    desk = mission.unit
    kept, double = saved(desk, "organisation", name="WFP"), saved(desk, "organisation", name="wfp")
    changed(desk, double, merged_into=kept.id)
    records.withdraw(desk, kept.id, "closed its office")
    assert links.stays(desk, [double.id]) == {double.id: double.id}


def test_many_are_counted_and_the_newest_are_shown(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation")
    made = [saved(desk, "follow_up", counterpart=who.id).id for _ in range(5)]
    assert [one.id for one in links.pointing_to(desk, who.id, limit=2)] == made[:2:-1]
    (count,) = links.pointing_counts(desk, who.id)
    assert (count.kind, count.field, count.label, count.count) == (
        "follow_up",
        "counterpart",
        "Counterpart",
        5,
    )
