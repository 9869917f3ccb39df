"""Several records at once: all or none, and exactly undone."""

import pytest

from app.domain.identifiers import new_id
from app.services import records, several
from app.services.desks import Desk
from app.services.errors import UnknownRecordError
from app.services.records import Entry
from tests.services.missions import Mission


@pytest.fixture
def desk(mission: Mission) -> Desk:
    return mission.force


def saved(desk: Desk, name: str, tags: tuple[str, ...] = ()) -> str:
    entry = Entry(kind="organisation", fields={"name": name, "tags": list(tags) or None})
    return records.save(desk, entry)[0].id


def tags(desk: Desk, identifier: str) -> list[str]:
    return list(records.show(desk, identifier).fields.get("tags") or ())


def test_tags_are_put_on_taken_off_and_put_back_as_they_were(desk: Desk) -> None:
    one, other = saved(desk, "OCHA", ("old", "both")), saved(desk, "WFP")
    changes, had = several.tag(desk, (one, other), add=("new", "both"), remove=("old",))
    assert (tags(desk, one), tags(desk, other)) == (["both", "new"], ["new", "both"])
    assert changes.ids == {one, other}
    several.retag(desk, had)
    assert (tags(desk, one), tags(desk, other)) == (["old", "both"], [])


def test_what_has_its_tags_already_has_no_new_revision(desk: Desk) -> None:
    one = saved(desk, "OCHA", ("there",))
    changes, had = several.tag(desk, (one,), add=("there",))
    assert (changes.ids, had) == (frozenset(), {})
    assert len(records.history(desk, one)) == 1


def test_all_or_none_are_withdrawn_and_come_back(desk: Desk) -> None:
    ids = (saved(desk, "OCHA"), saved(desk, "WFP"))
    with pytest.raises(UnknownRecordError):
        several.withdraw_all(desk, (*ids, new_id(desk.clock())), "doubles")
    assert records.count(desk, "organisation") == 2
    several.withdraw_all(desk, ids, "doubles")
    assert records.count(desk, "organisation") == 0
    assert records.show(desk, ids[0]).withdrawn == "doubles"
    several.withdraw_all(desk, ids, "")
    assert records.count(desk, "organisation") == 2
