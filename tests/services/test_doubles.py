"""Suggestions of doubles with their reasons, what is near a typed name, and what was compared before."""

import csv
from pathlib import Path

import pytest

from app.services import doubles, doubles_merging, records
from app.services.errors import UnknownRecordError
from app.services.records import Entry
from tests.services.missions import Mission, changed, saved

TABLE = Path(__file__).parents[1] / "domain" / "partner_names" / "west_africa_2014.csv"


def near_titles(mission: Mission, text: str, kind: str = "organisation") -> list[str]:
    return [one.title for one in doubles.near(mission.unit, kind, text)]


def test_a_pair_is_suggested_once_with_its_reason_and_the_one_more_records_name(mission: Mission) -> None:
    desk = mission.unit
    old = saved(desk, "organisation", name="WFP")
    used = saved(desk, "organisation", name="World Food Programme")
    saved(desk, "follow_up", counterpart=used.id)
    (found,) = doubles.suggestions(desk)
    assert (found.keep.id, found.double.id, found.counts) == (used.id, old.id, (1, 0))
    assert (found.code, found.same, found.score) == ("known", True, 94)
    assert found.reason == "“WFP” and “World Food Programme” are names of one body."
    assert doubles.suggestions(desk, "person") == ()


def test_every_reason_has_its_sentence(mission: Mission) -> None:
    desk = mission.unit
    pairs = [
        ("Carter Center", "CARTER CENTER"), ("Action Aid", "ActionAid"), ("Danish Refugee Council", "DRC"),
        ("Save the Children", "Save the Childern"), ("Plan", "Plan International"), ("Oxfam", "Oxfam GB"),
        ("Rescue Committee River", "River Rescue Committee"), ("Red Valley Society", "Red Valley Society with IBIS"),
        ("Women of the Lakes", "Women of the Lakes Fund"),
    ]  # fmt: skip
    for pair in pairs:
        for name in pair:
            saved(desk, "organisation", name=name)
    found = doubles.suggestions(desk)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert {one.code: one.reason for one in found} == {
        "name": "The same name, but for capitals, accents, blanks or points.",
        "letters": "“Action Aid” and “ActionAid” differ only in blanks and hyphens.",
        "acronym": "“DRC” is the acronym of “Danish Refugee Council”.",
        "spelling": "“Save the Children” and “Save the Childern” differ by a slip of the pen.",
        "general": "“Plan International” is “Plan” with “international” added.",
        "section": "“Oxfam GB” looks like a national section of “Oxfam”.",
        "order": "The same words in another order.",
        "together": "“Red Valley Society” is named there together with another body.",
        "longer": "“Women of the Lakes Fund” is “Women of the Lakes” with more added: "
        "perhaps a section or a programme of it.",
    }
    assert {one.code for one in found if not one.same} == {"section", "together", "longer"}


def test_what_was_compared_and_is_not_the_same_is_remembered_and_travels(mission: Mission) -> None:
    one = saved(mission.unit, "organisation", name="Oxfam")
    other = saved(mission.unit, "organisation", name="Oxfam GB")
    doubles.keep_apart(mission.unit, other.id, one.id)
    assert doubles.suggestions(mission.unit) == ()
    mission.send("unit", "sector")
    assert doubles.suggestions(mission.sector) == ()
    doubles.keep_apart(mission.unit, one.id, other.id, apart=False)
    assert len(doubles.suggestions(mission.unit)) == 1
    with pytest.raises(UnknownRecordError):
        doubles.keep_apart(mission.unit, one.id, "0" * 32)


def test_what_is_near_follows_every_change(mission: Mission) -> None:
    desk = mission.unit
    assert near_titles(mission, "WFP") == []
    programme = saved(desk, "organisation", name="World Food Programme")
    assert near_titles(mission, "wfp") == ["World Food Programme"]
    changed(desk, programme, name="Water Board", acronym="WB")
    assert near_titles(mission, "wfp") == []
    assert near_titles(mission, "Water Bord") == ["Water Board"]
    assert near_titles(mission, "WATER  BOARD") == ["Water Board"]
    records.withdraw(desk, programme.id, "closed")
    assert near_titles(mission, "Water Board") == []
    records.withdraw(desk, programme.id, "")
    assert near_titles(mission, "Water Board") == ["Water Board"]
    saved(mission.sector, "organisation", name="Road Committee", reach="branch")
    mission.send("sector", "unit")
    assert near_titles(mission, "road comittee") == ["Road Committee"]


def test_near_a_doubles_name_is_the_one_that_stays(mission: Mission) -> None:
    desk = mission.unit
    kept = saved(desk, "organisation", name="Doctors of the River")
    double = saved(desk, "organisation", name="Medecins du Fleuve")
    doubles_merging.merge(desk, double.id, kept.id)
    (found,) = doubles.near(desk, "organisation", "Médecins du fleuve")
    assert (found.id, found.title, found.same) == (kept.id, "Doctors of the River", True)
    assert doubles.suggestions(desk) == ()


def test_near_knows_persons_and_places_and_nothing_else(mission: Mission) -> None:
    desk = mission.unit
    saved(desk, "person", name="John Deng Mabior")
    saved(desk, "place", name="Bentiu", other_names=["Rubkona town"])
    assert near_titles(mission, "Col. Mabior John Deng", "person") == ["John Deng Mabior"]
    assert near_titles(mission, "rubkona-town", "place") == ["Bentiu"]
    assert near_titles(mission, "Bentiu", "meeting") == []
    assert near_titles(mission, "  ") == []


def test_the_real_table_is_taken_in_and_folded(mission: Mission) -> None:
    desk = mission.unit
    with TABLE.open(encoding="utf-8", newline="") as file:
        names = [line["name"] for line in csv.DictReader(file)]
    put = records.put(desk, [Entry(kind="organisation", fields={"name": name}) for name in names])
    assert put.faults == ()
    assert len(put.ids) == 128
    codes = [one.code for one in doubles.suggestions(desk)]
    assert codes == ["name", *["section"] * 6, *["together"] * 2]
    merges = 0
    while found := doubles.suggestions(desk):
        doubles_merging.merge(desk, found[0].double.id, found[0].keep.id)
        merges += 1
    assert records.count(desk, "organisation") == 128 - merges
    assert merges == 9
