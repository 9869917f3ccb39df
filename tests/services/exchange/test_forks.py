"""Two laptops of one identity: found out, named to both, settled by one act; no save of either side is lost."""

import shutil

import pytest

from app.services import exchange, records, rosters, safety
from app.services.desks import Desk, open_desk
from app.services.errors import ForkBeginningMissingError, NoForkError, NotABranchError, NotAllowedError
from app.services.inspection import inspect
from app.services.receipt_digests import meant, receipt_digests
from app.services.status import status
from app.sync.changesets import Sealed
from app.sync.manifest import StreamReceipt
from tests.services.exchange import forging
from tests.services.missions import PASSPHRASE, Mission, changed, dump, saved, states


@pytest.fixture
def twin(mission: Mission) -> Desk:
    """A copy of the unit's laptop, which has said something before."""
    saved(mission.unit, title="Before")
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    mission.unit.close()
    shutil.copytree(mission.folder / "unit", mission.folder / "twin")
    mission.open("unit")
    return mission.open("twin")


def deliver(mission: Mission, sender: str, receiver: str) -> list[str]:
    """Carry every part of an export; return the outcomes."""
    made = exchange.export(mission[sender], to=[mission[receiver].identity.node], out=mission.path())
    return [outcome.outcome for outcome in mission.take(receiver, *made.paths)]


def go_apart(mission: Mission) -> None:
    """Let both laptops say something different, and let the sector hear of both."""
    for name, title in (("unit", "By one"), ("twin", "By the other")):
        saved(mission[name], title=title)
        saved(mission[name], title=f"{title} again")
        deliver(mission, name, "sector")


def last_of(desk: Desk, stream: str) -> Sealed:
    """Return the last changeset that a logbook holds of a stream."""
    with desk.logbook.reading() as reader:
        last = reader.changeset_headers(stream)[-1]
        return forging.kept(reader.changeset_file(last.pk).body, last.signature)


def titles(desk: Desk) -> set[str]:
    """Return the titles of the meetings that are shown."""
    return {view.title for view in records.page(desk, "meeting")}


def test_a_clone_is_found_and_its_other_streams_go_on(mission: Mission, twin: Desk) -> None:
    go_apart(mission)
    (fork,) = exchange.forks(mission.sector)
    assert (fork.unit_name, fork.seq, fork.own, fork.may_settle) == ("UNIT", 2, False, False)
    assert [(one.held, one.revisions, one.officers) for one in fork.branches] == [
        (True, 2, ("Maj Unit",)), (False, 2, ("Maj Unit",)),
    ]  # fmt: skip
    assert titles(mission.sector) == {"Before", "By one", "By one again"}


def test_both_sides_of_a_fork_are_foreseen_as_they_go(mission: Mission, twin: Desk) -> None:
    go_apart(mission)
    to = [mission.force.identity.node]
    found = exchange.foresee(mission.sector, to=to)
    written = exchange.export(mission.sector, to=to, out=mission.path())
    assert (found.changes, found.records) == (written.revisions, 3)
    assert written.revisions == 5


def test_both_sides_of_a_fork_go_up_and_not_back_down(mission: Mission, twin: Desk) -> None:
    go_apart(mission)
    assert deliver(mission, "sector", "force")[0] == "applied"
    deliver(mission, "force", "sector")
    for _ in range(2):
        back = exchange.export(mission.force, to=[mission.sector.identity.node], out=mission.path())
        assert back.revisions == 0


def test_a_bundle_is_marked_by_what_was_kept_aside_too(mission: Mission, twin: Desk) -> None:
    for name, marking in (("unit", "UNCLASSIFIED"), ("twin", "CONFIDENTIAL")):
        saved(mission[name], title=f"By {name}", marking=marking)
        deliver(mission, name, "sector")
    made = exchange.export(mission.sector, to=[mission.force.identity.node], out=mission.path())
    marked = [inspect(path, mission.force)["manifest"]["marking"] for path in made.paths]
    assert marked == ["UNCLASSIFIED", "CONFIDENTIAL"]


