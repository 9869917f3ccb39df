"""Merge: the meaning of a set of revisions does not depend on how it came together."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.merge import Merged, merge

FIELDS = ("title", "state", "withdrawn")


@dataclass(frozen=True)
class Save:
    """A revision as the merge sees it."""

    id: str
    parents: tuple[str, ...] = ()
    at: str = "2026-01-01"
    fields: Mapping[str, Any] = field(default_factory=dict)


def anything(revision: Save, name: str) -> bool:
    return True


@st.composite
def histories(draw: st.DrawFn) -> list[Save]:
    """Return any history of one record, parents first."""
    saves: list[Save] = []
    for number in range(draw(st.integers(0, 12))):
        known = [save.id for save in saves]
        parents = draw(st.sets(st.sampled_from(known), max_size=3)) if known else set()
        at = f"2026-01-{draw(st.integers(1, 3)):02d}"
        chosen = draw(st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 2), max_size=3))
        saves.append(Save(f"{number:02d}", tuple(sorted(parents)), at, chosen))
    return saves


def by_definition(saves: list[Save], disregarded: set[str]) -> dict[str, set[str]]:
    """Return the leaders per field straight from the words of the format."""
    above: dict[str, set[str]] = {}
    for save in saves:
        above[save.id] = set(save.parents).union(*(above[parent] for parent in save.parents))
    found = {}
    for name in FIELDS:
        setters = {save.id for save in saves if name in save.fields and save.id not in disregarded}
        leaders = {one for one in setters if not any(one in above[other] for other in setters)}
        if leaders:
            found[name] = leaders
    return found


@given(histories(), st.randoms(use_true_random=False), st.sets(st.sampled_from(["00", "01", "02", "03"])))
def test_meaning_is_as_defined_in_any_order_with_any_repeats(
    saves: list[Save], shuffle: random.Random, disregarded: set[str]
) -> None:
    merged = merge(saves, anything, disregarded)
    mixed = saves + [shuffle.choice(saves) for _ in range(3) if saves]
    shuffle.shuffle(mixed)
    assert merge(mixed, anything, disregarded) == merged
    by_id = {save.id: save for save in saves}
    leaders = by_definition(saves, disregarded)
    assert merged.values.keys() == leaders.keys()
    for name, ids in leaders.items():
        ranked = sorted(ids, reverse=True)
        assert merged.setters[name] == ranked[0]
        assert merged.values[name] == by_id[ranked[0]].fields[name]
        differ = len({by_id[one].fields[name] for one in ids}) > 1
        assert merged.conflicts.get(name) == (tuple(ranked) if differ else None)
    assert set(merged.heads) == by_id.keys() - {parent for save in saves for parent in save.parents}
    assert merged.waiting == ()


@given(histories(), st.sampled_from(FIELDS))
def test_a_save_on_top_of_all_heads_ends_every_disagreement_about_its_field(
    saves: list[Save], name: str
) -> None:
    before = merge(saves, anything)
    settled = merge([*saves, Save("99", before.heads, "2020-01-01", {name: 7})], anything)
    assert settled.values[name] == 7
    assert name not in settled.conflicts
    assert settled.conflicts.keys() == before.conflicts.keys() - {name}
    assert settled.heads == ("99",)


@given(histories(), st.integers(0, 11))
def test_without_one_revision_all_that_stand_on_it_wait(saves: list[Save], index: int) -> None:
    if index >= len(saves):
        return
    gone = saves[index].id
    left = [save for save in saves if save.id != gone]
    above: dict[str, set[str]] = {}
    for save in saves:
        above[save.id] = set(save.parents).union(*(above[parent] for parent in save.parents))
    merged = merge(left, anything)
    assert set(merged.waiting) == {save.id for save in left if gone in above[save.id]}
    assert merged == _with_waiting(
        merge([one for one in left if gone not in above[one.id]], anything), merged
    )


def _with_waiting(merged: Merged, like: Merged) -> Merged:
    return Merged(merged.values, merged.setters, merged.conflicts, merged.heads, like.waiting)


def test_disregarded_and_forbidden_revisions_count_as_parents_only() -> None:
    first = Save("1", (), "2026-01-01", {"title": "a", "state": "idea"})
    second = Save("2", ("1",), "2026-01-02", {"title": "b", "state": "approved"})
    third = Save("3", ("2",), "2026-01-03", {"title": "c"})
    saves = [first, second, third]
    assert merge(saves, anything, {"2"}).values == {"title": "c", "state": "idea"}
    assert merge(saves, lambda save, name: name != "state" or save.id != "2").values["state"] == "idea"
    assert merge(saves, anything, {"1", "2", "3"}) == Merged({}, {}, {}, ("3",), ())


def test_equal_values_are_no_conflict_but_true_is_not_one() -> None:
    first = Save("1", (), "2026-01-01", {"title": 0})
    same = [first, Save("2", ("1",), "x", {"title": 1}), Save("3", ("1",), "y", {"title": 1})]
    assert merge(same, anything).conflicts == {}
    differ = [first, Save("2", ("1",), "x", {"title": 1}), Save("3", ("1",), "y", {"title": True})]
    assert merge(differ, anything).conflicts == {"title": ("3", "2")}


def test_withdrawal_against_an_edit_is_shown() -> None:
    first = Save("1", (), "2026-01-01", {"title": "a"})
    saves = [
        first,
        Save("2", ("1",), "x", {"withdrawn": {"reason": "double"}}),
        Save("3", ("1",), "y", {"title": "b"}),
    ]
    merged = merge(saves, anything)
    assert merged.values == {"title": "b", "withdrawn": {"reason": "double"}}
    assert merged.heads == ("2", "3")


def test_long_histories_are_merged() -> None:
    straight = [
        Save(f"{n:05d}", (f"{n - 1:05d}",) if n else (), f"{n:05d}", {"title": n}) for n in range(5000)
    ]
    assert merge(reversed(straight), anything).values == {"title": 4999}
    branched = [*straight, *(Save(f"x{n}", (f"{n:05d}",), "z", {"state": n}) for n in range(500))]
    assert len(merge(branched, anything).conflicts["state"]) == 500
