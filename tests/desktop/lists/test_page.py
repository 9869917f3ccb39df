"""Tab pages: every tab of every place can be built, and the keys turn them."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import places, style
from app.desktop.context import Context
from app.desktop.keeper import Keeper
from app.desktop.lists.listing import Listing
from app.desktop.lists.page import TabPage
from app.desktop.navigation import PLACES
from app.domain.kinds import KINDS
from app.services.desks import Desk

Settle = Callable[[], None]


@pytest.mark.parametrize("key", places.TABS)
def test_every_tab_of_a_place_is_built_and_has_a_name(
    qtbot: QtBot, context: Context, desk: Desk, settle: Settle, key: str
) -> None:
    page = places.build(key, context, Keeper(context, context))
    assert isinstance(page, TabPage)
    qtbot.addWidget(page)
    page.resize(1134, 640)
    page.show()
    for number, tab in enumerate(page.order):
        page.tabs.setCurrentIndex(number)
        settle()
        assert page.current.isVisible()
        assert page.current.accessibleName()
        assert page.new.isHidden() is not bool(tab.kind)


def test_every_kind_is_listed_at_its_home() -> None:
    homes = {kind: places.home_of(kind) for kind in KINDS if kind != "sitrep"}
    assert all(any(tab.kind == kind for tab in places.TABS[home]) for kind, home in homes.items())
    assert homes["support_request"] == "support"
    assert {place.key for place in PLACES} == {*places.TABS, "today", "exchange"}


def test_the_tabs_turn_and_a_kind_is_gone_to(
    qtbot: QtBot, context: Context, desk: Desk, settle: Settle
) -> None:
    page = places.build("partners", context, Keeper(context, context))
    assert isinstance(page, TabPage)
    qtbot.addWidget(page)
    page.show()
    settle()
    page._turn(-1)
    assert page.tab == page.order[-1]
    page.go_to("forum")
    settle()
    assert isinstance(page.current, Listing)
    assert page.listing.kind == "forum"
    assert page.count.text() == "0 Forums"


def test_emergency_begins_a_request_that_is_carried_out_at_once(
    qtbot: QtBot, context: Context, desk: Desk, settle: Settle
) -> None:
    page = places.build("support", context, Keeper(context, context))
    assert isinstance(page, TabPage)
    qtbot.addWidget(page)
    page.show()
    settle()
    with qtbot.waitSignal(context.new_wanted) as wanted:
        page.extra[0].click()  # type: ignore[attr-defined]
    kind, known = wanted.args
    assert (kind, known["emergency"], known["state"]) == ("support_request", True, "executing")
    assert known["executed_at"] == "2026-11-21T12:00:00Z"


@pytest.mark.parametrize("key", [key for key in places.TABS if key != "reports"])
def test_no_page_is_wider_than_a_small_screen_at_200_percent(
    qtbot: QtBot, qapp: QApplication, context: Context, desk: Desk, settle: Settle, key: str
) -> None:
    style.dress(qapp, style.LIGHT, 200)
    page = places.build(key, context, Keeper(context, context))
    assert isinstance(page, TabPage)
    qtbot.addWidget(page)
    page.resize(1262, 700)
    page.show()
    for number, tab in enumerate(page.order):
        if not tab.heads:
            page.tabs.setCurrentIndex(number)
            settle()
    assert page.minimumSizeHint().width() <= 1262
    style.dress(qapp, style.LIGHT)
