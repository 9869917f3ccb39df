"""Changesets: sealing is repeatable, and what is sealed is what a reader accepts."""

import hashlib
from collections.abc import Callable

import pytest

from app.domain.scopes import Reach, StreamKey
from app.sync import changesets
from app.sync.changesets import parse_header, parse_revisions, seal
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


def test_more_values_than_records_have_are_refused_before_they_are_decoded() -> None:
    sealed = scene.changeset([scene.revision(number, many=[0] * 100_000).line for number in range(1, 22)])
    with pytest.raises(TooLargeError, match="2,000,000 values"):
        parse_revisions(sealed.body, sealed.header)


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
