"""The book of all rosters: it does not depend on their order, and no sector has a say beyond its own units."""

from itertools import permutations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rosters import End, Entry, Fork, Roster, RosterBook
from app.domain.scopes import Level, Reach, StreamKey, is_above
from app.domain.standing_changesets import void_digests

ROOT, EAST, WEST, INNER = ("a" * 24, "z" * 24, "b" * 24, "c" * 24)
SECTORS = {EAST: "fhq/east", WEST: "fhq/west", INNER: "fhq/east/inner"}
UNITS = [f"{letter * 23}{digit}" for letter in "nop" for digit in "23"]
PATHS = ["fhq/east/u", "fhq/east/v", "fhq/east/inner/u", "fhq/west/u", "fhq/west/v"]


def entry(node: str, unit: str, level: Level = Level.UNIT, status: str = "active", seq: int = 1) -> Entry:
    last = None if status == "active" else {str(stream(node, unit)): End(seq, f"{seq:064}")}
    return Entry(node, f"key {node}", f"age {node}", unit, unit.upper(), level, "CIMIC", status, last)


def stream(node: str, unit: str) -> StreamKey:
    return StreamKey(node, "5eed0001", unit, Reach.UP)


def roster(issuer: str, *entries: Entry, forks: dict[str, Fork] | None = None) -> Roster:
    return Roster("m", "Testland", issuer, 1, "2026-11-21T09:30:00.000Z", entries, forks or {})


TOP = roster(ROOT, entry(ROOT, "fhq", Level.FORCE), *(entry(*one, Level.SECTOR) for one in SECTORS.items()))
STATUSES = st.sampled_from(["active", "retired", "revoked"])


@st.composite
def delegated(draw: st.DrawFn, issuer: str) -> Roster:
    """Draw a roster of a sector that stays within its issuer's say: units below its path, whoever's they are."""
    below = [path for path in PATHS if is_above(SECTORS[issuer], path)]
    nodes = draw(st.lists(st.sampled_from(UNITS), unique=True))
    listed = [entry(node, draw(st.sampled_from(below)), status=draw(STATUSES)) for node in nodes]
    forks = {str(stream(one.node, one.unit)): Fork(1, (issuer * 2,)) for one in listed if draw(st.booleans())}
    return roster(issuer, *listed, forks=forks)


POSTS = st.dictionaries(st.sampled_from(UNITS), st.sampled_from(PATHS))


def said(book: RosterBook) -> object:
    return (
        book.entries, dict(book.forks), book.left_out, book.foreign_claims,
        {one.node: book.voucher_of(one.node) for one in book.entries},
    )  # fmt: skip


@given(delegated(EAST), delegated(WEST), delegated(INNER), POSTS)
def test_the_book_does_not_depend_on_the_order_of_the_rosters(
    east: Roster, west: Roster, inner: Roster, posts: dict[str, str]
) -> None:
    books = [RosterBook(ROOT, order, posts) for order in permutations([TOP, east, west, inner])]
    assert all(said(book) == said(books[0]) for book in books)


@given(delegated(EAST), delegated(WEST), POSTS)
def test_no_roster_of_a_sector_changes_anything_about_nodes_of_other_sectors(
    east: Roster, west: Roster, posts: dict[str, str]
) -> None:
    without = RosterBook(ROOT, [TOP, east], posts)
    book = RosterBook(ROOT, [TOP, east, west], posts)
    for node, post in posts.items():
        if not is_above(SECTORS[WEST], post):
            assert book.entry_of(node) == without.entry_of(node)
            assert book.fork_of(stream(node, post)) == without.fork_of(stream(node, post))
        else:
            claim = book.entry_of(node)
            assert claim is None or claim.unit == post


