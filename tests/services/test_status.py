"""Status: who this is, what is unsent, what peers have, what waits, and lists and searches of records."""

import pytest

from app.domain.kinds import SCHEMA
from app.services import records, rosters
from app.services.desks import open_desk
from app.services.errors import UnknownKindError, UnknownRecordError
from app.services.status import journal, status
from tests.services.missions import PASSPHRASE, Mission, changed, saved


def test_a_logbook_says_who_it_is(mission: Mission) -> None:
    own = status(mission.sector).identity
    assert (own.unit, own.level, own.unit_name, own.officer) == ("fhq/east", "sector", "SECTOR", "Maj Sector")
    assert own.mission_name == "Mission in Testland"
    assert own.root_fingerprint == mission.force.identity.fingerprint
    assert own.root_confirmed
    assert len(own.fingerprint.split()) == 6
    assert (status(mission.sector).format, status(mission.sector).schema) == (2, SCHEMA)


def test_a_fresh_logbook_warns_that_it_is_alone(mission: Mission) -> None:
    found = status(mission.ask("late", "unit"))
    assert found.identity.mission is None
    assert any("admitted" in warning for warning in found.warnings)
    assert any("backup" in warning for warning in found.warnings)
    assert (found.peers, found.unsent) == ((), 0)


def test_what_is_unsent_goes_down_with_the_receipt(mission: Mission) -> None:
    assert status(mission.unit).unsent == 0
    view = saved(mission.unit)
    changed(mission.unit, view, title="Again")
    saved(mission.unit, reach="laptop")
    assert status(mission.unit).unsent == 2
    mission.send("unit", "sector")
    assert status(mission.unit).unsent == 2  # written, and nobody has said that it arrived
    mission.send("sector", "unit")
    assert status(mission.unit).unsent == 0
    assert status(mission.unit).records == {"meeting": 2}


def test_peers_and_what_they_lack(mission: Mission) -> None:
    saved(mission.unit)
    mission.send("unit", "sector")
    above = next(peer for peer in status(mission.unit).peers if peer.unit == "fhq/east")
    assert (above.unit, above.unit_name, above.level) == ("fhq/east", "SECTOR", "sector")
    assert above.last_out is not None
    assert (above.lacks, above.has) == (1, {})
    peers = {peer.unit: peer for peer in status(mission.sector).peers}
    assert set(peers) == {"fhq", "fhq/east/indbatt-1"}
    assert peers["fhq"].lacks == 1
    assert peers["fhq/east/indbatt-1"].lacks == 0
    assert peers["fhq/east/indbatt-1"].last_in is not None
    mission.send("sector", "unit")
    above = next(peer for peer in status(mission.unit).peers if peer.unit == "fhq/east")
    assert (above.lacks, list(above.has.values())) == (0, [1])


def test_the_journal_tells_both_directions(mission: Mission) -> None:
    saved(mission.unit)
    mission.send("unit", "sector")
    newest = journal(mission.sector)[0]
    assert (newest["direction"], newest["outcome"], newest["unit_name"]) == ("in", "applied", "UNIT")
    assert newest["counts"] == {"meeting": {"added": 1, "changed": 0}}
    assert len(journal(mission.sector, limit=1)) == 1


def test_another_officer_signs_on(mission: Mission) -> None:
    first = saved(mission.unit)
    mission.unit.sign_on("Cpt Zoë Other")
    second = saved(mission.unit)
    assert (first.updated_by, second.updated_by) == ("Maj Unit", "Cpt Zoë Other (claimed)")
    mission.unit.close()
    desk = open_desk(mission.folder / "unit", PASSPHRASE, officer="Maj Unit", clock=mission.clock)
    mission.desks["unit"] = desk
    third = saved(desk)
    with desk.logbook.reading() as reader:
        officers = {
            one.officer_name: one.officer
            for view in (first, second, third)
            for one in reader.history(view.id)
        }
    assert len(set(officers.values())) == 2


