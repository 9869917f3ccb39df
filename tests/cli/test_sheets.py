"""The commands `sheet read` and `sheet write`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import organisation
from tests.cli.running import Program, is_one_sentence

TABLES = Path(__file__).resolve().parents[1] / "tables"


@pytest.fixture
def logbook(mission: Path) -> Path:
    """The logbook of the unit."""
    return mission / "unit"


def csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_real_table_is_read_and_told(program: Program, logbook: Path) -> None:
    done = program("sheet", "read", TABLES / "qips.csv", "--kind", "qip", "--logbook", logbook)
    assert done.code == 0
    assert "Implementing partner" in done.out
    assert "79 new. Written." in done.err
    assert len(program("list", "qip", "--logbook", logbook, "--json").json) == 79


def test_a_dry_run_answers_every_row_in_json(program: Program, logbook: Path) -> None:
    done = program(
        "sheet",
        "read",
        TABLES / "meetings.csv",
        "--kind",
        "meeting",
        "--dry-run",
        "--logbook",
        logbook,
        "--json",
    )
    assert done.code == 0
    assert done.json["applied"] is False
    assert done.json["counts"] == {"new": 32}
    assert done.json["columns"][4]["target"] == "started_at|date_note"
    assert program("list", "meeting", "--logbook", logbook, "--json").json == []


def test_the_guess_is_saved_and_a_corrected_map_is_obeyed(
    program: Program, logbook: Path, tmp_path: Path
) -> None:
    sheet, map_ = csv(tmp_path, "Title,Comment\nWell,dry\n"), tmp_path / "map.json"
    words = ("sheet", "read", sheet, "--kind", "project", "--map", map_, "--logbook", logbook)
    assert program(*words, "--dry-run").code == 0
    saved = json.loads(map_.read_text())
    saved["columns"]["Comment"] = "do_no_harm"
    map_.write_text(json.dumps(saved))
    assert program(*words).code == 0
    (found,) = program("list", "project", "--logbook", logbook, "--json").json
    assert found["fields"]["do_no_harm"] == "dry"


def test_what_must_be_asked_stops_it_until_it_is_said(
    program: Program, logbook: Path, tmp_path: Path
) -> None:
    words = ("sheet", "read", csv(tmp_path, "Title,Start,Cost\nWell,3/9/2013,24 500\n"), "--kind", "project")
    asked = program(*words, "--logbook", logbook)
    assert asked.code == 1
    assert "--day-first" in asked.err
    assert "--currency" in asked.err
    done = program(*words, "--month-first", "--currency", "usd", "--logbook", logbook)
    assert done.code == 0
    (found,) = program("list", "project", "--logbook", logbook, "--json").json
    assert found["fields"]["start"] == "2013-03-09"
    assert found["fields"]["cost"] == {"amount": 2_450_000, "currency": "USD"}
    again = program(*words, "--dry-run", "--logbook", logbook)
    assert "as in the last sheet of this form" in again.err
    assert again.out.splitlines()[-1].split() == ["2", "unchanged", "Well"]
    assert "--currency" in program(*words, "--dry-run", "--guess", "--logbook", logbook).err


def test_a_refused_row_is_named_and_nothing_written(program: Program, logbook: Path, tmp_path: Path) -> None:
    sheet = csv(tmp_path, "Title,Place\nWell,Bor\n,Wau\n")
    done = program("sheet", "read", sheet, "--kind", "project", "--logbook", logbook)
    assert done.code == 1
    assert "Row 3, title: This is needed." in done.err
    assert program("list", "project", "--logbook", logbook, "--json").json == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("read", "none.csv", "--kind", "qip"), 2),
        (("read", __file__, "--kind", "ghost"), 1),
        (("read", __file__, "--kind", "qip", "--currency", "dollars"), 2),
        (("write", "qip", "--out", "x.pdf"), 1),
        (("write", "all", "--out", "x.xlsx", "--where", "state=idea"), 2),
        (("write", "ghost", "--out", "x.csv"), 1),
    ],
)
def test_wrong_use_is_one_sentence(
    program: Program, logbook: Path, words: tuple[str, ...], code: int
) -> None:
    done = program("sheet", *words, "--logbook", logbook)
    assert done.code == code
    assert is_one_sentence(done.err)


def test_a_file_that_is_no_sheet_is_refused_in_one_sentence(
    program: Program, logbook: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 400)
    done = program("sheet", "read", path, "--kind", "qip", "--logbook", logbook)
    assert done.code == 1
    assert is_one_sentence(done.err)
    assert "Nothing was changed" in done.err


def test_records_are_written_and_counted(
    program: Program, logbook: Path, tmp_path: Path, put: Callable[..., list[str]]
) -> None:
    put(logbook, organisation("Oxfam", releasable=True), organisation("Hidden"))
    out = tmp_path / "partners.xlsx"
    done = program(
        "sheet",
        "write",
        "organisation",
        "--out",
        out,
        "--releasable",
        "--hxl",
        "--logbook",
        logbook,
        "--json",
    )
    assert done.json == {"path": str(out), "bytes": out.stat().st_size, "rows": 1, "left_out": 1}
    told = program(
        "sheet",
        "write",
        "organisation",
        "--out",
        tmp_path / "a.csv",
        "--where",
        "name~hid",
        "--logbook",
        logbook,
    )
    assert (told.out, told.err) == (f"{tmp_path / 'a.csv'}\n", "Rows: 1.\n")
    assert "Hidden" in (tmp_path / "a.csv").read_text(encoding="utf-8")
