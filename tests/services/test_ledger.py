"""What a revision may set on its way into a record's state depends on the level of its node."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from app.domain.record_identity import record_id
from app.services.ledger import Placed, advance
from app.services.standing import Standing
from app.storage.rows import StoredRevision

NODE = "n" * 24
BROUGHT_IN = {"title": "Well", "state": "recommended", "brought_in": True}
SALT = "0123456789abcdef"
BEGUN = datetime(2026, 11, 21, 6, tzinfo=UTC)


def placed(kind: str, fields: dict[str, Any], node: str = NODE) -> Placed:
    revision = StoredRevision(
        id="0" * 32, kind=kind, record=record_id(node, kind, SALT, BEGUN), salt=SALT,
        parents=(), at="2026-11-21T06:00:00.000Z", officer="o",
        officer_name="Maj A. Diallo", fields=fields, line=b"", node=node,
    )  # fmt: skip
    return Placed(revision, "fhq", "branch", sealed=True)


@pytest.mark.parametrize(
    ("kind", "level", "given", "kept"),
    [
        ("meeting", "unit", {"title": "Market", "atmosphere": 3}, {"title", "atmosphere"}),
        ("qip", "unit", {"title": "Well", "state": "approved"}, {"title"}),
        ("qip", "unit", {"title": "Well", "state": "idea"}, {"title", "state"}),
        ("qip", "force", {"title": "Well", "state": "approved"}, {"title"}),
        ("qip", "force", {"title": "Well", "state": "recommended"}, {"title"}),
        ("qip", "force", BROUGHT_IN, {"title", "state", "brought_in"}),
        ("qip", "sector", BROUGHT_IN, {"title"}),
        ("meeting", "unit", {"title": "Market", "from_tomorrow": 1}, {"title"}),
        ("of_tomorrow", "unit", {"title": "What", "state": "odd"}, set()),
    ],
)
def test_a_new_record_takes_what_its_level_may_set(
    kind: str, level: str, given: dict[str, Any], kept: set[str]
) -> None:
    standing = Standing(node=NODE, unit="fhq", level=level)
    state = advance(None, placed(kind, given), standing)
    assert state is not None
    assert state.values == {name: given[name] for name in kept}


def test_a_node_that_no_roster_names_has_no_rights() -> None:
    standing = Standing(node=NODE, unit="fhq", level="unit")
    state = advance(None, placed("meeting", {"title": "Market"}, node="m" * 24), standing)
    assert state is not None
    assert state.values == {}


def test_taking_a_state_forward_leaves_the_revision_as_it_was_said() -> None:
    standing = Standing(node=NODE, unit="fhq", level="unit")
    item = placed("meeting", {"title": "Market", "withdrawn": {"reason": "double"}})
    state = advance(None, item, standing)
    assert state is not None
    assert (state.values, state.withdrawn) == ({"title": "Market"}, "double")
    assert item.revision.fields["withdrawn"] == {"reason": "double"}


def test_a_save_that_counts_is_the_last_one_of_what_it_stands_on_whatever_its_clock_says() -> None:
    standing = Standing(node=NODE, unit="fhq", level="force")
    void = advance(None, placed("meeting", {"title": "Market"}, node="m" * 24), standing)
    assert void is not None
    later = placed("meeting", {"title": "Well"})
    for at in ("1970-01-01T00:00:00.001Z", "2026-11-22T06:00:00.000Z"):
        save = replace(later.revision, id="1" * 32, record=void.id, parents=void.heads, at=at, salt="")
        state = advance(void, replace(later, revision=save), standing)
        assert state is not None
        assert (state.values, state.updated_at, state.updated_node) == ({"title": "Well"}, at, NODE)
