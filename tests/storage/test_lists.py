"""Lists filter, sort and page alike whatever is null, and never lose or repeat a row."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.errors import UnknownFieldError
from app.storage.list_reads import Order, Where
from app.storage.logbook import Logbook
from app.storage.logbooks import create_logbook
from app.storage.reader import Reader
from tests.storage.making import CHEAP, PASSPHRASE, UndoneError, revision, save, state

BOTH_STORES = True

ROWS: tuple[dict[str, Any], ...] = (
    {
        "title": "Élodie",
        "started_at": "2026-11-21T10:00:00+02:00",
        "atmosphere": 3,
        "place": "Juba",
        "tags": ["x"],
    },
    {"title": "bridge", "started_at": "2026-11-21T09:00:00Z", "atmosphere": 5, "place": "juba town"},
    {"title": "Zulu", "started_at": "2026-11-21T09:30:00+01:00", "place": "100%_sure", "releasable": True},
    {"title": "alpha", "atmosphere": 1, "releasable": False, "tags": ["x y", 'q"uote']},
    {"title": "Bridge", "form": "town_hall"},
)


@pytest.fixture
def filled(logbook: Logbook) -> Logbook:
    with logbook.writing() as writer:
        for number, fields in enumerate(ROWS):
            save(writer, number, **fields)
    return logbook


def titles(reader: Reader, where: Where = (), order: Order = ("created_at", False)) -> list[str]:
    return [row.title for row in reader.page("meeting", where, order).rows]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ((("place", "=", "Juba"),), "Élodie"),
        ((("place", "contains", "JUBA"),), "Élodie bridge"),
        ((("place", "contains", "0%_s"),), "Zulu"),
        ((("place", "contains", "0%%"),), ""),
        ((("place", "starts", "JUBA "),), "bridge"),
        ((("place", "!=", "Juba"),), "bridge Zulu alpha Bridge"),
        ((("place", "empty", None),), "alpha Bridge"),
        ((("place", "filled", None), ("atmosphere", ">=", 3)), "Élodie bridge"),
        ((("atmosphere", "in", [1, 5]),), "bridge alpha"),
        ((("atmosphere", "<", 3),), "alpha"),
        ((("releasable", "=", True),), "Zulu"),
        ((("started_at", "=", "2026-11-21T08:00:00Z"),), "Élodie"),
        ((("started_at", "<=", "2026-11-21T08:30:00Z"),), "Élodie Zulu"),
        ((("started_at", ">", "2026-11-21T10:29:59+02:00"),), "bridge Zulu"),
        ((("tags", "contains", "x"),), "Élodie"),
        ((("tags", "contains", 'q"uote'),), "alpha"),
        ((("tags", "=", ["x"]),), "Élodie"),
        ((("unit", "under", "fhq"),), "Élodie bridge Zulu alpha Bridge"),
        ((("unit", "under", "fhq/eas"),), ""),
        ((("title", "=", "Bridge"),), "Bridge"),
        ((("conflicts", ">", 0),), ""),
        (
            (("reach", "=", "up"), ("sealed", "=", False), ("kind", "=", "meeting")),
            "Élodie bridge Zulu alpha Bridge",
        ),
    ],
)
def test_conditions(filled: Logbook, where: Where, found: str) -> None:
    with filled.reading() as reader:
        assert titles(reader, where) == found.split()
        assert reader.count("meeting", where) == len(found.split())


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("title", "alpha bridge Bridge Élodie Zulu"),
        ("started_at", "alpha Bridge Élodie Zulu bridge"),
        ("atmosphere", "Zulu Bridge alpha Élodie bridge"),
        ("place", "alpha Bridge Zulu Élodie bridge"),
        ("releasable", "Élodie bridge Bridge alpha Zulu"),
    ],
)
def test_orders_put_what_is_empty_first(filled: Logbook, field: str, found: str) -> None:
    with filled.reading() as reader:
        assert titles(reader, (), (field, False)) == found.split()
        assert titles(reader, (), (field, True)) == found.split()[::-1]


def test_withdrawn_records_are_left_out_unless_asked_for(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        writer.put_states([state(revision(1)), state(revision(2), withdrawn="double")])
        assert titles(writer) == ["Meeting 1"]
        assert titles(writer, (("withdrawn", "filled", None),)) == ["Meeting 2"]
        assert writer.counts() == {"meeting": 1}
        assert writer.search("meeting 2") == ()


@pytest.mark.parametrize("order", [("place", False), ("title", False), ("created_at", True)])
def test_withdrawn_records_are_left_out_however_the_list_is_asked_for(logbook: Logbook, order: Order) -> None:
    where: Where = (("place", "filled", None),)
    with logbook.writing() as writer:
        made = [
            save(writer, number, title=f"Meeting {number}", place=f"Place {number}") for number in range(3)
        ]
        save(writer, 7, "visit", summary="A visit of the same place")
        writer.put_states([msgspec.structs.replace(made[1], withdrawn="double")])
        assert sorted(titles(writer, where, order)) == ["Meeting 0", "Meeting 2"]
        assert len(writer.keys("meeting", where, order)) == len(writer.keys("meeting", (), order)) == 2
        assert writer.count("meeting", where) == writer.count("meeting") == 2
        hidden = (*where, ("withdrawn", "filled", None))
        assert titles(writer, hidden, order) == ["Meeting 1"]
        assert writer.count("meeting", hidden) == 1


def test_money_sorts_by_its_amount(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        for number, amount in enumerate((900, 10_000, 2_000)):
            save(writer, number, "qip", title=str(amount), cost={"amount": amount, "currency": "USD"})
        save(writer, 9, "qip", title="none")
        found = [row.title for row in writer.page("qip", (), ("cost", True)).rows]
    assert found == ["10000", "2000", "900", "none"]


@pytest.mark.parametrize("where", [(("nothing", "=", 1),), (("place", "like", "x"),)])
def test_an_unknown_field_or_operator_is_told(filled: Logbook, where: Where) -> None:
    with filled.reading() as reader:
        with pytest.raises(UnknownFieldError):
            reader.page("meeting", where)
        with pytest.raises(UnknownFieldError):
            reader.keys("meeting", (), ("nothing", False))
        with pytest.raises(UnknownFieldError):
            reader.count(None, (("place", "=", "Juba"),))


def test_all_kinds_can_be_listed_together(filled: Logbook) -> None:
    with filled.writing() as writer:
        save(writer, 9, "person", name="Amina")
        rows = writer.page(None, (), ("updated_at", True), limit=2).rows
    assert [(row.kind, row.title) for row in rows] == [("person", "Amina"), ("meeting", "Bridge")]


def test_rows_hold_the_columns_of_their_kind_or_what_was_asked_for(filled: Logbook) -> None:
    with filled.reading() as reader:
        key = reader.keys("meeting", (("title", "=", "Zulu"),))[0]
        (row,) = reader.rows([key])
        assert row.values == {
            "title": "Zulu",
            "started_at": "2026-11-21T09:30:00+01:00",
            "place": "100%_sure",
        }
        (row,) = reader.rows([key], ["releasable", "unheard_of"])
        assert row.values == {"releasable": True}


_fields = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["a", "A", "b", "é", ""]),
        "place": st.sampled_from(["x", "X", "y"]),
        "atmosphere": st.integers(1, 3),
        "started_at": st.sampled_from(
            ["2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00", "2025-01-01T00:00:00Z"]
        ),
        "releasable": st.booleans(),
    },
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logbook]:
    """A logbook that stays empty."""
    with create_logbook(tmp_path_factory.mktemp("lists") / "east", PASSPHRASE, cost=CHEAP) as made:
        yield made


@given(
    rows=st.lists(_fields, max_size=12),
    field=st.sampled_from(
        ["title", "place", "atmosphere", "started_at", "releasable", "updated_at", "state"]
    ),
    descending=st.booleans(),
    limit=st.integers(1, 5),
)
def test_pages_together_are_the_list(
    scratch: Logbook, rows: list[dict[str, Any]], field: str, descending: bool, limit: int
) -> None:
    with suppress(UndoneError), scratch.writing() as writer:
        writer.put_states([state(revision(number, fields=fields)) for number, fields in enumerate(rows)])
        keys = list(writer.keys("meeting", (), (field, descending)))
        assert paged(writer, (field, descending), limit) == keys
        assert sorted(keys) == list(range(1, len(rows) + 1))
        if field == "atmosphere":
            ranks = [row.values.get(field, 0) for row in writer.rows(keys, [field])]
            assert all(one >= two if descending else one <= two for one, two in pairwise(ranks))
        raise UndoneError


def paged(reader: Reader, order: Order, limit: int) -> list[int]:
    """Return the keys of all pages, one after the other."""
    page = reader.page("meeting", (), order, None, limit)
    found = [row.pk for row in page.rows]
    while page.after is not None:
        assert len(page.rows) == limit
        page = reader.page("meeting", (), order, page.after, limit)
        found += [row.pk for row in page.rows]
    return found


def test_states_are_the_records_of_keys_in_their_order(filled: Logbook) -> None:
    with filled.reading() as reader:
        keys = reader.keys("meeting", (), ("created_at", True))
        assert [one.values["title"] for one in reader.states([*keys[:2], 999])] == ["Bridge", "alpha"]
        assert reader.keys("meeting", (), ("created_at", True), 2) == keys[:2]


def test_a_list_is_narrowed_by_who_wrote_its_records_first(filled: Logbook) -> None:
    with filled.reading() as reader:
        writer = reader.states(reader.keys("meeting")[:1])[0].created_by
        assert reader.count("meeting", (("created_by", "=", writer),)) == len(ROWS)
        assert reader.count("meeting", (("created_by", "=", "somebody else"),)) == 0


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "=", "!="])
def test_moments_are_compared_by_their_instant_whatever_their_offset(filled: Logbook, operator: str) -> None:
    with filled.reading() as reader:
        for moment in ("2026-11-21T09:00:00Z", "2026-11-21T11:00:00+02:00"):
            found = titles(reader, (("started_at", operator, moment),))
            there = {"<": "Élodie Zulu", "<=": "Élodie bridge Zulu", ">": "", ">=": "bridge", "=": "bridge"}
            assert " ".join(found) == there.get(operator, "Élodie Zulu alpha Bridge")
