"""Every outcome of the format's section 9 on real files and real logbooks; a refused bundle changes no record."""

from pathlib import Path

import pytest

from app.domain.kinds import SCHEMA
from app.services import exchange, records, rosters
from app.services.applying import MASS_WITHDRAWAL
from app.services.desks import create_mission
from app.services.errors import MissingFileError, RootMismatchError, RootUnconfirmedError
from app.services.held_room import NO_ROOM
from app.services.status import journal, status
from app.services.views import FileOutcome
from app.services.wording import REASONS, reason_words
from tests.services.exchange import forging
from tests.services.exchange.forges import REFUSALS, Forge, chain_that_does_not_fit, first_names_one_before
from tests.services.missions import CHEAP, PASSPHRASE, Mission, changed, dump, saved, states


def codes(outcome: FileOutcome) -> list[str]:
    """Return the codes of a bundle's reasons."""
    return [reason.code for reason in outcome.reasons]


def refused(mission: Mission, file: Path, code: str, *, at: str = "force") -> FileOutcome:
    """Import a file that must be refused: nothing changes but the journal, and a sentence says why."""
    desk = mission[at]
    before, lines = dump(desk), len(journal(desk))
    expected = exchange.preview(desk, file)
    assert dump(desk) == before
    (outcome,) = mission.take(at, file)
    assert (outcome.outcome, codes(outcome)) == ("refused", [code])
    assert expected == outcome
    assert dump(desk) == before
    assert len(journal(desk)) == lines + 1
    assert journal(desk)[0]["outcome"] == "refused"
    assert journal(desk)[0]["reasons"][0].code == code
    for reason in outcome.reasons:
        whom = f"{reason.unit_name}: " if reason.unit_name else ""
        assert reason_words(reason).startswith(f"{whom}{REASONS[code]}")
    assert status(desk).held == ()
    return outcome


@pytest.mark.parametrize(
    ("code", "forge"),
    [pytest.param(code, forge, id=forge.__name__) for code, forges in REFUSALS.items() for forge in forges],
)
def test_a_refused_bundle_changes_nothing_but_the_journal(mission: Mission, code: str, forge: Forge) -> None:
    keeps_aside = forge in (first_names_one_before, chain_that_does_not_fit)
    (refused_and_kept_aside if keeps_aside else refused)(mission, forge(mission), code)


def refused_and_kept_aside(mission: Mission, file: Path, code: str) -> FileOutcome:
    """Import a fork: no record changes, and what contradicts is kept for a headquarters."""
    before = dump(mission.force, without=("journal", "refused_changeset"))
    (outcome,) = mission.take("force", file)
    assert (outcome.outcome, codes(outcome)) == ("refused", [code])
    assert dump(mission.force, without=("journal", "refused_changeset")) == before
    assert len(status(mission.force).forks) == 1
    return outcome


def test_every_code_of_the_format_has_a_sentence_and_a_test() -> None:
    held = {"held:unknown-signer", "held:gap", "held:newer-schema", MASS_WITHDRAWAL}
    assert set(REFUSALS) | held | {NO_ROOM} == set(REASONS)