def test_both_laptops_and_force_hq_are_told_and_both_are_heard_again(mission: Mission, twin: Desk) -> None:
    go_apart(mission)
    epochs = (mission.unit.identity.epoch, twin.identity.epoch)
    assert epochs[0] == epochs[1]
    deliver(mission, "sector", "unit")
    deliver(mission, "sector", "twin")
    deliver(mission, "sector", "force")
    for name in ("unit", "twin", "force"):
        assert len(status(mission[name]).forks) == 1
    assert exchange.forks(twin)[0].own
    assert len({mission.unit.identity.epoch, twin.identity.epoch, *epochs}) == 3
    for name in ("unit", "twin"):
        saved(mission[name], title=f"New from {name}")
        deliver(mission, name, "sector")
    assert {"New from unit", "New from twin"} <= titles(mission.sector)


def settle_everywhere(mission: Mission, accept: int | None = None) -> None:
    """Let Force HQ settle the fork, for one side or for both, and exchange until all know."""
    deliver(mission, "sector", "force")
    (fork,) = exchange.forks(mission.force)
    chosen = () if accept is None else (fork.branches[accept].digest,)
    exchange.settle(mission.force, fork.stream, chosen)
    for _ in range(2):
        for sender, receiver in (
            ("force", "sector"), ("unit", "sector"), ("sector", "unit"), ("twin", "sector"), ("sector", "twin"),
            ("sector", "force"),
        ):  # fmt: skip
            deliver(mission, sender, receiver)


def test_settling_for_both_loses_nothing(mission: Mission, twin: Desk) -> None:
    go_apart(mission)
    settle_everywhere(mission)
    everything = {"Before", "By one", "By one again", "By the other", "By the other again"}
    for name in ("unit", "twin", "sector", "force"):
        assert titles(mission[name]) == everything
        assert states(mission[name]) == states(mission.force)
        assert status(mission[name]).forks == ()
        assert safety.check(mission[name]) == ()
        assert dump(mission[name])["refused_changeset"] == []
    before = exchange.export(mission.sector, to=[mission.force.identity.node], out=mission.path())
    assert before.parts == 1


@pytest.mark.parametrize(
    ("accept", "stands", "falls"), [(0, "By one", "By the other"), (1, "By the other", "By one")]
)
def test_settling_for_one_side_keeps_the_other_in_history(
    mission: Mission, twin: Desk, accept: int, stands: str, falls: str
) -> None:
    go_apart(mission)
    settle_everywhere(mission, accept)
    for name in ("unit", "twin", "sector", "force"):
        assert {one for one in titles(mission[name]) if one} == {"Before", stands, f"{stands} again"}
        with mission[name].logbook.reading() as reader:
            revisions = reader.revisions_of(states(mission.force)).values()
        said = {one.fields.get("title") for history in revisions for one in history}
        assert name in ("unit", "twin") or {falls, f"{falls} again"} <= said


def test_what_stands_on_a_side_that_does_not_count_reaches_everybody(mission: Mission, twin: Desk) -> None:
    go_apart(mission)
    view = next(one for one in records.page(mission.sector, "meeting") if one.title == "By one")
    changed(mission.sector, view, outcome="Agreed")
    settle_everywhere(mission, 1)
    for name in ("sector", "force", "unit", "twin"):
        with mission[name].logbook.reading() as reader:
            assert reader.waiting() == ()
        assert states(mission[name])[view.id]["values"] == {"outcome": "Agreed"}


def test_a_fork_whose_beginning_is_not_here_waits_for_it(mission: Mission, twin: Desk) -> None:
    """The other side's first bundle is lost, so that only its end arrives; the next exchange brings all of it."""
    saved(mission.unit, title="By one")
    deliver(mission, "unit", "sector")
    saved(twin, title="By the other")
    exchange.export(twin, out=mission.path())  # lost
    saved(twin, title="By the other again")
    whole = exchange.export(twin, out=mission.path(), since_start=True)
    with twin.logbook.reading() as reader:
        (stream,) = {one.stream for one in reader.changesets_of(twin.identity.node)}
    sealed = last_of(twin, stream)
    assert sealed.header.seq == 3
    (outcome,) = mission.take("sector", forging.bundle(mission, twin, mission.sector, [sealed]))
    assert outcome.reasons[0].code == "refused:fork"
    (fork,) = exchange.forks(mission.sector)
    assert (fork.seq, fork.branches) == (None, ())
    mission.take("force", forging.bundle(mission, twin, mission.force, [sealed]))
    assert exchange.forks(mission.force) == ()  # nothing of the stream is held there: it only waits
    mission.take("twin", exchange.export(mission.sector, to=["fhq/east/indbatt-1"], out=mission.path()).path)
    mission.take("sector", *whole.paths)
    assert exchange.forks(mission.sector)[0].seq == 2


