"""Victims: a text that speaks of violence and names somebody is found, in English and French; others are left alone."""

import pytest

from app.domain.policy.findings import People, findings
from app.domain.policy.victims import named, of_violence, without_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rape of a girl of 12, Mary Akol, in Pibor boma", "Mary Akol"),
        ("Two soldiers abducted Nyakuoth Deng near the river", "Nyakuoth Deng"),
        ("A woman aged 30, Achol, was sexually assaulted", "Achol"),
        ("Viol d’une fillette, Marie Ngono, à Bria", "Marie Ngono"),
        ("Femme nommée Awa, agressée au marché", "Awa"),
        ("Torture of AKOL MARY by unknown men", "AKOL MARY"),
        ("The survivor’s name is Élodie N’Guessan", "Élodie N’Guessan"),
    ],
)
def test_a_victim_is_found_and_left_out(text: str, name: str) -> None:
    assert [text[start:end] for start, end in named(text)] == [name]
    assert without_names(text, "[name left out]") == text.replace(name, "[name left out]")
    assert [one.what for one in findings(text, People()) if one.certain] == ["name"]


@pytest.mark.parametrize(
    "text",
    [
        "Meeting with Mary Akol about the well", "Rape reported in the camp, refer only",
        "Violent clashes in Upper Nile State on Monday", "Les violations au camp de la Croix", "",
        "Trois femmes enlevées près de la route", "Violets and the Traitement of Waste Water",
    ],
)  # fmt: skip
def test_what_names_no_victim_is_left_alone(text: str) -> None:
    assert list(named(text)) == []


def test_both_languages_have_words() -> None:
    for text in ("raped", "murdered", "kidnapped", "violée", "agression", "tuée", "enlèvement"):
        assert of_violence(text), text
    for text in ("violet", "grape", "the wells", "situation"):
        assert not of_violence(text), text
