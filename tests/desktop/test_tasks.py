"""The lanes: order, threads, answers, owners that go away, cancelling and closing."""

import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.desktop.tasks import Lane, Ticket


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    made = Lane("test")
    yield made
    made.close()


def test_work_runs_elsewhere_and_the_answer_comes_home(lane: Lane, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    with qtbot.waitSignal(lane.idle):
        lane.run(threading.current_thread, done=lambda where: threads.extend((where, _here())), owner=lane)
    assert threads[0] is not threading.current_thread()
    assert threads[1] is threading.current_thread()


def test_work_is_done_in_the_order_it_was_asked_for(lane: Lane, qtbot: QtBot) -> None:
    answers: list[int] = []
    with qtbot.waitSignal(lane.idle):
        for number in range(20):
            lane.run(partial(int, number), done=answers.append, owner=lane)
    assert answers == list(range(20))
    assert not lane.busy


class Asker:
    """Somebody who asks for work and is gone once it is answered."""

    def __init__(self) -> None:
        self.owner = QObject()

    def work(self) -> int:
        return 1

    def take(self, answer: int) -> None:
        assert answer == 1


def test_the_lane_keeps_nothing_of_its_last_asker(lane: Lane, qtbot: QtBot) -> None:
    """Else the next job would destroy it, on the lane's thread."""
    asker = Asker()
    gone = weakref.ref(asker)
    with qtbot.waitSignal(lane.idle):
        lane.run(asker.work, done=asker.take, owner=asker.owner)
        del asker
    assert gone() is None


def test_a_failure_goes_to_whoever_asked(lane: Lane, qtbot: QtBot) -> None:
    failures: list[Exception] = []
    with qtbot.waitSignal(lane.idle):
        lane.run(lambda: 1 // 0, done=lambda _: None, failed=failures.append, owner=lane)
    assert [type(failure) for failure in failures] == [ZeroDivisionError]


def test_a_failure_that_nobody_takes_is_told(lane: Lane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lane.unhandled) as told:
        lane.run(lambda: 1 // 0, done=lambda _: None, owner=lane)
    assert isinstance(told.args[0], ZeroDivisionError)


def test_an_answer_is_dropped_when_its_owner_is_gone(lane: Lane, qtbot: QtBot) -> None:
    owner, answers, gate = QObject(), list[int](), threading.Event()
    with qtbot.waitSignal(lane.idle):
        lane.run(lambda: gate.wait() and 1, done=answers.append, owner=owner)
        shiboken6.delete(owner)
        gate.set()
    assert answers == []


def test_long_work_says_how_far_it_is(lane: Lane, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []

    def work(ticket: Ticket) -> str:
        for step in range(3):
            ticket.report(step, 3)
        return "done"

    answers: list[str] = []
    with qtbot.waitSignal(lane.idle):
        lane.run_long(work, done=answers.append, owner=lane, progress=lambda *step: steps.append(step))
    assert steps == [(0, 3), (1, 3), (2, 3)]
    assert answers == ["done"]


def test_cancelled_work_stops_at_its_next_check_and_nobody_is_told(lane: Lane, qtbot: QtBot) -> None:
    begun, gate, said = threading.Event(), threading.Event(), list[object]()

    def work(ticket: Ticket) -> None:
        begun.set()
        gate.wait()
        ticket.report(1, 2)
        said.append("went on")

    with qtbot.waitSignal(lane.idle):
        ticket = lane.run_long(work, done=said.append, failed=said.append, owner=lane)
        begun.wait()
        ticket.cancel()
        gate.set()
    assert said == []


def test_closing_does_what_was_asked_for_first(qtbot: QtBot) -> None:
    lane, written = Lane("test"), list[int]()
    for number in range(5):
        lane.run(partial(written.append, number), done=lambda _: None, owner=lane)
    lane.close()
    assert written == list(range(5))
    lane.run(lambda: written.append(9), done=lambda _: None, owner=lane)
    assert written == list(range(5))


def _here() -> threading.Thread:
    return threading.current_thread()
