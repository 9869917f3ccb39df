"""`admit`, `roster`, `retire` and `revoke`: nobody joins without compared words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.codes import FAILED, WRONG_USAGE
from tests.cli.conftest import organisation
from tests.cli.running import Program, is_one_sentence

Put = Callable[..., list[str]]


@pytest.fixture
def asked(program: Program, tmp_path: Path) -> dict[str, Any]:
    """A second unit that asks to join, and what its request says."""
    answer = program(
        "request", tmp_path / "second", "--unit-name", "NEPBATT", "--level", "unit", "--officer", "Maj C.",
        "--out", tmp_path / "second.request", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    found: dict[str, Any] = answer.json
    return found


def admit(program: Program, mission: Path, asked: dict[str, Any], **options: str) -> Any:
    """Admit the second unit with changed options."""
    given = {"unit": "fhq/east/nepbatt", "fingerprint": asked["fingerprint"], **options}
    words = [word for name, value in given.items() for word in (f"--{name.replace('_', '-')}", value)]
    out = mission / "welcome.liaison"
    return program("admit", asked["path"], *words, "--out", out, "--logbook", mission / "force", "--json")


def test_an_admitted_unit_gets_a_welcome_and_stands_in_the_roster(
    program: Program, mission: Path, asked: dict[str, Any], tmp_path: Path
) -> None:
    answer = admit(program, mission, asked, unit_name="NEPBATT 9")
    assert answer.code == 0, answer.err
    assert {"path", "bytes", "node", "fingerprint", "unit"} <= set(answer.json)
    assert answer.json["node"] == asked["node"]
    lines = program("roster", "--json", "--logbook", mission / "force").json
    (line,) = [each for each in lines if each["node"] == asked["node"]]
    assert (line["unit"], line["unit_name"], line["level"], line["status"]) == (
        "fhq/east/nepbatt",
        "NEPBATT 9",
        "unit",
        "active",
    )
    joined = program("import", answer.json["path"], "--logbook", tmp_path / "second", "--json")
    assert joined.code == 0, joined.err
    assert program("status", "--logbook", tmp_path / "second", "--json").json["unit"] == "fhq/east/nepbatt"


def test_the_words_may_be_typed_with_other_spaces_and_letters(
    program: Program, mission: Path, asked: dict[str, Any]
) -> None:
    words = "  " + asked["fingerprint"].upper().replace(" ", "   ") + " "
    assert admit(program, mission, asked, fingerprint=words).code == 0


@pytest.mark.parametrize(
    "options",
    [
        {"fingerprint": "able baker charlie dog easy fox"},
        {"fingerprint": ""},
        {"unit": "fhq/east/../west"},
        {"unit": "other/east"},
        {"unit": "FHQ East"},
        {"unit": "fhq/a/b/c/d"},
    ],
)
def test_nobody_is_admitted_with_wrong_words_or_a_wrong_place(
    program: Program, mission: Path, asked: dict[str, Any], options: dict[str, str]
) -> None:
    before = program("roster", "--json", "--logbook", mission / "force").json
    answer = admit(program, mission, asked, **options)
    assert answer.code == FAILED
    assert answer.out == ""
    assert is_one_sentence(answer.err)
    assert program("roster", "--json", "--logbook", mission / "force").json == before
    assert not (mission / "welcome.liaison").exists()


def test_a_node_is_admitted_once(program: Program, mission: Path, asked: dict[str, Any]) -> None:
    assert admit(program, mission, asked).code == 0
    again = admit(program, mission, asked, unit="fhq/west/nepbatt")
    assert again.code == FAILED
    assert is_one_sentence(again.err)


def test_a_sector_admits_below_itself_and_a_unit_nobody(
    program: Program, mission: Path, asked: dict[str, Any]
) -> None:
    for name, code in (("unit", FAILED), ("sector", 0)):
        answer = program(
            "admit", asked["path"], "--unit", "fhq/east/nepbatt", "--fingerprint", asked["fingerprint"],
            "--out", mission / "w.liaison", "--logbook", mission / name,
        )  # fmt: skip
        assert answer.code == code
        assert is_one_sentence(answer.err)


def test_a_second_desk_at_force_hq_has_to_be_meant(
    program: Program, mission: Path, asked: dict[str, Any]
) -> None:
    words = (
        "admit", asked["path"], "--unit", "fhq", "--fingerprint", asked["fingerprint"],
        "--out", mission / "late.liaison", "--logbook", mission / "force",
    )  # fmt: skip
    answer = program(*words)
    assert answer.code == FAILED
    assert "--beside" in answer.err
    assert program(*words, "--beside").code == 0


def test_a_successor_is_admitted_in_the_place_of_another(
    program: Program, mission: Path, asked: dict[str, Any]
) -> None:
    force = mission / "force"
    lines = program("roster", "--logbook", force, "--json").json
    old = next(line["node"] for line in lines if line["level"] == "unit")
    answer = admit(program, mission, asked, unit="fhq/east/indbatt-1", replaces=old)
    assert answer.code == 0, answer.err
    found = {line["node"]: line["status"] for line in program("roster", "--logbook", force, "--json").json}
    assert (found[old], found[asked["node"]]) == ("retired", "active")


@pytest.mark.parametrize("data", [b"", b"{}", b"\x00" * 5000, b'{"format":2}'])
def test_what_is_no_request_is_refused(program: Program, mission: Path, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "no.request"
    file.write_bytes(data)
    answer = program(
        "admit", file, "--unit", "fhq/x", "--fingerprint", "a b c d e f", "--out", mission / "w",
        "--logbook", mission / "force",
    )  # fmt: skip
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)


def test_a_request_that_is_not_there_is_told(program: Program, mission: Path) -> None:
    answer = program(
        "admit", mission / "none", "--unit", "fhq/x", "--fingerprint", "a b c d e f", "--out", mission / "w",
        "--logbook", mission / "force",
    )  # fmt: skip
    assert answer.code in (FAILED, WRONG_USAGE)
    assert is_one_sentence(answer.err)


def test_the_roster_for_people_names_units_and_fingerprints(program: Program, mission: Path) -> None:
    out = program("roster", "--logbook", mission / "unit").out
    for words in ("fhq/east/indbatt-1", "Sector East", "Force HQ", "active"):
        assert words in out


@pytest.mark.parametrize(("command", "status"), [("retire", "retired"), ("revoke", "revoked")])
def test_what_an_ended_node_says_later_does_not_count(
    program: Program, mission: Path, put: Put, command: str, status: str
) -> None:
    force, unit = mission / "force", mission / "unit"
    node = program("status", "--logbook", unit, "--json").json["node"]
    put(unit, organisation("Before"))
    program("export", "--to", "fhq", "--out", mission / "1.liaison.age", "--logbook", unit)
    assert program("import", mission / "1.liaison.age", "--logbook", force).code == 0
    why = ("--why", "laptop lost") if command == "revoke" else ()
    ended = program(command, node, *why, "--logbook", force, "--json")
    assert (ended.code, ended.json["node"], ended.json["status"]) == (0, node, status)
    lines = program("roster", "--json", "--logbook", force).json
    assert [line["status"] for line in lines if line["node"] == node] == [status]
    put(unit, organisation("After"))
    program("export", "--to", "fhq", "--out", mission / "2.liaison.age", "--logbook", unit)
    answer = program("import", mission / "2.liaison.age", "--logbook", force, "--json")
    assert answer.code == FAILED
    assert answer.json["files"][0]["reasons"][0]["code"] == "refused:revoked"
    names = [
        each["fields"]["name"] for each in program("list", "organisation", "--json", "--logbook", force).json
    ]
    assert names == ["Before"]


def test_the_root_cannot_end_itself_and_a_stranger_is_not_found(program: Program, mission: Path) -> None:
    force = mission / "force"
    node = program("status", "--logbook", force, "--json").json["node"]
    for name in (node, "nobody"):
        answer = program("revoke", name, "--why", "x", "--logbook", force)
        assert answer.code == FAILED
        assert is_one_sentence(answer.err)


def test_nothing_leaves_before_the_words_of_force_hq_were_compared(
    program: Program, mission: Path, asked: dict[str, Any], tmp_path: Path
) -> None:
    assert admit(program, mission, asked).code == 0
    late = ("--logbook", tmp_path / "second")
    taken = program("import", mission / "welcome.liaison", *late, "--json")
    assert taken.code == 0
    refused = program("export", "--out", mission / "out.liaison", *late)
    assert (refused.code, refused.out) == (FAILED, "")
    assert is_one_sentence(refused.err)
    assert "confirm" in refused.err
    assert not (mission / "out.liaison").exists()
    other = program("confirm", "able baker charlie dog easy fox", *late)
    assert other.code == FAILED
    words = program("status", "--json", *late).json["root_fingerprint"]
    assert program("confirm", *words.split(), *late).code == 0
    assert program("status", "--json", *late).json["root_confirmed"] is True
    assert program("export", "--out", mission / "out.liaison", *late).code == 0
