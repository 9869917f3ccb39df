"""Receipts, relays, parts and reach: nothing is lost or changed on the way, nobody reads what is not theirs."""

import hashlib
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.rosters import Entry
from app.domain.scopes import Level, Reach, Scope, StreamKey, may_read
from app.services import attachments, exchange, records, safety
from app.services.errors import NoSuperiorError, NotAdmittedError, UnknownNodeError
from app.services.inspection import inspect
from app.services.peers import readable_by_all
from app.services.status import journal, status
from tests.services.missions import PASSPHRASE, Mission, changed, saved, states


def bodies(mission: Mission, name: str, of: str) -> dict[tuple[str, int], str]:
    """Return the SHA-256 over the rebuilt bytes of every changeset of a node that a logbook holds."""
    with mission[name].logbook.reading() as reader:
        return {
            (one.stream, one.seq): hashlib.sha256(reader.changeset_file(one.pk).body).hexdigest()
            for one in reader.changesets_of(mission[of].identity.node)
        }


def test_a_lost_bundle_is_made_good_by_the_next(mission: Mission) -> None:
    saved(mission.unit)
    mission.bundle("unit", "sector")  # lost on the way
    saved(mission.unit)
    outcome = mission.send("unit", "sector")
    assert outcome.counts == {"meeting": {"added": 2, "changed": 0}}
    assert states(mission.sector) == states(mission.unit)


def test_only_what_lies_beyond_the_receipt_is_sent(mission: Mission) -> None:
    saved(mission.unit)
    mission.send("unit", "sector")
    saved(mission.unit)
    again = exchange.export(mission.unit, out=mission.path())
    assert (again.changesets, again.revisions) == (2, 2)  # no receipt yet: everything again
    mission.take("sector", again.path)
    mission.send("sector", "unit")
    saved(mission.unit)
    fresh = exchange.export(mission.unit, out=mission.path())
    assert (fresh.changesets, fresh.revisions) == (1, 1)
    everything = exchange.export(mission.unit, out=mission.path(), since_start=True)
    assert (everything.changesets, everything.revisions) == (3, 3)


def test_a_receipt_that_comes_late_takes_nothing_back(mission: Mission) -> None:
    old = mission.bundle("sector", "unit")
    saved(mission.unit)
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    mission.take("unit", old)
    assert exchange.export(mission.unit, out=mission.path()).changesets == 0


def test_a_receipt_of_a_turned_clock_only_sends_too_much(mission: Mission) -> None:
    saved(mission.unit)
    mission.send("unit", "sector")
    mission.clock.turn(days=-30)
    mission.send("sector", "unit")
    assert exchange.export(mission.unit, out=mission.path()).changesets == 0
    saved(mission.unit)
    mission.clock.turn(days=60)
    assert mission.send("unit", "sector").counts == {"meeting": {"added": 1, "changed": 0}}


def test_a_restored_peer_with_a_clock_behind_is_believed(mission: Mission, tmp_path: Path) -> None:
    file = safety.backup(mission.unit, tmp_path / "backups")
    lost = saved(mission.unit)
    mission.send("unit", "sector")
    mission.unit.close()
    mission.clock.turn(days=-300)
    mission.desks["unit"] = safety.restore(file, tmp_path / "again", PASSPHRASE, clock=mission.clock)
    saved(mission.unit)
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    assert lost.id in states(mission.unit)


def test_foreign_changesets_are_relayed_verbatim(mission: Mission) -> None:
    for number in range(3):
        saved(mission.unit, title=f"Meeting {number} à la préfecture")
        mission.send("unit", "sector")
    mission.send("sector", "force")
    assert len(bodies(mission, "unit", "unit")) == 3
    assert (
        bodies(mission, "force", "unit")
        == bodies(mission, "sector", "unit")
        == bodies(mission, "unit", "unit")
    )
    with mission.force.logbook.reading() as reader:
        for one in reader.changesets_of(mission.unit.identity.node):
            assert one.digest == bodies(mission, "unit", "unit")[(one.stream, one.seq)]


def test_records_go_down_the_branch_and_not_up_scope(mission: Mission) -> None:
    shared = saved(mission.force, reach="branch")
    kept = saved(mission.force, reach="up")
    mission.settle()
    for name in ("sector", "unit", "west"):
        assert shared.id in states(mission[name])
        assert kept.id not in states(mission[name])


