"""Links, contacts and promises as both databases answer them."""

from datetime import date

from app.storage.logbook import Logbook
from app.storage.rows import RecordState
from tests.storage.making import revision, save, state

BOTH_STORES = True
NOW = "2026-11-21T12:00:00Z"


def test_links_are_found_counted_and_limited(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        who = save(writer, kind="organisation", name="Water Board")
        other = save(writer, 1, kind="organisation", name="Road Board", not_same=[who.id])
        meeting = save(
            writer, 2, organisations=[who.id], participants=[{"name": "x", "organisation": who.id}]
        )
        promise = save(writer, 3, kind="follow_up", what="Ask", counterpart=who.id, state="open")
    with logbook.reading() as reader:
        found = reader.pointers_to([who.id], 10)
        assert [(one.id, one.field) for one in found] == [
            (promise.id, "counterpart"), (meeting.id, "organisations"), (meeting.id, "participants.organisation"),
            (other.id, "not_same"),
        ]  # fmt: skip
        assert found[0].state == "open"
        assert len(reader.pointers_to([who.id, other.id], 2)) == 2
        assert reader.pointer_counts([who.id], ("not_same",)) == {
            ("follow_up", "counterpart"): 1, ("meeting", "organisations"): 1,
            ("meeting", "participants.organisation"): 1,
        }  # fmt: skip
        assert reader.reference_counts([who.id, other.id]) == {who.id: 4}
        assert reader.field_values("organisation", ("name", "created_at"), [who.id]) == {
            who.id: ("Water Board", who.created_at)
        }
        assert reader.revised_since("organisation", 0) == {who.id, other.id}
        assert reader.revised_since("organisation", reader.last_revision()) == set()


def test_doubles_are_left_out_of_every_list_of_their_kind(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        who = save(writer, kind="organisation", name="Water Board", acronym="WB")
        double = save(writer, 1, kind="organisation", name="W. Board", merged_into=who.id)
        lost = save(writer, 2, kind="organisation", name="Lost", merged_into="0" * 32)
    with logbook.reading() as reader:
        assert reader.merge_pointers("organisation") == {double.id: who.id}
        for order in (("title", False), ("acronym", True), ("updated_at", False), ("name", False)):
            page = reader.page("organisation", (), order)
            assert {row.id for row in page.rows} == {who.id, lost.id}
            assert len(reader.keys("organisation", (), order)) == 2
        assert reader.count("organisation") == 2
        assert reader.count("organisation", (("name", "contains", "Board"),)) == 1
        assert [row.id for row in reader.page("organisation", (("merged_into", "=", who.id),)).rows] == [
            double.id
        ]
        assert reader.count(None) == 3


def test_contacts_are_the_last_before_and_the_first_after_a_moment(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        who = save(writer, kind="organisation", name="Water Board")
        for number, began, again in (
            (1, "2026-11-01T10:00:00+02:00", None), (2, "2026-11-10T10:00:00+02:00", "2026-12-01T10:00:00Z"),
            (3, "2026-11-25T10:00:00Z", None), (4, None, "2026-11-24T10:00:00Z"),
        ):  # fmt: skip
            times = {"started_at": began, "next_meeting_at": again}
            save(writer, number, organisations=[who.id], **{name: at for name, at in times.items() if at})
    with logbook.reading() as reader:
        (contact,) = reader.contacts(NOW)
    assert (contact.target, contact.last, contact.next) == (
        who.id, "2026-11-10T10:00:00+02:00", "2026-11-24T10:00:00Z",
    )  # fmt: skip


def test_promises_are_counted_and_the_day_they_were_done_is_found(logbook: Logbook) -> None:
    def promise(number: int, **fields: str) -> RecordState:
        with logbook.writing() as writer:
            return save(writer, number, kind="follow_up", what="Ask", **fields)

    promise(1, counterpart="a", owed_by="us", state="open", due="2026-11-01")
    promise(2, counterpart="a", owed_by="us", state="open", due="2026-12-01")
    promise(3, counterpart="b", state="cancelled", due="2026-01-01")
    first = revision(4, kind="follow_up", fields={"what": "Ask", "state": "open", "due": "2026-12-01"})
    done = revision(90, record=first.record, kind="follow_up", fields={"state": "done"}, parents=[first.id])
    later = revision(95, record=first.record, kind="follow_up", fields={"notes": "x"}, parents=[done.id])
    values = {"what": "Ask", "state": "done", "due": "2026-12-01", "notes": "x"}
    with logbook.writing() as writer:
        writer.put_revisions([first, done, later])
        writer.put_states([state(later, values=values)])
    with logbook.reading() as reader:
        counts = {
            (one.counterpart, one.owed_by, one.state): (one.count, one.late)
            for one in reader.promise_counts(date(2026, 11, 21))
        }
        assert counts == {
            ("a", "us", "open"): (2, 1), ("b", "", "cancelled"): (1, 0), ("", "", "done"): (1, 0),
        }  # fmt: skip
        assert len(reader.promise_counts(date(2026, 11, 21), ["b"])) == 1
        (one,) = reader.done_promises()
        assert (one.id, one.due, one.counterpart) == (first.record, "2026-12-01", "")
        assert reader.done_promises(["a"]) == ()
        assert reader.done_at([first.record]) == {first.record: done.at}
