"""Doubles among real names: what is suggested, against a hand-made truth; and what must never be taken for a double."""

import csv
from pathlib import Path

import pytest

from app.domain.likeness import Prepared, likeness
from app.domain.name_index import NameIndex
from app.domain.names import Named

FOLDER = Path(__file__).parent / "partner_names"


def lines(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(name: str, kind: str = "organisation", **more: object) -> Named:
    return Named(id=name, kind=kind, name=name, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    """The names of the real table."""
    made = NameIndex()
    for line in lines("west_africa_2014.csv"):
        made.put(named(line["name"]))
    return made


def test_the_real_table_gives_the_doubles_that_a_person_finds(index: NameIndex) -> None:
    truth = {
        frozenset((line["one"], line["other"])): line["relation"] == "same" for line in lines("truth.csv")
    }
    found = {frozenset((one.name, other.name)): alike.same for one, other, alike in index.pairs()}
    right = {pair for pair, same in found.items() if truth.get(pair) is same}
    assert len(index) == 128
    assert (len(right) / len(found), len(right) / len(truth)) == (1.0, 9 / 11)


def test_what_officers_write_leads_to_the_name_that_is_meant(index: NameIndex) -> None:
    first, wrong, missed, total = 0, [], [], 0
    for line in lines("otherwise.csv"):
        written, meant = line["written"], line["meant"]
        near = index.near(Named(id="", kind="organisation", name=written))
        total += bool(meant)
        if near and near[0].named.name == meant:
            first += 1
        elif near:
            wrong.append((written, near[0].named.name))
        elif meant:
            missed.append(written)
    assert wrong == []
    assert missed == ["FAO of the United Nations", "Croix rouge guineenne", "EU", "AfDB"]
    assert (first, total) == (74, 78)


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Caritas Liberia ", "caritas liberia", "name"),
        ("Action\u00a0Against Hunger", "Action Against  Hunger", "name"),
        ("Médecins du Monde", "MEDECINS DU MONDE", "name"),
        ("Croix-Rouge Guinée", "Croix Rouge Guinee", "name"),
        ("Action Aid", "ActionAid", "letters"),
        ("World Food Programme", "W.F.P.", "known"),
        ("Danish Refugee Council", "DRC", "acronym"),
        ("Red Cross Liberian Society", "Liberian Red Cross Society", "order"),
        ("Save the Children", "Save the Childern", "spelling"),
        ("Plan", "Plan International", "general"),
        ("Oxfam", "Oxfam GB", "section"),
        ("Save the Children", "Save the Children Fund", "longer"),
        ("Liberian Red Cross Society", "Liberian Red Cross Society with IFRC", "together"),
        ("منظمة الصحة", "منظمه الصحة", "name"),
    ],
)  # fmt: skip
def test_the_reason_of_each_likeness(one: str, other: str, code: str) -> None:
    for left, right in ((one, other), (other, one)):
        found = likeness(Prepared.of(named(left)), Prepared.of(named(right)))
        assert found is not None
        assert found.code == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bassa Women Development Association", "Margibi Women Development Association"),
        ("Concern Universal", "Concern Worldwide"),
        ("Indian Battalion 1", "Indian Battalion 2"),
        ("Northern Water Board", "Southern Water Board"),
        ("East Office", "West Office"),
        ("Chinese Center for Disease Control", "US Center for Disease Control"),
        ("WOCAP", "WOCDAL"),
        ("Croix Rouge française", "Croix-Rouge Guinée"),
        ("African Development Bank", "African Development Corps"),
    ],
)
def test_what_only_looks_alike_is_not_suggested(one: str, other: str) -> None:
    assert likeness(Prepared.of(named(one)), Prepared.of(named(other))) is None


def test_acronyms_and_other_names_count_as_names() -> None:
    wfp = named("World Food Programme", acronym="WFP", aliases=("Programme alimentaire",))
    for text, code in (
        ("wfp", "alias"),
        ("Programme Alimentaire", "alias"),
        ("Program alimentaire", "spelling"),
    ):
        found = likeness(Prepared.of(wfp), Prepared.of(named(text)))
        assert found is not None
        assert found.code == code
    both = likeness(
        Prepared.of(named("Alpha Beta", acronym="ABC")), Prepared.of(named("Gamma", acronym="ABC"))
    )
    assert both is not None
    assert (both.code, both.score) == ("initials", 60)


def test_namesakes_are_told_apart_by_where_they_are() -> None:
    here, there = (named("Bentiu", "place", apart=("SS0302", admin)) for admin in ("Unity", "Lakes"))
    assert likeness(Prepared.of(here), Prepared.of(there)) is None
    unknown = named("Bentiu", "place", apart=("", "Unity"))
    assert likeness(Prepared.of(here), Prepared.of(unknown)) is not None
    one, other = (named("Col. John Deng", "person", apart=(org,)) for org in ("a", "b"))
    found = likeness(Prepared.of(one), Prepared.of(other))
    assert found is not None
    assert (found.code, found.score, found.same) == ("elsewhere", 70, False)
    assert likeness(Prepared.of(one), Prepared.of(named("John Deng", "person"))) is not None


def test_an_index_follows_its_records() -> None:
    index = NameIndex()
    index.put(named("Water Committee"))
    index.put(Named(id="Water Committee", kind="organisation", name="Road Committee"))
    assert index.near(named("water committee", aliases=())) == ()
    assert [match.named.name for match in index.near(named("Road Comittee"))] == ["Road Committee"]
    index.remove("Water Committee")
    index.remove("never there")
    assert len(index) == 0
    assert index.near(named("Road Committee 2")) == ()


def test_a_word_that_everybody_uses_does_not_pair_everybody() -> None:
    index = NameIndex()
    for number in range(2_000):
        index.put(named(f"Village Committee {number}"))
    assert list(index.pairs()) == []


def test_any_text_has_forms(index: NameIndex) -> None:
    for text in ("", " ", "()", "(", "…", "\x00", "123", "a" * 70_000, "😀", "A/B/C", "()(x)", "x with"):
        index.near(named(text))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Kapoeta", "Kapoeat", True), ("Programme", "Program", True), ("Kapoeta", "Kapoeto", True),
        ("Rumbek", "Rumbke", True), ("Rumbek", "Rumke", False), ("Deng", "Dang", False),
        ("Kapoeta", "Kaopeat", False),
    ],
)  # fmt: skip
def test_slips_of_the_pen_are_counted_by_letters(one: str, other: str, alike: bool) -> None:
    """A letter put in, left out, changed or swapped with its neighbour is one slip; long words may have two."""
    found = likeness(Prepared.of(named(one)), Prepared.of(named(other)))
    assert (found is not None and found.code == "spelling") == alike
