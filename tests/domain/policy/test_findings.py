"""What is found in a text before it goes out: names in every spelling, telephones, addresses, positions."""

import pytest

from app.domain.policy.findings import NAME, POSITION, SOURCE, TELEPHONE, People, findings

PEOPLE = People(
    [
        {"name": "Joseph Lado Mbuyi", "function": "County Commissioner"},
        {"name": "Wu Li", "function": "Trader", "protected_source": True},
        {"name": "Mary Achol"},
        {"name": "Nyakuoth Secretname", "function": "Elder", "protected_source": True},
        {"name": "Béla Kovács"},
        {"name": "Al"},
        {"name": None},
    ]
)


def found(text: str) -> list[tuple[str, str, bool]]:
    return [(one.what, text[one.start : one.end], one.certain) for one in findings(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Commissioner Mbuyi said", [(NAME, "Mbuyi", False)]),
        ("Joseph\u00a0Lado\u00a0Mbuyi said", [(NAME, "Joseph\u00a0Lado\u00a0Mbuyi", True)]),
        ("with Joseph Mbuyi", [(NAME, "Joseph Mbuyi", False)]),
        ("Achol, Mary said", [(NAME, "Achol, Mary", True)]),
        ("BELA KOVACS said", [(NAME, "BELA KOVACS", True)]),
        ("Be\u0301la Kova\u0301cs", [(NAME, "Be\u0301la Kova\u0301cs", True)]),
        ("Ko\u00advács’s house", [(NAME, "Ko\u00advács", False)]),
        ("Meeting about Wu", [(SOURCE, "Wu", False)]),
        ("li wu came", [(SOURCE, "li wu", True)]),
        ("Secretname came", [(SOURCE, "Secretname", True)]),
        ("secretname came", [(SOURCE, "secretname", False)]),
        ("call 912 345 678 now", [(TELEPHONE, "912 345 678", False)]),
        ("call +211\u00a0912\u00a0345\u00a0678", [(TELEPHONE, "+211\u00a0912\u00a0345\u00a0678", True)]),
        ("٠٩١٢٣٤٥٦٧٨", [(TELEPHONE, "٠٩١٢٣٤٥٦٧٨", True)]),
        ("at VK 123 456", [(POSITION, "VK 123 456", False)]),
        ("at 36n vk 123 456", [(POSITION, "36n vk 123 456", True)]),
        ("4°51'33\"N 31°34'16\"E", [(POSITION, "4°51'33\"N", True), (POSITION, "31°34'16\"E", True)]),
        ("4° 51′ N", [(POSITION, "4° 51′ N", True)]),
        ("6.7901, 33.1234", [(POSITION, "6.7901, 33.1234", True)]),
        ("lat 4.85939 lon 31.57125", [(POSITION, "lat 4.85939 lon 31.57125", True)]),
        ("only 31.57125", [(POSITION, "31.57125", False)]),
        ("a.b@un-mission.org", [("address", "a.b@un-mission.org", True)]),
    ],
)
def test_what_is_found(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "On 2026-11-21 and 211800ZNOV26", "EAST-MTG-2026-0042", "24,500.00 USD for 1 250 people",
        "Al is too short a name", "Dengue, 12 tents, 36 pumps, 2011 to 2016", "mary had none", "about 80 % by 14:30",
    ],
)  # fmt: skip
def test_what_is_let_stand(text: str) -> None:
    assert found(text) == []


def test_a_hostile_text_costs_little() -> None:
    text = ("1 " * 20_000) + ("Wu " * 10_000) + ("4°" * 10_000) + ("a@" * 10_000)
    assert findings(text, PEOPLE)
