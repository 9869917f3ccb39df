"""Every outcome of the format's section 9 on real files and real logbooks; a refused bundle changes no record."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from app.domain.scopes import Level
from app.services import exchange, records, rosters
from app.services.desks import Desk, create_mission
from app.services.errors import FingerprintMismatchError, MissingFileError
from app.services.status import journal, status
from app.services.views import FileOutcome
from app.services.wording import REASONS, reason_words
from app.sync.bundles import Attached
from app.sync.changesets import Sealed
from app.sync.envelope import enclose
from app.sync.keys import NodeKeys
from app.sync.sshsig import NAMESPACE_CHANGESET
from tests.services.exchange import forging
from tests.services.missions import CHEAP, PASSPHRASE, Mission, changed, dump, saved, states

Forge = Callable[[Mission], Path]
STRANGER = NodeKeys.generate()


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
    assert journal(desk)[0]["reasons"][0]["code"] == code  # type: ignore[index]
    assert all(reason_words(reason).startswith(REASONS[code]) for reason in outcome.reasons)
    assert status(desk).held == ()
    return outcome


def spoiled(sealed: Sealed, body: bytes, by: Desk) -> Sealed:
    """Return a changeset with another body that its node signed."""
    return msgspec.structs.replace(
        sealed, body=body, signature=by.keys.sign(body, namespace=NAMESPACE_CHANGESET)
    )


def edited(sealed: Sealed) -> Sealed:
    """Return a changeset whose bytes were changed after it was signed."""
    return msgspec.structs.replace(sealed, body=sealed.body.replace(b"Forged", b"Edited"))


def not_a_bundle(mission: Mission) -> Path:
    file = mission.path()
    file.write_bytes(b"%PDF-1.7 no bundle at all")
    return file


def empty(mission: Mission) -> Path:
    file = mission.path()
    file.write_bytes(b"")
    return file


def cut(mission: Mission) -> Path:
    saved(mission.sector)
    file = mission.bundle("sector", "force", plain=True)
    file.write_bytes(file.read_bytes()[:-100])
    return file


def cut_encrypted(mission: Mission) -> Path:
    saved(mission.sector)
    file = mission.bundle("sector", "force")
    file.write_bytes(file.read_bytes()[:-100])
    return file


def edited_changeset(mission: Mission) -> Path:
    sealed = edited(forging.changeset(mission.sector, [forging.line()]))
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content)


def member_swapped(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line()])
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    file = forging.assembled(mission, mission.sector, mission.force, content)
    other = forging.changeset(mission.sector, [forging.line(2)])
    swapped = forging.members([other], forging.held_rosters(mission.sector))
    listed = [
        {"name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        for name, body in content.items()
    ]
    file = forging.assembled(mission, mission.sector, mission.force, swapped, members=listed)
    return file


def signed_by_another(mission: Mission) -> Path:
    content = forging.members([], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content, by=mission.unit.keys)


def other_namespace(mission: Mission) -> Path:
    content = forging.members([], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content, namespace="git")


def changeset_of_another(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line()])
    by_another = mission.unit.keys.sign(sealed.body, namespace=NAMESPACE_CHANGESET)
    sealed = msgspec.structs.replace(sealed, signature=by_another)
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def other_mission(mission: Mission) -> Path:
    return forging.bundle(mission, mission.sector, mission.force, mission=forging.record_id(99))


def changeset_of_other_mission(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line()], mission=forging.record_id(99))
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def for_another(mission: Mission) -> Path:
    saved(mission.sector)
    return mission.bundle("sector", "unit", plain=True)


def encrypted_again(mission: Mission) -> Path:
    """A relay opens a bundle that was meant for it and passes it on, encrypted to somebody else."""
    saved(mission.sector)
    plain = mission.bundle("sector", "unit", plain=True)
    file = mission.path()
    with plain.open("rb") as source, file.open("wb") as out:
        enclose(iter(lambda: source.read(1 << 16), b""), out, [mission.force.keys.recipient])
    return file


def cannot_decrypt(mission: Mission) -> Path:
    return mission.bundle("sector", "unit")


def off_its_branch(mission: Mission) -> Path:
    stream = forging.stream_of(mission.west, unit="fhq/east")
    sealed = forging.changeset(mission.west, [forging.line()], stream=stream)
    return forging.bundle(mission, mission.west, mission.force, [sealed])


def out_of_range(mission: Mission) -> Path:
    point = {"lat": 91_000_000, "lon": 0, "precision": 1}
    sealed = forging.changeset(mission.sector, [forging.line(kind="place", name="Nowhere", point=point)])
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def wrong_type(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(title=7)])
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def no_such_day(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(kind="project", title="x", start="2026-02-30")])
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def not_canonical(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line()])
    sealed = spoiled(sealed, sealed.body.replace(b'"fields":', b'"fields": '), mission.sector)
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content)


def too_large(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line()])
    body = sealed.body.replace(b'"fields":{', b'"fields":{"facts":"%s",' % (b"x" * 70_000))
    sealed = spoiled(sealed, body, mission.sector)
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content)


def unnamed_member(mission: Mission) -> Path:
    content = forging.members([], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content, members=[])


def stray_attachment(mission: Mission) -> Path:
    body = b"nobody asked for this"
    stray = Attached(hashlib.sha256(body).hexdigest(), len(body), lambda: body)
    return forging.bundle(mission, mission.sector, mission.force, attachments=[stray])


def attachment_of_other_content(mission: Mission) -> Path:
    """The bytes under an attachment's name are others, and listed as such."""
    kept = {"sha256": hashlib.sha256(b"the photo").hexdigest(), "name": "photo.jpg"}
    revision = forging.line(title="x", started_at="2026-11-20T08:00:00Z", attachments=[kept])
    sealed = forging.changeset(mission.sector, [revision])
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    content[f"attachments/{kept['sha256']}"] = b"another photo"
    return forging.assembled(mission, mission.sector, mission.force, content)


