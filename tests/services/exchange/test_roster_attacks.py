"""Attacks by admitted nodes with real keys: rosters say nothing about nodes that are not their issuer's."""

import msgspec
import pytest

from app.domain.record_identity import record_id as bound_id
from app.domain.revisions import Revision, compose
from app.domain.rosters import End, Entry, Roster
from app.domain.scopes import Level
from app.services import applying, exchange, records, rosters, settling
from app.services.desks import Desk
from app.services.errors import DroppedEntryError, PostTakenError, RootUnconfirmedError
from app.services.issuing import issue, own_roster
from app.services.records import Entry as Put
from app.services.status import status
from app.sync.keys import NodeKeys
from app.sync.rosters import SignedRoster, sign_roster
from tests.services.exchange import forging
from tests.services.missions import Mission, saved
from tests.sync.scene import STRANGER


def said_by(issuer: Desk, *entries: Entry, version: int = 1) -> SignedRoster:
    """Return a roster that a node signs, whatever it may say."""
    top = issuer.admitted().rosters[issuer.admitted().root]
    made: Roster = msgspec.structs.replace(
        top, issuer=issuer.identity.node, version=version, entries=entries, forks={}
    )
    return sign_roster(made, issuer.keys)


def listed(keys: NodeKeys, unit: str, **changes: object) -> Entry:
    plain = Entry(keys.node, keys.ssh_public_key, keys.recipient, unit, unit.upper(), Level.UNIT, "X")
    return msgspec.structs.replace(plain, **changes)


def by_stranger(number: int) -> Revision:
    """Return a revision of a meeting that the sybil node begins."""
    record = bound_id(STRANGER.node, "meeting", f"{number:016x}", forging.MADE)
    return compose(
        kind="meeting", record=record, parents=(), at=forging.MADE, officer=forging.OFFICER, officer_name="Cpt X",
        salt=f"{number:016x}", fields={"title": f"Of the dropped {number}", "started_at": "2026-11-20T08:00:00Z"},
    )  # fmt: skip


def titles(desk: Desk) -> set[str]:
    """Return the titles of the meetings that a logbook shows; of what nothing counts nothing is shown."""
    return {view.title for view in records.page(desk, "meeting") if view.title}


def admitted_below(mission: Mission) -> Desk:
    """Return a unit that only Sector East vouches for, with one meeting known to Force HQ."""
    late = mission.ask("late", "unit")
    path = rosters.admit(
        mission.sector, request=mission.folder / "late.request", unit="fhq/east/late",
        fingerprint=late.identity.fingerprint, out=mission.path(),
    ).path  # fmt: skip
    words = mission.force.identity.fingerprint
    assert exchange.import_files(late, [path], root_fingerprint=words)[0].outcome == "applied"
    saved(late)
    assert mission.send("late", "sector").outcome == "applied"
    assert mission.send("sector", "force").outcome == "applied"
    return late


def test_what_a_revoked_sector_vouches_for_counts_for_nobody_whenever_it_came(mission: Mission) -> None:
    """A stolen laptop of a sector names a node of its own; Force HQ names the honest unit below it by itself."""
    late = admitted_below(mission)
    honest = mission.force.admitted().rosters[mission.sector.identity.node]
    rosters.revoke(mission.force, mission.sector.identity.node, "Stolen")
    stolen = said_by(
        mission.sector, *honest.entries, listed(STRANGER, "fhq/east/ghost"), version=honest.version + 1
    )
    before, after = (
        forging.bundle(mission, mission.sector, mission[name], [], rosters=[stolen])
        for name in ("unit", "west")
    )
    assert mission.take("unit", before)[0].outcome == "applied"
    assert mission.send("force", "unit").outcome == "applied"
    assert mission.send("force", "west").outcome == "applied"
    assert mission.take("west", after)[0].outcome == "refused"
    for name in ("unit", "west", "force"):
        book = mission[name].admitted()
        assert book.entry_of(STRANGER.node) is None
        assert book.voucher_of(late.identity.node) == mission.force.identity.node
        assert titles(mission[name]) >= {"Monthly coordination"} or name != "force"


