"""Identity, settings, rosters, peers, journal, held bundles, drafts and numbers are kept as given."""

from contextlib import suppress

import msgspec
import pytest

from app.storage.errors import StateClashError
from app.storage.logbook import Logbook
from app.storage.rows import Draft, HeldBundle, JournalEntry, PeerState, Receipt, StoredRoster
from tests.storage.making import NODE, STREAM, UndoneError

BOTH_STORES = True


def test_identity_and_secrets(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        writer.set_meta({"mission": "one", "node": NODE})
        writer.set_meta({"mission": "two"})
        writer.set_secret("seed", bytes(32))
        writer.set_secret("seed", b"\x01" * 32)
    with logbook.reading() as reader:
        assert reader.all_meta() == {"mission": "two", "node": NODE}
        assert reader.meta("mission") == "two"
        assert reader.meta("nothing") is None
        assert reader.secret("seed") == b"\x01" * 32
        assert reader.secret("nothing") is None


def test_settings_hold_any_json(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        for value in ({"a": [1, None, "é"]}, [1], "text", 5, False):
            writer.set_setting("one", value)
            assert writer.setting("one") == value
        writer.set_setting("two", 2)
        writer.set_setting("one", None)
        assert writer.settings() == {"two": 2}
        assert writer.setting("one", "default") == "default"


def test_a_roster_version_has_one_content(logbook: Logbook) -> None:
    roster = StoredRoster(issuer=NODE, version=2, body=b"{}", signature="s", received_at="2026")
    with logbook.writing() as writer:
        writer.put_roster(roster)
        writer.put_roster(roster)
        writer.put_roster(msgspec.structs.replace(roster, version=1, body=b"[]"))
        assert [one.version for one in writer.rosters()] == [1, 2]
    with pytest.raises(StateClashError), logbook.writing() as writer:
        writer.put_roster(msgspec.structs.replace(roster, body=b"other"))


def test_the_post_that_a_node_signed_first_stays(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        writer.put_posts({NODE: "fhq/east"})
        writer.put_posts({NODE: "fhq/west", "b" * 24: "fhq"})
        writer.put_posts({})
        assert writer.posts() == {NODE: "fhq/east", "b" * 24: "fhq"}


def test_peers_and_receipts_hold_the_last_word(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        assert writer.peer(NODE) == PeerState(node=NODE)
        writer.put_peer(NODE, last_in="2026-01", wants=["a"])
        writer.put_peer(NODE, last_out="2026-02", asked_at="2026-03", rosters_held={"b" * 24: "c" * 40})
        writer.put_peer(NODE, receipt_at="2026-04")
        writer.put_peer(NODE)
        known = PeerState(
            node=NODE, last_in="2026-01", last_out="2026-02", receipt_at="2026-04", asked_at="2026-03",
            wants=["a"], rosters_held={"b" * 24: "c" * 40},
        )  # fmt: skip
        assert (writer.peer(NODE), writer.peers()) == (known, (known,))
        writer.put_peer(NODE, wants=[], rosters_held={})
        assert (writer.peer(NODE).wants, writer.peer(NODE).rosters_held) == ([], {})
        writer.put_receipts([Receipt(NODE, STREAM, 7), Receipt("b" * 24, STREAM, 1)])
        writer.put_receipts([Receipt(NODE, STREAM, 5)])
        assert writer.receipts(NODE) == {STREAM: 5}
        assert writer.receipts("nobody") == {}


def test_the_journal_is_read_latest_first(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        for number in range(5):
            entry = JournalEntry(
                at=f"2026-0{number}", direction="in", outcome="applied", file="a.liaison", digest="0" * 64,
                reasons=[{"code": "held:gap"}], counts={"meeting": {"added": number}},
            )  # fmt: skip
            writer.add_journal(entry)
        first = writer.journal(limit=2)
        assert [one.counts["meeting"]["added"] for one in first] == [4, 3]
        assert [one.at for one in writer.journal(limit=9, before=first[-1].pk)] == [
            "2026-02",
            "2026-01",
            "2026-00",
        ]


def test_held_bundles(logbook: Logbook) -> None:
    held = HeldBundle(digest="0" * 64, file="0.liaison", at="2026", bundle="b", reasons=["held:gap"])
    with logbook.writing() as writer:
        writer.put_held(held)
        writer.put_held(msgspec.structs.replace(held, reasons=["held:unknown-signer"]))
        assert [one.reasons for one in writer.held()] == [["held:unknown-signer"]]
        writer.remove_held(held.digest)
        assert writer.held() == ()


def test_drafts(logbook: Logbook) -> None:
    draft = Draft(key="meeting:new", kind="meeting", data={"title": "half"}, at="2026-01")
    with logbook.writing() as writer:
        writer.put_draft(draft)
        writer.put_draft(msgspec.structs.replace(draft, data={"title": "whole"}, at="2026-02"))
        writer.put_draft(msgspec.structs.replace(draft, key="other", record="r"))
        assert [one.data["title"] for one in writer.drafts()] == ["whole", "half"]
        writer.remove_draft("other")
        assert writer.draft("other") is None
        assert writer.draft("meeting:new") == writer.drafts()[0]


def test_numbers_are_never_given_twice(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        assert [writer.next_serial("EAST", "MTG", 2026) for _ in range(3)] == [1, 2, 3]
        assert writer.next_serial("EAST", "MTG", 2026, count=10) == 4
        assert writer.next_serial("EAST", "MTG", 2026) == 14
        assert writer.next_serial("EAST", "MTG", 2027) == 1
        assert writer.next_serial("WEST", "MTG", 2026, count=5) == 1
        assert writer.next_serial("WEST", "MTG", 2026) == 6
    with suppress(UndoneError), logbook.writing() as writer:
        assert writer.next_serial("EAST", "MTG", 2026) == 15
        raise UndoneError
    with logbook.writing() as writer:
        assert writer.next_serial("EAST", "MTG", 2026) == 15