def roster_by_sector(mission: Mission) -> Path:
    """A sector speaks for a unit that is not below it."""
    outsider = msgspec.structs.replace(
        forging.entries_of(mission.force)[0], node=STRANGER.node, public_key=STRANGER.ssh_public_key,
        recipient=STRANGER.recipient, unit="fhq/west/unit-9", level=Level.UNIT, status="active", last=None,
    )  # fmt: skip
    made = forging.newer_roster(mission.force, entries=[outsider], by=mission.sector.keys)
    return forging.bundle(mission, mission.sector, mission.force, rosters=[made])


def two_rosters_of_one_version(mission: Mission) -> Path:
    version = forging.held_rosters(mission.force)[0].roster.version
    made = forging.newer_roster(mission.force, version=version, entries=forging.entries_of(mission.force)[:1])
    return forging.bundle(mission, mission.sector, mission.force, rosters=[made])


def level_changed(mission: Mission) -> Path:
    entries = [
        msgspec.structs.replace(entry, level=Level.SECTOR) if entry.level is Level.UNIT else entry
        for entry in forging.entries_of(mission.force)
    ]
    made = forging.newer_roster(mission.force, entries=entries)
    return forging.bundle(mission, mission.sector, mission.force, rosters=[made])


def record_of_another_scope(mission: Mission) -> Path:
    view = saved(mission.sector, reach="up")
    mission.send("sector", "force")
    stream = forging.stream_of(mission.sector, reach="branch")
    revision = forging.line(record=view.id, parents=view.heads, title="Shown to more")
    sealed = forging.changeset(mission.sector, [revision], stream=stream)
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def first_names_one_before(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line()], prev="0" * 64)
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def chain_that_does_not_fit(mission: Mission) -> Path:
    first = forging.changeset(mission.sector, [forging.line()])
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, [first]))
    second = forging.changeset(mission.sector, [forging.line(2)], seq=2, prev="0" * 64)
    return forging.bundle(mission, mission.sector, mission.force, [second])


def after_revocation(mission: Mission) -> Path:
    saved(mission.sector)
    mission.send("sector", "force")
    rosters.revoke(mission.force, mission.sector.identity.node, "laptop stolen")
    saved(mission.sector)
    return mission.bundle("sector", "force")


