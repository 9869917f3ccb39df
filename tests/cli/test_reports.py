"""`report`, and `verify` of what reports are: who made them, untouched or not, what changed since."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.cli.codes import DONE, FAILED, WRONG_USAGE
from tests.cli.conftest import meeting
from tests.cli.running import Program, is_one_sentence

Put = Callable[..., list[str]]
TODAY = datetime.now(UTC).date().isoformat()
AS_OF = "2026-11-22T18:00:00Z"


@pytest.fixture
def force(mission: Path, put: Put) -> Path:
    """Force HQ's logbook with a meeting of this morning."""
    put(mission / "force", meeting("Ferry road", started_at=f"{TODAY}T00:30:00Z"))
    return mission / "force"


def text_of(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf.read_bytes())).pages)


def test_a_report_of_a_record_is_written_and_verified(program: Program, force: Path, tmp_path: Path) -> None:
    out = tmp_path / "minutes.pdf"
    ask = ("report", "meeting", "FHQ-MTG-2026-0001", "--out", out, "--as-of", AS_OF, "--logbook", force)
    made = program(*ask, "--json")
    assert made.code == DONE, made.err
    assert (made.json["path"], made.json["bytes"], made.json["report"]) == (
        str(out),
        out.stat().st_size,
        "meeting",
    )
    assert "Ferry road" in text_of(out)
    assert "221800ZNOV26" in text_of(out)
    before = out.read_bytes()
    assert program(*ask, "--json").code == DONE
    assert out.read_bytes() == before
    found = program("verify", out, "--logbook", force, "--json")
    assert (found.code, found.json["ok"], found.json["changed"]) == (DONE, True, [])
    assert found.json["report"]["digest"] == made.json["digest"]


def test_reports_of_many_take_filters_paper_and_language(
    program: Program, force: Path, tmp_path: Path
) -> None:
    out = tmp_path / "pack.pdf"
    made = program(
        "report", "handover", "--lang", "fr", "--paper", "letter", "--out", out, "--logbook", force
    )
    assert made.code == DONE, made.err
    assert "Dossier de passation" in text_of(out)
    assert float(PdfReader(out).pages[0].mediabox.width) == 612


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("novel", "--out", "x.pdf"), WRONG_USAGE),
        (("meeting", "--out", "x.pdf"), WRONG_USAGE),
        (("matrix", "--paper", "A3", "--out", "x.pdf"), WRONG_USAGE),
        (("matrix", "--as-of", "yesterday", "--out", "x.pdf"), WRONG_USAGE),
        (("meeting", "NO-SUCH-1", "--out", "x.pdf"), FAILED),
        (("meeting", "FHQ-MTG-2026-0001", "--releasable", "--out", "x.pdf"), FAILED),
        (("promises", "nofield=1", "--out", "x.pdf"), FAILED),
    ],
)
def test_what_cannot_be_made_is_one_sentence(
    program: Program,
    force: Path,
    tmp_path: Path,
    words: tuple[str, ...],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = program("report", *words, "--logbook", force)
    assert answer.code == code
    assert code == WRONG_USAGE or is_one_sentence(answer.err)
    assert not (tmp_path / "x.pdf").exists()


def test_verify_tells_an_issued_report_from_a_touched_one(
    program: Program, force: Path, tmp_path: Path
) -> None:
    out = tmp_path / "issued.pdf"
    issued = program("sitrep", "--until", TODAY, "--issue", "--out", out, "--logbook", force, "--json")
    assert issued.code == DONE, issued.err
    told = program("verify", out, "--logbook", force)
    assert told.code == DONE
    assert issued.json["serial"] in told.out
    assert "Issued by Maj A. Diallo, Force HQ, fhq" in told.out
    assert "Untouched" in told.out
    bare = program("verify", out)
    assert bare.code == DONE
    assert "whoever that is" in bare.out
    out.write_bytes(out.read_bytes() + b" ")
    touched = program("verify", out, "--logbook", force, "--json")
    assert (touched.code, touched.json["ok"]) == (FAILED, False)
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4 of somebody")
    assert program("verify", tmp_path / "other.pdf").code == FAILED


def test_a_correction_is_told_from_both_sides(program: Program, force: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    ask = ("sitrep", "--until", TODAY, "--issue", "--logbook", force, "--json", "--out")
    serial = program(*ask, first).json["serial"]
    corrected = program(*ask, second, "--corrects", serial)
    assert corrected.code == DONE, corrected.err
    assert f"It corrects {serial}." in program("verify", second, "--logbook", force).out
    assert (
        f"It was corrected by {corrected.json['serial']}." in program("verify", first, "--logbook", force).out
    )
    meeting_serial = "FHQ-MTG-2026-0001"
    refused = program(*ask, tmp_path / "third.pdf", "--corrects", meeting_serial)
    assert refused.code == FAILED
