"""What is held waits encrypted beside the logbook and is released by itself; nothing of it is lost meanwhile."""

from pathlib import Path

import msgspec
import pytest

from app.domain.kinds import SCHEMA
from app.domain.schemas import SERIES
from app.domain.scopes import Level, Reach, StreamKey
from app.services import exchange, records, safety
from app.services.status import journal, status
from tests.services.exchange import forging
from tests.services.missions import PASSPHRASE, Mission, changed, dump, saved, states


def codes(outcome: object) -> list[str]:
    """Return the codes of an outcome's reasons."""
    return [reason.code for reason in outcome.reasons]  # type: ignore[attr-defined]


def test_an_unknown_signer_is_held_and_released_by_a_roster(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    mission.welcome("late", "fhq/east/late")
    view = saved(late)
    file = mission.bundle("late", "sector")
    # The roster travels with the first bundle; take it out to see what happens without it.
    stripped = forging.bundle(
        mission, late, mission.sector,
        [forging.changeset(late, [forging.line(late, 7)])], rosters=forging.held_rosters(mission.sector),
    )  # fmt: skip
    before = states(mission.sector)
    (held,) = mission.take("sector", stripped)
    assert (held.outcome, codes(held)) == ("held", ["held:unknown-signer"])
    assert late.identity.fingerprint in held.reasons[0].detail
    assert held.claim is not None
    assert (held.claim.officers, held.claim.unit_name) == (("Cpt X (claimed)",), "")
    long = [forging.line(late, number, facts="x" * 60_000) for number in range(20, 25)]
    heavy = forging.bundle(
        mission, late, mission.sector, [forging.changeset(late, long)], rosters=forging.held_rosters(mission.sector)
    )  # fmt: skip
    heavily = exchange.preview(mission.sector, heavy).claim
    assert heavily is not None
    assert heavily.officers == ()  # nobody unknown makes us unpack much
    assert states(mission.sector) == before
    assert [one.reasons[0].code for one in status(mission.sector).held] == ["held:unknown-signer"]
    kept = list((mission.sector.path / "held").iterdir())
    assert len(kept) == 1
    assert kept[0].read_bytes().startswith(b"age-encryption.org/v1\n")
    mission.send("force", "sector")
    assert forging.record_id(late, 7) in states(mission.sector)
    assert status(mission.sector).held == ()
    assert list((mission.sector.path / "held").iterdir()) == []
    assert journal(mission.sector)[0]["outcome"] == "applied"
    assert mission.take("sector", file)[0].outcome == "applied"
    assert view.id in states(mission.sector)


def test_a_restored_logbook_does_not_wait_for_files_that_lay_beside_the_old_one(
    mission: Mission, tmp_path: Path
) -> None:
    mission.leave_gap()
    assert len(status(mission.force).held) == len(status(mission.force).gaps) == 1
    file = safety.backup(mission.force, tmp_path / "backups")
    mission.force.close()
    mission.desks["force"] = safety.restore(file, tmp_path / "again", PASSPHRASE, clock=mission.clock)
    stand = status(mission.force)
    assert (stand.held, stand.gaps) == ((), ())
    mission.send("force", "sector")
    assert mission.send("sector", "force").outcome == "applied"
    assert states(mission.force) == states(mission.sector)


def test_what_is_kept_can_be_thrown_away_though_somebody_removed_its_file(mission: Mission) -> None:
    mission.leave_gap()
    (kept,) = status(mission.force).held
    (mission.force.path / "held" / kept.file).unlink()
    exchange.discard(mission.force, kept.file)
    assert status(mission.force).held == ()
    assert journal(mission.force)[0]["outcome"] == "discarded"


@pytest.mark.parametrize("together", [True, False])
def test_a_gap_is_held_named_and_filled(mission: Mission, together: bool) -> None:
    first, second, third, fourth = forging.chain(mission.sector, 4)
    stream = str(first.header.stream)
    sector, force = mission.sector, mission.force
    mission.take("force", forging.bundle(mission, sector, force, [first]))
    late = forging.bundle(mission, sector, force, [fourth])
    filling = forging.bundle(mission, sector, force, [second, third])
    before = states(force)
    if together:
        outcomes = mission.take("force", late, filling)
        assert [(one.outcome, one.reasons) for one in outcomes] == [("applied", ()), ("applied", ())]
    else:
        (held,) = mission.take("force", late)
        assert (held.outcome, codes(held)) == ("held", ["held:gap"])
        assert [(gap.stream, gap.first, gap.last) for gap in held.gaps] == [(stream, 2, 3)]
        assert [(gap.stream, gap.first, gap.last) for gap in status(force).gaps] == [(stream, 2, 3)]
        assert states(force) == before
        assert mission.take("force", filling)[0].outcome == "applied"
    assert set(states(force)) == {forging.record_id(mission.sector, number) for number in (1, 2, 3, 4)}
    assert (status(force).gaps, status(force).held) == ((), ())


def test_one_stream_with_a_gap_does_not_hold_the_others_and_the_rest_comes_later(mission: Mission) -> None:
    first, second, third = forging.chain(mission.sector, 3)
    other = forging.changeset(mission.west, [forging.line(mission.west, 9)])
    (part,) = mission.take("force", forging.bundle(mission, mission.sector, mission.force, [third, other]))
    assert (part.outcome, codes(part)) == ("applied", ["held:gap"])
    assert list(states(mission.force)) == [forging.record_id(mission.west, 9)]
    assert len(status(mission.force).held) == 1
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, [first, second]))
    east = {forging.record_id(mission.sector, number) for number in (1, 2, 3)}
    assert set(states(mission.force)) == {*east, forging.record_id(mission.west, 9)}
    assert status(mission.force).held == ()


