"""What follows from a record is saved with it in one transaction, or nothing is."""

import pytest

from app.services import records
from app.services.errors import RecordRefusedError
from app.services.following import save_with
from app.services.records import Entry
from tests.services.missions import Mission

MEETING = Entry(kind="meeting", fields={"title": "Talks", "started_at": "2026-11-21T16:00:00+02:00"})


def test_followers_name_the_record_and_take_its_reach(mission: Mission) -> None:
    entry = Entry(kind="meeting", fields=MEETING.fields, reach="branch")
    promise = Entry(kind="follow_up", fields={"what": "Send the list"})
    view, changes = save_with(mission.force, entry, [promise], source="source")
    (made,) = records.page(mission.force, "follow_up")
    assert (made.fields["source"], made.reach) == (view.id, "branch")
    assert changes.kinds == {"meeting", "follow_up"}
    assert changes.ids == {view.id, made.id}


def test_a_faulty_follower_keeps_everything_out_and_uses_up_no_serial(mission: Mission) -> None:
    faulty = [Entry(kind="follow_up", fields={"what": "a"}), Entry(kind="follow_up", fields={"due": "soon"})]
    with pytest.raises(RecordRefusedError) as refused:
        save_with(mission.force, MEETING, faulty, source="source")
    assert {fault.field for fault in refused.value.faults} == {"follows.1.what", "follows.1.due"}
    assert records.count(mission.force, "meeting") == 0
    view, _ = save_with(mission.force, MEETING, [], source="source")
    assert view.serial.endswith("-0001")


def test_a_faulty_record_keeps_its_followers_out(mission: Mission) -> None:
    with pytest.raises(RecordRefusedError):
        save_with(
            mission.force,
            Entry(kind="meeting", fields={}),
            [Entry(kind="follow_up", fields={"what": "a"})],
            source="source",
        )
    assert records.count(mission.force, "follow_up") == 0
