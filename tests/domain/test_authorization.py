"""Authorization: no combination of node, field, value and past is allowed beyond what the declarations say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.kinds import KINDS
from app.domain.levels import RANKS
from app.domain.policy.authorization import (
    FROZEN,
    OFF_BRANCH,
    Actor,
    Origin,
    Relation,
    edits,
    free_fields,
    refusal,
    relation,
    steps,
)
from app.domain.policy.editors import Editors
from app.domain.revisions import WITHDRAWN
from app.domain.scopes import Level, ancestors, is_on_branch

PATHS = ("fhq", "fhq/east", "fhq/east/u1", "fhq/east/u2", "fhq/west", "fhq/west/w1")
FIELDS = [(kind, name) for kind, declared in KINDS.items() for name in (*declared.__fields__, WITHDRAWN)]
UNITS, LEVELS = st.sampled_from(PATHS), st.sampled_from(list(Level))


def posts(author: str, scope: str) -> set[str]:
    """Return the owner's posts, straight from the words of the format."""
    found = {author, *ancestors(author)}
    if scope.startswith(author + "/"):
        found |= {one for one in (scope, *ancestors(scope)) if one.startswith(author)}
    return found


@given(UNITS, LEVELS, UNITS, UNITS)
def test_how_near_a_node_stands(unit: str, level: Level, author: str, scope: str) -> None:
    near = relation(Actor(unit, level), Origin(author, scope))
    owns = unit in posts(author, scope)
    assert (near is Relation.OWNER) is owns
    assert (near is Relation.NONE) is (not owns and not is_on_branch(unit, scope))


@given(UNITS, LEVELS, UNITS)
def test_of_an_author_that_no_roster_names_only_force_hq_owns(unit: str, level: Level, scope: str) -> None:
    near = relation(Actor(unit, level), Origin(None, scope))
    assert (near is Relation.OWNER) is (level is Level.FORCE)


@given(
    st.sampled_from(FIELDS), UNITS, LEVELS, UNITS, UNITS, st.booleans(),
    st.dictionaries(st.sampled_from(["marking", "issued_at", "mission_wide"]), st.sampled_from(["CONFIDENTIAL", True])),
    st.sampled_from([None, "UNCLASSIFIED", "CONFIDENTIAL", "STRICTLY CONFIDENTIAL", "odd"]),
)  # fmt: skip
def test_nothing_beyond_the_declarations_is_allowed(
    field: tuple[str, str],
    unit: str,
    level: Level,
    author: str,
    scope: str,
    born: bool,
    before: dict[str, Any],
    value: str | None,
) -> None:
    (kind, name), declared = field, KINDS[field[0]]
    near = relation(Actor(unit, level), Origin(author, scope))
    said = refusal(kind, name, value, Actor(unit, level), near, before, born=born)
    if said:
        return
    spec = declared.__fields__.get(name)
    editors = (spec.edited_by or declared.edited_by) if spec is not None else Editors.OWNER
    if editors is Editors.STEP:
        editors = declared.stepped_by
    assert near >= Relation.BRANCH
    assert editors is Editors.BRANCH or near is Relation.OWNER
    assert not (declared.frozen_by and before.get(declared.frozen_by) and not born)
    if spec is not None:
        assert RANKS[level] >= RANKS[spec.level]
        assert not spec.at_birth or born
    if spec is None or not (born and (spec.at_birth or spec.rising)):
        assert RANKS[level] >= RANKS[declared.written_by]
        reserving = declared.__fields__.get(declared.reserved_by)
        assert (
            reserving is None
            or not before.get(declared.reserved_by)
            or RANKS[level] >= RANKS[reserving.level]
        )
    if name == "marking" and near is Relation.BRANCH:
        assert spec is not None
        order = [code for code, _ in spec.choices or ()]
        assert value in order
        assert before.get("marking") is None or order.index(value) > order.index(before["marking"])


@given(st.sampled_from(sorted(KINDS)), LEVELS, st.sampled_from(list(Relation)), st.booleans())
def test_what_is_free_is_allowed_to_every_value(kind: str, level: Level, near: Relation, born: bool) -> None:
    for name in free_fields(kind, level, near, born=born):
        for value in (None, "x", "UNCLASSIFIED"):
            assert (
                refusal(kind, name, value, Actor("", level), near, {"marking": "CONFIDENTIAL"}, born=born)
                == ""
            )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_nothing_declares_is_refused(kind: str) -> None:
    for level in Level:
        for near in Relation:
            assert refusal(kind, "from_nowhere", 1, Actor("fhq", level), near, {}, born=True)
            assert refusal("no_such_kind", "title", 1, Actor("fhq", level), near, {}, born=True)


def test_what_only_its_owner_may_do_is_laid_down() -> None:
    owned = {"releasable", "serial", "continued_in", WITHDRAWN}
    for kind in ("organisation", "person", "place", "forum"):
        names = owned | ({"merged_into"} & KINDS[kind].__fields__.keys())
        for name in names:
            assert refusal(
                kind, name, None, Actor("x", Level.FORCE), Relation.BRANCH, {}, born=name == "serial"
            )
        assert not refusal(kind, "notes", "x", Actor("x", Level.UNIT), Relation.BRANCH, {}, born=False)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_only_a_newer_version_declares_is_written_by_the_editors_of_its_kind(kind: str) -> None:
    for ask, who in ((edits, KINDS[kind].edited_by), (steps, KINDS[kind].stepped_by)):
        assert ask(KINDS[kind], Relation.OWNER)
        assert ask(KINDS[kind], Relation.BRANCH) is (who is not Editors.OWNER)
        assert not ask(KINDS[kind], Relation.NONE)


def test_who_stands_aside_of_an_author_does_not_own_what_was_written_to_its_scope() -> None:
    """The post that a record was written for owns it only where its author stands above that post."""
    east = Actor("fhq/east", Level.SECTOR)
    assert relation(east, Origin("fhq/west", "fhq/east")) is Relation.BRANCH
    assert relation(east, Origin("fhq", "fhq/east")) is Relation.OWNER
    assert relation(east, Origin("fhq", "fhq/east/indbatt-1")) is Relation.OWNER
    assert relation(east, Origin("fhq", "fhq")) is Relation.BRANCH


def test_who_is_off_the_branch_is_told_so() -> None:
    far = Actor("fhq/west", Level.SECTOR)
    assert refusal("meeting", "title", "Mine", far, Relation.NONE, {}, born=False) == OFF_BRANCH


@pytest.mark.parametrize("kind", sorted(name for name, kind in KINDS.items() if kind.frozen_by))
def test_nobody_changes_what_is_frozen_not_even_its_owner_at_force_hq(kind: str) -> None:
    force, name = Actor("fhq", Level.FORCE), KINDS[kind].frozen_by
    assert name is not None
    frozen = {name: "2026-11-20T08:00:00Z"}
    for field in (name, WITHDRAWN, "title"):
        if field in KINDS[kind].__fields__:
            assert refusal(kind, field, "Anew", force, Relation.OWNER, frozen, born=False) == FROZEN
            assert refusal(kind, field, "Anew", force, Relation.OWNER, {name: None}, born=False) != FROZEN
            assert refusal(kind, field, "Anew", force, Relation.OWNER, frozen, born=True) != FROZEN