@pytest.mark.parametrize("plain", [True, False])
def test_one_flipped_bit_anywhere_is_refused(mission: Mission, plain: bool) -> None:
    saved(mission.sector)
    file = mission.bundle("sector", "force", plain=plain)
    sound = file.read_bytes()
    # Who made a ZIP entry, and the mode it would be unpacked with, is not signed: stock tools write their own.
    end = sound.index(b"PK\x01\x02") if plain else len(sound)
    before = dump(mission.force)
    for place in range(5, end, end // 40):
        file.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        (outcome,) = mission.take("force", file)
        assert outcome.outcome == "refused", place
    assert dump(mission.force) == before
    file.write_bytes(sound)
    assert mission.take("force", file)[0].outcome == "applied"


def test_applied_and_then_nothing_new(mission: Mission) -> None:
    view = saved(mission.sector)
    file = mission.bundle("sector", "force")
    expected = exchange.preview(mission.force, file)
    (outcome,) = mission.take("force", file)
    assert (outcome.outcome, outcome.reasons) == ("applied", ())
    assert outcome.counts == {"meeting": {"added": 1, "changed": 0}}
    assert expected == outcome
    assert states(mission.force) == {view.id: states(mission.sector)[view.id]}
    before = dump(mission.force, without=("journal", "peer_state.last_in"))
    for _ in range(3):
        (again,) = mission.take("force", file)
        assert (again.outcome, again.counts, again.reasons) == ("nothing-new", {}, ())
    assert dump(mission.force, without=("journal", "peer_state.last_in")) == before
    assert [entry["outcome"] for entry in journal(mission.force, 4)] == ["nothing-new"] * 3 + ["applied"]


def test_a_bad_stream_does_not_stop_the_others(mission: Mission) -> None:
    good = forging.changeset(mission.sector, [forging.line(mission.sector, 1)])
    bad = forging.changeset(
        mission.west, [forging.line(mission.west, 2)], stream=forging.stream_of(mission.west, unit="fhq/east")
    )
    file = forging.bundle(mission, mission.sector, mission.force, [good, bad])
    (outcome,) = mission.take("force", file)
    assert (outcome.outcome, codes(outcome)) == ("applied", ["refused:not-allowed"])
    assert outcome.reasons[0].stream == str(bad.header.stream)
    assert list(states(mission.force)) == [forging.record_id(mission.sector)]


def test_a_scope_that_one_may_not_read_is_refused(mission: Mission) -> None:
    """Somebody addresses to a sector what was said to Force HQ alone, beside something it may read."""
    good = forging.changeset(
        mission.force,
        [forging.line(mission.force, 1)],
        stream=forging.stream_of(mission.force, reach="branch"),
    )
    hidden = forging.changeset(mission.force, [forging.line(mission.force, 2)])
    (outcome,) = mission.take(
        "sector", forging.bundle(mission, mission.force, mission.sector, [good, hidden])
    )
    assert (outcome.outcome, codes(outcome)) == ("applied", ["refused:not-for-you"])
    assert list(states(mission.sector)) == [forging.record_id(mission.force)]
    refused(
        mission,
        forging.bundle(mission, mission.force, mission.sector, [hidden]),
        "refused:not-for-you",
        at="sector",
    )


def test_what_stands_on_a_refused_changeset_is_not_taken(mission: Mission) -> None:
    first = forging.changeset(mission.sector, [forging.line(mission.sector, 1)])
    bad = forging.changeset(
        mission.sector, [forging.line(mission.sector, 2, title=7)], seq=2, prev=first.digest
    )
    after = forging.changeset(mission.sector, [forging.line(mission.sector, 3)], seq=3, prev=bad.digest)
    file = forging.bundle(mission, mission.sector, mission.force, [first, bad, after])
    (outcome,) = mission.take("force", file)
    assert (outcome.outcome, codes(outcome)) == ("applied", ["refused:malformed"])
    assert list(states(mission.force)) == [forging.record_id(mission.sector)]


def test_what_stands_on_a_refusal_does_not_wait_for_it(mission: Mission) -> None:
    stream = forging.stream_of(mission.sector, reach="branch")
    bad = forging.changeset(mission.sector, [forging.line(mission.sector, title=7)], stream=stream)
    after = forging.changeset(
        mission.sector, [forging.line(mission.sector, 3)], stream=stream, seq=2, prev=bad.digest
    )
    refused(
        mission, forging.bundle(mission, mission.sector, mission.force, [bad, after]), "refused:malformed"
    )


def test_unknown_kinds_and_fields_are_kept_and_relayed_verbatim(mission: Mission) -> None:
    new_kind = forging.line(mission.unit, 1, kind="drone_flight", height=120)
    new_field = forging.line(mission.unit, 2, title="Known", started_at="2026-11-20T08:00:00Z", mood="calm")
    sealed = forging.changeset(mission.unit, [new_kind, new_field], schema=SCHEMA + 1)
    file = forging.bundle(mission, mission.unit, mission.sector, [sealed])
    assert mission.take("sector", file)[0].outcome == "applied"
    mission.send("sector", "force")
    with mission.force.logbook.reading() as reader:
        (kept,) = reader.changesets_of(mission.unit.identity.node)
        assert reader.changeset_file(kept.pk).body == sealed.body
    assert states(mission.force) == states(mission.sector)
    assert records.show(mission.force, forging.record_id(mission.unit, 2)).fields["mood"] == "calm"


def test_an_older_roster_is_ignored(mission: Mission) -> None:
    older = forging.held_rosters(mission.force)
    rosters.retire(mission.force, mission.west.identity.node)
    file = forging.bundle(mission, mission.sector, mission.force, rosters=older)
    (outcome,) = mission.take("force", file)
    assert outcome.outcome == "nothing-new"
    assert [line.status for line in rosters.roster(mission.force) if line.unit == "fhq/west"] == ["retired"]


def test_a_roster_that_skips_a_version_is_taken(mission: Mission) -> None:
    made = forging.newer_roster(mission.force, version=40)
    file = forging.bundle(mission, mission.force, mission.sector, rosters=[made])
    assert mission.take("sector", file)[0].outcome == "applied"
    assert forging.held_rosters(mission.sector)[0].roster.version == 40


def test_a_welcome_with_other_words_is_refused(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    welcome = mission.admit("late", "fhq/east/late")
    before = dump(late)
    with pytest.raises(RootMismatchError, match="Force HQ of this mission"):
        exchange.import_files(late, [welcome], root_fingerprint="one two three four five six")
    assert dump(late) == before
    assert late.identity.mission is None
    words = mission.force.identity.fingerprint.upper().replace(" ", "-")
    assert exchange.import_files(late, [welcome], root_fingerprint=words)[0].outcome == "applied"
    assert late.identity.root_confirmed
    assert (late.identity.unit, late.identity.level) == ("fhq/east/late", "unit")


def test_a_welcome_without_compared_words_says_so_until_they_are(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    (outcome,) = exchange.import_files(late, [mission.admit("late", "fhq/east/late")])
    assert outcome.root_fingerprint == mission.force.identity.fingerprint
    assert any("compared" in warning for warning in status(late).warnings)
    saved(late)
    before = dump(late)
    for request in (False, True):
        with pytest.raises(RootUnconfirmedError, match="Call Force HQ"):
            exchange.export(late, out=mission.path(), request=request)
    assert dump(late) == before
    with pytest.raises(RootMismatchError, match="Force HQ of this mission"):
        rosters.confirm_root(late, "one two three four five six")
    rosters.confirm_root(late, outcome.root_fingerprint)
    assert not any("compared" in warning for warning in status(late).warnings)
    assert exchange.export(late, out=mission.path()).revisions == 1


def test_the_welcome_of_another_mission_is_refused(mission: Mission, tmp_path: Path) -> None:
    with create_mission(
        tmp_path / "other", mission="Other", unit_name="Other HQ", officer="Col Z", passphrase=PASSPHRASE,
        clock=mission.clock, cost=CHEAP,
    ) as other:  # fmt: skip
        request = mission.folder / "sector.request"
        words = mission.sector.identity.fingerprint
        made = rosters.admit(other, request=request, unit="fhq/x", fingerprint=words, out=mission.path())
        refused(mission, made.path, "refused:wrong-mission", at="sector")


def test_a_welcome_for_somebody_else_is_refused_by_a_newcomer(mission: Mission) -> None:
    mission.ask("late", "unit")
    mission.ask("later", "unit")
    welcome = mission.admit("later", "fhq/east/later")
    (outcome,) = mission.take("late", welcome)
    assert (outcome.outcome, codes(outcome)) == ("refused", ["refused:cannot-decrypt"])
    assert mission["late"].identity.mission is None


def test_a_missing_file_stops_before_anything_is_imported(mission: Mission) -> None:
    saved(mission.sector)
    file = mission.bundle("sector", "force")
    before = dump(mission.force, without=())
    with pytest.raises(MissingFileError):
        mission.take("force", file, mission.folder / "gone.liaison")
    assert dump(mission.force, without=()) == before


def test_a_folder_gives_its_bundles_and_nothing_else(mission: Mission) -> None:
    inbox = mission.folder / "inbox"
    (inbox / "older").mkdir(parents=True)
    for name in ("notes.txt", ".hidden.liaison", "photo.jpg", "half.liaison.age.part"):
        (inbox / name).write_bytes(b"stray")
    saved(mission.sector)
    mission.bundle("sector", "force").rename(inbox / "b.liaison.age")
    changed_later = saved(mission.west)
    changed(mission.west, changed_later, title="Other")
    mission.bundle("west", "force", plain=True).rename(inbox / "a.liaison")
    outcomes = mission.take("force", inbox)
    assert [Path(outcome.file).name for outcome in outcomes] == ["a.liaison", "b.liaison.age"]
    assert {outcome.outcome for outcome in outcomes} == {"applied"}
    assert len(list(inbox.iterdir())) == 7


def test_what_its_writer_may_not_say_is_counted_in_the_outcome(mission: Mission) -> None:
    qip = saved(mission.unit, "qip")
    mission.send("unit", "force")
    mission.send("force", "unit")
    heads = records.show(mission.unit, qip.id).heads
    jump = forging.line(mission.unit, 1, record=qip.id, kind="qip", parents=heads, state="approved")
    new = forging.line(mission.unit, 2, kind="budget_period", title="Ours")
    right = forging.line(mission.unit, 3)
    sealed = forging.changeset(mission.unit, [jump, new, right])
    (outcome,) = mission.take("force", forging.bundle(mission, mission.unit, mission.force, [sealed]))
    assert outcome.outcome == "applied"
    assert outcome.counts["qip"]["not_applied"] == 1
    assert outcome.counts["budget_period"]["not_applied"] == 1
    assert "not_applied" not in outcome.counts["meeting"]
    assert records.show(mission.force, qip.id).state == "idea"
