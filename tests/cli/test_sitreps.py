"""`sitrep`: a preview, an issued one, and the same records giving the same bytes."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.cli.codes import FAILED, WRONG_USAGE
from tests.cli.conftest import meeting
from tests.cli.running import Program, is_one_sentence

Put = Callable[..., list[str]]
TODAY = datetime.now(UTC).date().isoformat()


@pytest.fixture
def force(mission: Path, put: Put) -> Path:
    """Force HQ's logbook with a meeting of this morning."""
    put(mission / "force", meeting("Ouverture de l’école à Bossangoa", started_at=f"{TODAY}T00:30:00Z"))
    return mission / "force"


def pages_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_preview_is_written_and_nothing_is_recorded(program: Program, force: Path, tmp_path: Path) -> None:
    out = tmp_path / "preview.pdf"
    answer = program(
        "sitrep", "--type", "weekly", "--until", TODAY, "--out", out, "--logbook", force, "--json"
    )
    assert answer.code == 0, answer.err
    assert (answer.json["path"], answer.json["bytes"]) == (str(out), out.stat().st_size)
    assert "Bossangoa" in pages_of(out.read_bytes())
    assert program("list", "sitrep", "--json", "--logbook", force).json == []


def test_an_issued_sitrep_is_numbered_hashed_and_recorded(
    program: Program, force: Path, tmp_path: Path
) -> None:
    out = tmp_path / "issued.pdf"
    answer = program("sitrep", "--until", TODAY, "--issue", "--out", out, "--logbook", force, "--json")
    assert answer.code == 0, answer.err
    (record,) = program("list", "sitrep", "--json", "--logbook", force).json
    assert (record["id"], record["serial"]) == (answer.json["record"], answer.json["serial"])
    assert (
        record["fields"]["issued_sha256"]
        == hashlib.sha256(out.read_bytes()).hexdigest()
        == answer.json["sha256"]
    )
    assert record["serial"] in pages_of(out.read_bytes())


def test_the_same_records_give_the_same_pages(program: Program, force: Path, tmp_path: Path) -> None:
    shown = []
    for name in ("a.pdf", "b.pdf"):
        program("sitrep", "--until", TODAY, "--out", tmp_path / name, "--logbook", force)
        shown.append(pages_of((tmp_path / name).read_bytes()))
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    "options",
    [
        ("--until", "21.11.2026"),
        ("--until", "2026-02-30"),
        ("--until", ""),
        ("--until", TODAY, "--type", "hourly"),
    ],
)
def test_wrong_words_are_wrong_usage(
    program: Program, force: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    answer = program("sitrep", *options, "--out", tmp_path / "x.pdf", "--logbook", force)
    assert answer.code == WRONG_USAGE
    assert is_one_sentence(answer.err)


def test_a_folder_that_is_not_there_is_told_and_leaves_nothing(
    program: Program, force: Path, tmp_path: Path
) -> None:
    answer = program("sitrep", "--until", TODAY, "--out", tmp_path / "no" / "x.pdf", "--logbook", force)
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)


def test_a_folder_in_place_of_the_file_stays(program: Program, force: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    (tmp_path / "x.pdf" / "inside").touch()
    answer = program("sitrep", "--until", TODAY, "--out", tmp_path / "x.pdf", "--logbook", force)
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)
    assert [path.name for path in (tmp_path / "x.pdf").iterdir()] == ["inside"]


@pytest.mark.parametrize("words", [("sitrep", "--until", TODAY, "--issue"), ("report", "matrix")])
def test_a_report_onto_a_logbook_or_a_foreign_file_changes_nothing(
    program: Program, force: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    foreign = tmp_path / "foreign.pdf"
    foreign.write_bytes(b"%PDF-1.4 by somebody else")
    issued = program("list", "sitrep", "--logbook", force, "--json").json
    for out in (force / "logbook.db", force / "new.pdf", foreign):
        before = out.read_bytes() if out.exists() else None
        answer = program(*words, "--out", out, "--logbook", force)
        assert answer.code == FAILED
        assert is_one_sentence(answer.err)
        assert (out.read_bytes() if out.exists() else None) == before
    assert program("list", "sitrep", "--logbook", force, "--json").json == issued
    for _ in range(2):
        assert program(*words[:3], "--out", tmp_path / "own.pdf", "--logbook", force).code == 0
    assert (tmp_path / "own.pdf").stat().st_mode & 0o777 == 0o600
