"""What an older version kept without knowing it comes to life when a newer one opens the logbook."""

from app.domain.record_identity import record_id
from app.domain.revisions import WITHDRAWN, compose
from app.services import records
from app.services.desks import Desk, open_desk
from app.services.ledger import Placed, apply_revisions
from app.services.reviving import SEEN, revive
from app.storage.rows import StoredRevision
from tests.services.missions import PASSPHRASE, Mission, saved

SALT = "0123456789abcdef"


def kept_by_an_older_version(desk: Desk) -> str:
    """Store a revision as a version would that knew neither the field nor, in its state, the value."""
    begun = record_id(desk.identity.node, "meeting", SALT, desk.clock())
    revision = compose(
        kind="meeting",
        record=begun,
        salt=SALT,
        parents=(),
        at=desk.clock(),
        officer=desk.officer_id,
        officer_name="Maj A",
        fields={"title": "Old", "outcome": "Agreed"},
    )
    with desk.logbook.writing() as writer:
        stored = StoredRevision.of(revision, node=desk.identity.node, unknown=True)
        apply_revisions(writer, [Placed(stored, "fhq", "up", sealed=False)], desk.standing)
        state = writer.records([begun])[begun]
        del state.values["outcome"]
        writer.put_states([state])
        writer.set_meta({SEEN: "0"})
    return begun


def test_a_field_that_was_unknown_is_shown_after_the_upgrade(mission: Mission) -> None:
    begun = kept_by_an_older_version(mission.force)
    assert "outcome" not in records.show(mission.force, begun).fields
    path = mission.force.path
    mission.force.close()
    with open_desk(path, PASSPHRASE) as newer:
        assert records.show(newer, begun).fields["outcome"] == "Agreed"
        with newer.logbook.reading() as reader:
            assert reader.unknown() == ()


def test_what_a_newer_schema_reads_from_every_record_is_found(mission: Mission) -> None:
    view = saved(mission.force, participants=[{"name": "Nyandeng"}])
    with mission.force.logbook.writing() as writer:
        connection = writer._connection
        connection.exec_driver_sql("DELETE FROM search")  # as before an upgrade that made the field searched
        connection.exec_driver_sql("DELETE FROM link")
        writer.set_meta({SEEN: "1"})
    assert records.search(mission.force, "nyandeng") == ()
    revive(mission.force.logbook, mission.force.standing)
    assert [hit.id for hit in records.search(mission.force, "nyandeng")] == [view.id]


def test_it_happens_once(mission: Mission) -> None:
    kept_by_an_older_version(mission.force)
    assert revive(mission.force.logbook, mission.force.standing) == 1
    assert revive(mission.force.logbook, mission.force.standing) is None


def test_a_withdrawal_is_nothing_unknown(mission: Mission) -> None:
    made = saved(mission.unit)
    records.withdraw(mission.unit, made.id, "doubled")
    mission.send("unit", "sector")
    with mission.sector.logbook.reading() as reader:
        assert reader.unknown() == ()
        assert WITHDRAWN in reader.history(made.id)[-1].fields
