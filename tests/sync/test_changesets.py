"""Changesets: sealing is repeatable, and what is sealed is what a reader accepts."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.revisions import Revision
from app.domain.scopes import Reach, StreamKey
from app.sync import changesets
from app.sync.changesets import iterate_revisions, parse_header, parse_revisions, seal
from app.sync.errors import BundleError, MalformedError, TooLargeError
from app.sync.sshsig import NAMESPACE_CHANGESET, verify
from tests.sync import scene
from tests.sync.scene import EAST, EAST_UP, HQ, WEST


def test_sealed_changesets_are_read_back() -> None:
    made = [scene.revision(1), scene.revision(2)]
    sealed = scene.changeset([one.line for one in made])
    assert scene.changeset([one.line for one in made]) == sealed
    assert parse_header(sealed.body) == sealed.header
    assert parse_revisions(sealed.body, sealed.header) == made
    assert hashlib.sha256(sealed.body).hexdigest() == sealed.digest
    assert verify(sealed.body, sealed.signature, namespace=NAMESPACE_CHANGESET) == EAST.public_key
    assert sealed.header.stream == EAST_UP


WRONG: dict[str, tuple[Callable[[], object], type[BundleError]]] = {
    "nothing": (lambda: scene.changeset([]), MalformedError),
    "number 0": (lambda: scene.changeset([b"{}"], seq=0), MalformedError),
    "previous": (lambda: scene.changeset([b"{}"], prev="x"), MalformedError),
    "laptop": (
        lambda: scene.changeset([b"{}"], stream=StreamKey(EAST.node, scene.EPOCH, "fhq", Reach.LAPTOP)),
        MalformedError,
    ),
    "epoch": (
        lambda: scene.changeset([b"{}"], stream=StreamKey(EAST.node, "x", "fhq", Reach.UP)),
        MalformedError,
    ),
    "other node": (lambda: scene.changeset([b"{}"], by=WEST), MalformedError),
    "too many": (lambda: scene.changeset([b"{}"] * (changesets.MAX_REVISIONS + 1)), TooLargeError),
    "too large": (lambda: scene.changeset([b"x" * 2**20] * 64), TooLargeError),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_a_reader_would_refuse_is_not_sealed(fault: str) -> None:
    make, error = WRONG[fault]
    with pytest.raises(error):
        make()


def test_number_of_lines_is_checked() -> None:
    sealed = scene.changeset([scene.revision(1).line])
    longer = sealed.body + scene.revision(2).line + b"\n"
    with pytest.raises(MalformedError, match="2 revisions"):
        parse_revisions(longer, sealed.header)


def test_headquarters_seal_for_all() -> None:
    sealed = seal(
        [scene.revision(1).line],
        keys=HQ,
        stream=scene.HQ_ALL,
        post="fhq",
        mission=scene.MISSION,
        seq=1,
        prev=None,
        sealed_at=scene.NOW,
        schema=1,
        app="x",
    )
    assert sealed.header.reach is Reach.BRANCH


def test_commas_in_texts_are_no_values() -> None:
    text = "a, b, c, " * 7_000
    lines = [scene.revision(number, notes=text).line for number in range(1, 101)]
    sealed = scene.changeset(lines)
    assert sealed.body.count(b",") > 2_000_000
    assert len(parse_revisions(sealed.body, sealed.header)) == 100


def lines(count: int, **fields: Any) -> list[bytes]:
    return [scene.revision(number, **fields).line for number in range(1, count + 1)]


PARENTS = [f"{number:032x}" for number in range(1_000)]
COSTLY: dict[str, tuple[Callable[[int], list[bytes]], int, str]] = {
    "values": (lambda more: lines(12, many=[0] * (99_980 + more)), 20, "1,200,000 values"),
    "lists": (lambda more: lines(7, many=[[], {}] * (35_710 + more)), 5, "500,000 lists and objects"),
    "values and parents": (
        lambda more: lines(12, parents=PARENTS, many=[0] * (98_980 + more)),
        50,
        "1,200,000 values",
    ),
    "parents": (lambda more: lines(200 + more, parents=PARENTS), 1, "200,000 parents"),
    "saves": (
        lambda more: [scene.revision(number, record=1).line for number in range(1, 5_001 + more)],
        1,
        "5,000 revisions of one record",
    ),
    "composing": (lambda more: lines(1, a="q\u0301" * 21_000) * (130 + more), 10, "composing text"),
}


@pytest.mark.parametrize("cost", COSTLY)
def test_a_changeset_may_be_as_costly_as_the_limits_say(cost: str) -> None:
    make, more, words = COSTLY[cost]
    kept, beyond = scene.changeset(make(0)), scene.changeset(make(more))
    assert sum(1 for _ in iterate_revisions(kept.body, kept.header)) == kept.header.count
    with pytest.raises(TooLargeError, match=words):
        parse_revisions(beyond.body, beyond.header)


def test_accents_that_are_part_of_their_letters_cost_nothing() -> None:
    sealed = scene.changeset(lines(70, a="\u1e09\u0995" * 10_000, b="\u1ecd" * 21_000, c="\u4e2d" * 21_000))
    assert len(sealed.body) > changesets.MAX_COMPOSING
    assert len(parse_revisions(sealed.body, sealed.header)) == 70


def test_revisions_come_a_few_at_a_time() -> None:
    sealed = scene.changeset(lines(50, title="x" * 60_000))
    spoiled = sealed.body[:-3] + b"x}\n"
    found: list[Revision] = []
    with pytest.raises(MalformedError, match="line 50"):
        found.extend(iterate_revisions(spoiled, sealed.header))
    assert 0 < len(found) < 50


def test_a_fault_names_its_line_and_the_end_must_be_ended() -> None:
    sealed = scene.changeset([scene.revision(number).line for number in range(1, 51)])
    for body, fault in (
        (sealed.body[:-3] + b"x}\n", "line 50: "),
        (sealed.body[:-1], "49 revisions where the header says 50"),
        (sealed.body + b"{}\n", "51 revisions"),
        (sealed.body + b"{}", "the last line is not ended"),
    ):
        with pytest.raises(MalformedError, match=fault):
            parse_revisions(body, sealed.header)
