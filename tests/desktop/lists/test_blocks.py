"""Blocks of rows: asked for once, the last look first, the oldest let go, late answers refused."""

from array import array
from collections.abc import Sequence

from app.desktop.lists.blocks import KEPT, SIZE, Blocks

HUNDRED_THOUSAND = 100_000


class Source:
    """Rows that are their own key as text, brought when asked to."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, Sequence[int]]] = []
        self.blocks: Blocks[str] = Blocks(lambda first, keys: self.asked.append((first, keys)))
        self.blocks.reset(array("q", range(HUNDRED_THOUSAND)))

    def bring(self) -> int:
        """Answer the oldest question and return the first row of its block."""
        first, keys = self.asked.pop(0)
        self.blocks.arrived(first, [str(key) for key in keys])
        return first


def test_a_row_is_asked_for_once_and_is_there_when_it_came() -> None:
    source = Source()
    assert [source.blocks.row(number) for number in range(3)] == [None, None, None]
    assert [first for first, _ in source.asked] == [0]
    source.bring()
    assert [source.blocks.row(number) for number in range(3)] == ["0", "1", "2"]
    assert source.asked == []


def test_what_was_looked_at_last_comes_first() -> None:
    source = Source()
    for number in range(0, HUNDRED_THOUSAND, SIZE):
        source.blocks.row(number)
    brought = []
    while source.asked:
        brought.append(source.bring())
    assert brought[0] == 0
    assert brought[1] == (HUNDRED_THOUSAND - 1) // SIZE * SIZE
    assert len(brought) < 8


def test_the_last_row_is_there_and_none_after_it() -> None:
    source = Source()
    source.blocks.row(HUNDRED_THOUSAND - 1)
    source.bring()
    assert source.blocks.row(HUNDRED_THOUSAND - 1) == str(HUNDRED_THOUSAND - 1)
    assert source.blocks.here(HUNDRED_THOUSAND) is None


def test_the_oldest_block_is_let_go() -> None:
    source = Source()
    for block in range(KEPT + 1):
        source.blocks.row(block * SIZE)
        source.bring()
    assert source.blocks.here(0) is None
    assert source.blocks.here(SIZE) == str(SIZE)


def test_an_answer_for_another_list_is_refused() -> None:
    source = Source()
    source.blocks.row(0)
    source.blocks.reset(array("q", [7]))
    assert not source.blocks.arrived(0, ["old"])
    assert source.blocks.row(0) is None


def test_after_a_failure_the_next_look_asks_again() -> None:
    source = Source()
    source.blocks.row(0)
    source.blocks.failed()
    source.blocks.row(0)
    assert [first for first, _ in source.asked] == [0, 0]