def test_a_sector_can_neither_claim_nor_revoke_a_unit_of_another() -> None:
    unit, post = UNITS[0], "fhq/east/u"
    honest = roster(EAST, entry(unit, post))
    for claim in (entry(unit, "fhq/west/u"), entry(unit, "fhq/west/u", status="revoked")):
        book = RosterBook(ROOT, [TOP, honest, roster(WEST, claim)], {unit: post})
        assert book.entry_of(unit) == honest.entries[0]
        assert book.voucher_of(unit) == EAST
        assert book.foreign_claims == ((WEST, unit),)
        alone = RosterBook(ROOT, [TOP, roster(WEST, claim)], {unit: post})
        assert alone.entry_of(unit) is None


def test_of_several_claims_the_root_counts_then_the_nearer_sector_then_the_stricter_word() -> None:
    unit, post = UNITS[0], "fhq/east/inner/u"
    near, far = entry(unit, post), entry(unit, post, status="revoked")
    rosters = [TOP, roster(INNER, far), roster(EAST, near)]
    assert RosterBook(ROOT, rosters, {unit: post}).entry_of(unit) == near
    root = msgspec.structs.replace(TOP, entries=(*TOP.entries, entry(unit, post, status="retired")))
    book = RosterBook(ROOT, [root, *rosters[1:]], {unit: post})
    assert (book.entry_of(unit), book.voucher_of(unit)) == (root.entries[-1], ROOT)
    peer = roster("d" * 24, far)
    twice = msgspec.structs.replace(
        TOP, entries=(*TOP.entries, entry("d" * 24, "fhq/east/inner", Level.SECTOR))
    )
    stricter = RosterBook(ROOT, [twice, roster(INNER, near), peer], {unit: post})
    assert stricter.entry_of(unit) == far


def test_a_unit_with_two_live_nodes_is_known() -> None:
    pair = entry(UNITS[0], "fhq/east/u"), entry(UNITS[1], "fhq/east/u")
    ended = entry(UNITS[2], "fhq/east/v", status="retired"), entry(UNITS[3], "fhq/east/v")
    book = RosterBook(ROOT, [TOP, roster(EAST, *pair, *ended)])
    assert book.shared_posts() == {"fhq/east/u": pair}


class Link(msgspec.Struct, frozen=True):
    """A changeset as the walk sees it."""

    stream: str
    seq: int
    digest: str
    prev: str | None


def links(*chains: str, key: StreamKey | None = None) -> list[Link]:
    """Make chains of one stream: `ab` is a, and b on a; a digest named twice is one changeset."""
    found = {}
    for chain in chains:
        for seq, digest in enumerate(chain, 1):
            prev = chain[seq - 2] if seq > 1 else None
            found[digest] = Link(str(key or stream(WEST, "fhq/west")), seq, digest, prev)
    return list(found.values())


def ended(seq: int, digest: str, status: str = "revoked") -> RosterBook:
    gone = msgspec.structs.replace(
        entry(WEST, "fhq/west", Level.SECTOR, status),
        last={str(stream(WEST, "fhq/west")): End(seq, digest)},
    )
    return RosterBook(ROOT, [roster(ROOT, *(gone if one.node == WEST else one for one in TOP.entries))])


def test_what_does_not_lead_to_the_end_that_a_roster_names_is_void() -> None:
    assert void_digests(ended(3, "c"), links("abcd")) == {"d"}
    assert void_digests(ended(3, "c"), links("abxy")) == {"x", "y"}
    assert void_digests(ended(3, "c"), links("abc", "abx")) == {"x"}
    assert void_digests(ended(3, "c"), links("abc", "ax")) == {"x"}
    assert void_digests(ended(3, "c"), links("ab")) == set()


@given(st.permutations(links("abcd", "abx", "ay")))
def test_what_is_void_does_not_depend_on_the_order_of_arrival(held: list[Link]) -> None:
    assert void_digests(ended(3, "c"), held) == {"d", "x", "y"}


def test_everything_of_a_node_that_no_roster_names_is_void() -> None:
    book = RosterBook(ROOT, [TOP])
    assert void_digests(book, links("ab", key=stream(UNITS[0], "fhq/east/u"))) == {"a", "b"}
    assert void_digests(book, links("ab")) == set()