def test_endless_versions_of_a_sectors_roster_fill_nothing(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = listed(STRANGER, "fhq/east/ghost")
    size = len(said_by(mission.sector, entry).data)
    monkeypatch.setattr(applying, "MOST_BYTES_OF_ROSTERS", 3 * size + 2)
    for version in range(1, 7):
        roster = said_by(mission.sector, entry, version=version)
        file = forging.bundle(mission, mission.sector, mission.force, [], rosters=[roster])
        assert mission.take("force", file)[0].outcome == "applied"
    with mission.force.logbook.reading() as reader:
        held = [one.version for one in reader.rosters() if one.issuer == mission.sector.identity.node]
    assert held == [4, 5, 6]
    assert mission.force.admitted().entry_of(STRANGER.node) is not None


@pytest.mark.parametrize("how", ["active", "retired", "revoked"])
def test_a_sector_cannot_claim_or_end_a_unit_of_another(mission: Mission, how: str) -> None:
    late = admitted_below(mission)
    claim = listed(late.keys, "fhq/west/ghost", status=how, last=None if how == "active" else {})
    before = mission.force.admitted().entry_of(late.identity.node)
    file = forging.bundle(mission, mission.west, mission.force, [], rosters=[said_by(mission.west, claim)])
    mission.take("force", file)
    assert before is not None
    assert mission.force.admitted().entry_of(late.identity.node) == before
    assert mission.force.admitted().foreign_claims == ((mission.west.identity.node, late.identity.node),)
    (alarm,) = status(mission.force).roster_alarms
    assert all(name in alarm for name in ("WEST", "LATE", "fhq/east/late"))
    saved(late)
    assert mission.send("late", "force").outcome == "applied"
    assert records.count(mission.force, "meeting") == 2


def test_a_unit_that_a_sector_claimed_before_it_spoke_is_its_own_as_soon_as_it_speaks(
    mission: Mission,
) -> None:
    late = mission.ask("late", "unit")
    path = rosters.admit(
        mission.sector, request=mission.folder / "late.request", unit="fhq/east/late",
        fingerprint=late.identity.fingerprint, out=mission.path(),
    ).path  # fmt: skip
    exchange.import_files(late, [path], root_fingerprint=mission.force.identity.fingerprint)
    claim = listed(late.keys, "fhq/west/ghost", status="revoked", last={})
    file = forging.bundle(mission, mission.west, mission.force, [], rosters=[said_by(mission.west, claim)])
    assert mission.take("force", file)[0].outcome == "applied"
    saved(late)
    assert mission.send("late", "force").outcome == "applied"
    entry = mission.force.admitted().entry_of(late.identity.node)
    assert entry is not None
    assert (entry.unit, entry.status) == ("fhq/east/late", "active")
    assert records.count(mission.force, "meeting") == 1


def test_a_node_that_its_roster_drops_keeps_nothing_and_has_it_back_when_named_again(
    mission: Mission,
) -> None:
    sybil = listed(STRANGER, "fhq/east/x")
    first = by_stranger(1)
    stream = msgspec.structs.replace(forging.stream_of(mission.unit), node=STRANGER.node, unit="fhq/east")
    said = forging.changeset(mission.sector, [first], keys=STRANGER, stream=stream, post="fhq/east/x")
    file = forging.bundle(
        mission, mission.sector, mission.force, [said], rosters=[said_by(mission.sector, sybil)]
    )
    assert mission.take("force", file)[0].outcome == "applied"
    assert len(titles(mission.force)) == 1
    for version, entries, count in ((2, (), 0), (3, (sybil,), 1), (4, (), 0)):
        file = forging.bundle(
            mission, mission.sector, mission.force, [],
            rosters=[said_by(mission.sector, *entries, version=version)],
        )  # fmt: skip
        assert mission.take("force", file)[0].outcome == "applied"
        assert len(titles(mission.force)) == count
        assert mission.force.standing.level_of(STRANGER.node) == ("unit" if entries else None)
        named = [line.unit for line in rosters.roster(mission.force) if line.status == "dropped"]
        assert named == ([] if entries else ["fhq/east/x"])
        found = status(mission.force)
        assert ("dropped" in found.alerts) is not bool(entries)
        assert any("FHQ/EAST/X" in sentence for sentence in found.roster_alarms) is not bool(entries)
    later = forging.changeset(
        mission.sector, [by_stranger(2)], keys=STRANGER, stream=stream, post="fhq/east/x", seq=2,
        prev=said.digest,
    )  # fmt: skip
    (taken,) = mission.take("force", forging.bundle(mission, mission.sector, mission.force, [later]))
    assert [one.code for one in taken.reasons] == ["held:unknown-signer"]
    assert not titles(mission.force)


def test_units_of_a_sector_that_the_root_drops_are_named_too(mission: Mission) -> None:
    admitted_below(mission)
    mission.send("force", "west")
    held = mission.force.admitted().rosters[mission.force.admitted().root]
    left = tuple(one for one in held.entries if one.unit != "fhq/east")
    made = msgspec.structs.replace(held, version=held.version + 1, entries=left)
    signed = sign_roster(made, mission.force.keys)
    file = forging.bundle(mission, mission.force, mission.west, [], rosters=[signed])
    assert mission.take("west", file)[0].outcome == "applied"
    named = {line.unit for line in rosters.roster(mission.west) if line.status == "dropped"}
    assert named == {"fhq/east", "fhq/east/late"}


def test_a_revoked_node_that_forks_its_last_changeset_changes_nothing(mission: Mission) -> None:
    """Force HQ, which holds the honest one, and Sector West, which met the forged one first, come to the same."""
    one, two = forging.chain(mission.unit, 2, stream=forging.stream_of(mission.unit))
    forged = forging.changeset(
        mission.unit,
        [forging.line(mission.unit, 9)],
        stream=forging.stream_of(mission.unit),
        seq=2,
        prev=one.digest,
    )
    assert mission.take("force", forging.bundle(mission, mission.unit, mission.force, [one, two]))[0].outcome
    assert mission.take("sector", forging.bundle(mission, mission.unit, mission.sector, [one, forged]))
    assert titles(mission.sector) == {"Forged 1", "Forged 9"}
    entry = rosters.revoke(mission.force, mission.unit.identity.node, "lost")
    assert entry.last == {str(one.header.stream): End(2, two.digest)}
    assert mission.send("force", "sector").outcome == "applied"
    assert titles(mission.sector) == {"Forged 1", "Forged 2"}
    again = forging.bundle(mission, mission.sector, mission.force, [one, forged])
    mission.take("force", again)
    for name in ("force", "sector"):
        assert titles(mission[name]) == {"Forged 1", "Forged 2"}


def test_a_revoked_node_that_forks_before_its_end_changes_nothing_where_somebody_lagged_behind(
    mission: Mission,
) -> None:
    one, two, three = forging.chain(mission.unit, 3)
    forged = forging.changeset(mission.unit, [forging.line(mission.unit, 9)], seq=2, prev=one.digest)
    mission.take("force", forging.bundle(mission, mission.unit, mission.force, [one, two, three]))
    mission.take("sector", forging.bundle(mission, mission.unit, mission.sector, [one, forged]))
    rosters.revoke(mission.force, mission.unit.identity.node, "lost")
    mission.send("force", "sector")
    mission.send("sector", "force")
    mission.send("force", "sector")
    for name in ("force", "sector"):
        assert titles(mission[name]) == {"Forged 1", "Forged 2", "Forged 3"}


def test_ending_a_node_again_does_not_let_anything_count_that_did_not(mission: Mission) -> None:
    one, two = forging.chain(mission.unit, 2)
    mission.take("force", forging.bundle(mission, mission.unit, mission.force, [one]))
    node = mission.unit.identity.node
    first = rosters.retire(mission.force, node)
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, [one, two]))
    assert titles(mission.force) == {"Forged 1"}
    assert rosters.revoke(mission.force, node, "it went on").last == first.last
    assert titles(mission.force) == {"Forged 1"}


