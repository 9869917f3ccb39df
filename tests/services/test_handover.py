"""Hand-over: what stays open is found, and the logbook passes behind a new passphrase under a new name."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.services import records
from app.services.desks import create_mission, open_desk
from app.services.handover import OfficerNamelessError, leftover, pass_on
from app.services.records import Entry
from app.storage.errors import WrongPassphraseError
from app.storage.keys import PassphraseCost
from tests.services.missions import Mission

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHEAP = PassphraseCost(passes=1, memory=8 << 20)
OLD, NEW = "grey heron over the ford", "two ferries under one bridge"


def test_what_is_open_is_found(mission: Mission) -> None:
    for kind, fields in (
        ("follow_up", {"what": "Send the list", "owed_by": "us", "due": "2026-11-20"}),
        ("follow_up", {"what": "Open the road", "owed_by": "them"}),
        ("follow_up", {"what": "Done", "owed_by": "us", "state": "done"}),
        ("qip", {"title": "Borehole"}),
        ("project", {"title": "Classroom", "state": "cancelled"}),
        ("meeting", {"title": "Tomorrow", "started_at": "2026-11-22T09:00:00Z"}),
        ("meeting", {"title": "Last week", "started_at": "2026-11-14T09:00:00Z"}),
        ("lesson", {"what_happened": "The elders were not asked"}),
    ):
        records.save(mission.force, Entry(kind=kind, fields=fields))
    records.keep_draft(mission.force, key="a", kind="meeting", record=None, data={"typed": {"title": "x"}})
    found = leftover(mission.force, NOW)
    assert [view.title for view in found.promises] == ["Send the list"]
    assert [view.title for view in found.expected] == ["Open the road"]
    assert [view.title for view in found.works] == ["Borehole"]
    assert [view.title for view in found.meetings] == ["Tomorrow"]
    assert len(found.lessons) == 1
    assert (found.overdue, found.drafts) == (1, 1)


def test_the_logbook_opens_for_the_next_officer_only(tmp_path: Path) -> None:
    desk = create_mission(
        tmp_path / "book",
        mission="UNMISX",
        unit_name="Force HQ",
        officer="Maj A. Diallo",
        passphrase=OLD,
        cost=CHEAP,
    )
    records.save(desk, Entry(kind="officer", fields={"name": "Maj A. Diallo", "in_post_from": "2026-01-05"}))
    meeting, _ = records.save(
        desk, Entry(kind="meeting", fields={"title": "Talks", "started_at": "2026-11-14T09:00:00Z"})
    )
    pass_on(desk, officer="Lt Col  N. Rana ", appointment="G9", old=OLD, new=NEW, cost=CHEAP)
    desk.close()
    with pytest.raises(WrongPassphraseError):
        open_desk(tmp_path / "book", OLD)
    again = open_desk(tmp_path / "book", NEW)
    records.save(again, Entry(kind="meeting", id=meeting.id, fields={"outcome": "Agreed"}))
    assert [entry.by for entry in records.history(again, meeting.id)] == ["Maj A. Diallo", "Lt Col N. Rana"]
    posts = {view.title: view.fields for view in records.page(again, "officer")}
    assert posts["Maj A. Diallo"]["in_post_to"] == posts["Lt Col N. Rana"]["in_post_from"]
    assert posts["Lt Col N. Rana"]["appointment"] == "G9"
    again.close()


@pytest.mark.parametrize(
    ("officer", "old", "error"),
    [("  ", OLD, OfficerNamelessError), ("Maj X", "wrong one, sorry", WrongPassphraseError)],
)
def test_a_hand_over_that_cannot_be_changes_nothing(
    tmp_path: Path, officer: str, old: str, error: type[Exception]
) -> None:
    desk = create_mission(
        tmp_path / "book",
        mission="UNMISX",
        unit_name="Force HQ",
        officer="Maj A. Diallo",
        passphrase=OLD,
        cost=CHEAP,
    )
    with pytest.raises(error):
        pass_on(desk, officer=officer, appointment="", old=old, new=NEW, cost=CHEAP)
    assert desk.identity.officer == "Maj A. Diallo"
    assert records.count(desk, "officer") == 0
    desk.close()
    open_desk(tmp_path / "book", OLD).close()
