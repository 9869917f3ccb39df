"""`put` and `withdraw`: all lines or none, every fault with line, field and reason."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.codes import FAILED, WRONG_USAGE
from tests.cli.conftest import meeting, organisation
from tests.cli.running import Program, is_one_sentence, run

Put = Callable[..., list[str]]
Lines = Callable[..., Path]


def count(program: Program, logbook: Path, kind: str = "organisation") -> int:
    return len(program("list", kind, "--json", "--logbook", logbook).json)


def test_records_are_added_and_their_ids_printed(program: Program, mission: Path, lines: Lines) -> None:
    file = lines(organisation("Mairie de Bossangoa"), organisation("OCHA", type="un_agency"))
    answer = program("put", file, "--logbook", mission / "unit", "--json")
    assert answer.code == 0
    assert answer.json["faults"] == []
    for identifier in answer.json["ids"]:
        assert program("show", identifier, "--logbook", mission / "unit", "--json").json["id"] == identifier


def test_people_get_one_id_a_line(program: Program, mission: Path, lines: Lines) -> None:
    answer = program("put", lines(organisation("A"), organisation("B")), "--logbook", mission / "unit")
    assert answer.code == 0
    assert len(answer.out.split()) == 2
    assert answer.err == "Written: 2.\n"


def test_standard_input_is_read(mission: Path) -> None:
    data = json.dumps(organisation("Préfecture")).encode()
    answer = run("put", "-", "--logbook", mission / "unit", "--json", data=data)
    assert answer.code == 0
    assert len(answer.json["ids"]) == 1


def test_a_line_with_an_id_changes_that_record(program: Program, mission: Path, put: Put) -> None:
    logbook = mission / "unit"
    (identifier,) = put(logbook, organisation("Mairie", acronym="MB"))
    put(logbook, {"kind": "organisation", "id": identifier, "fields": {"acronym": None, "deputy": "Lt Rao"}})
    fields = program("show", identifier, "--logbook", logbook, "--json").json["fields"]
    assert (fields["name"], fields["deputy"]) == ("Mairie", "Lt Rao")
    assert fields.get("acronym") is None


def test_references_are_ids_or_serials(program: Program, mission: Path, put: Put) -> None:
    logbook = mission / "unit"
    (identifier,) = put(logbook, organisation("Mairie"))
    serial = program("show", identifier, "--logbook", logbook, "--json").json["serial"]
    ids = put(logbook, meeting("a", organisations=[identifier]), meeting("b", organisations=[f"@{serial}"]))
    for each in ids:
        assert program("show", each, "--logbook", logbook, "--json").json["fields"]["organisations"] == [
            identifier
        ]


def test_strings_of_people_become_exact_values(program: Program, mission: Path, put: Put) -> None:
    logbook = mission / "unit"
    (identifier,) = put(
        logbook,
        {
            "kind": "qip",
            "reach": "branch",
            "fields": {
                "title": "Water point",
                "cost": {"amount": "24500.00", "currency": "USD"},
                "point": {"lat": "4.85939", "lon": "31.57125"},
            },
        },
    )
    (other,) = put(logbook, meeting("x", started_at="211400ZNOV26", point="36N UL 41567 37288"))
    qip = program("show", identifier, "--logbook", logbook, "--json").json
    assert qip["reach"] == "branch"
    assert qip["fields"]["cost"] == {"amount": 2_450_000, "currency": "USD"}
    assert qip["fields"]["point"]["lat"] == 4_859_390
    seen = program("show", other, "--logbook", logbook, "--json").json["fields"]
    assert seen["started_at"] == "2026-11-21T14:00:00Z"
    assert abs(seen["point"]["lat"] - 4_859_390) < 50


def test_every_fault_is_named_and_nothing_is_written(program: Program, mission: Path, lines: Lines) -> None:
    logbook = mission / "unit"
    file = lines(
        organisation("Good"),
        {"kind": "meeting", "fields": {"objective": "no start"}},
        organisation("Bad", type="army", cooperation=9),
        {"kind": "wedding", "fields": {}},
        {"kind": "qip", "fields": {"title": "x", "state": "approved"}},
        organisation("Unknown field", colour="red"),
        meeting("unknown", organisations=["@NO-SUCH-0001"]),
    )
    with file.open("ab") as stream:
        stream.write(b"\n{broken\n")
    answer = program("put", file, "--logbook", logbook, "--json")
    assert answer.code == FAILED
    assert answer.json["ids"] == []
    faults = {(fault["line"], fault["field"], fault["code"]) for fault in answer.json["faults"]}
    assert faults >= {
        (2, "started_at", "required"),
        (3, "type", "not_a_choice"),
        (3, "cooperation", "out_of_range"),
        (4, "kind", "unknown_kind"),
        (5, "state", "level_too_low"),
        (6, "colour", "unknown_field"),
        (7, "organisations", "unknown_record"),
        (9, "", "not_json"),
    }
    assert all(fault["message"] for fault in answer.json["faults"])
    assert {fault["line"] for fault in answer.json["faults"]} == {2, 3, 4, 5, 6, 7, 9}
    assert count(program, logbook) == 0


def test_people_read_line_field_and_reason(program: Program, mission: Path, lines: Lines) -> None:
    answer = program("put", lines({"kind": "meeting", "fields": {}}), "--logbook", mission / "unit")
    assert answer.code == FAILED
    assert answer.out == ""
    assert "Line 1, started_at: This is needed." in answer.err
    assert "Nothing was written" in answer.err


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_records_is_refused(mission: Path, data: bytes) -> None:
    answer = run("put", "-", "--logbook", mission / "unit", data=data)
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)


def test_a_spreadsheet_in_utf16_is_named(program: Program, mission: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.jsonl"
    file.write_text(json.dumps(organisation("Mairie")), encoding="utf-16")
    answer = program("put", file, "--logbook", mission / "unit", "--json")
    assert answer.code == FAILED
    assert answer.json["faults"][0]["code"] == "not_json"
    assert "UTF-16" in answer.json["faults"][0]["message"]


def test_a_file_that_is_not_there_is_wrong_usage(program: Program, mission: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.jsonl", tmp_path):
        answer = program("put", path, "--logbook", mission / "unit")
        assert answer.code == WRONG_USAGE
        assert is_one_sentence(answer.err)


def test_a_withdrawn_record_says_why_and_stays_in_history(program: Program, mission: Path, put: Put) -> None:
    logbook = mission / "unit"
    (identifier,) = put(logbook, organisation("Twice"))
    hidden = program("withdraw", identifier, "--why", "entered twice", "--logbook", logbook, "--json")
    assert (hidden.code, hidden.json["withdrawn"]) == (0, "entered twice")
    shown = program("show", identifier, "--history", "--logbook", logbook, "--json").json
    assert shown["withdrawn"] == "entered twice"
    assert len(shown["history"]) == 2


def test_an_empty_reason_shows_a_withdrawn_record_again_and_says_so(
    program: Program, mission: Path, put: Put
) -> None:
    logbook = mission / "unit"
    (identifier,) = put(
        logbook, {"kind": "note", "fields": {"topic": "x", "observed_at": "2026-11-21T16:00:00Z"}}
    )
    assert "is withdrawn" in program("withdraw", identifier, "--why", "twice", "--logbook", logbook).err
    assert "is shown again" in program("withdraw", identifier, "--why", "", "--logbook", logbook).err
    assert program("show", identifier, "--logbook", logbook, "--json").json["withdrawn"] is None
