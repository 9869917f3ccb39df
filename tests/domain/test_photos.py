"""What photos of a work show, and the gate that asks for them."""

from typing import Any

import pytest

from app.domain.faults import FaultyValueError
from app.domain.kinds import fields_of
from app.domain.qips import Qip
from app.domain.reading import read_value
from app.domain.records import File

DIGEST = "ab" * 32


def file(**facts: Any) -> dict[str, Any]:
    """Return the wire form of a file."""
    return {"sha256": DIGEST, "name": "pump.jpg", **facts}


def test_a_file_may_name_its_thumbnail_and_what_it_shows() -> None:
    field = fields_of("qip")["attachments"]
    for one in (file(), file(thumbnail="", shows=""), file(thumbnail="cd" * 32, shows="during")):
        assert read_value(field, [one]) == [one]


@pytest.mark.parametrize(
    "facts",
    [{"thumbnail": "cd"}, {"thumbnail": 3}, {"shows": "later"}, {"shows": None}, {"shows": ["before"]}],
)
def test_other_thumbnails_and_other_words_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(FaultyValueError, match="not_a_file"):
        read_value(fields_of("qip")["attachments"], [file(**facts)])


@pytest.mark.parametrize(
    ("shown", "passed"),
    [
        ([], False),
        (["before"], False),
        (["after", "during", ""], False),
        (["before", "before"], False),
        (["before", "after"], True),
        (["after", "", "during", "before"], True),
    ],
)
def test_photos_before_and_after_open_the_gate(shown: list[str], passed: bool) -> None:
    files = tuple(File(sha256=DIGEST, name="a.jpg", shows=one) for one in shown)
    assert Qip(attachments=files).gate("photos") is passed


def test_the_officers_word_opens_the_gate_too() -> None:
    assert Qip(photos_before_after=True).gate("photos")
    assert not Qip(photos_before_after=False).gate("photos")
    assert not Qip().gate("photos")
