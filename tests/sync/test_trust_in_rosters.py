"""Whom a logbook trusts: each way in which a roster, its issuer or a bundle's maker may be less than it says."""

from pathlib import Path

import pytest

from app.domain.rosters import End, Fork, RosterBook, RosterNotAllowedError
from app.domain.scopes import Level, Reach, StreamKey
from app.sync.errors import NotAllowedError, NotForYouError
from app.sync.planning import Outcome, Plan, plan
from app.sync.roster_planning import find_root, plan_rosters
from app.sync.stream_planning import Verdict
from app.sync.verification import read_bundle, verify
from tests.sync import scene
from tests.sync.scene import EAST, EAST_UP, HQ, MISSION, OTHER_MISSION, STRANGER, UNIT, UNIT_UP, WEST, Held

UNIT_9 = scene.entry(STRANGER, "fhq/east/unit-9", Level.UNIT)
EAST_ENTRY = scene.entry(EAST, "fhq/east", Level.SECTOR)


def planned(path: Path, held: Held) -> Plan:
    with read_bundle(path, [HQ.identity]) as checked:
        return plan(verify(checked), held)


def test_only_an_active_force_node_presents_itself_as_root() -> None:
    sector = scene.roster(1, [EAST_ENTRY, scene.entry(UNIT, "fhq/east/unit-1", Level.UNIT)], by=EAST)
    assert find_root([sector, scene.roster()], UNIT.node, MISSION) == HQ.node
    ended = scene.entry(STRANGER, "fhq", Level.FORCE, status="retired", last={})
    former = scene.roster(1, [ended, scene.entry(UNIT, "fhq/east/unit-1", Level.UNIT)], by=STRANGER)
    assert find_root([former, scene.roster()], UNIT.node, MISSION) == HQ.node
    with pytest.raises(NotAllowedError):
        find_root([former], UNIT.node, MISSION)


def test_a_roster_of_another_mission_presents_nobody() -> None:
    named = [scene.entry(STRANGER, "fhq", Level.FORCE), scene.entry(UNIT, "fhq/east/unit-1", Level.UNIT)]
    foreign = scene.roster(1, named, by=STRANGER, mission=OTHER_MISSION)
    assert find_root([foreign, scene.roster()], UNIT.node, MISSION) == HQ.node
    with pytest.raises(NotForYouError):
        find_root([foreign], UNIT.node, MISSION)


def test_without_the_roots_roster_nobody_is_trusted() -> None:
    held = Held(rosters=[])
    held.root, held.mission = HQ.node, MISSION
    with pytest.raises(NotAllowedError):
        plan_rosters([scene.roster(1, [UNIT_9], by=EAST)], held, MISSION)


def test_the_roots_roster_names_the_root_as_active() -> None:
    entries = (scene.entry(HQ, "fhq", Level.FORCE, status="retired", last={}), EAST_ENTRY)
    with pytest.raises(RosterNotAllowedError):
        RosterBook(HQ.node, [scene.roster(1, entries).roster])


def test_a_sectors_roster_of_another_mission_is_left_out() -> None:
    foreign = scene.roster(1, [UNIT_9], by=EAST, mission=OTHER_MISSION).roster
    book = RosterBook(HQ.node, [scene.roster().roster, foreign])
    assert (book.left_out, book.entry_of(STRANGER.node)) == ((EAST.node,), None)


def test_who_has_ended_is_nobodys_superior_and_nobodys_subordinate() -> None:
    active = RosterBook(HQ.node, [scene.roster().roster])
    assert [one.node for one in active.superiors_of("fhq/east/unit-1")] == [EAST.node]
    assert UNIT.node in {one.node for one in active.subordinates_of("fhq/east")}
    ended = RosterBook(HQ.node, [scene.roster(2, scene.stopped(EAST, {})).roster])
    assert [one.node for one in ended.superiors_of("fhq/east/unit-1")] == [HQ.node]
    ended = RosterBook(HQ.node, [scene.roster(2, scene.stopped(UNIT, {})).roster])
    assert ended.subordinates_of("fhq/east") == ()


