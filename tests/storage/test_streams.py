"""Revisions and changesets come back byte for byte, and each says once what it is."""

import hashlib

import msgspec
import pytest

from app.storage.checking import check_logbook
from app.storage.errors import StateClashError
from app.storage.logbook import Logbook
from app.storage.rows import RefusedChangeset, StoredChangeset, StoredRevision
from app.storage.writer import Writer
from tests.storage.making import NODE, STREAM, changeset, revision, save, state

BOTH_STORES = True


def sealed(
    writer: Writer, revisions: list[StoredRevision], seq: int = 1, prev: str | None = None
) -> StoredChangeset:
    """Put revisions in a changeset, as an import does."""
    made = changeset(revisions, seq=seq, prev=prev)
    (pk,) = writer.put_changesets([made])
    writer.put_revisions(
        msgspec.structs.replace(one, changeset=pk, position=place) for place, one in enumerate(revisions)
    )
    return made


def test_a_revision_comes_back_with_its_exact_line(logbook: Logbook) -> None:
    made = revision(fields={"title": "Été", "from_the_future": [1]}, parents=["0" * 32], status="waiting")
    with logbook.writing() as writer:
        writer.put_revisions([msgspec.structs.replace(made, unknown=True)])
    with logbook.reading() as reader:
        (read,) = reader.history(made.record)
        assert msgspec.structs.replace(read, pk=0) == msgspec.structs.replace(made, unknown=True)
        assert reader.waiting() == (read,)
        assert reader.unknown() == (made.record,)
        assert reader.known_revisions([made.id, "f" * 32]) == {made.id: "waiting"}


def test_a_history_is_in_the_order_of_its_clocks_and_names_a_copy_once(logbook: Logbook) -> None:
    late, early = revision(9), revision(1)
    early = revision(1, record=late.record)
    with logbook.writing() as writer:
        first = sealed(writer, [late, early])
        sealed(writer, [early], seq=2, prev=first.digest)
        assert [one.id for one in writer.history(late.record)] == [early.id, late.id]
        assert [len(file.body.splitlines()) for file in writer.changesets_after({})] == [3, 2]
    assert check_logbook(logbook) == ()


