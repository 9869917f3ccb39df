"""Files by right: bytes go to whoever may read a record that holds them by right; a digest alone opens nothing."""

from typing import Any

import pytest

from app.domain.possession import proof_of
from app.services import attachments, exchange
from app.services.inspection import inspect
from app.services.roster_acks import believed
from app.services.status import status
from app.sync.bundles import Attached
from app.sync.manifest import Part, RosterReceipt, StreamReceipt
from tests.services.exchange import forging
from tests.services.missions import Mission, changed, saved
from tests.sync import scene

SECRET = b"%PDF-1.4 who told us\n" * 40
OTHER = b"a photo of a bridge\n" * 40


def secret_at_force(mission: Mission) -> dict[str, Any]:
    """Let the unit's record with a secret file reach Force HQ; returns how the record names the file."""
    kept = attachments.keep(mission.unit, "sources.pdf", SECRET)
    saved(mission.unit, attachments=[kept])
    mission.send("unit", "sector")
    mission.send("sector", "force")
    assert attachments.read(mission.force, kept["sha256"]) == SECRET
    return kept


def asked(mission: Mission, named: dict[str, Any]) -> int:
    """Let the other sector name a file in a record of its own and ask for it; returns how many files it is sent."""
    line = forging.line(mission.west, title="Mine", started_at="2026-11-20T08:00:00Z", attachments=[named])
    sealed = forging.changeset(mission.west, [line])
    asking = forging.bundle(
        mission,
        mission.west,
        mission.force,
        [sealed],
        wants=[named["sha256"], named.get("thumbnail", "0" * 64)],
    )
    assert mission.take("force", asking)[0].outcome == "applied"
    return exchange.export(mission.force, to=["fhq/west"], out=mission.path(), since_start=True).attachments


def test_naming_a_digest_and_asking_for_it_yields_nothing(mission: Mission) -> None:
    kept = secret_at_force(mission)
    bare = {name: value for name, value in kept.items() if name != "proof"}
    assert asked(mission, bare) == 0


@pytest.mark.parametrize("proof", ["", "0" * 64, "sha256"])
def test_a_proof_cannot_be_made_without_the_file(mission: Mission, proof: str) -> None:
    kept = secret_at_force(mission)
    assert asked(mission, {**kept, "proof": kept["sha256"] if proof == "sha256" else proof}) == 0


def test_a_file_of_ones_own_is_no_proof_for_another(mission: Mission) -> None:
    kept = secret_at_force(mission)
    mine = attachments.keep(mission.force, "bridge.jpg", OTHER)
    named = {**mine, "thumbnail": kept["sha256"], "thumbnail_proof": proof_of(OTHER)}
    assert asked(mission, named) == 1  # the file that it could show to hold


def test_a_file_goes_to_who_may_read_a_record_that_names_it_with_its_proof(mission: Mission) -> None:
    kept = secret_at_force(mission)
    assert asked(mission, kept) == 1


def test_a_file_that_a_record_held_once_and_holds_no_more_stays(mission: Mission) -> None:
    kept = attachments.keep(mission.unit, "sources.pdf", SECRET)
    view = saved(mission.unit, attachments=[kept])
    changed(mission.unit, view, attachments=None)
    assert exchange.export(mission.unit, out=mission.path()).attachments == 0


def test_both_sides_of_a_conflict_bring_their_files(mission: Mission) -> None:
    view = saved(mission.unit, title="Bridge")
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    for name, content in (("unit", SECRET), ("sector", OTHER)):
        kept = attachments.keep(mission[name], f"{name}.jpg", content)
        changed(mission[name], view, attachments=[kept])
    mission.send("unit", "sector")
    assert mission.send("sector", "force").attachments == 2


def test_wishes_name_only_files_of_records_that_the_reader_may_read(mission: Mission) -> None:
    kept = attachments.keep(mission.unit, "sources.pdf", SECRET)
    saved(mission.unit, attachments=[kept])
    mission.take("sector", exchange.export(mission.unit, out=mission.path(), photos=False).path)
    for to, wished in (("force", [kept["sha256"]]), ("unit", [kept["sha256"]]), ("west", [])):
        assert list(inspect(mission.bundle("sector", to), mission.sector)["manifest"]["wants"]) == wished


