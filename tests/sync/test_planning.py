"""Plans: every outcome of section 9, and that order and repeats do not matter."""

import hashlib
from collections import Counter
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from app.domain.revisions import MAX_SAVES
from app.domain.rosters import End, Fork
from app.domain.scopes import Level, Reach, StreamKey
from app.sync import stream_planning
from app.sync.changesets import Sealed
from app.sync.errors import BundleError
from app.sync.keys import NodeKeys
from app.sync.manifest import Part
from app.sync.planning import Outcome, Plan, plan
from app.sync.reasons import Gap
from app.sync.stream_planning import Verdict
from app.sync.verification import read_bundle, verify
from tests.sync import scene
from tests.sync.scene import EAST, EAST_UP, HQ, STRANGER, UNIT, UNIT_UP, WEST, WEST_UP, Held
from tests.vectors.cases import spoiled


def planned(path: Path, held: Held, keys: NodeKeys = HQ) -> Plan:
    with read_bundle(path, [keys.identity]) as checked:
        return plan(verify(checked), held)


def codes(result: Plan) -> list[str]:
    return [reason.code for reason in result.reasons]


def test_new_changesets_are_taken_once(tmp_path: Path) -> None:
    held = Held()
    written = scene.write(tmp_path / "a.liaison", scene.chain(3))
    first = planned(written.path, held)
    assert first.outcome is Outcome.APPLIED
    assert [one.changeset.seq for one in first.taken] == [1, 2, 3]
    assert first.counts["meeting"].added == 6
    assert not first.reasons
    held.apply(first)
    again = planned(written.path, held)
    assert again.outcome is Outcome.NOTHING_NEW
    assert {one.verdict for one in again.changesets} == {Verdict.HAVE}


def test_encrypted_bundles_are_for_recipients_and_the_sender(tmp_path: Path) -> None:
    path = scene.write(tmp_path / "a.liaison.age", scene.chain(1), recipients=[HQ.recipient]).path
    assert planned(path, Held()).outcome is Outcome.APPLIED
    assert planned(path, Held(EAST), EAST).outcome is Outcome.APPLIED
    with pytest.raises(BundleError) as caught, read_bundle(path, [WEST.identity]):
        pass
    assert caught.value.code == "refused:cannot-decrypt"


def test_order_of_bundles_does_not_matter_once_all_have_come(tmp_path: Path) -> None:
    sealed = scene.chain(3)
    paths = [scene.write(tmp_path / f"{one.header.seq}.liaison", [one]).path for one in sealed]
    ends = []
    for order in permutations(paths):
        held = Held()
        for _ in paths:
            for path in order:
                held.apply(planned(path, held))
        ends.append((held.changesets, held.revisions))
    assert all(end == ends[0] for end in ends)
    assert len(ends[0][1]) == 6


def test_gap_is_held_and_names_the_numbers(tmp_path: Path) -> None:
    sealed = scene.chain(6)
    held = Held().hold(sealed[0])
    result = planned(scene.write(tmp_path / "a.liaison", sealed[3:]).path, held)
    assert result.outcome is Outcome.HELD
    assert codes(result) == ["held:gap"]
    assert result.gaps == (Gap(str(EAST_UP), 2, 3),)
    assert result.is_incomplete


def test_gap_in_one_stream_leaves_the_others(tmp_path: Path) -> None:
    east, west = scene.chain(3), scene.chain(1, by=WEST, stream=WEST_UP, first=50)
    result = planned(scene.write(tmp_path / "a.liaison", [east[0], east[2], *west]).path, Held())
    assert result.outcome is Outcome.APPLIED
    assert result.gaps == (Gap(str(EAST_UP), 2, 2),)
    assert {(one.changeset.stream, one.changeset.seq) for one in result.taken} == {(EAST_UP, 1), (WEST_UP, 1)}
    assert result.is_incomplete


def test_unknown_maker_is_held_with_its_fingerprint(tmp_path: Path) -> None:
    stream = StreamKey(STRANGER.node, scene.EPOCH, "fhq/east", Reach.UP)
    sealed = scene.chain(1, by=STRANGER, stream=stream)
    result = planned(scene.write(tmp_path / "a.liaison", sealed, by=STRANGER, rosters=[]).path, Held())
    assert (result.outcome, codes(result)) == (Outcome.HELD, ["held:unknown-signer"])
    assert STRANGER.fingerprint in result.reasons[0].detail