def test_a_fork_is_settled_by_the_voucher_of_the_node_and_by_the_root() -> None:
    """A sector that names a node for which the root vouches has no say over which of its branches stands."""
    ours, theirs = Fork(1, ("1" * 64,)), Fork(1, ("2" * 64,))
    stream = StreamKey(STRANGER.node, "5eed0001", "fhq/east/unit-9", Reach.UP)
    own = scene.roster(1, [UNIT_9], by=EAST, forks={str(stream): ours}).roster
    assert RosterBook(HQ.node, [scene.roster().roster, own]).fork_of(stream) == ours
    root = scene.roster(2, forks={str(stream): theirs}).roster
    assert RosterBook(HQ.node, [root, own]).fork_of(stream) == theirs
    unit = scene.entry(UNIT, "fhq/east/unit-1", Level.UNIT)
    claimed = scene.roster(1, [unit], by=EAST, forks={str(UNIT_UP): ours}).roster
    book = RosterBook(HQ.node, [scene.roster().roster, claimed])
    assert (book.voucher_of(UNIT.node), book.fork_of(UNIT_UP)) == (HQ.node, None)


def test_of_two_sectors_only_the_voucher_settles_a_fork() -> None:
    inner = scene.entry(WEST, "fhq/east/inner", Level.SECTOR)
    top = scene.roster(1, [scene.entry(HQ, "fhq", Level.FORCE), EAST_ENTRY, inner]).roster
    node = scene.entry(STRANGER, "fhq/east/inner/unit-9", Level.UNIT)
    stream = StreamKey(STRANGER.node, "5eed0001", node.unit, Reach.UP)
    outer = scene.roster(1, [node], by=EAST).roster
    nearer = scene.roster(1, [node], by=WEST, forks={str(stream): Fork(1, ("1" * 64,))}).roster
    book = RosterBook(HQ.node, [top, outer, nearer])
    assert (book.voucher_of(STRANGER.node), book.fork_of(stream)) == (EAST.node, None)
    assert RosterBook(HQ.node, [top, nearer]).fork_of(stream) == Fork(1, ("1" * 64,))


def test_what_an_ended_node_said_is_taken_from_a_relay_and_sets_nothing(tmp_path: Path) -> None:
    """The maker of the bundle is somebody else, whose own right is not touched by what it relays."""
    sealed = scene.chain(2)
    ended = scene.roster(2, scene.stopped(EAST, {str(EAST_UP): End(1, sealed[0].digest)}))
    relayed = scene.write(tmp_path / "a.liaison", sealed, by=UNIT, rosters=[ended]).path
    result = planned(relayed, Held())
    assert result.outcome is Outcome.APPLIED
    assert [(one.verdict, one.disregarded) for one in result.changesets] == [
        (Verdict.TAKE, False), (Verdict.TAKE, True),
    ]  # fmt: skip
    made = scene.write(tmp_path / "b.liaison", sealed, by=EAST, rosters=[ended]).path
    assert [reason.code for reason in planned(made, Held()).reasons] == ["refused:revoked"]


def test_a_logbook_that_no_roster_names_takes_nothing(tmp_path: Path) -> None:
    dropped = scene.roster(2, [one for one in scene.entries() if one.node != WEST.node])
    path = scene.write(tmp_path / "a.liaison", scene.chain(1), to=[WEST], rosters=[dropped]).path
    result = planned(path, Held(WEST))
    assert (result.outcome, [one.code for one in result.reasons]) == (
        Outcome.REFUSED,
        ["refused:not-for-you"],
    )


def test_a_node_counts_at_the_post_that_it_signs_and_another_missions_word_says_nothing_of_it(
    tmp_path: Path,
) -> None:
    vouching = [scene.roster(), scene.roster(1, [UNIT_9], by=EAST)]
    stream = StreamKey(STRANGER.node, "5eed0001", "fhq/east/unit-9", Reach.UP)

    def said(post: str, mission: str = MISSION) -> Plan:
        lines = [scene.revision(1, by=STRANGER).line]
        sealed = scene.changeset(lines, by=STRANGER, stream=stream, post=post, mission=mission)
        return planned(
            scene.write(tmp_path / f"{post[-6:]}.liaison", [sealed], rosters=vouching).path, Held()
        )

    for result, entry in (
        (said("fhq/east/unit-9"), UNIT_9),
        (said("fhq/north"), None),
        (said("fhq/north", OTHER_MISSION), UNIT_9),
    ):
        assert result.book is not None
        assert result.book.entry_of(STRANGER.node) == entry
        assert result.book.foreign_claims == (() if entry else ((EAST.node, STRANGER.node),))
