"""Records come back as they were put, whatever their kind, and what points to them is known."""

from typing import Any

import msgspec
import pytest

from app.domain.fields import Field, FieldType
from app.domain.kinds import KINDS
from app.storage.logbook import Logbook
from app.storage.rows import RecordScope, RecordState
from tests.storage.making import changeset, revision, save, state

BOTH_STORES = True

_SAMPLES: dict[FieldType, Any] = {
    FieldType.TEXT: "Text with “quotes” and ﻋﺮﺑﻲ",
    FieldType.LONG: "Many\nlines\tand 'quotes'",
    FieldType.INTEGER: 2**53 - 1,
    FieldType.PERCENT: 55,
    FieldType.BOOLEAN: False,
    FieldType.DATE: "2026-02-28",
    FieldType.MOMENT: "2026-11-21T16:00:00+05:45",
    FieldType.MONEY: {"amount": 2450000, "currency": "USD"},
    FieldType.POINT: {"lat": -4859390, "lon": 31571250, "precision": 10},
    FieldType.CHOICE: "other",
    FieldType.CHOICES: ["a", "b"],
    FieldType.STATE: "open",
    FieldType.REF: "0192aaaa-0000-7000-8000-000000000001",
    FieldType.REFS: ["0192aaaa-0000-7000-8000-000000000002"],
    FieldType.TEXTS: ["eins", "zwei"],
    FieldType.BENEFICIARIES: {"total": 400},
    FieldType.ROWS: [{"name": "A"}],
    FieldType.FILES: [{"sha256": "f" * 64, "name": "a.jpg", "media": "image/jpeg", "size": 9, "caption": ""}],
}


def sample(field: Field) -> Any:
    return _SAMPLES[field.type]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_every_kind_comes_back(logbook: Logbook, kind: str) -> None:
    values = {name: sample(field) for name, field in KINDS[kind].__fields__.items()}
    values |= {"serial": "EAST-2026-1"}
    made = revision(kind=kind, fields=values)
    stored = state(
        made,
        withdrawn="by mistake",
        sealed=True,
        conflicts={"notes": (made.id, "0" * 32)},
        heads=(made.id, "0" * 32),
    )
    with logbook.writing() as writer:
        writer.put_states([stored])
    with logbook.reading() as reader:
        assert reader.record(made.record) == stored
        assert reader.by_serial("EAST-2026-1") == stored


def test_what_has_no_column_or_does_not_fit_it_is_kept_all_the_same(logbook: Logbook) -> None:
    values: dict[str, Any] = {
        "title": ["not", "a", "text"],
        "atmosphere": "friendly",
        "started_at": "yesterday",
        "ended_at": "2026-11-21T16:00:00",
        "releasable": "yes",
        "from_the_future": {"a": [1]},
        "notes": "kept",
    }
    with logbook.writing() as writer:
        stored = save(writer, **values)
    with logbook.reading() as reader:
        assert reader.record(stored.id) == stored


def test_a_record_of_an_unknown_kind_is_kept(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        stored = save(writer, kind="drone_sighting", title="Over the bridge")
    with logbook.reading() as reader:
        assert reader.record(stored.id) == stored
        assert reader.counts() == {"drone_sighting": 1}
        assert reader.search("bridge") == ()
        assert [row.values for row in reader.page("drone_sighting").rows] == [{}]


def test_a_null_is_the_same_as_nothing(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        stored = save(writer, title="Seen", place=None, tags=None)
    with logbook.reading() as reader:
        read = reader.record(stored.id)
    assert read is not None
    assert read.values == {"title": "Seen"}


def test_an_update_replaces_the_whole_state(logbook: Logbook) -> None:
    target = "0192aaaa-0000-7000-8000-000000000009"
    with logbook.writing() as writer:
        stored = save(writer, title="Before", place="Juba", forum=target, odd="x")
        changed = msgspec.structs.replace(stored, values={"title": "After"}, updated_by="Cpt B")
        writer.put_states([stored, changed])
    with logbook.reading() as reader:
        assert reader.record(stored.id) == changed
        assert reader.referring(target) == ()
        assert reader.search("before") == ()
        assert reader.search("juba") == ()
        assert [hit.title for hit in reader.search("after")] == ["After"]
        assert reader.count("meeting") == 1


def test_many_new_and_known_records_at_once(logbook: Logbook) -> None:
    states = [state(revision(number)) for number in range(2_500)]
    with logbook.writing() as writer:
        writer.put_states(states[:1_300])
        writer.put_states(states)
    with logbook.reading() as reader:
        assert reader.records(one.id for one in states) == {one.id: one for one in states}
        assert reader.count("meeting") == 2_500


def test_unknown_ids_are_left_out(logbook: Logbook) -> None:
    with logbook.reading() as reader:
        assert reader.record("nobody") is None
        assert reader.records(["nobody"]) == {}
        assert reader.by_serial("") is None
        assert reader.rows([1, 2]) == []
        assert reader.scopes_of(["nobody"]) == {}


def test_what_points_to_a_record_is_known_with_its_field(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        forum = save(writer, kind="forum", name="JOC")
        meeting = save(
            writer,
            1,
            title="Met",
            serial="M-1",
            forum=forum.id,
            organisations=[forum.id, forum.id],
            participants=[{"person": forum.id, "name": "A"}, {"person": 3}, "odd"],
            continues=forum.id,
        )
    with logbook.reading() as reader:
        found = {(one.id, one.serial, one.title, one.field) for one in reader.referring(forum.id)}
    fields = ("forum", "organisations", "participants.person", "continues")
    assert found == {(meeting.id, "M-1", "Met", field) for field in fields}


def test_scopes_are_those_of_records_and_a_revision_has_the_one_of_its_changeset(logbook: Logbook) -> None:
    waiting = revision(5, parents=["0" * 32], status="waiting")
    with logbook.writing() as writer:
        known = save(writer, title="Known")
        (pk,) = writer.put_changesets([changeset([waiting])])
        writer.put_revisions([msgspec.structs.replace(waiting, changeset=pk, position=0)])
        assert writer.scopes_of([known.id, waiting.record]) == {
            known.id: RecordScope("fhq/east", "up", False)
        }
        (stored,) = writer.history(waiting.record)
        assert (stored.unit, stored.reach) == ("fhq/east", "up")


def test_titles_come_from_the_first_field_that_has_text(logbook: Logbook) -> None:
    def title(**fields: Any) -> str:
        with logbook.writing() as writer:
            stored: RecordState = save(writer, **fields)
            (row,) = writer.page("meeting", (("id", "=", stored.id),)).rows
            return row.title

    assert title(title="A", objective="B", place="C") == "A"
    assert title(title="  ", objective="B\n B", place="C") == "B B"
    assert title(place="C") == "C"
    assert title(notes="D") == ""
    assert len(title(title="x" * 5000)) == 200
