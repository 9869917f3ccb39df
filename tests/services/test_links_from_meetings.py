"""What follows from a meeting is made once, however often it is asked for."""

import pytest

from app.services import doubles_merging, records
from app.services.errors import NotAMeetingError
from app.services.links_from_meetings import follow, lines_of
from tests.services.missions import Mission, changed, saved


def test_each_line_becomes_one_record_that_names_the_meeting(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation")
    meeting = saved(
        desk, place="Leer", marking="CONFIDENTIAL", organisations=[who.id], reach="branch",
        requests="- Escort to Leer\n\n2) Engineer look at the ferry road\n",
        commitments="Send the report by 2026-12-01\nThey: name a contact\n• We: ask Sector",
    )  # fmt: skip
    made = follow(desk, meeting.id)
    requests = [records.show(desk, one) for one in made.requests]
    assert [one.title for one in requests] == ["Escort to Leer", "Engineer look at the ferry road"]
    first = requests[0].fields
    assert (first["source"], first["requester"], first["place"]) == (meeting.id, who.id, "Leer")
    assert (first["received_at"], first["received_how"]) == (meeting.fields["started_at"], "verbal")
    assert (first["marking"], requests[0].reach, requests[0].state) == ("CONFIDENTIAL", "branch", "received")
    promises = [records.show(desk, one) for one in made.promises]
    assert [(one.title, one.fields["owed_by"], one.fields.get("due")) for one in promises] == [
        ("Send the report by 2026-12-01", "us", "2026-12-01"), ("name a contact", "them", None),
        ("ask Sector", "us", None),
    ]  # fmt: skip
    assert {one.fields["counterpart"] for one in promises} == {who.id}
    assert made.changes.kinds == {"support_request", "follow_up"}
    assert made.changes.ids == {*made.requests, *made.promises}


def test_twice_makes_nothing_twice_and_a_new_line_makes_one_more(mission: Mission) -> None:
    desk = mission.unit
    meeting = saved(desk, requests="Escort to Leer", commitments="Send the report")
    follow(desk, meeting.id)
    again = follow(desk, meeting.id)
    assert (again.requests, again.promises, again.there) == ((), (), 2)
    meeting = changed(desk, meeting, commitments="SEND THE REPORT.\nAsk Sector\nask sector")
    third = follow(desk, meeting.id)
    assert (len(third.promises), third.there) == (1, 3)
    records.withdraw(desk, third.promises[0], "not meant so")
    assert follow(desk, meeting.id).promises == ()


def test_with_several_partners_none_is_guessed_and_doubles_are_one(mission: Mission) -> None:
    desk = mission.unit
    one, double, other = (saved(desk, "organisation", name=name) for name in ("A B C", "a-b-c", "Others"))
    doubles_merging.merge(desk, double.id, one.id)
    same = saved(
        desk, organisations=[double.id], participants=[{"organisation": one.id}], commitments="Call back"
    )
    several = saved(desk, organisations=[one.id, other.id], commitments="Call all back")
    (first,) = follow(desk, same.id).promises
    (second,) = follow(desk, several.id).promises
    assert records.show(desk, first).fields["counterpart"] == one.id
    assert "counterpart" not in records.show(desk, second).fields


def test_long_lines_keep_every_word(mission: Mission) -> None:
    desk = mission.unit
    long = "word " * 400
    meeting = saved(desk, started_at=None, date_note="in March", requests=long, commitments=long)
    made = follow(desk, meeting.id)
    request, promise = records.show(desk, made.requests[0]), records.show(desk, made.promises[0])
    assert len(request.title) <= 200
    assert request.fields["description"] == promise.fields["notes"] == long.strip()
    assert promise.fields["what"].endswith("word…")
    assert len(promise.fields["what"]) <= 1000
    assert follow(desk, meeting.id).there == 2


def test_a_day_that_is_none_is_only_words(mission: Mission) -> None:
    meeting = saved(mission.unit, commitments="Answer by 2026-02-31")
    (promise,) = follow(mission.unit, meeting.id).promises
    assert "due" not in records.show(mission.unit, promise).fields


def test_only_meetings_are_followed_up(mission: Mission) -> None:
    note = saved(mission.unit, "note")
    for wrong in (note.id, "0" * 32):
        with pytest.raises(NotAMeetingError):
            follow(mission.unit, wrong)


def test_lines_are_told_apart_from_bullets() -> None:
    assert lines_of(" * one\n1. two\n(3) three\na) four\n---\n\n- one\n-5 degrees") == (
        "one", "two", "three", "four", "-5 degrees",
    )  # fmt: skip
    assert lines_of(None) == ()
    assert len(lines_of("\n".join(str(number) for number in range(500)))) == 100
