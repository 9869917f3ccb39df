"""Loose ends: how many there are is a matter of the saves alone, in whatever order they come."""

import random

import pytest

from app.domain.loose_ends import LooseEnds

A, B = "a" * 24, "b" * 24


def counted(saves: list[tuple[str, tuple[str, ...], str]]) -> tuple[int, int]:
    ends = LooseEnds()
    for identifier, parents, node in saves:
        ends.add(identifier, parents, node)
    return ends.of(A), ends.of(B)


CASES = {
    "nothing": ([], (0, 0)),
    "a chain": ([("1", (), A), ("2", ("1",), A), ("3", ("2",), A)], (1, 0)),
    "a chain of two": ([("1", (), A), ("2", ("1",), B), ("3", ("2",), A), ("4", ("3",), B)], (1, 1)),
    "side by side": ([("1", (), A), ("2", ("1",), A), ("3", ("1",), A), ("4", ("1",), A)], (3, 0)),
    "joined by the same": (
        [("1", (), A), ("2", ("1",), A), ("3", ("1",), A), ("4", ("2", "3"), A)],
        (1, 0),
    ),
    "joined by another": ([("1", (), A), ("2", ("1",), A), ("3", ("1",), A), ("4", ("2", "3"), B)], (2, 1)),
    "an ancestor is missing": ([("1", (), A), ("2", ("x",), A), ("3", ("x",), A)], (1, 0)),
    "what waits for it too": ([("1", (), A), ("2", ("x",), A), ("3", ("2",), A)], (1, 0)),
    "said by both": ([("1", (), A), ("1", (), B), ("2", ("1",), B), ("3", ("1",), A)], (1, 1)),
    "said again after more": ([("1", (), A), ("2", ("1",), B), ("1", (), B)], (1, 1)),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("seed", range(4))
def test_loose_ends_are_counted_in_any_order(case: str, seed: int) -> None:
    saves, expected = CASES[case]
    mixed = list(saves)
    random.Random(seed).shuffle(mixed)
    assert counted(mixed) == expected
