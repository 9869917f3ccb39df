"""What stands at the two ends of an import: nothing is read that is too new, and what was written is read back."""

import hashlib

import msgspec
import pytest

from app.domain import canonical
from app.domain.roster_texts import ROSTER_FORMAT
from app.domain.scopes import StreamKey, may_read
from app.services.desks import Desk
from app.services.holding import held_files
from app.sync.keys import NodeKeys
from app.sync.rosters import SignedRoster
from app.sync.sshsig import NAMESPACE_ROSTER
from app.sync.verification import read_bundle
from tests.services.exchange import forging
from tests.services.missions import Mission, dump, saved, states

WRITES_OTHERWISE = {
    "header": "UPDATE changeset SET header = CAST(replace(NEW.header, '1.0.0', '1.0.1') AS BLOB) WHERE pk = NEW.pk",
    "line": "UPDATE revision SET line = CAST(replace(NEW.line, 'Forged', 'Edited') AS BLOB) WHERE pk = NEW.pk",
    "nothing": "DELETE FROM revision WHERE pk = NEW.pk",
}


def newer_format(force: Desk, by: NodeKeys) -> SignedRoster:
    """Return the next roster as a newer program would write it: another format, and keys that are not known."""
    made = forging.newer_roster(force)
    body = {**canonical.decode(made.data), "format": ROSTER_FORMAT + 1, "deputies": []}
    data = canonical.encode_unchecked(body)
    return msgspec.structs.replace(
        made, data=data, digest=hashlib.sha256(data).hexdigest(),
        signature=by.sign(data, namespace=NAMESPACE_ROSTER),
    )  # fmt: skip


def test_a_roster_of_a_newer_format_keeps_the_whole_bundle_waiting(mission: Mission) -> None:
    """Who counts as what is not known until the program is: nothing of the bundle may be applied before."""
    roster = newer_format(mission.force, mission.force.keys)
    sealed = forging.changeset(
        mission.force, [forging.line(mission.force)], stream=forging.stream_of(mission.force, unit="fhq/east")
    )
    file = forging.bundle(mission, mission.force, mission.sector, [sealed], rosters=[roster])
    before = dump(mission.sector, without=("journal", "held_bundle"))
    (outcome,) = mission.take("sector", file)
    assert outcome.outcome == "held"
    assert [reason.code for reason in outcome.reasons] == ["held:newer-schema"]
    assert dump(mission.sector, without=("journal", "held_bundle")) == before
    assert len(held_files(mission.sector)) == 1


@pytest.mark.parametrize("fault", WRITES_OTHERWISE)
def test_what_the_store_does_not_give_back_as_it_was_written_is_not_imported(
    mission: Mission, fault: str
) -> None:
    """The fault is in the database itself: a trigger changes a row while it is written."""
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)])
    file = forging.bundle(mission, mission.sector, mission.force, [sealed])
    table = "changeset" if fault == "header" else "revision"
    spoiling = f"CREATE TRIGGER spoil AFTER INSERT ON {table} BEGIN {WRITES_OTHERWISE[fault]}; END"
    with mission.force.logbook.writing() as writer:
        writer._connection.exec_driver_sql(spoiling)
    before = dump(mission.force)
    (outcome,) = mission.take("force", file)
    assert (outcome.outcome, [one.code for one in outcome.reasons]) == (
        "refused",
        ["refused:digest-mismatch"],
    )
    assert dump(mission.force) == before
    with mission.force.logbook.writing() as writer:
        writer._connection.exec_driver_sql("DROP TRIGGER spoil")
    assert mission.take("force", file)[0].outcome == "applied"
    assert forging.record_id(mission.sector) in states(mission.force)


def test_a_receipt_names_no_stream_that_its_reader_may_not_read(mission: Mission) -> None:
    for name in ("sector", "west", "unit"):
        saved(mission[name])
    mission.settle()
    for sender, receiver in (("force", "sector"), ("force", "west"), ("sector", "unit"), ("force", "unit")):
        with read_bundle(mission.bundle(sender, receiver, plain=True)) as checked:
            scopes = {StreamKey.parse(stream).scope for stream in checked.manifest.have}
        assert scopes
        assert all(may_read(mission[receiver].standing.unit, scope) for scope in scopes), (sender, receiver)
