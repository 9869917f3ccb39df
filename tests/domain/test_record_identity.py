"""The id of a record holds for one node, one kind, one salt and one moment, and for nothing else."""

import hashlib
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.identifiers import is_id
from app.domain.record_identity import is_bound, is_salt, new_salt, record_id

NODES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=24, max_size=24)
KINDS = st.sampled_from(["meeting", "qip", "note", "lesson"])
SALTS = st.text(alphabet="0123456789abcdef", min_size=16, max_size=16)
MOMENTS = st.integers(0, 2**48 - 1)
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@given(NODES, KINDS, SALTS, st.integers(0, 200_000_000_000_000))
def test_an_id_is_a_uuid_of_its_moment_and_bound(node: str, kind: str, salt: str, milliseconds: int) -> None:
    made = record_id(node, kind, salt, BEGIN + timedelta(milliseconds=milliseconds))
    assert is_id(made)
    assert int(made.replace("-", "")[:12], 16) == milliseconds
    assert is_bound(made, node, kind, salt)


@given(NODES, NODES, KINDS, KINDS, SALTS, SALTS)
def test_nothing_else_begins_it(
    node: str, other: str, kind: str, as_kind: str, salt: str, another: str
) -> None:
    made = record_id(node, kind, salt, datetime(2026, 11, 21, tzinfo=UTC))
    same = (node, kind, salt) == (other, as_kind, another)
    assert is_bound(made, other, as_kind, another) is same


def test_the_bits_are_those_of_the_format_page() -> None:
    made = record_id("a" * 24, "meeting", "0123456789abcdef", datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    said = "liaison record\naaaaaaaaaaaaaaaaaaaaaaaa\nmeeting\n0123456789abcdef\n01a1fd70f1c0"
    digest = f"{int(hashlib.sha256(said.encode()).hexdigest(), 16):0256b}"
    free = f"{int(made.replace('-', ''), 16):0128b}"
    assert made.startswith("01a1fd70-f1c0-7")
    assert free[52:64] + free[66:] == digest[:74]


def test_salts_are_drawn() -> None:
    drawn = {new_salt() for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(map(is_salt, drawn))