REFUSALS: dict[str, list[Forge]] = {
    "refused:not-a-bundle": [not_a_bundle, empty],
    "refused:malformed": [
        cut, cut_encrypted, out_of_range, wrong_type, no_such_day, not_canonical, unnamed_member, stray_attachment,
    ],
    "refused:too-large": [too_large],
    "refused:bad-signature": [edited_changeset, signed_by_another, other_namespace, changeset_of_another],
    "refused:digest-mismatch": [member_swapped, attachment_of_other_content],
    "refused:wrong-mission": [other_mission, changeset_of_other_mission],
    "refused:not-for-you": [for_another, encrypted_again],
    "refused:not-allowed": [off_its_branch, roster_by_sector, level_changed, record_of_another_scope],
    "refused:fork": [two_rosters_of_one_version, first_names_one_before, chain_that_does_not_fit],
    "refused:revoked": [after_revocation],
    "refused:cannot-decrypt": [cannot_decrypt],
}  # fmt: skip


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
    assert set(REFUSALS) | {"held:unknown-signer", "held:gap", "held:newer-schema"} == set(REASONS)


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
    before = dump(mission.force, without=("journal", "peer"))
    for _ in range(3):
        (again,) = mission.take("force", file)
        assert (again.outcome, again.counts, again.reasons) == ("nothing-new", {}, ())
    assert dump(mission.force, without=("journal", "peer")) == before
    assert [entry["outcome"] for entry in journal(mission.force, 4)] == ["nothing-new"] * 3 + ["applied"]


def test_a_bad_stream_does_not_stop_the_others(mission: Mission) -> None:
    good = forging.changeset(mission.sector, [forging.line(1)])
    bad = forging.changeset(
        mission.west, [forging.line(2)], stream=forging.stream_of(mission.west, unit="fhq/east")
    )
    file = forging.bundle(mission, mission.sector, mission.force, [good, bad])
    (outcome,) = mission.take("force", file)
    assert (outcome.outcome, codes(outcome)) == ("applied", ["refused:not-allowed"])
    assert outcome.reasons[0].stream == str(bad.header.stream)
    assert list(states(mission.force)) == [forging.record_id(1)]


def test_what_stands_on_a_refused_changeset_is_not_taken(mission: Mission) -> None:
    first = forging.changeset(mission.sector, [forging.line(1)])
    bad = forging.changeset(mission.sector, [forging.line(2, title=7)], seq=2, prev=first.digest)
    after = forging.changeset(mission.sector, [forging.line(3)], seq=3, prev=bad.digest)
    file = forging.bundle(mission, mission.sector, mission.force, [first, bad, after])
    (outcome,) = mission.take("force", file)
    assert (outcome.outcome, codes(outcome)) == ("applied", ["refused:malformed"])
    assert list(states(mission.force)) == [forging.record_id(1)]


def test_unknown_kinds_and_fields_are_kept_and_relayed_verbatim(mission: Mission) -> None:
    new_kind = forging.line(1, kind="drone_flight", height=120)
    new_field = forging.line(2, title="Known", started_at="2026-11-20T08:00:00Z", mood="calm")
    sealed = forging.changeset(mission.unit, [new_kind, new_field])
    file = forging.bundle(mission, mission.unit, mission.sector, [sealed])
    assert mission.take("sector", file)[0].outcome == "applied"
    mission.send("sector", "force")
    with mission.force.logbook.reading() as reader:
        (kept,) = reader.changesets_of(mission.unit.identity.node)
        assert reader.changeset_file(kept.pk).body == sealed.body
    assert states(mission.force) == states(mission.sector)
    assert records.show(mission.force, forging.record_id(2)).fields["mood"] == "calm"


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
    with pytest.raises(FingerprintMismatchError):
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
    with pytest.raises(FingerprintMismatchError):
        rosters.confirm_root(late, "one two three four five six")
    rosters.confirm_root(late, outcome.root_fingerprint)
    assert not any("compared" in warning for warning in status(late).warnings)


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
