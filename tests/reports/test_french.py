"""French: whatever is declared has it, and nothing says it twice."""

from collections import defaultdict

import pytest

from app.domain.fields import Field
from app.domain.kinds import ALL, KINDS
from app.domain.photos import SHOWS
from app.domain.records import Record
from app.domain.sections import COMMON
from app.domain.vocabularies import VOCABULARIES
from app.reports.french import declared, sentences
from app.reports.words import ENGLISH, FRENCH


def fields(kind: type[Record]) -> list[Field]:
    own = list(kind.__fields__.values())
    return own + [column for one in own for column in one.columns]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.kind)
def test_a_kind_says_all_of_itself_in_french(kind: type[Record]) -> None:
    assert all(word.strip() for word in kind.french)
    titles = {str(section): section.french for section in (*kind.sections, *COMMON)}
    for one in fields(kind):
        assert one.french.strip(), one.name
        for code, _ in one.choices or ():
            assert one.choice_french(code).strip(), (one.name, code)
    for one in kind.__fields__.values():
        assert titles[one.section].strip(), one.name
    if kind.workflow:
        assert set(kind.workflow.french) == set(kind.workflow.states)
        assert all(kind.__fields__["state"].choice_french(state) for state in kind.workflow.states)


def test_every_word_of_every_list_has_its_french() -> None:
    for vocabulary in (*VOCABULARIES.values(), SHOWS):
        assert all(vocabulary.french(code).strip() for code, _ in vocabulary)


def test_what_is_declared_has_no_second_source() -> None:
    assert not sentences().keys() & dict(declared()).keys()


def test_a_heading_is_said_in_one_way() -> None:
    said = defaultdict(set)
    for english, french in declared():
        said[english].add(french)
    assert {english: found for english, found in said.items() if len(found) > 1} == {}


def test_a_state_agrees_with_its_kind() -> None:
    said = {
        kind: FRENCH.choice(KINDS[kind].__fields__["state"], "approved")
        for kind in ("project", "support_request")
    }
    assert said == {"project": "approuvé", "support_request": "approuvée"}
    assert ENGLISH.choice(KINDS["qip"].__fields__["state"], "mou_signed") == "MOU signed"


def test_what_a_newer_app_wrote_is_shown_as_it_is() -> None:
    state, form = KINDS["qip"].__fields__["state"], KINDS["meeting"].__fields__["form"]
    assert FRENCH.choice(state, "on_ice") == "on ice"
    assert FRENCH.choice(form, "on_ice") == "on_ice"