def test_unknown_origin_of_a_relayed_stream_is_held_alone(tmp_path: Path) -> None:
    stream = StreamKey(STRANGER.node, scene.EPOCH, "fhq/east", Reach.UP)
    foreign = scene.chain(1, by=STRANGER, stream=stream, first=50)
    result = planned(scene.write(tmp_path / "a.liaison", [*scene.chain(1), *foreign]).path, Held())
    assert (result.outcome, codes(result)) == (Outcome.APPLIED, ["held:unknown-signer"])
    assert len(result.taken) == 1


def test_newer_roster_in_the_bundle_names_its_maker(tmp_path: Path) -> None:
    listed = [*scene.entries(), scene.entry(STRANGER, "fhq/north", Level.SECTOR)]
    stream = StreamKey(STRANGER.node, scene.EPOCH, "fhq/north", Reach.UP)
    sealed = scene.chain(1, by=STRANGER, stream=stream)
    path = scene.write(tmp_path / "a.liaison", sealed, by=STRANGER, rosters=[scene.roster(3, listed)]).path
    result = planned(path, Held())
    assert result.outcome is Outcome.APPLIED
    assert [one.roster.version for one in result.rosters] == [3]


@pytest.mark.parametrize("where", ["manifest", "changeset"])
def test_a_schema_of_a_later_series_is_held_and_a_greater_one_of_the_same_is_taken(
    tmp_path: Path, where: str
) -> None:
    for number, (newer, expected) in enumerate({8: [], 999: [], 1000: ["held:newer-schema"]}.items()):
        sealed = [scene.changeset([scene.revision(1).line], schema=newer if where == "changeset" else 7)]
        schema = newer if where == "manifest" else 7
        path = scene.write(tmp_path / f"{number}.liaison", sealed, schema=schema).path
        result = planned(path, Held())
        assert (result.outcome, codes(result)) == (Outcome.HELD if expected else Outcome.APPLIED, expected)


def test_other_mission_is_refused(tmp_path: Path) -> None:
    path = scene.write(tmp_path / "a.liaison", scene.chain(1), mission=scene.OTHER_MISSION).path
    assert codes(planned(path, Held())) == ["refused:wrong-mission"]


def test_changeset_of_another_mission_is_refused(tmp_path: Path) -> None:
    sealed = [scene.changeset([scene.revision(1).line], mission=scene.OTHER_MISSION)]
    assert codes(planned(scene.write(tmp_path / "a.liaison", sealed).path, Held())) == [
        "refused:wrong-mission"
    ]


def test_bundle_addressed_to_others_is_refused(tmp_path: Path) -> None:
    path = scene.write(tmp_path / "a.liaison", scene.chain(1), to=[WEST]).path
    assert codes(planned(path, Held())) == ["refused:not-for-you"]


def test_scope_that_this_node_may_not_read_is_refused(tmp_path: Path) -> None:
    path = scene.write(tmp_path / "a.liaison", scene.chain(1), to=[WEST]).path
    result = planned(path, Held(WEST))
    assert (result.outcome, codes(result)) == (Outcome.REFUSED, ["refused:not-for-you"])


def test_writing_off_the_own_branch_is_refused_for_that_stream(tmp_path: Path) -> None:
    stream = StreamKey(EAST.node, scene.EPOCH, "fhq/west", Reach.UP)
    astray = scene.chain(1, stream=stream, first=50)
    result = planned(scene.write(tmp_path / "a.liaison", [*scene.chain(1), *astray]).path, Held())
    assert (result.outcome, codes(result)) == (Outcome.APPLIED, ["refused:not-allowed"])
    assert [one.changeset.stream for one in result.taken] == [EAST_UP]


def test_a_revision_in_another_scope_than_its_record_stops_no_stream(tmp_path: Path) -> None:
    """It is taken and relayed; that it sets nothing is for the record to say (`services.belonging`)."""
    first = scene.revision(1)
    branch = StreamKey(EAST.node, scene.EPOCH, "fhq/east", Reach.BRANCH)
    second = scene.revision(2, parents=[first.id], record=1, title="to all")
    moved = scene.changeset([second.line], stream=branch)
    result = planned(scene.write(tmp_path / "a.liaison", [scene.changeset([first.line]), moved]).path, Held())
    assert (len(result.taken), codes(result)) == (2, [])


