"""`undo`, `show --history`, requests and `--accept-withdrawals`: how what came can be traced, taken back, held up."""

from pathlib import Path

import pytest

from app.cli.codes import FAILED
from tests.cli.conftest import meeting, organisation
from tests.cli.exchanging import carry
from tests.cli.running import Program, is_one_sentence
from tests.cli.test_exchange import Put, records


@pytest.fixture
def sent(program: Program, mission: Path, put: Put) -> Path:
    """A bundle from the unit to its sector with three records."""
    put(mission / "unit", organisation("Mairie"), meeting("water"), meeting("grazing"))
    out = mission / "sent.liaison.age"
    assert program("export", "--out", out, "--logbook", mission / "unit").code == 0
    return out


def test_an_import_is_undone_as_a_whole_once(program: Program, mission: Path, sent: Path) -> None:
    sector = mission / "sector"
    brought = program("import", sent, "--logbook", sector, "--json").json["files"][0]
    answer = program("undo", "--logbook", sector)
    assert answer.code == 0, answer.err
    assert answer.out == f"{sent.name}: undone. 3 records are gone, 0 are as they were before.\n"
    assert records(program, sector) == {}
    refused = program("undo", brought["bundle"], "--logbook", sector)
    assert refused.code == FAILED
    assert is_one_sentence(refused.err)
    assert program("import", sent, "--logbook", sector).code == 0
    undone = program("undo", brought["bundle"], "--logbook", sector, "--json").json
    assert (undone["bundle"], undone["removed"], undone["restored"]) == (brought["bundle"], 3, 0)


def test_the_history_names_the_bundle_that_brought_a_save(
    program: Program, mission: Path, sent: Path
) -> None:
    sector = mission / "sector"
    program("import", sent, "--logbook", sector)
    (listed,) = program("list", "organisation", "--logbook", sector, "--json").json
    (entry,) = program("show", listed["id"], "--history", "--logbook", sector, "--json").json["history"]
    (came,) = entry["brought_by"]
    assert (came["file"], came["path"], came["unit_name"]) == (sent.name, str(sent.resolve()), "INDBATT-1")
    assert f"{sent.name} of INDBATT-1" in program("show", listed["id"], "--history", "--logbook", sector).out


def test_a_request_holds_no_records(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Mairie"))
    out = mission / "asking.liaison.age"
    made = program(
        "export", "--request", "--no-photos", "--out", out, "--logbook", mission / "unit", "--json"
    )
    assert (made.json["revisions"], made.json["paths"]) == (0, [str(out)])


def test_many_withdrawals_wait_for_a_yes(program: Program, mission: Path, put: Put) -> None:
    unit, sector = mission / "unit", mission / "sector"
    ids = put(unit, *(organisation(f"Committee {number}") for number in range(5)))
    carry(program, mission, "unit", "sector")
    for identifier in ids:
        assert program("withdraw", identifier, "--why", "entered twice", "--logbook", unit).code == 0
    held = carry(program, mission, "unit", "sector")
    assert held.code == FAILED
    assert held.json["files"][0]["reasons"][0]["code"] == "held:mass-withdrawal"
    assert "until a person has looked" in held.err
    assert records(program, sector) == {"organisation": 5}
    assert carry(program, mission, "unit", "sector", "--accept-withdrawals").code == 0
    assert records(program, sector) == {}
