"""`conflicts` and `resolve`: both sides shown, one sentence where there is nothing to settle."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.codes import FAILED, WRONG_USAGE
from tests.cli.conftest import organisation
from tests.cli.running import Program, is_one_sentence

Put = Callable[..., list[str]]


@pytest.fixture
def disputed(program: Program, mission: Path, put: Put) -> str:
    """A record whose deputy the unit and its sector named differently; the conflict stands at the sector."""
    unit, sector = mission / "unit", mission / "sector"
    (identifier,) = put(unit, organisation("Mairie"))
    program("export", "--out", mission / "1.liaison.age", "--logbook", unit)
    program("import", mission / "1.liaison.age", "--logbook", sector)
    put(unit, {"kind": "organisation", "id": identifier, "fields": {"deputy": "Lt Rao"}})
    put(sector, {"kind": "organisation", "id": identifier, "fields": {"deputy": "Capt Ndiaye"}})
    program("export", "--out", mission / "2.liaison.age", "--logbook", unit)
    answer = program("import", mission / "2.liaison.age", "--logbook", sector, "--json")
    assert answer.json["files"][0]["conflicts"] == 1
    return identifier


def test_a_disagreement_shows_every_side(program: Program, mission: Path, disputed: str) -> None:
    (conflict,) = program("conflicts", "--json", "--logbook", mission / "sector").json
    assert (conflict["record"], conflict["field"]) == (disputed, "deputy")
    assert {side["value"] for side in conflict["candidates"]} == {"Lt Rao", "Capt Ndiaye"}
    assert {side["unit"] for side in conflict["candidates"]} == {"fhq/east", "fhq/east/indbatt-1"}
    record = program("show", disputed, "--json", "--logbook", mission / "sector").json
    assert record["conflicts"] == ["deputy"]
    assert len(record["heads"]) == 2
    assert program("status", "--json", "--logbook", mission / "sector").json["conflicts"] == 1
    out = program("conflicts", "--logbook", mission / "sector").out
    for words in ("Lt Rao", "Capt Ndiaye", "Deputy", conflict["candidates"][0]["revision"]):
        assert words in out


@pytest.mark.parametrize("take", [0, 1])
def test_one_side_is_taken(program: Program, mission: Path, disputed: str, take: int) -> None:
    sector = mission / "sector"
    (conflict,) = program("conflicts", "--json", "--logbook", sector).json
    side = conflict["candidates"][take]
    words = ("resolve", disputed, "deputy", "--take", side["revision"])
    answer = program(*words, "--json", "--logbook", sector)
    assert answer.code == 0, answer.err
    assert answer.json["fields"]["deputy"] == side["value"]
    assert answer.json["conflicts"] == []
    assert program("conflicts", "--json", "--logbook", sector).json == []
    assert program("conflicts", "--logbook", sector).out == "Nobody disagrees.\n"


def test_another_value_settles_it_too_and_travels(program: Program, mission: Path, disputed: str) -> None:
    unit, sector = mission / "unit", mission / "sector"
    assert program("resolve", disputed, "deputy", "--value", '"Maj Okello"', "--logbook", sector).code == 0
    program("export", "--to", "fhq/east/indbatt-1", "--out", mission / "3.liaison.age", "--logbook", sector)
    program("import", mission / "3.liaison.age", "--logbook", unit)
    assert program("show", disputed, "--json", "--logbook", unit).json["fields"]["deputy"] == "Maj Okello"
    assert program("conflicts", "--json", "--logbook", unit).json == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("name", "--value", '"x"'), FAILED),
        (("deputy", "--take", "0" * 32), FAILED),
        (("deputy", "--value", "not json"), WRONG_USAGE),
        (("deputy", "--value", '"x"', "--take", "y"), WRONG_USAGE),
        (("deputy", "--value", "7000"), 0),
        (("deputy", "--value", '["x"]'), FAILED),
    ],
)
def test_what_settles_nothing_is_refused(
    program: Program, mission: Path, disputed: str, words: tuple[str, ...], code: int
) -> None:
    answer = program("resolve", disputed, *words, "--logbook", mission / "sector")
    assert answer.code == code
    if code:
        assert is_one_sentence(answer.err)
        assert len(program("conflicts", "--json", "--logbook", mission / "sector").json) == 1


def test_an_unknown_record_is_told(program: Program, mission: Path) -> None:
    answer = program("resolve", "NO-0001", "deputy", "--value", "null", "--logbook", mission / "sector")
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)
