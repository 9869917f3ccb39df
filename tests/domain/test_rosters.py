"""Rosters: strict texts, and what several of them say together."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.domain import canonical
from app.domain.roster_texts import MalformedRosterError, NewerRosterError, encode_roster, parse_roster
from app.domain.rosters import End, Entry, Fork, Roster, RosterBook, RosterNotAllowedError, check_successor
from app.domain.scopes import Level, Reach, StreamKey

MISSION = "019aa5b5-8c40-7000-8000-000000000001"
HQ, EAST, WEST, UNIT = ("a" * 24, "b" * 24, "c" * 24, "d" * 24)
STREAM = StreamKey(EAST, "5eed0001", "fhq/east", Reach.UP)
OF_UNIT = StreamKey(UNIT, "5eed0001", "fhq/unit", Reach.UP)


def entry(node: str, unit: str, level: Level, **changes: Any) -> Entry:
    plain = Entry(node, "ssh-ed25519 AAAA" + node, "age1" + "q" * 58, unit, unit.upper(), level, "CIMIC")
    return msgspec.structs.replace(plain, **changes)


def roster(
    *entries: Entry, issuer: str = HQ, version: int = 1, forks: dict[str, Fork] | None = None
) -> Roster:
    return Roster(MISSION, "Testland", issuer, version, "2026-11-21T09:30:00.000Z", entries, forks or {})


TOP = (entry(HQ, "fhq", Level.FORCE), entry(EAST, "fhq/east", Level.SECTOR))


def test_rosters_are_read_back() -> None:
    full = roster(
        *TOP,
        entry(WEST, "fhq/west", Level.SECTOR, status="revoked", last={}, officer="Maj W. West"),
        entry(UNIT, "fhq/unit", Level.UNIT, status="retired", last={str(OF_UNIT): End(7, "2" * 64)}),
        forks={str(STREAM): Fork(2, ("0" * 64, "1" * 64))},
    )
    assert parse_roster(encode_roster(full)) == full


def _entry(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda body: body["entries"][1].update({key: value})


def _ended(last: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    return lambda body: body["entries"][1].update({"status": "retired", "last": last})


def _top(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda body: body.update({key: value})


WRONG_TEXTS = [
    _top("more", 1),
    _top("format", 0),
    _top("format", "1"),
    _top("mission", "x"),
    _top("mission_name", ""),
    _top("issuer", "x"),
    _top("version", 0),
    _top("version", 1_000_000),
    _top("issued_at", "now"),
    _top("entries", {}),
    _top("forks", {"x": {"seq": 1, "accept": ["0" * 64]}}),
    _top("forks", {str(STREAM): {"seq": 1, "accept": []}}),
    _top("forks", {str(STREAM): {"seq": 0, "accept": ["0" * 64]}}),
    _entry("node", HQ),
    _entry("node", "x"),
    _entry("unit", "FHQ"),
    _entry("level", "corps"),
    _entry("status", "asleep"),
    _entry("status", "retired"),
    _entry("last", {}),
    _entry("officer", "x" * 201),
    _ended({str(STREAM): 4}),
    _ended({str(STREAM): {"seq": 0, "digest": "0" * 64}}),
    _ended({str(STREAM): {"seq": 4, "digest": "0" * 63}}),
    _ended({str(STREAM): {"seq": 4}}),
    _entry("public_key", "ssh-rsa AAAA"),
    _entry("recipient", "age1"),
    _entry("rank", "Maj"),
]


@pytest.mark.parametrize("change", WRONG_TEXTS, ids=map(str, range(len(WRONG_TEXTS))))
def test_other_texts_are_refused(change: Callable[[dict[str, Any]], None]) -> None:
    body = canonical.decode(encode_roster(roster(*TOP)))
    change(body)
    with pytest.raises(MalformedRosterError):
        parse_roster(canonical.encode(body))


def test_last_names_streams_of_its_own_node() -> None:
    foreign = entry(WEST, "fhq/west", Level.SECTOR, status="retired", last={str(STREAM): End(1, "0" * 64)})
    with pytest.raises(MalformedRosterError):
        encode_roster(roster(*TOP, foreign))


def test_newer_format_is_told_apart() -> None:
    with pytest.raises(NewerRosterError):
        parse_roster(b'{"format":3,"more":[]}')


@pytest.mark.parametrize(
    "body", [b'{"format":1,"more":[]}', b'{"format":0}', b'{"format":true}', b"{}", b"[]"]
)
def test_another_or_no_format_is_refused_before_anything_else(body: bytes) -> None:
    with pytest.raises(MalformedRosterError, match="trial versions" if b"1" in body else "no format"):
        parse_roster(body)


def test_book_knows_the_chain() -> None:
    below = roster(entry(UNIT, "fhq/east/unit-1", Level.UNIT), issuer=EAST)
    book = RosterBook(HQ, [below, roster(*TOP)])
    assert book.mission == MISSION
    assert book.level_of(UNIT) is Level.UNIT
    assert book.level_of(WEST) is None
    assert [one.node for one in book.superiors_of("fhq/east/unit-1")] == [EAST]
    assert [one.node for one in book.superiors_of("fhq/north/unit-1")] == [HQ]
    assert book.superiors_of("fhq") == ()
    assert [one.node for one in book.subordinates_of("fhq")] == [EAST, UNIT]
    assert [one.node for one in book.active_at("fhq/east")] == [EAST]


BEYOND = [
    roster(entry(UNIT, "fhq/west/unit-1", Level.UNIT), issuer=EAST),
    roster(entry(UNIT, "fhq/east", Level.UNIT), issuer=EAST),
    roster(entry(UNIT, "fhq/eastern/unit", Level.UNIT), issuer=EAST),
    roster(entry(UNIT, "fhq/east/unit-1", Level.SECTOR), issuer=EAST),
    roster(entry(UNIT, "fhq/east/unit-1", Level.UNIT), issuer=WEST),
    roster(issuer=EAST, forks={str(StreamKey(WEST, "5eed0001", "fhq", Reach.UP)): Fork(1, ("0" * 64,))}),
]


@pytest.mark.parametrize("delegated", BEYOND, ids=map(str, range(len(BEYOND))))
def test_delegated_rosters_beyond_their_issuers_say_are_left_out(delegated: Roster) -> None:
    book = RosterBook(HQ, [roster(*TOP), delegated])
    assert book.left_out == (delegated.issuer,)
    assert book.entry_of(UNIT) is None


@pytest.mark.parametrize("entries", [(), TOP[1:], (entry(HQ, "fhq", Level.SECTOR),)])
def test_root_vouches_for_itself(entries: tuple[Entry, ...]) -> None:
    with pytest.raises(RosterNotAllowedError):
        RosterBook(HQ, [roster(*entries)])


def test_book_needs_the_roots_roster_once() -> None:
    for rosters in ([], [roster(*TOP), roster(*TOP, version=2)]):
        with pytest.raises(RosterNotAllowedError):
            RosterBook(HQ, rosters)


@pytest.mark.parametrize("status", ["retired", "revoked"])
def test_what_lies_beyond_the_last_has_no_effect(status: str) -> None:
    gone = msgspec.structs.replace(TOP[1], status=status, last={str(STREAM): End(4, "0" * 64)})
    book = RosterBook(HQ, [roster(TOP[0], gone)])
    assert [book.effective(STREAM, seq, "0" * 64) for seq in (1, 4, 5)] == [True, True, False]
    assert [book.effective(STREAM, seq, "1" * 64) for seq in (1, 4, 5)] == [True, False, False]
    other = StreamKey(EAST, "5eed0002", "fhq/east", Reach.UP)
    assert not book.effective(other, 1, "0" * 64)
    assert not book.effective(StreamKey(UNIT, "5eed0001", "fhq", Reach.UP), 1, "0" * 64)


def test_settled_forks_choose_a_branch() -> None:
    book = RosterBook(HQ, [roster(*TOP, forks={str(STREAM): Fork(2, ("1" * 64,))})])
    assert book.effective(STREAM, 1, "0" * 64)
    assert book.effective(STREAM, 2, "1" * 64)
    assert not book.effective(STREAM, 2, "0" * 64)
    assert book.fork_of(STREAM) == Fork(2, ("1" * 64,))


def test_newer_versions_keep_keys_levels_and_units() -> None:
    held = roster(*TOP)
    check_successor(held, roster(TOP[0], entry(EAST, "fhq/east", Level.SECTOR, title="G9"), version=2))
    for changed in (
        entry(EAST, "fhq/east", Level.UNIT),
        entry(EAST, "fhq/north", Level.SECTOR),
        entry(EAST, "fhq/east", Level.SECTOR, public_key="ssh-x"),
    ):
        with pytest.raises(RosterNotAllowedError):
            check_successor(held, roster(TOP[0], changed, version=2))
