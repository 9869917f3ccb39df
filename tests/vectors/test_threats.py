"""The page of threats names only vectors and tests that there are, and says something to every case."""

import re
from pathlib import Path

import pytest

from tests.vectors.test_vectors import VECTORS

ROOT = Path(__file__).parents[2]
PAGE = (Path(__file__).parent / "THREATS.md").read_text("utf-8")
LINES = [
    line
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| case", "| promise"))
]


@pytest.mark.parametrize("line", LINES)
def test_what_a_line_names_is_there(line: str) -> None:
    named = re.findall(r"`([^`]+)`", line.split(" | ", 1)[1])
    assert named
    for name in named:
        file, _, function = name.partition("::")
        assert name in VECTORS or f"\ndef {function}(" in (ROOT / file).read_text("utf-8")


def test_every_case_has_a_line() -> None:
    assert len(LINES) >= 37


def test_every_promise_has_a_line() -> None:
    promises = re.findall(r"^- \*\*(.+?)\*\*", (ROOT / "SECURITY.md").read_text("utf-8"), re.MULTILINE)
    assert promises
    for promise in promises:
        assert any(line.startswith(f"| {promise} |") for line in LINES), promise
