"""The JSON shapes: `kinds` against the contract and the declarations."""

from typing import Any

import pytest

from app.cli.answers import kinds_answer, marked
from app.domain.kinds import ALL, kind_named
from tests.cli.running import Program

FIELD_KEYS = {
    "name",
    "type",
    "label",
    "required",
    "max",
    "choices",
    "ref",
    "searched",
    "sensitive",
    "section",
}


@pytest.fixture(scope="module")
def kinds() -> dict[str, Any]:
    return {kind["kind"]: kind for kind in kinds_answer()}


def field(kinds: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    return next(each for each in kinds[kind]["fields"] if each["name"] == name)


def test_the_command_prints_every_kind(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Program(capsys, monkeypatch)("kinds", "--json")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.json == kinds_answer()
    assert [kind["kind"] for kind in answer.json] == [kind.kind for kind in ALL]


def test_every_field_has_the_keys_of_the_contract(kinds: dict[str, Any]) -> None:
    for kind in kinds.values():
        assert {"kind", "label", "fields", "states", "transitions"} <= set(kind)
        for each in kind["fields"]:
            assert set(each) >= FIELD_KEYS
            assert isinstance(each["required"], bool)
            assert isinstance(each["searched"], bool)
            assert isinstance(each["sensitive"], bool)
        assert {each["name"] for each in kind["fields"]} == set(kind_named(kind["kind"]).__fields__)


def test_a_field_says_its_french_its_audience_and_its_role(kinds: dict[str, Any]) -> None:
    reference = field(kinds, "qip", "reference")
    assert (reference["french"], reference["audience"], reference["role"]) == (
        "Référence de la mission", "partners", "code",
    )  # fmt: skip
    assert field(kinds, "meeting", "comment")["audience"] == "chain"
    assert field(kinds, "meeting", "title")["role"] is None
    assert field(kinds, "meeting", "participants")["columns"][0]["role"] == "name"


def test_limits_vocabularies_and_references_are_those_declared(kinds: dict[str, Any]) -> None:
    assert field(kinds, "qip", "title")["max"] == 200
    assert field(kinds, "qip", "title")["required"] is True
    assert field(kinds, "meeting", "facts")["max"] == 65_536
    assert field(kinds, "meeting", "started_at")["max"] is None
    assert field(kinds, "meeting", "atmosphere")["max_value"] == 5
    assert field(kinds, "qip", "percent_done")["max_value"] == 100
    assert field(kinds, "meeting", "part")["choices"] == ["attended", "hosted"]
    assert field(kinds, "organisation", "type")["choice_labels"]["un_agency"] == "UN agency"
    assert field(kinds, "meeting", "organisations")["ref"] == "organisation"
    assert field(kinds, "visit", "project")["ref"] == "project|qip"
    assert field(kinds, "person", "phone")["sensitive"] is True
    assert [each["name"] for each in field(kinds, "qip", "tranches")["columns"]] == [
        "percent",
        "trigger",
        "evidence",
        "paid_on",
    ]


def test_steps_name_level_fields_gates_and_reason(kinds: dict[str, Any]) -> None:
    steps = {(step["from"], step["to"]): step for step in kinds["qip"]["transitions"]}
    assert steps["recommended", "approved"]["level"] == "force"
    assert steps["approved", "mou_signed"]["needs"] == ["mou_date"]
    assert steps["mou_signed", "first_tranche"]["needs"] == ["first_tranche_paid"]
    assert steps["submitted_local", "returned"] == {
        "from": "submitted_local",
        "to": "returned",
        "level": "sector",
        "needs": ["state_reason"],
    }
    assert kinds["qip"]["states"][0] == "idea"
    assert kinds["organisation"]["states"] == []


def test_found_words_are_marked_in_plain_brackets() -> None:
    assert marked("a \x02school\x03 block") == "a [school] block"
