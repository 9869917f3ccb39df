"""A plan of several files is what their import does; a stranger says who it claims to be, and can be thrown away."""

import shutil
from collections.abc import Sequence

import pytest

from app.services import exchange, records, rosters
from app.services.errors import MissingFileError
from app.services.status import journal, status
from app.services.views import FileOutcome
from tests.services.exchange import forging
from tests.services.missions import Mission, dump, saved


def told(outcomes: Sequence[FileOutcome]) -> list[tuple[str, list[str], dict[str, dict[str, int]]]]:
    return [(one.outcome, [reason.code for reason in one.reasons], one.counts) for one in outcomes]


def test_the_plan_of_files_that_hang_together_is_what_their_import_does(mission: Mission) -> None:
    first, second = forging.chain(mission.sector, 2)
    twin = forging.changeset(mission.sector, [forging.line(mission.sector, 9)])
    files = [
        forging.bundle(mission, mission.sector, mission.force, [sealed]) for sealed in (second, first, twin)
    ]
    before = dump(mission.force)
    planned = exchange.import_files(mission.force, files, dry_run=True)
    assert dump(mission.force) == before
    assert [one.outcome for one in planned] == ["applied", "applied", "refused"]
    assert told(planned) == told(exchange.import_files(mission.force, files))


def test_a_part_that_waited_for_a_roster_is_not_said_to_wait_once_it_came(mission: Mission) -> None:
    """The sector passes on what a unit said that only Force HQ's next roster names, with words of its own."""
    late = mission.ask("late", "unit")
    mission.welcome("late", "fhq/west/late")
    own, strange = forging.chain(mission.sector, 1), forging.chain(late, 1, first=5)
    first = forging.bundle(mission, mission.sector, mission.west, [*own, *strange])
    second = mission.bundle("force", "west")
    alone = exchange.preview(mission.west, first)
    assert {one.code for one in alone.reasons} == {"refused:not-for-you", "held:unknown-signer"}
    planned = exchange.import_files(mission.west, [first, second], dry_run=True)
    assert told(planned) == told(exchange.import_files(mission.west, [first, second]))
    assert [[reason.code for reason in one.reasons] for one in planned] == [["refused:not-for-you"], []]


def test_a_mass_withdrawal_in_a_plan_leaves_the_other_files_as_they_would_be(mission: Mission) -> None:
    views = [saved(mission.sector) for _ in range(5)]
    mission.send("sector", "force")
    mission.send("force", "sector")

    for view in views:
        records.withdraw(mission.sector, view.id, "doubled")
    saved(mission.west)
    files = [mission.bundle("sector", "force"), mission.bundle("west", "force")]
    planned = exchange.import_files(mission.force, files, dry_run=True)
    assert [one.outcome for one in planned] == ["held", "applied"]
    assert told(planned) == told(exchange.import_files(mission.force, files))
    assert planned[0].reasons[0].unit_name == "SECTOR"


def test_a_stranger_claims_to_be_somebody_on_somebodys_word_and_is_thrown_away(mission: Mission) -> None:
    rosters.revoke(mission.force, mission.sector.identity.node, "stolen")
    mission.ask("late", "unit")
    words = mission["late"].identity.fingerprint
    welcome = rosters.admit(
        mission.sector, request=mission.folder / "late.request", unit="fhq/east/late", fingerprint=words,
        out=mission.path(),
    ).path  # fmt: skip
    exchange.import_files(mission["late"], [welcome], root_fingerprint=mission.force.identity.fingerprint)
    saved(mission["late"])
    file = mission.bundle("late", "force")
    (outcome,) = mission.take("force", file)
    claim = outcome.claim
    assert outcome.outcome == "held"
    assert claim is not None
    assert (claim.unit_name, claim.unit, claim.vouched_by) == ("LATE", "fhq/east/late", "SECTOR")
    assert (claim.fingerprint, claim.officers) == (words, ("Maj Late (claimed)",))
    (held,) = status(mission.force).held
    assert (held.claim, held.maker_name) == (claim, "")
    exchange.discard(mission.force, held.file)
    assert status(mission.force).held == ()
    assert list((mission.force.path / "held").iterdir()) == []
    noted = journal(mission.force)[0]
    assert (noted["outcome"], noted["file"]) == ("discarded", file.name)
    with pytest.raises(MissingFileError):
        exchange.discard(mission.force, held.file)
    assert mission.take("force", file)[0].outcome == "held"


def test_a_revoked_maker_is_named_with_since_when(mission: Mission) -> None:
    saved(mission.sector)
    rosters.revoke(mission.force, mission.sector.identity.node, "stolen")
    (outcome,) = mission.take("force", mission.bundle("sector", "force"))
    (reason,) = outcome.reasons
    assert (reason.unit_name, reason.status) == ("SECTOR", "revoked")
    issued = mission.force.admitted().rosters[mission.force.identity.node].issued_at
    assert reason.since == issued
    line = next(one for one in rosters.roster(mission.force) if one.unit_name == "SECTOR")
    assert (line.since, line.why, line.issuer_name) == (issued, "stolen", "Force HQ")


def test_an_older_roster_and_a_forked_one_are_told_by_the_name_of_their_issuer(mission: Mission) -> None:
    old = mission.bundle("force", "west")
    shutil.copytree(mission.folder / "force", mission.folder / "copy")
    mission.ask("late", "unit")
    mission.admit("late", "fhq/east/late")
    held = mission.force.admitted().rosters[mission.force.identity.node].version
    mission.send("force", "west")
    (late,) = mission.take("west", old)
    assert [(one.unit_name, one.version, one.held) for one in late.older_rosters] == [
        ("Force HQ", held - 1, held)
    ]
    copy = mission.open("copy")
    mission.ask("other", "unit")
    words = mission["other"].identity.fingerprint
    rosters.admit(
        copy, request=mission.folder / "other.request", unit="fhq/east/other", fingerprint=words, out=mission.path()
    )  # fmt: skip
    (forked,) = mission.take("west", mission.bundle("copy", "west"))
    reason = next(one for one in forked.reasons if one.code == "refused:fork")
    assert (reason.stream, reason.unit_name) == ("", "Force HQ")
    assert (
        mission.west.admitted().rosters[mission.force.identity.node].entry_of(mission["late"].identity.node)
    )
