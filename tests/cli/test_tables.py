"""Tables, times and the terminal: aligned in every script, and never steered by what a record says."""

import io

import pytest

from app.cli.exits import UsageFaultError, report
from app.cli.passphrases import ask
from app.cli.progress import Bar, silent
from app.cli.session import Session, plain
from app.cli.tables import size, table, when, width
from app.services.errors import UnknownRecordError


def test_columns_are_as_wide_as_their_text() -> None:
    assert table(("Name", "N"), [("Mairie", 7), ("حولا", None), ("東京", "x\ny")]) == [
        "Name    N",
        "------  ---",
        "Mairie  7",
        "حولا    -",
        "東京    x y",
    ]


def test_long_cells_are_cut_with_a_mark() -> None:
    (_, _, line) = table(("Name",), [("x" * 500,)])
    assert line == "x" * 59 + "…"


def test_combining_marks_take_no_room() -> None:
    assert width("e\u0301") == 1
    assert width("東") == 2


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-21T16:00:00+02:00", "211400ZNOV26"),
        ("2026-11-21T14:00:00.123Z", "211400ZNOV26"),
        ("2026-11-21", "2026-11-21"),
        (None, "-"),
        ("", "-"),
    ],
)
def test_times_are_date_time_groups(moment: str | None, shown: str) -> None:
    assert when(moment) == shown


@pytest.mark.parametrize(("count", "shown"), [(999, "999 B"), (12_500, "12.5 kB"), (1_200_000, "1.2 MB")])
def test_sizes_read_well(count: int, shown: str) -> None:
    assert size(count) == shown


def test_no_record_can_steer_the_terminal() -> None:
    assert plain("\x1b[2Jgone\x07\x9b31m\r") == "\ufffd[2Jgone\ufffd\ufffd31m\ufffd"
    assert plain("Préfecture\n\tحولا") == "Préfecture\n\tحولا"


def test_a_bar_redraws_only_whole_percents_and_ends_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar("Importing")
    for done in range(1001):
        bar(done, 1000)
    shown = capsys.readouterr().err
    assert shown.count("\r") == 101
    assert shown.endswith("100 %\n")
    silent(1, 2)
    assert capsys.readouterr().err == ""


def test_progress_is_silent_where_the_output_is_piped(capsys: pytest.CaptureFixture[str]) -> None:
    assert Session().progress("Importing") is silent
    Session(quiet=True).note("nothing of this")
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stderr", Terminal())
    assert isinstance(Session().progress("Importing"), Bar)
    assert Session(quiet=True).progress("Importing") is silent


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"x" * 5000])
def test_a_passphrase_file_that_is_none_is_wrong_usage(tmp_path: "object", data: bytes) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "pass"
    file.write_bytes(data)
    with pytest.raises(UsageFaultError):
        ask(file)


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (UsageFaultError("Say it so."), 2, "Say it so."),
        (UnknownRecordError(name="X-1"), 1, "X-1"),
        (OSError(28, "No space left on device", "x.pdf"), 1, "No space left on device (x.pdf)"),
        (ZeroDivisionError("secret text of a record"), 1, "ZeroDivisionError"),
    ],
)
def test_every_error_becomes_one_sentence_and_a_code(
    capsys: pytest.CaptureFixture[str], error: Exception, code: int, says: str
) -> None:
    assert report(error) == code
    shown = capsys.readouterr().err
    assert says in shown
    assert "secret" not in shown
    assert shown.count("\n") == 1