def test_two_held_files_of_one_name_are_both_kept(mission: Mission) -> None:
    first, second, third = forging.chain(mission.sector, 3)
    inbox = mission.folder / "inbox"
    for sealed in (third, second):
        inbox.mkdir(exist_ok=True)
        file = forging.bundle(mission, mission.sector, mission.force, [sealed]).rename(inbox / "x.liaison")
        assert mission.take("force", file)[0].outcome == "held"
    assert len(status(mission.force).held) == 2
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, [first]))
    assert len(states(mission.force)) == 3
    assert status(mission.force).held == ()


NEXT_SERIES = (SCHEMA // SERIES + 1) * SERIES


def test_a_newer_schema_is_kept_until_the_update(mission: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)], schema=NEXT_SERIES)
    file = forging.bundle(mission, mission.sector, mission.force, [sealed], schema=NEXT_SERIES)
    expected = exchange.preview(mission.force, file)
    (held,) = mission.take("force", file)
    assert (held.outcome, codes(held)) == ("held", ["held:newer-schema"])
    assert expected == held
    assert states(mission.force) == {}
    lines = len(journal(mission.force))
    saved(mission.west)
    mission.send("west", "force")
    assert len(journal(mission.force)) == lines + 1  # trying a held bundle in vain is no news
    monkeypatch.setattr("app.services.holdings.SCHEMA", NEXT_SERIES)
    saved(mission.west)
    mission.send("west", "force")
    assert forging.record_id(mission.sector) in states(mission.force)
    assert status(mission.force).held == ()


def test_a_newer_changeset_in_a_readable_bundle_is_held(mission: Mission) -> None:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)], schema=NEXT_SERIES)
    (held,) = mission.take("force", forging.bundle(mission, mission.sector, mission.force, [sealed]))
    assert (held.outcome, codes(held)) == ("held", ["held:newer-schema"])


def test_a_newer_format_is_held_although_nothing_of_it_can_be_read(mission: Mission) -> None:
    for number in (3, 4):
        content = forging.members([], forging.held_rosters(mission.sector))
        file = forging.assembled(mission, mission.sector, mission.force, content, format=number)
        before = states(mission.force)
        (held,) = mission.take("force", file)
        assert (held.outcome, codes(held)) == ("held", ["held:newer-schema"])
        assert states(mission.force) == before
    assert len(status(mission.force).held) == 2
    assert all(
        file.read_bytes().startswith(b"age-encryption.org/v1\n")
        for file in (mission.force.path / "held").iterdir()
    )


