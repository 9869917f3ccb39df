"""Reading and writing: every type of field reads what is meant, says what is wrong, and can be put in words."""

from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.canonical import encode
from app.domain.faults import Fault, FaultyValueError, RecordRefusedError
from app.domain.fields import ROWS_LIMIT, TEXT_LIMIT, Field, FieldType
from app.domain.kinds import KINDS
from app.domain.raw_values import is_blank, raw_of
from app.domain.reading import clean_text, read_fields, read_value
from app.domain.records import Record
from app.domain.vocabularies import MARKING
from app.domain.writing import state_text, value_text

ID = "019aa5b5-8c40-7000-9000-000000000001"
FIELDS = {field.type: field for kind in KINDS.values() for field in kind.__fields__.values()}
EVERY_FIELD = [(kind, field) for kind in KINDS.values() for field in kind.__fields__.values()]
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["lat", "lon", "precision", "amount", "currency", "cells", "total", "f", "adults", "sha256",
                             "name", "percent", "person", "x"]),
            inner, max_size=4,
        ),
    ),
    max_leaves=8,
)  # fmt: skip


def test_every_type_is_tried() -> None:
    assert FIELDS.keys() == set(FieldType)


@pytest.mark.parametrize("kind", FieldType)
@pytest.mark.parametrize("blank", [None, "", "  \n", [], (), {}])
def test_blank_means_cleared(kind: FieldType, blank: Any) -> None:
    assert read_value(FIELDS[kind], blank) is None
    assert value_text(FIELDS[kind], None) == ""


GOOD: list[tuple[FieldType, Any, Any]] = [
    (FieldType.TEXT, 7, "7"),
    (FieldType.TEXT, " a\tb ", "a\tb"),
    (FieldType.LONG, "a\r\nb\rc", "a\nb\nc"),
    (FieldType.INTEGER, " 3 ", 3),
    (FieldType.PERCENT, "45 %", 45),
    (FieldType.PERCENT, 0, 0),
    (FieldType.BOOLEAN, "Yes", True),
    (FieldType.BOOLEAN, "0", False),
    (FieldType.BOOLEAN, False, False),
    (FieldType.DATE, "2026-11-21", "2026-11-21"),
    (FieldType.MOMENT, "211400ZNOV26", "2026-11-21T14:00:00Z"),
    (FieldType.MONEY, "1.50 usd", {"amount": 150, "currency": "USD"}),
    (FieldType.POINT, "1.00000, 2.00000", {"lat": 1_000_000, "lon": 2_000_000, "precision": 1}),
    (FieldType.STATE, " open ", "open"),
    (FieldType.REF, ID, ID),
    (FieldType.REFS, f"{ID}; {ID}", [ID]),
    (FieldType.TEXTS, "Loa;Nimule\nLoa", ["Loa", "Nimule"]),
    (FieldType.TEXTS, ["a", "", " "], ["a"]),
    (FieldType.BENEFICIARIES, "12", {"cells": {}, "total": 12}),
    (FieldType.FILES, [{"sha256": "a" * 64, "name": "x"}], [{"sha256": "a" * 64, "name": "x"}]),
]


@pytest.mark.parametrize(("kind", "raw", "wire"), GOOD, ids=map(str, range(len(GOOD))))
def test_values_are_read(kind: FieldType, raw: Any, wire: Any) -> None:
    assert read_value(FIELDS[kind], raw) == wire
    assert read_value(FIELDS[kind], wire) == wire
    assert value_text(FIELDS[kind], wire)