def test_who_may_settle_what(mission: Mission, twin: Desk) -> None:
    with pytest.raises(NoForkError):
        exchange.settle(mission.force, "nonsense")
    go_apart(mission)
    (fork,) = exchange.forks(mission.sector)
    with pytest.raises(NoForkError):
        exchange.settle(mission.force, fork.stream)
    for name in ("sector", "unit"):
        with pytest.raises(NotAllowedError):
            exchange.settle(mission[name], fork.stream)
    saved(twin)
    deliver(mission, "twin", "sector")
    deliver(mission, "sector", "force")
    with pytest.raises(NotABranchError):
        exchange.settle(mission.force, fork.stream, ["0" * 64])
    with mission.force.logbook.writing() as writer:
        for place in writer.refused_places():
            if place.seq == 2:
                writer.remove_refused(place.pk)
    with pytest.raises(ForkBeginningMissingError):
        exchange.settle(mission.force, fork.stream)


def test_a_sector_settles_the_fork_of_a_unit_it_admitted(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    welcome = rosters.admit(
        mission.sector, request=mission.folder / "late.request", unit="fhq/east/late",
        fingerprint=late.identity.fingerprint, out=mission.path(),
    )  # fmt: skip
    exchange.import_files(late, [welcome.path], root_fingerprint=mission.force.identity.fingerprint)
    late.close()
    shutil.copytree(mission.folder / "late", mission.folder / "twin")
    other = open_desk(mission.folder / "twin", PASSPHRASE, clock=mission.clock)
    mission.desks["twin"] = other
    mission.open("late")
    for name in ("late", "twin"):
        saved(mission[name], title=name)
        deliver(mission, name, "sector")
    (fork,) = exchange.forks(mission.sector)
    assert (fork.seq, fork.may_settle) == (1, True)
    exchange.settle(mission.sector, fork.stream)
    deliver(mission, "sector", "force")
    assert titles(mission.force) == titles(mission.sector) == {"late", "twin"}


def test_what_is_missing_on_one_side_of_a_settled_fork_is_a_gap(mission: Mission, twin: Desk) -> None:
    """The twin has not heard of the settlement; of what it says next the end comes first."""
    go_apart(mission)
    saved(mission.unit, title="By one at last")
    deliver(mission, "unit", "sector")
    deliver(mission, "sector", "force")
    (fork,) = exchange.forks(mission.force)
    exchange.settle(mission.force, fork.stream)
    deliver(mission, "force", "sector")
    deliver(mission, "sector", "force")
    for title in ("Lost on the way", "By the other at last"):
        saved(twin, title=title)
        whole = mission.bundle("twin", "sector")
    sealed = last_of(twin, fork.stream)
    (outcome,) = mission.take("sector", forging.bundle(mission, twin, mission.sector, [sealed]))
    assert (outcome.outcome, [one.code for one in outcome.reasons]) == ("held", ["held:gap"])
    assert [(one.stream, one.first, one.last) for one in outcome.gaps] == [(fork.stream, 3, 3)]
    stand = status(mission.sector)
    assert (len(stand.gaps), stand.forks) == (1, ())
    mission.take("sector", whole)
    stand = status(mission.sector)
    assert (stand.gaps, stand.held, stand.forks) == ((), (), ())
    assert {"Lost on the way", "By the other at last"} <= titles(mission.sector)


@pytest.mark.parametrize("kept_aside", [1, 2])
def test_what_was_kept_aside_is_neither_missing_nor_refused_once_the_fork_is_settled(
    mission: Mission, twin: Desk, kept_aside: int
) -> None:
    """One bundle brings the roster that settles the fork, and what stands on the side that was kept aside here."""
    saved(mission.unit, title="By one")
    deliver(mission, "unit", "sector")
    for number in range(kept_aside):
        saved(twin, title=f"By the other, {number}")
        deliver(mission, "twin", "sector")
    saved(twin, title="By the other, last")
    deliver(mission, "sector", "force")
    deliver(mission, "twin", "force")
    (fork,) = exchange.forks(mission.force)
    exchange.settle(mission.force, fork.stream)
    sealed = last_of(mission.force, fork.stream)
    assert sealed.header.seq == 2 + kept_aside
    file = forging.bundle(mission, mission.force, mission.sector, [sealed])
    planned = exchange.preview(mission.sector, file)
    (outcome,) = mission.take("sector", file)
    assert (outcome.outcome, outcome.gaps, outcome.reasons) == ("applied", (), ())
    assert (planned.gaps, planned.reasons, planned.counts) == ((), (), outcome.counts)
    assert outcome.counts["meeting"]["added"] == kept_aside + 1
    assert titles(mission.sector) == titles(mission.force)
    stand = status(mission.sector)
    assert (stand.gaps, stand.held, stand.forks) == ((), (), ())


@pytest.mark.parametrize("first", ["twin", "unit"])
def test_what_a_twin_hides_behind_its_number_is_sent_all_the_same(
    mission: Mission, twin: Desk, first: str
) -> None:
    """Both change a record in the first changeset of one stream; one bundle gets lost, before or after the other."""
    view = saved(mission.sector, "organisation", name="Shared", reach="branch")
    for name in ("unit", "twin"):
        deliver(mission, "sector", name)
    for name in ("twin", "unit") if first == "twin" else ("unit", "twin"):
        changed(mission[name], view, notes=f"By the {name}")
        if name == "unit":
            mission.bundle("unit", "sector")  # it never arrives
        else:
            deliver(mission, "twin", "sector")
            deliver(mission, "sector", "unit")
    deliver(mission, "sector", "unit")
    deliver(mission, "unit", "sector")
    assert [fork.unit_name for fork in exchange.forks(mission.sector)] == ["UNIT"]
    said = {records.history(mission[name], view.id)[-1].revision for name in ("unit", "twin")}
    settle_everywhere(mission)
    for name in ("unit", "twin", "sector", "force"):
        assert said <= {one.revision for one in records.history(mission[name], view.id)}
        assert states(mission[name]) == states(mission.force)


def test_a_receipt_names_the_changeset_that_it_means(mission: Mission) -> None:
    saved(mission.unit, title="Before")
    mission.send("unit", "sector")
    mission.settle()
    unit, sector = mission.unit.identity.node, mission.sector.identity.node
    both = mission.bundle("sector", "unit", "force")
    have = inspect(both, mission.sector)["manifest"]["have"]
    for name in ("unit", "force"):
        mission.take(name, both)
        with mission[name].logbook.reading() as reader:
            heads = {s: held for s, held in reader.stream_heads().items() if s.startswith(unit)}
            told = {s: seq for s, seq in reader.receipts(sector).items() if s.startswith(unit)}
        assert told == {stream: seq for stream, (seq, _) in heads.items()}
        said = {stream: one for stream, one in have.items() if stream.startswith(unit)}
        assert said == {s: {"seq": seq, "digest": digest[:16]} for s, (seq, digest) in heads.items()}


def test_a_receipt_that_means_another_changeset_takes_our_last_word_back(mission: Mission) -> None:
    saved(mission.unit, title="Before")
    mission.send("unit", "sector")
    node = mission.unit.identity.node
    with mission.unit.logbook.reading() as reader:
        heads = reader.stream_heads()
        (own,) = (stream for stream in heads if stream.startswith(node))
        last, digest = heads[own]
        sound = receipt_digests(heads, heads)
        assert meant(reader, sound, heads, node) == {s: seq for s, (seq, _) in heads.items()}
        other = StreamReceipt(last, "0" * 16)
        assert meant(reader, {own: other}, heads, node) == {own: last - 1}
        assert meant(reader, {own: StreamReceipt(last + 5, digest[:16])}, heads, node) == {own: last - 1}
        elsewhere = own.replace(node, "a" * 24)
        assert meant(reader, {elsewhere: other}, heads, node) == {elsewhere: last}


def test_what_nobody_here_said_is_no_receipt_for_what_was_said_here(mission: Mission, twin: Desk) -> None:
    """Others hold more of our stream than we do: our last word goes again, until both know what is there."""
    for number in range(3):
        saved(twin, title=f"By the twin {number}")
        deliver(mission, "twin", "sector")
    saved(mission.unit, title="By the unit")
    mission.bundle("unit", "sector")  # it never arrives
    deliver(mission, "sector", "unit")
    deliver(mission, "unit", "sector")
    assert exchange.forks(mission.sector)
    settle_everywhere(mission)
    for name in ("unit", "twin", "sector", "force"):
        assert {"Before", "By the unit", *(f"By the twin {number}" for number in range(3))} == titles(
            mission[name]
        )
