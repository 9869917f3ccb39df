"""The page of a partner lies on top of the page it was opened from, and closes again."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.frame import Frame
from app.desktop.partners.page import PartnerPage
from app.services.desks import Desk
from tests.desktop.conftest import Settle
from tests.services.missions import saved


@pytest.fixture
def frame(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> Iterator[Frame]:
    made = Frame(context, desk.path)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.show_page("liaison")
    settle()
    yield made
    settle()


def test_a_partner_is_opened_on_top_and_escape_goes_back(
    frame: Frame, context: Context, desk: Desk, settle: Settle
) -> None:
    who = saved(desk, "organisation")
    context.open_partner(who.id)
    settle()
    page = frame.editors[-1]
    assert isinstance(page, PartnerPage)
    assert frame.stack.currentWidget() is page
    assert page.head.text() == "Water Committee"
    page.edit.click()
    settle()
    assert len(frame.editors) == 2
    frame.editors[-1].closed.emit()  # type: ignore[attr-defined]
    assert frame.stack.currentWidget() is page
    QTest.keyClick(page.back, Qt.Key.Key_Escape)
    assert frame.editors == []
    assert frame.stack.currentWidget() is frame.pages["liaison"]


@pytest.mark.parametrize("key", ["matrix:MatrixPage", "promises:PromisesPage"])
def test_the_tabs_of_liaison_are_there(frame: Frame, key: str, settle: Settle) -> None:
    page = frame.pages["liaison"]
    page.go_to(f"app.desktop.partners.{key}")  # type: ignore[attr-defined]
    settle()
    assert type(page.current).__name__ == key.split(":")[1]  # type: ignore[attr-defined]