@pytest.mark.parametrize("accepted", ["both", "held", "other"])
def test_a_node_that_ends_after_a_settled_fork_keeps_what_stood(mission: Mission, accepted: str) -> None:
    (one, two), node = forging.chain(mission.unit, 2), mission.unit.identity.node
    other = forging.changeset(mission.unit, [forging.line(mission.unit, 9)], seq=2, prev=one.digest)
    mission.take("force", forging.bundle(mission, mission.unit, mission.force, [one, two]))
    mission.take("force", forging.bundle(mission, mission.unit, mission.force, [other]))
    stands = {"both": (), "held": (two.digest,), "other": (other.digest,)}[accepted]
    settling.settle(mission.force, str(one.header.stream), stands)
    before = titles(mission.force)
    wanted = {"both": {"Forged 2", "Forged 9"}, "held": {"Forged 2"}, "other": {"Forged 9"}}[accepted]
    assert before == {"Forged 1"} | wanted
    rosters.retire(mission.force, node)
    assert titles(mission.force) == before


def test_a_sector_whose_root_nobody_compared_admits_nobody(mission: Mission) -> None:
    late, other = mission.ask("late", "sector"), mission.ask("other", "unit")
    exchange.import_files(late, [mission.admit("late", "fhq/north")])
    with pytest.raises(RootUnconfirmedError):
        rosters.admit(
            late, request=mission.folder / "other.request", unit="fhq/north/other",
            fingerprint=other.identity.fingerprint, out=mission.path(),
        )  # fmt: skip
    assert late.identity.node not in late.admitted().rosters


