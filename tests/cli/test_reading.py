"""`list`, `show` and `search`: shapes, order, conditions, and nothing typed taken for syntax."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.codes import FAILED, WRONG_USAGE
from app.cli.record_words import reach_words
from tests.cli.conftest import meeting, organisation
from tests.cli.running import Program, is_one_sentence

Put = Callable[..., list[str]]
RECORD_KEYS = {"id", "kind", "serial", "unit", "reach", "state", "fields", "heads", "conflicts"}


@pytest.fixture
def filled(mission: Path, put: Put) -> Path:
    """A unit's logbook with a few records."""
    logbook = mission / "unit"
    put(
        logbook,
        organisation("Mairie de Bossangoa", type="local_authority", cooperation=4),
        organisation("OCHA", type="un_agency", cooperation=2),
        organisation("Caritas", type="national_ngo", notes="Réhabilitation du lycée"),
        meeting("grazing and water", place="Diffra"),
        {"kind": "qip", "fields": {"title": "Two-classroom block at Jelei Primary School"}},
    )
    return logbook


def test_a_list_is_an_array_of_records_in_serial_order(program: Program, filled: Path) -> None:
    answer = program("list", "organisation", "--json", "--logbook", filled)
    assert [record["fields"]["name"] for record in answer.json] == ["Mairie de Bossangoa", "OCHA", "Caritas"]
    serials = [record["serial"] for record in answer.json]
    assert serials == sorted(serials)
    for record in answer.json:
        assert set(record) >= RECORD_KEYS
        assert record["unit"] == "fhq/east/indbatt-1"
        assert record["reach"] == "up"
        assert len(record["heads"]) == 1
        assert record["conflicts"] == []


def test_an_empty_list_is_an_empty_array(program: Program, filled: Path) -> None:
    assert program("list", "visit", "--json", "--logbook", filled).json == []
    assert program("list", "visit", "--logbook", filled).out == "No records.\n"


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        (["type=un_agency"], ["OCHA"]),
        (["type!=un_agency"], ["Mairie de Bossangoa", "Caritas"]),
        (["cooperation>=2"], ["Mairie de Bossangoa", "OCHA"]),
        (["cooperation<4", "type=UN agency"], ["OCHA"]),
        (["name~airie"], ["Mairie de Bossangoa"]),
        (["reach=up"], ["Mairie de Bossangoa", "OCHA", "Caritas"]),
        (["name=' OR 1=1 --"], []),
    ],
)
def test_conditions_choose_records(
    program: Program, filled: Path, conditions: list[str], names: list[str]
) -> None:
    words = [word for condition in conditions for word in ("--where", condition)]
    answer = program("list", "organisation", *words, "--json", "--logbook", filled)
    assert answer.code == 0, answer.err
    assert [record["fields"]["name"] for record in answer.json] == names


@pytest.mark.parametrize("condition", ["nonsense", "colour=red", "type=army", "cooperation=high", "=x"])
def test_a_wrong_condition_is_wrong_usage(program: Program, filled: Path, condition: str) -> None:
    answer = program("list", "organisation", "--where", condition, "--logbook", filled)
    assert answer.code == WRONG_USAGE
    assert is_one_sentence(answer.err)


def test_a_limit_stops_the_list(program: Program, filled: Path) -> None:
    assert len(program("list", "organisation", "--limit", "2", "--json", "--logbook", filled).json) == 2


def test_an_unknown_kind_is_refused_in_one_sentence(program: Program, filled: Path) -> None:
    for words in (("list", "wedding"), ("search", "x", "--kind", "wedding")):
        answer = program(*words, "--logbook", filled)
        assert answer.code == FAILED
        assert is_one_sentence(answer.err)


def test_people_read_an_aligned_table(program: Program, filled: Path) -> None:
    out = program("list", "organisation", "--logbook", filled).out
    head, rule, first, *_ = out.splitlines()
    assert head.index("Name") == rule.index("-", rule.index(" ")) == first.index("Mairie")
    assert "Local authority" in first


def test_a_record_is_shown_by_id_and_by_serial_with_history(program: Program, filled: Path) -> None:
    (listed,) = program("list", "qip", "--json", "--logbook", filled).json
    by_id = program("show", listed["id"], "--json", "--logbook", filled).json
    by_serial = program("show", listed["serial"], "--history", "--json", "--logbook", filled).json
    history = by_serial.pop("history")
    assert by_id == by_serial == listed
    (entry,) = history
    assert {"revision", "at", "by", "node", "fields"} <= set(entry)
    assert entry["by"] == "Maj A. Diallo"
    assert entry["at"].endswith("Z")
    assert entry["fields"]["title"] == "Two-classroom block at Jelei Primary School"


def test_people_read_a_record_in_words(program: Program, filled: Path, put: Put) -> None:
    (mairie, *_) = program("list", "organisation", "--json", "--logbook", filled).json
    (identifier,) = put(filled, meeting("access", organisations=[mairie["id"]]))
    out = program("show", identifier, "--history", "--logbook", filled).out
    assert "Started: 160700ZNOV26" in out
    assert "Organisations: Mairie de Bossangoa" in out
    assert reach_words("up") in out
    assert "Maj A. Diallo" in out


def test_a_record_that_is_not_there_is_told_in_one_sentence(program: Program, filled: Path) -> None:
    answer = program("show", "NO-SUCH-0001", "--logbook", filled, "--json")
    assert answer.code == FAILED
    assert answer.out == ""
    assert is_one_sentence(answer.err)


def test_search_finds_words_beginnings_and_accents(program: Program, filled: Path) -> None:
    for text, kind in (("classroom", "qip"), ("rehabilitation lyc", "organisation"), ("Diffra", "meeting")):
        (hit,) = program("search", text, "--json", "--logbook", filled).json
        assert {"id", "kind", "serial", "title", "snippet"} <= set(hit)
        assert hit["kind"] == kind
    assert program("search", "diffra", "--kind", "qip", "--json", "--logbook", filled).json == []


@pytest.mark.parametrize(
    "text", ['"', "*", "NEAR(", "title:x", "a AND", "'; DROP TABLE", "(", "^", "", "-", "\\"]
)
def test_nothing_typed_into_search_is_syntax(program: Program, filled: Path, text: str) -> None:
    answer = program("search", "--json", "--logbook", filled, "--", text)
    assert answer.code == 0, answer.err
    assert isinstance(answer.json, list)


def test_what_needs_a_look_and_how_far_a_project_is_stand_at_the_head_of_a_record(
    program: Program, mission: Path, put: Put
) -> None:
    logbook = mission / "unit"
    officer, qip = put(
        logbook,
        {"kind": "officer", "fields": {"name": "Capt R. Singh", "intelligence_post": True}},
        {"kind": "qip", "fields": {"title": "Borehole"}},
    )
    put(logbook, {"kind": "visit", "fields": {"project": qip, "date": "2026-11-20", "percent_physical": 60}})
    shown = program("show", officer, "--logbook", logbook).out
    assert "Look at: Also holds an intelligence or information post" in shown
    assert "By the visit of 2026-11-20: 60 % built" in program("show", qip, "--logbook", logbook).out