def test_a_node_saves_a_record_only_so_often_and_what_others_saved_does_not_count(
    tmp_path: Path,
) -> None:
    often = [scene.revision(number, record=1).line for number in range(1, 4)]
    path = scene.write(tmp_path / "a.liaison", [scene.changeset(often)]).path
    held = Held()
    place = (EAST_UP.node, scene.record_id(1))
    held.saves = Counter({place: MAX_SAVES - 3, (WEST_UP.node, scene.record_id(1)): MAX_SAVES})
    assert codes(planned(path, held)) == []
    held.saves[place] += 1
    assert codes(planned(path, held)) == ["refused:too-large"]
    first = scene.changeset(often[:2])
    second = scene.changeset(often[2:], seq=2, prev=first.digest)
    result = planned(scene.write(tmp_path / "b.liaison", [first, second]).path, held)
    assert (len(result.taken), codes(result)) == (1, ["refused:too-large"])


def test_fork_stops_the_stream_and_nothing_else(tmp_path: Path) -> None:
    sealed = scene.chain(2)
    other = scene.changeset([scene.revision(90).line], seq=2, prev=sealed[0].digest)
    later = scene.changeset([scene.revision(91).line], seq=3, prev=other.digest)
    west = scene.chain(1, by=WEST, stream=WEST_UP, first=50)
    held = Held().hold(*sealed)
    result = planned(scene.write(tmp_path / "a.liaison", [other, later, *west]).path, held)
    assert (result.outcome, codes(result)) == (Outcome.APPLIED, ["refused:fork"])
    assert [one.changeset.stream for one in result.taken] == [WEST_UP]
    assert sealed[1].digest in result.reasons[0].detail
    assert other.digest in result.reasons[0].detail


def test_chain_that_does_not_fit_is_a_fork(tmp_path: Path) -> None:
    sealed = scene.chain(1)
    astray = scene.changeset([scene.revision(9).line], seq=2, prev="0" * 64)
    early = scene.changeset([scene.revision(8).line], seq=1, prev="0" * 64)
    held = Held().hold(*sealed)
    assert codes(planned(scene.write(tmp_path / "a.liaison", [astray]).path, held)) == ["refused:fork"]
    assert codes(planned(scene.write(tmp_path / "b.liaison", [early]).path, Held())) == ["refused:fork"]


def test_settled_fork_lets_the_accepted_branch_in(tmp_path: Path) -> None:
    sealed = scene.chain(2)
    other = scene.changeset([scene.revision(90).line], seq=2, prev=sealed[0].digest)
    later = scene.changeset([scene.revision(91).line], seq=3, prev=other.digest)
    both = Fork(2, tuple(sorted([sealed[1].digest, other.digest])))
    settled = scene.roster(2, forks={str(EAST_UP): both})
    held = Held().hold(*sealed)
    result = planned(scene.write(tmp_path / "a.liaison", [other, later], rosters=[settled]).path, held)
    assert result.outcome is Outcome.APPLIED
    assert [one.changeset.seq for one in result.taken] == [2, 3]
    assert not result.reasons


@pytest.mark.parametrize("status", ["retired", "revoked"])
def test_stopped_node_is_refused_beyond_its_last(tmp_path: Path, status: str) -> None:
    sealed = scene.chain(2)
    stopped = scene.roster(2, scene.stopped(EAST, {str(EAST_UP): End(1, sealed[0].digest)}, status))
    held = Held(rosters=[stopped])
    assert codes(planned(scene.write(tmp_path / "a.liaison", sealed).path, held)) == ["refused:revoked"]
    within = planned(scene.write(tmp_path / "b.liaison", sealed[:1]).path, held)
    assert (within.outcome, within.older_rosters[0].roster.version) == (Outcome.APPLIED, 1)
    relayed = planned(scene.write(tmp_path / "c.liaison", sealed, by=WEST).path, held)
    assert relayed.outcome is Outcome.APPLIED
    assert [one.disregarded for one in relayed.taken] == [False, True]