def test_receipts_name_only_streams_that_every_reader_may_read(mission: Mission) -> None:
    saved(mission.unit, title="Of the unit alone")
    saved(mission.sector, title="For all below", reach="branch")
    mission.send("unit", "sector")
    mission.settle()
    for to, reads in (("force", 2), ("unit", 2), ("west", 0)):
        have = inspect(mission.bundle("sector", to), mission.sector)["manifest"]["have"]
        ours = [s for s in have if s.startswith((mission.unit.identity.node, mission.sector.identity.node))]
        assert len(ours) == reads


def test_streams_that_are_not_here_or_not_for_the_maker_are_not_kept_of_a_receipt(mission: Mission) -> None:
    saved(mission.unit, title="Of the unit alone")
    mission.send("unit", "sector")
    mission.send("sector", "force")
    with mission.force.logbook.reading() as reader:
        before = reader.receipts(mission.west.identity.node)
        secret = [s for s in reader.stream_heads() if s.startswith(mission.unit.identity.node)]
    one = StreamReceipt(1, "0" * 16)
    invented = {f"{mission.west.identity.node}/{epoch:08x}/fhq.west.up": one for epoch in range(500)}
    receipt = {**invented, **dict.fromkeys(secret, one)}
    mission.take("force", forging.bundle(mission, mission.west, mission.force, have=receipt))
    with mission.force.logbook.reading() as reader:
        assert secret
        assert reader.receipts(mission.west.identity.node) == before


def test_a_peer_may_wish_for_a_thousand_files_and_no_more(mission: Mission) -> None:
    wishes = [f"{number:064x}" for number in range(1_500)]
    mission.take("force", forging.bundle(mission, mission.west, mission.force, wants=wishes))
    with mission.force.logbook.reading() as reader:
        assert list(reader.peer(mission.west.identity.node).wants) == wishes[:1_000]


def test_what_nothing_refers_to_never_enters_by_way_of_a_part(mission: Mission) -> None:
    stray = Attached(attachments.keep(mission.west, "x", OTHER)["sha256"], len(OTHER), lambda: OTHER)
    part = Part(scene.SERIES, 2, 2)
    file = forging.bundle(mission, mission.west, mission.force, attachments=[stray], part=part)
    (outcome,) = mission.take("force", file)
    assert (outcome.outcome, outcome.attachments) == ("held", 0)
    assert [one.code for one in outcome.reasons] == ["held:gap"]
    with mission.force.logbook.reading() as reader:
        assert not reader.file_sizes([stray.sha256])
    assert len(status(mission.force).held) == 1


def test_of_held_rosters_only_those_of_known_issuers_are_kept(mission: Mission) -> None:
    told = RosterReceipt(1, "0" * 40)
    invented = {
        f"{number:024}".translate(str.maketrans("0123456789", "abcdefghij")): told for number in range(900)
    }
    held = {mission.force.identity.node: told, **invented}
    mission.take("force", forging.bundle(mission, mission.west, mission.force, held_rosters=held))
    with mission.force.logbook.reading() as reader:
        known = reader.peer(mission.west.identity.node).rosters_held
    assert known == {mission.force.identity.node: "0" * 40}


def test_where_it_is_not_sure_which_word_is_newer_only_what_both_say_of_rosters_is_believed() -> None:
    told = {"a": RosterReceipt(2, "1" * 40), "b": RosterReceipt(1, "2" * 40)}
    before = {"a": "1" * 40, "b": "3" * 40, "c": "4" * 40}
    assert believed(told, before, newer=True) == {"a": "1" * 40, "b": "2" * 40}
    assert believed(told, before, newer=False) == {"a": "1" * 40}


def test_a_roster_always_goes_to_its_issuer(mission: Mission) -> None:
    """It may have been restored from a backup; to others it goes until they said that they hold it."""
    mission.settle()
    for to, goes in (("force", 1), ("unit", 0)):
        assert len(inspect(mission.bundle("sector", to), mission.sector)["rosters"]) == goes
