"""Rosters: who is admitted, what an ended node said, and what a level may not say, whatever arrives first."""

from pathlib import Path

import msgspec
import pytest

from app.domain.rosters import Fork
from app.domain.scopes import Level
from app.services import conflicts, exchange, records, rosters, safety
from app.services.errors import (
    AlreadyAdmittedError,
    FingerprintMismatchError,
    LastForceNodeError,
    MissingFileError,
    NotAllowedError,
    NotARequestError,
    PostTakenError,
    RosterUnsureError,
    UnitPathError,
    UnknownNodeError,
)
from app.services.receipt_digests import receipt_digests
from app.services.status import status
from app.sync.manifest import StreamReceipt
from tests.services.exchange import forging
from tests.services.missions import PASSPHRASE, PATHS, Mission, changed, dump, saved, states


def test_a_request_says_who_asks(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    asked = rosters.read_request_file(mission.folder / "late.request")
    assert (asked.node, asked.fingerprint) == (late.identity.node, late.identity.fingerprint)
    assert (asked.unit_name, asked.level, asked.officer) == ("LATE", "unit", "Maj Late (claimed)")


def test_admitting_needs_the_words_the_place_and_the_right(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    request, out = mission.folder / "late.request", mission.path()
    good = {"request": request, "unit": "fhq/east/late", "fingerprint": late.identity.fingerprint, "out": out}
    before = dump(mission.force)
    for error, change in (
        (FingerprintMismatchError, {"fingerprint": mission.unit.identity.fingerprint}),
        (FingerprintMismatchError, {"fingerprint": ""}),
        (UnitPathError, {"unit": "FHQ/East"}),
        (UnitPathError, {"unit": "elsewhere"}),
        (UnitPathError, {"unit": "fhq/a/b/c/d"}),
        (UnitPathError, {"level": "force"}),
        (MissingFileError, {"request": mission.folder / "gone"}),
        (NotARequestError, {"request": mission.folder / "force" / "keys.json"}),
    ):
        with pytest.raises(error):
            rosters.admit(mission.force, **{**good, **change})  # type: ignore[arg-type]
    with pytest.raises(NotAllowedError):
        rosters.admit(mission.unit, **good)  # type: ignore[arg-type]
    with pytest.raises(PostTakenError):
        rosters.admit(mission.force, **{**good, "unit": "fhq"})  # type: ignore[arg-type]
    assert dump(mission.force) == before
    assert not out.exists()
    rosters.admit(mission.force, **good)  # type: ignore[arg-type]
    with pytest.raises(AlreadyAdmittedError):
        rosters.admit(mission.force, **good)  # type: ignore[arg-type]


def test_a_second_desk_at_force_hq_is_admitted_only_when_it_is_said_so(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    mission.take("late", mission.admit("late", "fhq", beside=True, level="force"))
    assert (late.identity.unit, late.identity.level) == ("fhq", "force")


def test_a_sector_admits_the_units_below_it(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    words = late.identity.fingerprint
    request = mission.folder / "late.request"
    for error, unit, level in (
        (UnitPathError, "fhq/west/late", "unit"),
        (UnitPathError, "fhq/east", "unit"),
        (NotAllowedError, "fhq/east/late", "sector"),
    ):
        with pytest.raises(error):
            rosters.admit(
                mission.sector, request=request, unit=unit, level=level, fingerprint=words, out=mission.path()
            )
    welcome = rosters.admit(
        mission.sector, request=request, unit="fhq/east/late", fingerprint=words, out=mission.path()
    ).path
    (taken,) = exchange.import_files(late, [welcome], root_fingerprint=mission.force.identity.fingerprint)
    assert (taken.outcome, late.identity.unit, late.identity.level) == ("applied", "fhq/east/late", "unit")
    view = saved(late)
    mission.send("late", "sector")
    mission.send("sector", "force")
    assert view.id in states(mission.force)
    (line,) = [one for one in rosters.roster(mission.force) if one.node == late.identity.node]
    assert (line.issuer, line.status) == (mission.sector.identity.node, "active")
    rosters.retire(mission.sector, late.identity.node)
    mission.send("sector", "force")
    (line,) = [one for one in rosters.roster(mission.force) if one.node == late.identity.node]
    assert line.status == "retired"
    assert view.id in states(mission.force)


def test_force_hq_has_the_last_word_on_a_node_that_a_sector_admitted(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    rosters.admit(
        mission.sector, request=mission.folder / "late.request", unit="fhq/east/late",
        fingerprint=late.identity.fingerprint, out=mission.path(),
    )  # fmt: skip
    mission.send("sector", "force")
    rosters.revoke(mission.force, late.identity.node, "laptop stolen")
    mission.send("force", "sector")
    (line,) = [one for one in rosters.roster(mission.sector) if one.node == late.identity.node]
    assert (line.issuer, line.status) == (mission.force.identity.node, "revoked")


def test_a_successor_takes_over_and_what_was_on_its_way_still_counts(mission: Mission) -> None:
    arrived = saved(mission.unit)
    mission.send("unit", "sector")
    mission.send("sector", "force")
    under_way = saved(mission.unit)
    mission.send("unit", "sector")
    late = mission.ask("late", "unit")
    mission.send("sector", "force", since_start=True)
    last_word = saved(mission.unit)
    mission.send("unit", "sector")
    relayed = mission.bundle("sector", "force")
    mission.take(
        "force", forging.bundle(mission, mission.sector, mission.force, have=receipt(mission, "sector"))
    )
    mission.take("late", mission.admit("late", "fhq/east/indbatt-1", replaces=mission.unit.identity.node))
    mission.take("force", relayed)
    for view in (arrived, under_way, last_word):
        assert view.id in {one.id for one in records.page(mission.force, "meeting")}
    mission.send("force", "sector")
    mission.send("sector", "late")
    assert {arrived.id, under_way.id, last_word.id} <= set(states(late))
    too_late = saved(mission.unit)
    assert mission.send("unit", "sector").outcome == "refused"
    assert too_late.id not in states(mission.sector)


def receipt(mission: Mission, name: str) -> dict[str, StreamReceipt]:
    """Return what a logbook would write into a receipt."""
    with mission[name].logbook.reading() as reader:
        heads = reader.stream_heads()
    return receipt_digests(heads, heads)


def test_a_restored_headquarters_issues_no_roster_before_it_has_heard_from_others(
    mission: Mission, tmp_path: Path
) -> None:
    file = safety.backup(mission.force, tmp_path / "backups")
    late = mission.ask("late", "unit")
    mission.welcome("late", "fhq/east/late")
    mission.send("force", "sector")
    mission.force.close()
    mission.desks["force"] = safety.restore(file, tmp_path / "again", PASSPHRASE, clock=mission.clock)
    with pytest.raises(RosterUnsureError):
        rosters.retire(mission.force, mission.west.identity.node)
    mission.send("sector", "force")
    rosters.retire(mission.force, mission.west.identity.node)
    assert late.identity.node in {one.node for one in rosters.roster(mission.force)}


def test_a_changed_request_is_refused(mission: Mission) -> None:
    mission.ask("late", "unit")
    file = mission.folder / "late.request"
    file.write_bytes(file.read_bytes().replace(b"LATE", b"EAST"))
    with pytest.raises(NotARequestError):
        rosters.read_request_file(file)
    file.write_bytes(b"x" * 100_000)
    with pytest.raises(NotARequestError):
        rosters.read_request_file(file)


def test_the_roster_lists_everybody(mission: Mission) -> None:
    lines = rosters.roster(mission.force)
    assert [(line.unit, line.level, line.status, line.is_self) for line in lines] == [
        ("fhq", "force", "active", True), ("fhq/east", "sector", "active", False),
        ("fhq/east/indbatt-1", "unit", "active", False), ("fhq/west", "sector", "active", False),
    ]  # fmt: skip
    assert {line.fingerprint for line in lines} == {
        desk.identity.fingerprint for desk in map(mission.__getitem__, PATHS)
    }


def test_what_was_written_alone_is_sent_after_admission(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    view = saved(late)
    assert view.unit is None
    mission.welcome("late", "fhq/east/late")
    mission.send("force", "sector")
    assert mission.send("late", "sector").outcome == "applied"
    assert records.show(mission.sector, view.id).unit == "fhq/east/late"
    assert states(mission.sector)[view.id] == states(late)[view.id]


def test_a_logbook_that_overrated_itself_sees_what_all_see(mission: Mission) -> None:
    """It asked as a sector and cleared its own project; it was admitted as a unit."""
    late = mission.ask("late", "sector")
    view = saved(late, "qip", state="cleared_local")
    words = mission.force.identity.fingerprint
    welcome = mission.admit("late", "fhq/east/late", level="unit")
    exchange.import_files(late, [welcome], root_fingerprint=words)
    assert late.identity.level == "unit"
    assert records.show(late, view.id).state is None
    mission.send("force", "sector")
    mission.send("late", "sector")
    assert states(mission.sector)[view.id] == states(late)[view.id]


def approving(mission: Mission) -> str:
    """Let a unit's laptop, with a program of its own, approve its own project."""
    view = saved(mission.unit, "qip", reach="up")
    mission.send("unit", "sector")
    approved = forging.line(
        mission.unit, kind="qip", record=view.id, parents=view.heads, state="approved", summary="By ourselves"
    )
    sealed = forging.changeset(mission.unit, [approved])
    file = forging.bundle(mission, mission.unit, mission.sector, [sealed])
    (outcome,) = mission.take("sector", file)
    assert (outcome.outcome, outcome.reasons) == ("applied", ())
    return view.id


def test_what_a_level_may_not_say_is_kept_and_not_applied_and_shown(mission: Mission) -> None:
    identifier = approving(mission)
    shown = records.show(mission.sector, identifier)
    assert (shown.state, shown.fields["summary"]) == ("idea", "By ourselves")
    last = records.history(mission.sector, identifier)[-1]
    assert last.fields["state"] == "approved"
    assert last.ignored == ("state",)
    assert all(entry.ignored == () for entry in records.history(mission.sector, identifier)[:-1])
    mission.send("sector", "force")
    assert states(mission.force)[identifier] == states(mission.sector)[identifier]
    changed(mission.force, shown, state="assessed")
    mission.send("force", "sector")
    assert records.show(mission.sector, identifier).state == "assessed"


def test_ending_a_node_is_for_the_root_and_not_for_itself(mission: Mission) -> None:
    with pytest.raises(NotAllowedError):
        rosters.retire(mission.sector, mission.unit.identity.node)
    with pytest.raises(LastForceNodeError):
        rosters.revoke(mission.force, mission.force.identity.node, "tired")
    with pytest.raises(UnknownNodeError):
        rosters.retire(mission.force, "a" * 24)


@pytest.mark.parametrize("how", ["retire", "revoke"])
@pytest.mark.parametrize("roster_first", [True, False])
def test_what_lies_beyond_the_last_is_disregarded_whatever_comes_first(
    mission: Mission, how: str, roster_first: bool
) -> None:
    node = mission.unit.identity.node
    view = saved(mission.unit, title="Before")
    mission.send("unit", "sector")
    mission.send("sector", "force")
    if how == "retire":
        rosters.retire(mission.force, node)
    else:
        rosters.revoke(mission.force, node, "laptop stolen")
    news = mission.bundle("force", "sector")
    changed(mission.unit, view, title="After")
    new = saved(mission.unit, title="New after")
    late = mission.bundle("unit", "sector")
    if roster_first:
        mission.take("sector", news)
        assert mission.take("sector", late)[0].reasons[0].code == "refused:revoked"
    else:
        mission.take("sector", late)
        assert records.show(mission.sector, view.id).title == "After"
        mission.take("sector", news)
    assert records.show(mission.sector, view.id).title == "Before"
    assert not [one for one in records.page(mission.sector, "meeting") if one.title == "New after"]
    if not roster_first:
        assert {entry.status for entry in records.history(mission.sector, view.id)} == {
            "effect",
            "disregarded",
        }
        mission.send("sector", "force")
        assert records.show(mission.force, view.id).title == "Before"
        assert {entry.status for entry in records.history(mission.force, new.id)} == {"disregarded"}
        assert states(mission.force)[view.id] == states(mission.sector)[view.id]
    assert safety.check(mission.sector) == ()
    with pytest.raises(UnknownNodeError):
        mission.bundle("force", "unit")


def test_saving_on_top_of_what_is_disregarded(mission: Mission) -> None:
    view = saved(mission.unit, title="Before", reach="up")
    mission.send("unit", "sector")
    mission.send("sector", "force")
    changed(mission.unit, view, title="After")
    mission.send("unit", "sector")
    changed(mission.sector, view, host="Prefect")  # on top of a save that will not count
    rosters.revoke(mission.force, mission.unit.identity.node, "laptop stolen")
    mission.send("sector", "force")
    mission.send("force", "sector")
    for desk in (mission.force, mission.sector):
        shown = records.show(desk, view.id)
        assert (shown.title, shown.fields["host"], shown.conflicts) == ("Before", "Prefect", ())
    assert states(mission.force)[view.id] == states(mission.sector)[view.id]


def test_a_disregarded_save_whose_parents_come_later(mission: Mission) -> None:
    first = forging.line(mission.sector, 1, title="First", started_at="2026-11-20T08:00:00Z")
    second = forging.line(mission.unit, record=first.record, parents=[first.id], title="Second")
    ended = forging.changeset(mission.unit, [second])
    rosters.revoke(mission.force, mission.unit.identity.node, "laptop stolen")
    mission.send("force", "sector")
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, [ended]))
    stream = forging.stream_of(mission.sector, unit="fhq/east/indbatt-1")
    started = forging.changeset(mission.sector, [first], stream=stream)
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, [started]))
    shown = records.show(mission.force, first.record)
    assert (shown.title, shown.heads) == ("First", (second.id,))


def forked(mission: Mission, accept: str) -> tuple[Path, Path, Path]:
    """Return two branches of the unit's stream after a common beginning, and the roster that settles them."""
    first = forging.changeset(mission.unit, [forging.line(mission.unit, 1)])
    one = forging.changeset(mission.unit, [forging.line(mission.unit, 2)], seq=2, prev=first.digest)
    after_one = forging.changeset(mission.unit, [forging.line(mission.unit, 3)], seq=3, prev=one.digest)
    other = forging.changeset(mission.unit, [forging.line(mission.unit, 4)], seq=2, prev=first.digest)
    fork = Fork(2, ({"one": one, "other": other}[accept].digest,))
    roster = forging.newer_roster(mission.force, forks={str(first.header.stream): fork})
    unit, sector = mission.unit, mission.sector
    return (
        forging.bundle(mission, unit, sector, [first, one, after_one]),
        forging.bundle(mission, unit, sector, [first, other]),
        forging.bundle(mission, mission.force, sector, rosters=[roster]),
    )


def test_a_fork_stops_its_stream_and_both_sides_are_kept(mission: Mission) -> None:
    one, other, _ = forked(mission, "one")
    mission.take("sector", one)
    before = states(mission.sector)
    (outcome,) = mission.take("sector", other)
    assert (outcome.outcome, [reason.code for reason in outcome.reasons]) == ("refused", ["refused:fork"])
    assert states(mission.sector) == before
    assert len(status(mission.sector).forks) == 1
    saved(mission.unit)
    assert mission.send("unit", "sector").outcome == "applied"  # its other streams go on


@pytest.mark.parametrize("accept", ["one", "other"])
def test_a_settled_fork_takes_the_other_branch_out_of_effect(mission: Mission, accept: str) -> None:
    one, other, roster = forked(mission, accept)
    mission.take("sector", one)
    mission.take("sector", other)
    assert mission.take("sector", roster)[0].outcome == "applied"
    held = {view.id for view in records.page(mission.sector, "meeting") if view.title}
    numbers = (1, 2, 3) if accept == "one" else (1, 4)
    assert held == {forging.record_id(mission.unit, number) for number in numbers}
    (again,) = mission.take("sector", other)
    assert again.outcome == "nothing-new"
    assert status(mission.sector).forks == ()
    assert safety.check(mission.sector) == ()


def test_a_node_that_counts_again(mission: Mission) -> None:
    view = saved(mission.unit, title="Before")
    mission.send("unit", "sector")
    rosters.retire(mission.force, mission.unit.identity.node)
    mission.send("force", "sector")
    assert not records.page(mission.sector, "meeting", where=(("title", "=", "Before"),))
    entries = [
        msgspec.structs.replace(entry, status="active", last=None)
        for entry in forging.entries_of(mission.force)
    ]
    again = forging.newer_roster(mission.force, entries=entries)
    mission.take("sector", forging.bundle(mission, mission.force, mission.sector, rosters=[again]))
    assert records.show(mission.sector, view.id).title == "Before"
    assert states(mission.sector)[view.id] == states(mission.unit)[view.id]
    assert conflicts.conflicts(mission.sector) == ()


def test_levels_of_the_roster_are_those_of_the_desks(mission: Mission) -> None:
    assert {desk.identity.level for desk in map(mission.__getitem__, PATHS)} == {
        level.value for level in Level
    }