BAD: list[tuple[FieldType, Any, str]] = [
    (FieldType.TEXT, ["a"], "not_text"),
    (FieldType.TEXT, True, "not_text"),
    (FieldType.TEXT, 1.5, "not_text"),
    (FieldType.TEXT, "x" * 1001, "too_long"),
    (FieldType.LONG, "é" * (TEXT_LIMIT // 2 + 1), "too_long"),
    (FieldType.INTEGER, "3.5", "not_a_whole_number"),
    (FieldType.INTEGER, 3.0, "not_a_whole_number"),
    (FieldType.INTEGER, True, "not_a_whole_number"),
    (FieldType.INTEGER, "9" * 17, "not_a_whole_number"),
    (FieldType.INTEGER, -1, "out_of_range"),
    (FieldType.PERCENT, 101, "out_of_range"),
    (FieldType.PERCENT, "-1 %", "out_of_range"),
    (FieldType.BOOLEAN, "maybe", "not_yes_or_no"),
    (FieldType.BOOLEAN, [1], "not_yes_or_no"),
    (FieldType.DATE, "2026-02-30", "no_such_date"),
    (FieldType.MOMENT, "2026-11-21T10:00", "no_offset"),
    (FieldType.MONEY, "many USD", "not_an_amount"),
    (FieldType.POINT, "95, 0", "outside_the_world"),
    (FieldType.CHOICE, "no such word", "not_a_choice"),
    (FieldType.CHOICES, ["no such word"], "not_a_choice"),
    (FieldType.CHOICES, {"a": 1}, "not_a_list"),
    (FieldType.STATE, "Open!", "not_a_state"),
    (FieldType.STATE, 7, "not_a_state"),
    (FieldType.REF, "somebody", "not_a_reference"),
    (FieldType.REFS, 7, "not_a_list"),
    (FieldType.REFS, ["somebody"], "not_a_reference"),
    (FieldType.TEXTS, 7, "not_a_list"),
    (FieldType.TEXTS, ["x"] * (ROWS_LIMIT + 1), "too_many"),
    (FieldType.BENEFICIARIES, "many", "not_beneficiaries"),
    (FieldType.ROWS, "a row", "not_a_list"),
    (FieldType.ROWS, [7], "not_a_row"),
    (FieldType.ROWS, [{"nonsense": 1}], "unknown_field"),
    (FieldType.ROWS, [{}] * (ROWS_LIMIT + 1), "too_many"),
    (FieldType.FILES, "photo.jpg", "not_a_list"),
    (FieldType.FILES, [{"name": "x"}], "not_a_file"),
    (FieldType.FILES, [{"sha256": "A" * 64, "name": "x"}], "not_a_file"),
    (FieldType.FILES, [{"sha256": 7, "name": "x"}], "not_a_file"),
    (FieldType.FILES, [{"sha256": "a" * 64, "name": "x", "path": "/etc"}], "not_a_file"),
    (FieldType.FILES, [{"sha256": "a" * 64, "name": 7}], "not_a_file"),
    (FieldType.FILES, [{"sha256": "a" * 64, "name": "x", "size": "big"}], "not_a_file"),
    (FieldType.FILES, [{"sha256": "a" * 64, "name": "x", "size": -1}], "not_a_file"),
]


@pytest.mark.parametrize(("kind", "raw", "code"), BAD, ids=map(str, range(len(BAD))))
def test_what_cannot_be_read_says_why(kind: FieldType, raw: Any, code: str) -> None:
    with pytest.raises(FaultyValueError) as caught:
        read_value(FIELDS[kind], raw)
    assert caught.value.code == code


def test_both_lists_try_every_type_but_those_with_nothing_to_refuse() -> None:
    assert {kind for kind, _, _ in BAD} == set(FieldType)


@given(st.sampled_from(EVERY_FIELD), JSON)
def test_whatever_comes_is_read_or_refused_and_what_was_read_fits(
    declared: tuple[type[Record], Field], raw: Any
) -> None:
    kind, field = declared
    with suppress(FaultyValueError):
        wire = read_value(field, raw)
        assert read_value(field, raw_of(field, wire)) == wire
        encode(wire)
        msgspec.convert({field.name: wire}, kind)  # or every peer would refuse it


@given(st.sampled_from(EVERY_FIELD), JSON)
def test_whatever_arrives_can_be_put_in_words(declared: tuple[type[Record], Field], wire: Any) -> None:
    assert isinstance(value_text(declared[1], wire), str)


@given(st.text())
def test_clean_text_is_stored_as_it_is(raw: str) -> None:
    text = clean_text(raw)
    encode(text)
    assert clean_text(text) == text


def test_faults_of_a_row_name_row_and_column() -> None:
    budget = KINDS["qip"].__fields__["budget"]
    with pytest.raises(FaultyValueError) as caught:
        read_value(budget, [{"line": "Pump"}, {"line": "Pipe", "amount": "x USD"}])
    assert caught.value.code == "not_an_amount"
    assert caught.value.params == {"row": 2, "column": "amount"}
    assert read_value(budget, [{"line": "", "amount": None}, {}]) is None


def test_words_of_a_vocabulary_are_read_by_code_and_by_label() -> None:
    form = KINDS["meeting"].__fields__["form"]
    for raw in ("key_leader_engagement", "Key-leader engagement", " KEY-LEADER ENGAGEMENT "):
        assert read_value(form, raw) == "key_leader_engagement"
    marking = Field(label="Marking", type=FieldType.CHOICE, choices=MARKING)
    assert read_value(marking, "un restricted") == "CONFIDENTIAL"
    assert read_value(marking, "strictly confidential") == "STRICTLY CONFIDENTIAL"
    assert value_text(form, "word_of_a_newer_app") == "word_of_a_newer_app"


def test_read_fields_gathers_every_fault() -> None:
    wire, faults = read_fields(
        KINDS["place"].__fields__, {"name": " Bentiu ", "population": "x", "planet": 1}
    )
    assert wire == {"name": "Bentiu"}
    assert [(fault.field, fault.code) for fault in faults] == [
        ("population", "not_a_whole_number"), ("planet", "unknown_field"),
    ]  # fmt: skip
    assert str(RecordRefusedError(tuple(faults))) == "population: not_a_whole_number; planet: unknown_field"
    assert Fault("a", "b") == Fault("a", "b", {})


@pytest.mark.parametrize(
    ("kind", "wire", "text"),
    [
        (FieldType.PERCENT, 45, "45 %"), (FieldType.BOOLEAN, False, "no"),
        (FieldType.MOMENT, "2026-11-21T16:00:00+02:00", "211400ZNOV26"),
        (FieldType.MONEY, {"amount": 2_450_000, "currency": "USD"}, "24,500 USD"),
        (FieldType.STATE, "mou_signed", "MOU signed"), (FieldType.TEXTS, ["a", "b"], "a, b"),
        (FieldType.FILES, [{"sha256": "a" * 64, "name": "x.jpg"}], "x.jpg"),
        (FieldType.BENEFICIARIES, {"cells": {"f": {"adults": 1200}}, "total": None}, "1,200 (1200 adults f)"),
        (FieldType.MONEY, "of a newer app", "of a newer app"), (FieldType.MOMENT, "soon", "soon"),
        (FieldType.POINT, {"lat": 99_000_000, "lon": 0}, "{'lat': 99000000, 'lon': 0}"),
    ],
)  # fmt: skip
def test_values_in_words(kind: FieldType, wire: Any, text: str) -> None:
    assert value_text(FIELDS[kind], wire) == text


def test_states_in_words() -> None:
    assert [state_text(one) for one in (None, "submitted_prc", "first_tranche")] == [
        "",
        "submitted PRC",
        "first tranche",
    ]
    assert is_blank(" ")
    assert not is_blank(0)