def test_a_second_node_at_a_post_has_to_be_meant_and_is_shown_at_once(mission: Mission) -> None:
    mission.ask("late", "unit")
    post = mission.unit.identity.unit or ""
    with pytest.raises(PostTakenError, match="UNIT"):
        mission.admit("late", post)
    mission.admit("late", post, beside=True)
    assert mission.send("force", "sector").outcome == "applied"
    for name in ("force", "sector"):
        found = status(mission[name])
        assert "shared-post" in found.alerts
        (sentence,) = found.roster_alarms
        assert sentence in found.warnings
        assert all(part in sentence for part in (post, "UNIT", "LATE"))
        shared = {line.unit_name for line in rosters.roster(mission[name]) if line.shared}
        assert shared == {"UNIT", "LATE"}
    rosters.retire(mission.force, mission.unit.identity.node)
    assert not status(mission.force).roster_alarms
    mission.ask("new", "unit")
    mission.admit("new", post, replaces=mission["late"].identity.node)
    assert not status(mission.force).roster_alarms


def test_the_program_never_leaves_a_node_out_of_its_roster(mission: Mission) -> None:
    roster = own_roster(mission.force)
    with pytest.raises(DroppedEntryError), mission.force.logbook.writing() as writer:
        issue(mission.force, writer, roster, entries=roster.entries[:-1])


def test_a_changeset_from_another_post_than_the_rosters_say_is_refused(mission: Mission) -> None:
    moved = forging.changeset(mission.unit, [forging.line(mission.unit)], post="fhq/east")
    (taken,) = mission.take("force", forging.bundle(mission, mission.unit, mission.force, [moved]))
    assert [one.code for one in taken.reasons] == ["refused:not-allowed"]
    assert records.put(mission.force, [Put(kind="place", fields={"name": "Bor"})]).ids
