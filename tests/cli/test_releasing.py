"""The command `release` shows texts as they would go, and confirms them."""

from collections.abc import Callable
from pathlib import Path

from app.cli.codes import DONE, FAILED, WRONG_USAGE
from tests.cli.conftest import meeting
from tests.cli.running import Program, is_one_sentence

Put = Callable[..., list[str]]


def test_texts_are_shown_with_what_was_found_and_confirmed(program: Program, mission: Path, put: Put) -> None:
    logbook = mission / "force"
    (identifier,) = put(logbook, meeting("Ferry road", facts="Call 912 345 678", releasable=True))
    shown = program("release", identifier, "--logbook", logbook)
    assert shown.code == DONE, shown.err
    assert "(facts, not confirmed): Call 912 345 678\n  ! telephone: 912 345 678" in shown.out
    one = program("release", identifier, "--confirm", "facts", "--logbook", logbook, "--json").json
    assert [text["field"] for text in one["texts"] if text["confirmed"]] == ["facts"]
    every = program("release", identifier, "--all", "--logbook", logbook, "--json").json
    assert all(text["confirmed"] for text in every["texts"])
    assert every["open"]


def test_what_cannot_be_confirmed_is_one_sentence(program: Program, mission: Path, put: Put) -> None:
    logbook = mission / "force"
    (identifier,) = put(logbook, meeting("Ferry road"))
    assert "Not for partners" in program("release", identifier, "--logbook", logbook).out
    wrong = program("release", identifier, "--confirm", "comment", "--logbook", logbook)
    assert (wrong.code, is_one_sentence(wrong.err.split(". There are")[0] + ".")) == (FAILED, True)
    both = program("release", identifier, "--confirm", "facts", "--all", "--logbook", logbook)
    assert both.code == WRONG_USAGE


def test_a_confirmation_is_taken_back(program: Program, mission: Path, put: Put) -> None:
    logbook = mission / "force"
    (identifier,) = put(logbook, meeting("Ferry road", facts="Call 912 345 678", releasable=True))
    shown = program("release", identifier, "--all", "--logbook", logbook)
    assert "(facts, confirmed with 1 marked: look at it once more)" in shown.out
    back = program("release", identifier, "--withdraw", "facts", "--logbook", logbook, "--json").json
    assert [one["field"] for one in back["texts"] if not one["confirmed"]] == ["facts"]
    twice = program("release", identifier, "--confirm", "facts", "--withdraw", "facts", "--logbook", logbook)
    assert twice.code == WRONG_USAGE
    unknown = program("release", identifier, "--withdraw", "comment", "--logbook", logbook)
    assert unknown.code == FAILED
