"""Confirming texts for partners: what is shown, what it holds for, and who took it back by writing."""

import pytest

from app.services import records
from app.services.continuing import continue_record
from app.services.errors import RecordRefusedError
from app.services.naming_sources import NAMED
from app.services.records import Entry
from app.services.releasing import ChangedSinceError, NoSuchTextError, confirm_release, release_review
from app.services.reports.making import Wanted, make
from tests.services.missions import Mission, changed, confirmed, saved
from tests.services.test_sitreps import text_of

FACTS = "Commissioner Mbuyi (call him on 912 345 678) said the source Wu lives at VK 123 456, lat 4.85939 lon 31.57125."
PLACE = "Clinic near 4°51'33\"N 31°34'16\"E"


def noted(mission: Mission, **fields: object) -> str:
    saved(mission.force, "person", name="Joseph Lado Mbuyi", function="County Commissioner", releasable=True)
    saved(mission.force, "person", name="Wu Li", function="Trader", protected_source=True)
    told = {
        "objective": "Meeting Mbuyi about Wu",
        "place": PLACE,
        "facts": FACTS,
        "releasable": True,
        **fields,
    }
    return saved(mission.force, "meeting", **told).id


def paper(mission: Mission, meeting: str) -> str:
    made = make(mission.force, Wanted(report="meeting", subject=meeting, releasable=True))
    return f"{made.title} {' '.join(text_of(made.pdf).split())}"


def test_each_text_is_shown_as_it_would_go_with_what_was_found(mission: Mission) -> None:
    review = release_review(mission.force, noted(mission))
    assert review.open
    shown = {one.field: one for one in review.texts}
    assert not any(one.confirmed for one in review.texts)
    facts = shown["facts"]
    marks = [(one.what, facts.text[one.start : one.end], one.left_out) for one in facts.found]
    assert marks == [
        ("name", "Mbuyi", False), ("telephone", "912 345 678", False), ("source", "Wu", False),
        ("position", "VK 123 456", False), ("position", "[position left out]", True),
    ]  # fmt: skip
    assert "4°" not in shown["place"].text
    assert "comment" not in shown


def test_a_text_goes_only_as_it_was_confirmed(mission: Mission) -> None:
    meeting = noted(mission)
    assert "said the source" not in paper(mission, meeting)
    assert "Mbuyi" not in paper(mission, meeting)
    assert "[not confirmed for release]" in paper(mission, meeting)
    confirm_release(mission.force, meeting, ["facts"])
    assert "said the source Wu lives at VK 123 456, [position left out]." in paper(mission, meeting)
    assert "Meeting Mbuyi" not in paper(mission, meeting)
    changed(mission.force, records.show(mission.force, meeting), facts=FACTS + " Tell nobody.")
    assert "said the source" not in paper(mission, meeting)
    changed(mission.force, records.show(mission.force, meeting), facts=FACTS)
    assert "said the source" in paper(mission, meeting)
    confirm_release(mission.force, meeting, (), withdrawn=["facts"])
    assert "said the source" not in paper(mission, meeting)


def test_nobody_confirms_what_they_did_not_see(mission: Mission) -> None:
    meeting = noted(mission)
    review = release_review(mission.force, meeting)
    changed(mission.force, records.show(mission.force, meeting), facts="Other words")
    with pytest.raises(ChangedSinceError):
        confirm_release(mission.force, meeting, ["facts"], seen=review.heads)
    with pytest.raises(NoSuchTextError):
        confirm_release(mission.force, meeting, ["comment"])
    confirmation = confirmed(mission.force, records.show(mission.force, meeting)).fields["released_texts"]
    entry = Entry(kind="meeting", fields={"facts": "Other words", "released_texts": confirmation})
    with pytest.raises(RecordRefusedError):
        records.save(mission.force, entry)
    assert [fault.code for fault in records.put(mission.force, [entry]).faults] == ["read_only"]


def test_only_the_owner_confirms_also_what_everybody_may_edit(mission: Mission) -> None:
    body = saved(mission.sector, "organisation", name="Water Committee", releasable=True, reach="branch")
    mission.send("sector", "unit")
    changed(mission.unit, records.show(mission.unit, body.id), acronym="WC")
    with pytest.raises(RecordRefusedError):
        confirm_release(mission.unit, body.id, ["name"])
    assert confirm_release(mission.sector, body.id, ["name"])[0].fields["released_texts"]


def test_lines_are_confirmed_as_partners_read_them(mission: Mission) -> None:
    rows = [{"name": "Deng Longname", "function": "Clerk", "side": "theirs"}]
    meeting = noted(mission, participants=rows)
    assert "Clerk" not in paper(mission, meeting)
    confirm_release(mission.force, meeting, ["participants"])
    assert "Clerk" in paper(mission, meeting)
    assert "Longname" not in paper(mission, meeting)
    changed(mission.force, records.show(mission.force, meeting), participants=[*rows, {"function": "Spy"}])
    assert "Clerk" not in paper(mission, meeting)


def test_a_confirmation_is_not_carried_into_what_continues_a_record(mission: Mission) -> None:
    meeting = records.show(mission.force, noted(mission))
    confirmed(mission.force, meeting)
    mission.send("force", "sector")
    made, _ = continue_record(mission.force, meeting.id, reach="branch")
    assert "released_texts" not in made.fields


@pytest.mark.parametrize(
    ("facts", "warned"),
    [
        ("The trader said so", []), ("Wu said so", ["facts"]), ("li, WU said so", ["facts"]),
        ("Mbuyi said so", []), ("the word wu", []),
    ],
)  # fmt: skip
def test_a_protected_sources_name_in_what_travels_is_warned_of(
    mission: Mission, facts: str, warned: list[str]
) -> None:
    noted(mission)
    entry = Entry(kind="meeting", fields={"started_at": "2026-11-20T10:00Z", "facts": facts})
    result = records.put(mission.force, [entry])
    assert [(one.line, one.field, one.code) for one in result.warnings] == [
        (1, name, NAMED) for name in warned
    ]
    assert len(result.ids) == 1
    stays = Entry(kind="meeting", fields={"started_at": "2026-11-20T10:00Z", "facts": facts}, reach="laptop")
    assert records.put(mission.force, [stays]).warnings == ()
