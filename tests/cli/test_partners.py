"""`doubles`, `merge`, `unmerge`, `links`, `follow`, `matrix` and `promises` on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.codes import FAILED
from tests.cli.conftest import organisation
from tests.cli.running import Program, is_one_sentence

Put = Callable[..., list[str]]


@pytest.fixture
def unit(mission: Path) -> Path:
    """The logbook of the unit."""
    return mission / "unit"


def test_doubles_are_listed_merged_and_taken_back(program: Program, unit: Path, put: Put) -> None:
    kept, double = put(unit, organisation("World Food Programme"), organisation("WFP"))
    (promise,) = put(unit, {"kind": "follow_up", "fields": {"what": "Ask", "counterpart": kept}})
    (found,) = program("doubles", "--json", "--logbook", unit).json
    assert (found["keep"], found["double"], found["code"], found["same"]) == (kept, double, "known", True)
    assert "WFP" in program("doubles", "--logbook", unit).out
    done = program("merge", double, kept, "--names", "--json", "--logbook", unit).json
    assert done == {"double": double, "kept": kept, "taken": ["aliases"]}
    assert program("doubles", "--logbook", unit).out == "No two records look like one.\n"
    pointing = program("links", kept, "--json", "--logbook", unit).json
    assert {one["id"] for one in pointing} == {promise, double}
    refused = program("merge", double, kept, "--logbook", unit)
    assert refused.code == FAILED
    assert is_one_sentence(refused.err)
    assert program("unmerge", double, "--logbook", unit).code == 0
    assert "merged_into" not in program("show", double, "--json", "--logbook", unit).json["fields"]
    assert program("links", double, "--logbook", unit).out == "Nothing points to it.\n"


def test_a_meeting_is_followed_up_once(program: Program, unit: Path, put: Put) -> None:
    fields = {"started_at": "2026-11-01T10:00Z", "requests": "Escort", "commitments": "Call\nWrite"}
    (meeting,) = put(unit, {"kind": "meeting", "fields": fields})
    made = program("follow", meeting, "--json", "--logbook", unit).json
    assert (len(made["support_requests"]), len(made["follow_ups"]), made["there"]) == (1, 2, 0)
    assert program("follow", meeting, "--json", "--logbook", unit).json["there"] == 3
    assert "Escort" in program("links", meeting, "--logbook", unit).out


def test_the_matrix_and_the_ledger_are_shown(program: Program, unit: Path, put: Put) -> None:
    (who,) = put(unit, {"kind": "organisation", "fields": {"name": "County Council", "contact_every": 7}})
    put(unit, {"kind": "meeting", "fields": {"started_at": "2020-01-01T10:00Z", "organisations": [who]}})
    put(
        unit,
        {
            "kind": "follow_up",
            "fields": {"what": "Ask", "counterpart": who, "owed_by": "us", "due": "2020-02-01"},
        },
    )
    (row,) = program("matrix", "--overdue", "--json", "--logbook", unit).json
    assert (row["id"], row["last"], row["by_level"]) == (who, "2020-01-01", {"unit": "2020-01-01"})
    assert row["overdue"] > 0
    (line,) = program("promises", "--json", "--logbook", unit).json
    assert (line["id"], line["ours"]["overdue"], line["theirs"]["open"]) == (who, 1, 0)
    for command in ("matrix", "promises"):
        assert "County Council" in program(command, "--logbook", unit).out