def test_a_held_bundle_that_turns_out_bad_is_dropped_and_journaled(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    stream = StreamKey(late.identity.node, "0badcafe", "fhq/west", Reach.UP)
    sealed = forging.changeset(
        late, [forging.line(late)], stream=stream, mission=forging.mission_of(mission.sector)
    )
    file = forging.bundle(
        mission, late, mission.force, [sealed], mission=forging.mission_of(mission.force),
        rosters=forging.held_rosters(mission.force),
    )  # fmt: skip
    assert mission.take("force", file)[0].outcome == "held"
    entry = msgspec.structs.replace(
        forging.entries_of(mission.force)[0], node=late.identity.node, public_key=late.keys.ssh_public_key,
        recipient=late.keys.recipient, unit="fhq/east/late", level=Level.UNIT,
    )  # fmt: skip
    newer = forging.newer_roster(mission.force, more=[entry])
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, rosters=[newer]))
    assert status(mission.force).held == ()
    assert journal(mission.force)[0]["outcome"] == "refused"
    assert journal(mission.force)[0]["reasons"][0].code == "refused:not-allowed"


def test_a_revision_waits_for_its_parents_and_takes_effect_when_they_come(mission: Mission) -> None:
    """What the west writes on top of a sector's save arrives before that save."""
    view = saved(mission.sector, "organisation", reach="branch", unit="fhq")
    mission.send("sector", "force")
    mission.send("force", "west")
    changed(mission.sector, view, acronym="WC")
    withheld = mission.bundle("sector", "force")
    mission.take("west", mission.bundle("sector", "west", since_start=True))
    changed(mission.west, view, notes="Heard of it")
    (early,) = mission.take("force", mission.bundle("west", "force"))
    shown = records.show(mission.force, view.id)
    if early.reasons:
        assert codes(early) == ["held:gap"]
        assert "notes" not in shown.fields
    mission.take("force", withheld)
    assert records.show(mission.force, view.id).fields["notes"] == "Heard of it"
    mission.settle()
    assert states(mission.force)[view.id] == states(mission.west)[view.id] == states(mission.sector)[view.id]


def test_a_waiting_first_word_of_a_record_shows_nothing(mission: Mission) -> None:
    first = forging.line(mission.sector, 1, kind="organisation", name="First")
    second = forging.line(
        mission.west, record=first.record, kind="organisation", parents=[first.id], name="Second"
    )
    west = forging.changeset(
        mission.west, [second], stream=forging.stream_of(mission.west, unit="fhq", reach="branch")
    )
    (early,) = mission.take("force", forging.bundle(mission, mission.west, mission.force, [west]))
    assert (early.outcome, codes(early), early.counts) == ("applied", ["held:gap"], {})
    assert states(mission.force) == {}
    assert records.count(mission.force, "organisation") == 0
    east = forging.changeset(
        mission.sector, [first], stream=forging.stream_of(mission.sector, unit="fhq", reach="branch")
    )
    (filled,) = mission.take("force", forging.bundle(mission, mission.sector, mission.force, [east]))
    assert filled.counts == {"organisation": {"added": 1, "changed": 0}}
    assert records.show(mission.force, first.record).title == "Second"


def test_a_held_file_that_somebody_removed_is_no_error(mission: Mission) -> None:
    (_, second) = forging.chain(mission.sector, 2)
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, [second]))
    for kept in (mission.force.path / "held").iterdir():
        kept.unlink()
    saved(mission.west)
    assert mission.send("west", "force").outcome == "applied"


def test_importing_what_is_held_again_changes_nothing(mission: Mission) -> None:
    (_, second) = forging.chain(mission.sector, 2)
    file = forging.bundle(mission, mission.sector, mission.force, [second])
    mission.take("force", file)
    before = dump(mission.force, without=("journal", "peer_state.last_in"))
    assert mission.take("force", file)[0].outcome == "held"
    assert dump(mission.force, without=("journal", "peer_state.last_in", "setting")) == {
        name: rows for name, rows in before.items() if name != "setting"
    }
    assert len(list((mission.force.path / "held").iterdir())) == 1