def test_older_roster_is_ignored_and_reported(tmp_path: Path) -> None:
    held = Held(rosters=[scene.roster(5)])
    result = planned(scene.write(tmp_path / "a.liaison", scene.chain(1)).path, held)
    assert not result.rosters
    assert [one.roster.version for one in result.older_rosters] == [1]


def test_same_roster_version_with_other_bytes_is_a_fork(tmp_path: Path) -> None:
    twin = scene.roster(1, scene.entries()[:3])
    result = planned(scene.write(tmp_path / "a.liaison", scene.chain(1), rosters=[twin]).path, Held())
    assert (result.outcome, codes(result)) == (Outcome.APPLIED, ["refused:fork"])
    assert not result.rosters


def test_sector_vouches_for_units_below_its_own_path_only(tmp_path: Path) -> None:
    below = scene.roster(1, [scene.entry(STRANGER, "fhq/east/unit-9", Level.UNIT)], by=EAST)
    beside = scene.roster(1, [scene.entry(STRANGER, "fhq/west/unit-9", Level.UNIT)], by=EAST)
    by_unit = scene.roster(1, [scene.entry(STRANGER, "fhq/east/unit-1/x", Level.UNIT)], by=UNIT)
    stream = StreamKey(STRANGER.node, scene.EPOCH, "fhq/east/unit-9", Reach.UP)
    foreign = [scene.changeset([scene.revision(70).line], by=STRANGER, stream=stream, post="fhq/east/unit-9")]
    top = scene.roster()
    sound = planned(scene.write(tmp_path / "a.liaison", foreign, rosters=[top, below]).path, Held())
    assert (sound.outcome, len(sound.taken)) == (Outcome.APPLIED, 1)
    for number, astray in enumerate((beside, by_unit)):
        path = scene.write(tmp_path / f"{number}.liaison", foreign, rosters=[top, astray]).path
        assert codes(planned(path, Held())) == ["refused:not-allowed", "held:unknown-signer"]


def test_roster_that_changes_a_level_is_refused(tmp_path: Path) -> None:
    risen = [
        msgspec.structs.replace(one, level=Level.FORCE) if one.node == EAST.node else one
        for one in scene.entries()
    ]
    path = scene.write(tmp_path / "a.liaison", [], rosters=[scene.roster(2, risen)]).path
    assert codes(planned(path, Held())) == ["refused:not-allowed"]


def test_welcome_presents_the_root_to_a_newcomer(tmp_path: Path) -> None:
    path = scene.write(tmp_path / "a.liaison", [], by=HQ, to=[UNIT]).path
    held = Held(UNIT, rosters=[])
    result = planned(path, held)
    assert result.outcome is Outcome.APPLIED
    assert result.new_root is not None
    assert (result.new_root.node, result.new_root.fingerprint) == (HQ.node, HQ.fingerprint)
    held.apply(result)
    assert planned(path, held).outcome is Outcome.NOTHING_NEW
    stranger = Held(STRANGER, rosters=[])
    path = scene.write(tmp_path / "b.liaison", [], by=HQ, to=[STRANGER]).path
    assert codes(planned(path, stranger)) == ["refused:not-for-you"]


def test_missing_parents_wait(tmp_path: Path) -> None:
    first = scene.revision(1)
    second = scene.revision(2, parents=[first.id], record=1, title="later")
    path = scene.write(tmp_path / "a.liaison", [scene.changeset([second.line])]).path
    result = planned(path, Held())
    assert (result.outcome, result.waiting, codes(result)) == (Outcome.APPLIED, (second.id,), ["held:gap"])
    held = Held()
    held.revisions.add(first.id)
    assert not planned(path, held).waiting


def test_attachments_are_taken_where_something_names_them(tmp_path: Path) -> None:
    photo, stray = scene.attached(b"photo" * 1000), scene.attached(b"stray")
    sealed = [scene.changeset([scene.revision(1, attachments=[photo.sha256]).line])]
    path = scene.write(tmp_path / "a.liaison", sealed, attachments=[photo, stray]).path
    result = planned(path, Held())
    assert (result.attachments, codes(result)) == ((photo.sha256,), ["refused:malformed"])
    wanting = Held()
    wanting.wanted.add(stray.sha256)
    assert planned(path, wanting).attachments == tuple(sorted([photo.sha256, stray.sha256]))
    having = Held()
    having.attachments |= {photo.sha256, stray.sha256}
    assert not planned(path, having).attachments
    part = Part(scene.SERIES, 2, 2)
    alone = scene.write(tmp_path / "b.liaison", [], attachments=[stray], part=part).path
    result = planned(alone, Held())
    assert (result.outcome, codes(result)) == (Outcome.HELD, ["held:gap"])
    assert (result.attachments, result.awaited, result.is_incomplete) == ((), (stray.sha256,), True)
    assert planned(alone, wanting).attachments == (stray.sha256,)