def test_lists_are_sorted_filtered_and_cut(mission: Mission) -> None:
    views = [saved(mission.unit, "place", name=name, population=size) for name, size in
             (("Émeraude", 30), ("alpha", 20), ("Beta", 10))]  # fmt: skip
    assert [view.id for view in records.page(mission.unit, "place")] == [view.id for view in views]
    by_name = records.page(mission.unit, "place", order=("name", False))
    assert [view.title for view in by_name] == ["alpha", "Beta", "Émeraude"]
    largest = records.page(mission.unit, "place", order=("population", True), limit=2)
    assert [view.fields["population"] for view in largest] == [30, 20]
    where = (("population", ">=", 20),)
    assert records.count(mission.unit, "place", where=where) == 2
    keys = records.keys(mission.unit, "place", where=where)
    assert len(keys) == 2
    assert {view.id for view in records.rows(mission.unit, [*keys, 999_999])} == {views[0].id, views[1].id}
    assert records.count(mission.unit, "place") == 3
    for use in (records.page, records.keys, records.count):
        with pytest.raises(UnknownKindError):
            use(mission.unit, "planet")


def test_search_takes_everything_literally(mission: Mission) -> None:
    view = saved(mission.unit, title="Réunion à Bentiu", facts='Water "points" NEAR(the) col:umn*')
    other = saved(mission.unit, "organisation", name="Bentiu water committee")
    assert {hit.id for hit in records.search(mission.unit, "bentiu wat")} == {view.id, other.id}
    assert [hit.id for hit in records.search(mission.unit, "reunion")] == [view.id]
    assert [hit.id for hit in records.search(mission.unit, "bentiu", kind="organisation")] == [other.id]
    assert len(records.search(mission.unit, "bentiu", limit=1)) == 1
    for text in ('"', "*", "NEAR(", "col:", "a OR", "-", "'; DROP TABLE record; --", "", "\x00", "(" * 500):
        assert isinstance(records.search(mission.unit, text), tuple)
    assert [hit.id for hit in records.search(mission.unit, '"points" near(the')] == [view.id]
    with pytest.raises(UnknownKindError):
        records.search(mission.unit, "x", kind="planet")


def test_search_follows_what_is_imported_and_changed(mission: Mission) -> None:
    view = saved(mission.unit, title="Firstword")
    mission.send("unit", "sector")
    assert [hit.id for hit in records.search(mission.sector, "firstword")] == [view.id]
    changed(mission.unit, view, title="Secondword")
    mission.send("unit", "sector")
    assert records.search(mission.sector, "firstword") == ()
    assert [hit.id for hit in records.search(mission.sector, "secondword")] == [view.id]


def test_records_by_id_and_serial(mission: Mission) -> None:
    view = saved(mission.unit)
    assert records.show(mission.unit, view.id) == records.show(mission.unit, view.serial) == view
    assert records.titles(mission.unit, [view.id, "nobody"]) == {view.id: view.title}
    for name in ("NO-SUCH-1", "019aa5b5-8c40-7000-9000-000000000001", ""):
        with pytest.raises(UnknownRecordError):
            records.show(mission.unit, name)
        with pytest.raises(UnknownRecordError):
            records.history(mission.unit, name)
    with pytest.raises(UnknownRecordError):
        records.withdraw(mission.unit, "019aa5b5-8c40-7000-9000-000000000001", "why")


def test_history_tells_who_saved_what(mission: Mission) -> None:
    view = saved(mission.unit, title="One")
    mission.send("unit", "sector")
    changed(mission.sector, view, title="Two")
    mission.send("sector", "unit")
    first, second = records.history(mission.unit, view.serial)
    assert (first.by, first.unit, first.fields["title"]) == ("Maj Unit", "fhq/east/indbatt-1", "One")
    assert (second.by, second.unit, second.fields) == ("Maj Sector", "fhq/east", {"title": "Two"})
    assert (first.sealed, second.sealed, second.status) == (True, True, "effect")


def test_drafts_are_kept_and_dropped(mission: Mission) -> None:
    records.keep_draft(mission.unit, key="new:meeting", kind="meeting", record=None, data={"title": "Half"})
    records.keep_draft(mission.unit, key="new:place", kind="place", record=None, data={"name": "x"})
    records.keep_draft(
        mission.unit, key="new:meeting", kind="meeting", record=None, data={"title": "Half a t"}
    )
    mission.unit.close()
    mission.open("unit")
    found = records.drafts(mission.unit)
    assert [(draft.key, draft.data) for draft in found] == [
        ("new:meeting", {"title": "Half a t"}), ("new:place", {"name": "x"}),
    ]  # fmt: skip
    records.drop_draft(mission.unit, "new:meeting")
    assert [draft.key for draft in records.drafts(mission.unit)] == ["new:place"]
    assert len(rosters.roster(mission.unit)) == 4
