"""Streams that stop and streams that go on: what stands on what, on which branch, and from which post."""

from pathlib import Path

import msgspec
import pytest

from app.domain.rosters import End, Fork
from app.domain.scopes import is_on_branch
from app.sync.changesets import Sealed
from app.sync.planning import Plan, plan
from app.sync.reasons import Gap
from app.sync.rosters import SignedRoster
from app.sync.stream_planning import Verdict
from app.sync.verification import read_bundle, verify
from tests.sync import scene
from tests.sync.scene import EAST, EAST_UP, HQ, UNIT, WEST, WEST_UP, Held


def planned(folder: Path, changesets: list[Sealed], held: Held, roster: SignedRoster | None = None) -> Plan:
    file = scene.write(folder / "a.liaison", changesets, by=UNIT, rosters=[roster or scene.roster()])
    with read_bundle(file.path, [HQ.identity]) as checked:
        return plan(verify(checked), held)


def verdicts(result: Plan) -> list[tuple[int, str]]:
    return [(one.changeset.seq, one.verdict.value) for one in result.changesets]


def test_a_node_speaks_from_its_post_only(tmp_path: Path) -> None:
    lines = [scene.revision(1, by=EAST).line]
    elsewhere = scene.changeset(lines, post="fhq/west")
    result = planned(tmp_path, [elsewhere, *scene.chain(1, by=WEST, stream=WEST_UP, first=5)], Held())
    assert {(str(one.changeset.stream), one.verdict) for one in result.changesets} == {
        (str(EAST_UP), Verdict.REFUSED), (str(WEST_UP), Verdict.TAKE),
    }  # fmt: skip
    assert [(one.code, one.stream) for one in result.reasons] == [("refused:not-allowed", str(EAST_UP))]


def test_what_stands_on_a_damaged_changeset_is_not_taken_and_what_is_before_it_is(tmp_path: Path) -> None:
    one, two, three = scene.chain(3)
    damaged = msgspec.structs.replace(two, signature=one.signature)
    result = planned(tmp_path, [one, damaged, three], Held())
    assert verdicts(result) == [(1, "take"), (3, "refused")]
    assert {reason.code for reason in result.reasons} == {"refused:bad-signature"}
    assert result.gaps == ()


def test_what_leads_to_the_end_of_an_ended_node_stands_though_another_branch_came_first(
    tmp_path: Path,
) -> None:
    ours, theirs = scene.chain(1), scene.chain(2, first=50)
    refused = planned(tmp_path, theirs, Held().hold(*ours))
    assert verdicts(refused) == [(1, "refused"), (2, "refused")]
    assert {reason.code for reason in refused.reasons} == {"refused:fork"}
    ended = scene.roster(2, scene.stopped(EAST, {str(EAST_UP): End(2, theirs[1].digest)}, "revoked"))
    result = planned(tmp_path, theirs, Held().hold(*ours), ended)
    assert verdicts(result) == [(1, "take"), (2, "take")]
    assert [one.disregarded for one in result.changesets] == [False, False]


def test_what_goes_on_from_a_branch_that_was_not_accepted_sets_nothing_either(tmp_path: Path) -> None:
    ours, theirs = scene.chain(2), scene.chain(3, first=50)
    settled = scene.roster(2, forks={str(EAST_UP): Fork(1, (ours[0].digest,))})
    result = planned(tmp_path, theirs, Held().hold(*ours), settled)
    assert verdicts(result) == [(1, "take"), (2, "take"), (3, "take")]
    assert [one.disregarded for one in result.changesets] == [True, True, True]
    result = planned(tmp_path, ours, Held().hold(*theirs), settled)
    assert [one.disregarded for one in result.changesets] == [False, False]


def test_what_is_missing_on_one_side_of_a_settled_fork_is_a_gap(tmp_path: Path) -> None:
    ours, theirs = scene.chain(3), scene.chain(3, first=50)
    settled = scene.roster(2, forks={str(EAST_UP): Fork(1, (theirs[0].digest,))})
    result = planned(tmp_path, [theirs[2]], Held().hold(*ours), settled)
    assert verdicts(result) == [(3, "held")]
    assert result.gaps == (Gap(str(EAST_UP), 2, 2),)
    assert [reason.code for reason in result.reasons] == ["held:gap"]
    unsettled = planned(tmp_path, [theirs[2]], Held().hold(*ours[:2]))
    assert verdicts(unsettled) == [(3, "refused")]


@pytest.mark.parametrize(
    ("one", "other", "on_it"),
    [
        ("fhq", "fhq", True), ("fhq", "fhq/east", True), ("fhq/east", "fhq", True), ("fhq/east", "fhq/west", False),
        ("fhq/east", "fhq/eastern", False), ("fhq/east/a", "fhq/west", False),
    ],
)  # fmt: skip
def test_a_branch_is_what_is_above_and_below(one: str, other: str, on_it: bool) -> None:
    assert is_on_branch(one, other) is on_it