def test_attachments_are_delivered_one_by_one(tmp_path: Path) -> None:
    photos = [scene.attached(bytes([number]) * 30_000) for number in range(5)]
    sealed = [scene.changeset([scene.revision(1, attachments=[one.sha256 for one in photos]).line])]
    path = scene.write(tmp_path / "a.age", sealed, attachments=photos, recipients=[HQ.recipient]).path
    got: dict[str, bytes] = {}
    with read_bundle(path, [HQ.identity]) as checked:
        result = plan(verify(checked), Held())
        checked.deliver(result.attachments[:3], got.__setitem__)
    assert sorted(got) == sorted(result.attachments[:3])
    assert all(hashlib.sha256(body).hexdigest() == digest for digest, body in got.items())


def test_relay_carries_foreign_changesets_verbatim(tmp_path: Path) -> None:
    unit = scene.chain(2, by=UNIT, stream=UNIT_UP)
    up = scene.write(tmp_path / "a.liaison", unit, by=UNIT, to=[EAST]).path
    with read_bundle(up) as checked:
        bundle = verify(checked)
        relayed = [Sealed(one.header, one.body(), one.digest, one.signature) for one in bundle.changesets]
    assert relayed == unit
    result = planned(scene.write(tmp_path / "b.liaison", relayed, by=EAST).path, Held())
    assert [one.changeset.digest for one in result.taken] == [one.digest for one in unit]


def in_epochs(by: NodeKeys, unit: str, count: int) -> list[Sealed]:
    """Return the first changesets of several streams of one node; each but the last ends in a fault."""
    found: list[Sealed] = []
    for epoch in range(count):
        stream = StreamKey(by.node, f"{epoch:08x}", unit, Reach.UP)
        line = scene.revision(1000 + len(found), record=2000 + epoch if unit == "fhq/east" else 3000).line
        sealed = scene.changeset([line], by=by, stream=stream)
        found.append(sealed if epoch == count - 1 else spoiled(sealed, sealed.body[:-3] + b"x}\n", by))
    return found


def test_a_node_whose_changesets_cost_time_for_nothing_is_not_looked_at_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, others = in_epochs(EAST, "fhq/east", 4), in_epochs(WEST, "fhq/west", 1)
    path = tmp_path / "a.liaison"
    path.write_bytes(scene.assemble(scene.members_of([*bad, *others])))
    result = planned(path, Held())
    assert [one.changeset.digest for one in result.taken] == [bad[3].digest, others[0].digest]
    monkeypatch.setattr(stream_planning, "_MOST_SPOILED", 2 * len(bad[0].body) - 1)
    result = planned(path, Held())
    assert [one.changeset.digest for one in result.taken] == [others[0].digest]
    assert set(codes(result)) == {"refused:malformed"}
    assert sum("not looked at" in reason.detail for reason in result.reasons) == 2
    assert sum("line 1" in reason.detail for reason in result.reasons) == 2


def test_plans_are_alike_whether_revisions_are_kept_or_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scene.revision(1)
    lines = [first.line, scene.revision(2, record=1, parents=[first.id]).line, scene.revision(3).line]
    waits = scene.revision(4, record=9, parents=["0" * 32]).line
    path = scene.write(tmp_path / "a.liaison", [scene.changeset([*lines, waits])]).path
    kept = planned(path, Held())
    monkeypatch.setattr(stream_planning, "_ROOM", 0)
    again = planned(path, Held())
    for result in (kept, again):
        assert (result.outcome, result.counts["meeting"].added, result.counts["meeting"].changed) == (
            Outcome.APPLIED,
            2,
            1,
        )
        assert result.waiting == (scene.revision(4, record=9, parents=["0" * 32]).id,)
        assert [one.line for one in result.taken[0].changeset.revisions()] == [*lines, waits]
