"""Pages: when they ask again, and which answers they believe."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context, LockedError
from app.desktop.pages import Page
from app.services.changes import Changes

if TYPE_CHECKING:
    from app.services.desks import Desk


class Noticing(Page):
    """A page that counts how often it asked."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, title="Meetings", kinds=("meeting",))
        self.times = 0

    def reload(self) -> None:
        self.times += 1


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[Noticing]:
    """Give a page over a logbook that it never asks itself."""
    context.use(cast("Desk", "any desk"))
    made = Noticing(context)
    qtbot.addWidget(made)
    yield made
    context.use(None)


def test_a_page_asks_when_it_is_shown_and_when_its_kinds_change(page: Noticing, context: Context) -> None:
    assert page.times == 0
    page.show()
    context.broadcast(Changes.of("qip", "a"))
    assert page.times == 1
    context.broadcast(Changes.of("meeting", "b"))
    assert page.times == 2


def test_a_page_that_is_not_seen_waits(page: Noticing, context: Context) -> None:
    page.show()
    page.hide()
    context.broadcast(Changes.of("meeting", "b"))
    context.broadcast(Changes.of("meeting", "c"))
    assert page.times == 1
    page.show()
    assert page.times == 2


def test_a_late_answer_is_not_believed(page: Noticing, context: Context, qtbot: QtBot) -> None:
    gate, answers = threading.Event(), list[str]()
    with qtbot.waitSignal(context.database.idle):
        page.ask(lambda _: "late" if gate.wait() else "", answers.append)
        page.ask(lambda _: "fresh", answers.append)
        page.ask(lambda _: "of another topic", answers.append, topic="preview")
        gate.set()
    assert answers == ["fresh", "of another topic"]


def test_a_failure_is_said_in_the_banner(page: Noticing, context: Context, qtbot: QtBot) -> None:
    def fail(_: Desk) -> None:
        raise OSError(28, "No space left on device")

    with qtbot.waitSignal(context.told) as told:
        page.ask(fail, lambda _: None)
    assert told.args[1] == "bad"


def test_nothing_is_answered_after_the_lock(page: Noticing, context: Context, qtbot: QtBot) -> None:
    answers: list[object] = []
    with qtbot.waitSignal(context.database.idle):
        page.ask(lambda _: "secret", answers.append)
        context.use(None)
    with qtbot.waitSignal(context.database.idle):
        page.ask(lambda _: "secret", answers.append, failed=answers.append)
    assert [type(answer) for answer in answers] == [LockedError]