def test_what_a_unit_says_up_does_not_reach_the_other_sector(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.settle()
    assert view.id in states(mission.sector)
    assert view.id in states(mission.force)
    assert view.id not in states(mission.west)
    with mission.west.logbook.reading() as reader:
        assert all(may_read("fhq/west", StreamKey.parse(stream).scope) for stream in reader.stream_heads())


def test_one_bundle_for_several_holds_what_all_may_read(mission: Mission) -> None:
    shared = saved(mission.force, reach="branch")
    for_east = saved(mission.force, unit="fhq/east", reach="up")
    file = mission.bundle("force", "sector", "west")
    for name in ("sector", "west"):
        assert mission.take(name, file)[0].outcome == "applied"
        assert list(states(mission[name])) == [shared.id]
    mission.send("force", "sector")
    assert set(states(mission.sector)) == {shared.id, for_east.id}


def test_a_bundle_for_several_takes_no_receipt_back_for_what_it_cannot_speak_of(mission: Mission) -> None:
    saved(mission.unit)
    mission.send("unit", "sector")
    mission.send("sector", "force")
    saved(mission.force, reach="branch")
    mission.send("force", "sector")
    assert exchange.export(mission.sector, out=mission.path()).changesets == 0
    mission.take("sector", mission.bundle("force", "sector", "west"))
    assert exchange.export(mission.sector, out=mission.path()).changesets == 0


def test_plain_bundles(mission: Mission) -> None:
    view = saved(mission.unit)
    made = exchange.export(mission.unit, out=mission.folder, plain=True)
    assert made.path.name.endswith(".liaison")
    assert made.path.read_bytes().startswith(b"PK\x03\x04")
    assert mission.take("sector", made.path)[0].outcome == "applied"
    assert view.id in states(mission.sector)


def test_an_encrypted_bundle_can_be_read_by_its_readers_and_maker_only(mission: Mission) -> None:
    saved(mission.unit)
    file = mission.bundle("unit", "sector")
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert inspect(file, mission.unit)["ok"]
    assert inspect(file, mission.sector)["ok"]
    assert mission.take("force", file)[0].reasons[0].code == "refused:cannot-decrypt"


def test_the_default_reader_is_the_superior(mission: Mission) -> None:
    made = exchange.export(mission.unit, out=mission.path())
    assert made.to == (mission.sector.identity.node,)
    with pytest.raises(NoSuperiorError):
        exchange.export(mission.force, out=mission.path())
    with pytest.raises(UnknownNodeError):
        exchange.export(mission.force, to=["fhq/nowhere"], out=mission.path())
    with pytest.raises(NotAdmittedError):
        exchange.export(mission.ask("late", "unit"), out=mission.path())
    assert exchange.export(mission.force, to=["fhq/east"], out=mission.path()).to == made.to


def parts_of(path: Path) -> list[Path]:
    """Return the files of a split export."""
    return sorted(path.parent.glob(path.name.split(".")[0] + ".*-of-*"))


def split(mission: Mission, out: Path) -> list[Path]:
    """Save a lot at the unit in several changesets, with photos, and export it in parts."""
    noise = random.Random(7)
    for number in range(4):
        photo = noise.randbytes(30_000)
        from_photo = keep(mission, f"{number}.jpg", photo)
        facts = "".join(noise.choices("abcdefghijklmnopqrstuvwxyz ", k=40_000))
        saved(mission.unit, facts=facts, attachments=[from_photo])
        exchange.export(mission.unit, out=mission.path())
    made = exchange.export(mission.unit, out=out, max_size=64_000)
    files = parts_of(made.path)
    assert made.parts == len(files) > 3
    assert made.bytes == sum(file.stat().st_size for file in files)
    assert all(file.stat().st_size < 80_000 for file in files)
    return files


def keep(mission: Mission, name: str, content: bytes) -> dict[str, object]:
    """Keep a photo at the unit."""
    return attachments.keep(mission.unit, name, content)


@pytest.mark.parametrize("seed", [1, 2])
def test_parts_are_imported_one_by_one_in_any_order(mission: Mission, seed: int) -> None:
    files = split(mission, mission.folder / "split.liaison.age")
    random.Random(seed).shuffle(files)
    for file in files:
        assert mission.take("sector", file)[0].outcome in ("applied", "held")
    assert states(mission.sector) == states(mission.unit)
    assert status(mission.sector).held == ()
    with mission.sector.logbook.reading() as reader:
        assert reader.wanted_attachments() == ()


def test_one_part_alone_is_good_for_something(mission: Mission) -> None:
    first, *_ = split(mission, mission.folder / "split.liaison.age")
    assert mission.take("sector", first)[0].outcome == "applied"
    assert states(mission.sector)


def test_files_in_any_order_give_the_same(mission: Mission, tmp_path: Path) -> None:
    view = saved(mission.unit)
    files = []
    for number in range(6):
        changed(mission.unit, view, title=f"Version {number}")
        files.append(mission.bundle("unit", "sector"))
        if number == 2:
            mission.take("sector", files[-1])
            changed(mission.sector, view, outcome="Agreed")
            files.append(mission.bundle("sector", "unit"))
    mission.sector.close()
    found = []
    for seed in range(3):
        order = list(files)
        random.Random(seed).shuffle(order)
        shutil.copytree(mission.folder / "sector", mission.folder / f"copy-{seed}")
        mission.desks.pop("sector", None)
        copy = mission.open(f"copy-{seed}")
        for file in order:
            exchange.import_files(copy, [file])
        found.append(states(copy)[view.id])
    mission.open("sector")
    assert found[0] == found[1] == found[2]
    assert found[0]["values"]["title"] == "Version 5"


def test_a_dry_run_predicts_exactly_and_changes_nothing(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    changed(mission.unit, view, title="By the unit")
    changed(mission.sector, view, title="By the sector")
    saved(mission.unit, "place")
    file = mission.bundle("unit", "sector")
    expected = exchange.preview(mission.sector, file)
    (dry,) = exchange.import_files(mission.sector, [file], dry_run=True)
    before = states(mission.sector)
    (real,) = mission.take("sector", file)
    assert expected == dry == real
    assert real.counts == {"meeting": {"added": 0, "changed": 1}, "place": {"added": 1, "changed": 0}}
    assert (real.conflicts, real.maker_unit, real.signers) == (1, "fhq/east/indbatt-1", ("UNIT",))
    assert states(mission.sector) != before


def test_cancelling_stops_between_two_files(mission: Mission) -> None:
    saved(mission.unit)
    files = [mission.bundle("unit", "sector"), mission.bundle("unit", "sector")]
    seen: list[tuple[int, int]] = []
    outcomes = exchange.import_files(
        mission.sector, files, progress=lambda done, of: seen.append((done, of)), cancelled=lambda: bool(seen)
    )
    assert [Path(outcome.file) for outcome in outcomes] == files[:1]
    assert seen == [(1, 2)]


def test_bundles_out_are_journaled(mission: Mission) -> None:
    file = mission.bundle("unit", "sector")
    line = journal(mission.unit)[0]
    assert (line["direction"], line["outcome"], line["file"]) == ("out", "written", file.name)


def test_the_marking_of_a_bundle_is_the_highest_inside(mission: Mission) -> None:
    saved(mission.unit, marking="CONFIDENTIAL")
    saved(mission.unit, "place")
    assert inspect(mission.bundle("unit", "sector"), mission.unit)["manifest"]["marking"] == "CONFIDENTIAL"


def test_two_missions_of_units_on_one_branch_share_what_is_for_all(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    mission.welcome("late", "fhq/east/late")
    for name in ("sector", "unit"):
        mission.send("force", name)
    view = saved(mission.unit, "organisation", unit="fhq/east", reach="branch")
    mission.settle()
    mission.send("sector", "late")
    assert states(late)[view.id] == states(mission.unit)[view.id]
    changed(late, view, acronym="Heard")
    mission.send("late", "sector")
    mission.settle()
    assert records.show(mission.unit, view.id).fields["acronym"] == "Heard"


PARTS = st.sampled_from(["a", "b", "c"])
UNITS = st.lists(PARTS, min_size=0, max_size=3).map(lambda parts: "/".join(["fhq", *parts]))
SCOPES = st.tuples(UNITS, st.sampled_from([Reach.UP, Reach.BRANCH]))
READERS = st.lists(UNITS, min_size=1, max_size=4)


def reader_at(unit: str) -> Entry:
    """Return a roster entry at a unit."""
    return Entry("n" * 24, "", "", unit, unit, Level.UNIT, "")


@settings(max_examples=200)
@given(st.lists(SCOPES, max_size=12), READERS)
def test_a_reader_is_never_given_a_stream_it_may_not_read(
    scopes: list[tuple[str, Reach]], readers: list[str]
) -> None:
    streams = [str(StreamKey("n" * 24, "0badcafe", unit, reach)) for unit, reach in scopes]
    given_to = readable_by_all(streams, [reader_at(unit) for unit in readers])
    for stream in streams:
        unit, _, reach = stream.split("/")[2].rpartition(".")
        at = unit.replace(".", "/")
        for reader in readers:
            above_or_same = at == reader or at.startswith(reader + "/")
            below = reader.startswith(at + "/") and reach == "branch"
            if stream in given_to:
                assert above_or_same or below
        if all(may_read(reader, Scope(at, Reach(reach))) for reader in readers):
            assert stream in given_to