def test_sealing_moves_what_is_unsealed_into_a_changeset(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        states = [save(writer, number, title=f"M {number}") for number in range(3)]
        writer.put_states([msgspec.structs.replace(states[2], reach="laptop")])
        grouped = writer.unsealed()
        assert list(grouped) == [("fhq/east", "up")]
        assert writer.unsent() == 2
        assert set(writer.unsealed(laptop=True)) == {("fhq/east", "up"), ("fhq/east", "laptop")}
        waiting = grouped["fhq/east", "up"]
        made = changeset(waiting)
        pk = writer.seal(made, [one.pk for one in waiting])
        assert writer.unsealed() == {}
        assert [one.position for one in writer.revisions_in(pk)] == [0, 1]
        assert {one.id: one.sealed for one in writer.records(one.id for one in states).values()} == {
            states[0].id: True,
            states[1].id: True,
            states[2].id: False,
        }
        body = writer.changeset_file(pk).body
        assert hashlib.sha256(body).hexdigest() == made.digest
        assert writer.stream_heads() == {STREAM: (1, made.digest)}
        assert writer.digests_at(STREAM, 1) == (made.digest,)
        assert writer.digests_at(STREAM, 2) == ()


def test_what_is_sealed_cannot_be_sealed_again(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        save(writer, title="Once")
        (waiting,) = writer.unsealed()["fhq/east", "up"]
        writer.seal(changeset([waiting]), [waiting.pk])
    with pytest.raises(StateClashError), logbook.writing() as writer:
        writer.seal(changeset([waiting], seq=2), [waiting.pk])
    with pytest.raises(StateClashError), logbook.writing() as writer:
        writer.seal(changeset([]), [])
    with pytest.raises(StateClashError), logbook.writing() as writer:
        writer.put_changesets([changeset([waiting])])
    with logbook.reading() as reader:
        assert len(reader.changeset_headers(STREAM)) == 1


def test_both_branches_of_a_forked_stream_are_held(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        first = sealed(writer, [revision(1)])
        one = sealed(writer, [revision(2)], 2, first.digest)
        other = sealed(writer, [revision(3)], 2, first.digest)
        after = sealed(writer, [revision(4)], 3, other.digest)
        assert writer.digests_at(STREAM, 2) == (one.digest, other.digest)
        assert [header.seq for header in writer.changeset_headers(STREAM)] == [1, 2, 2, 3]
        assert writer.stream_heads() == {STREAM: (3, after.digest)}
    assert check_logbook(logbook) == ()
    with logbook.writing() as writer:
        sealed(writer, [revision(5)], 4, one.digest)
    assert [fault.code for fault in check_logbook(logbook)] == ["chain-broken"]


def test_only_what_lies_beyond_the_receipt_is_written_out(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        prev = None
        for seq in range(1, 6):
            prev = sealed(writer, [revision(seq * 10 + number) for number in range(3)], seq, prev).digest
    with logbook.reading() as reader:
        found = list(reader.changesets_after({STREAM: 3}))
        assert [one.changeset.seq for one in found] == [4, 5]
        assert all(hashlib.sha256(one.body).hexdigest() == one.changeset.digest for one in found)
        assert list(reader.changesets_after({STREAM: 5})) == []
        assert list(reader.changesets_after({}, streams=["another"])) == []
        assert len(list(reader.changesets_after({}, streams=[STREAM]))) == 5


def test_many_changesets_come_in_order_and_in_batches(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        prev = None
        for seq in range(1, 13):
            lines = [revision(seq * 1000 + number) for number in range(400)]
            prev = sealed(writer, lines, seq, prev).digest
    with logbook.reading() as reader:
        assert [one.changeset.seq for one in reader.changesets_after({})] == list(range(1, 13))
    assert check_logbook(logbook) == ()


def test_statuses_can_be_set_wherever_a_revision_occurs(logbook: Logbook) -> None:
    made = revision(1)
    with logbook.writing() as writer:
        first = sealed(writer, [made])
        sealed(writer, [made], 2, first.digest)
        writer.set_status([made.id], "disregarded")
        assert {one.status for pk in (1, 2) for one in writer.revisions_in(pk)} == {"disregarded"}
        writer.set_status([made.id], "effect")
        assert writer.known_revisions([made.id]) == {made.id: "effect"}


def test_private_history_goes_and_sealed_history_stays(logbook: Logbook) -> None:
    private = [revision(1)]
    private.append(revision(2, record=private[0].record, parents=[private[0].id]))
    shared = revision(3, record=private[0].record)
    with logbook.writing() as writer:
        writer.put_revisions(private)
        sealed(writer, [shared])
        writer.remove_private_history([private[0].record])
        assert [one.id for one in writer.history(shared.record)] == [shared.id]


def test_an_unknown_mark_can_be_taken_off(logbook: Logbook) -> None:
    made = msgspec.structs.replace(revision(1), unknown=True)
    with logbook.writing() as writer:
        writer.put_revisions([made])
        writer.set_known([made.record])
        assert writer.unknown() == ()


def test_refused_changesets_are_kept_aside_once(logbook: Logbook) -> None:
    refused = RefusedChangeset(
        stream=STREAM, seq=1, digest="0" * 64, body=b"{}\n", signature="s", reason="refused:fork", at="2026"
    )
    with logbook.writing() as writer:
        writer.put_refused(refused)
        writer.put_refused(refused)
        assert writer.refused_changesets(["another"]) == ()
        assert [(one.stream, one.seq, one.prev) for one in writer.refused_places()] == [(STREAM, 1, None)]
        (kept,) = writer.refused_changesets()
        assert msgspec.structs.replace(kept, pk=0) == refused
        writer.remove_refused(kept.pk)
        assert writer.refused_changesets() == ()


def test_changesets_and_statuses_of_a_node(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        lines = [revision(1), revision(2)]
        writer.put_states([state(one) for one in lines])
        sealed(writer, lines)
        (made,) = writer.changesets_of(NODE)
        assert writer.changeset_sizes([made])[made.pk] == len(writer.changeset_file(made.pk).body)
        assert writer.due_changesets({}, [STREAM]) == (made,)
        assert writer.nodes_disregarded() == set()
        assert writer.set_changeset_status(made.pk, "disregarded") == {one.record for one in lines}
        assert writer.nodes_disregarded() == {NODE}
