"""Ancestry: what is known at each revision is what the merge of its ancestors says, whatever the history."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ancestry import Ancestry, uncontinued
from app.domain.merge import merge
from tests.domain.test_merge import Save, anything, histories


def above(saves: list[Save], parents: tuple[str, ...]) -> list[Save]:
    """Return everything that stands above these parents, and they themselves; what is not there is passed over."""
    by_id = {save.id: save for save in saves}
    found: dict[str, Save] = {}
    ahead = list(parents)
    while ahead:
        one = ahead.pop()
        if one in by_id and one not in found:
            found[one] = by_id[one]
            ahead += by_id[one].parents
    return list(found.values())


@given(histories(), st.sets(st.sampled_from(["00", "01", "02", "03"])), st.integers(0, 20))
def test_at_each_revision_the_values_are_those_of_its_merged_ancestors(
    saves: list[Save], disregarded: set[str], lost: int
) -> None:
    held = [save for save in saves if int(save.id) != lost]
    ancestry: Ancestry[Save] = Ancestry()
    for save in held:
        if any(int(parent) == lost for one in (save, *above(held, save.parents)) for parent in one.parents):
            continue  # it waits, and sets nothing yet
        expected = merge(above(held, save.parents), anything, disregarded)
        by_id = {one.id: one for one in held}
        values, conflicts, leading = ancestry.before(save.parents, "state")
        assert values == expected.values
        assert conflicts == expected.conflicts.keys()
        if sides := expected.conflicts.get("state"):
            assert {one.id for one in leading} == set(sides)
        else:
            assert {by_id[one.id].fields["state"] for one in leading} == (
                {values["state"]} if "state" in values else set()
            )
        ancestry.add(save, () if save.id in disregarded else save.fields)


def test_of_saves_that_count_those_remain_that_no_other_stands_on() -> None:
    """Also across saves that count for nothing, and where a parent was never seen."""
    by_id = {
        name: [Save(name, parents)]
        for name, parents in {
            "a": (),
            "b": ("a",),
            "x": ("b",),
            "c": ("x",),
            "d": ("a",),
            "e": ("gone",),
        }.items()
    }
    counted = [by_id[name][0] for name in "abcde"]
    assert [one.id for one in uncontinued(by_id, counted)] == ["c", "d", "e"]
