"""What a version for partners leaves out of free text, and what it lets stand."""

import pytest

from app.services.reports.release import Release

WORDS = {"name": "name", "telephone": "phone", "address": "mail", "position": "grid", "source": "name"}
PEOPLE = (
    {"name": "Deng Longname", "function": "Clerk"},
    {"name": "Mary Achol", "function": ""},
    {"name": "Nyakuoth Secretname", "function": "Elder", "protected_source": True},
    {"name": "Al"},
)
RELEASE = Release(PEOPLE, WORDS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Call +211 912 345 678 now", "Call [phone] now"),
        ("Call 0912345678.", "Call [phone]."),
        ("(+33) 6 12-34-56-78", "[phone]"),
        ("write to a.b@un-mission.org", "write to [mail]"),
        ("at 36N UL 41567 37288, near", "at [grid], near"),
        ("at 36NUL4156737288", "at [grid]"),
        ("at 4.85939, 31.57125", "at [grid]"),
        ("deng longname said", "Clerk said"),
        ("Mary Achol said", "[name] said"),
        ("Secretname said", "Elder said"),
    ],
)
def test_left_out(text: str, said: str) -> None:
    assert RELEASE.text(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "On 2026-11-21 and 211800ZNOV26", "EAST-MTG-2026-0042", "24 500 000 FCFA and 1 250 people", "24,500.00 USD",
        "Al is too short a name", "Dengue is not Deng", "12 tents, 36 pumps, 2011 to 2016",
    ],
)  # fmt: skip
def test_let_stand(text: str) -> None:
    assert RELEASE.text(text) == text
