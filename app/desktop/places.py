"""Places: which page belongs to which entry of the left column, built on the first visit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.desktop.context import Context
from app.desktop.keeper import Keeper
from app.desktop.lists.tabs import Tab
from app.desktop.pages import Page
from app.desktop.widgets import button
from app.desktop.words import tr
from app.domain.moments import moment_text

HAND_OVER = "app.desktop.handover.page:HandoverPage"
"""The key of the tab for the end of a tour."""

BELOW = (
    "app.services.attention", "app.services.directives", "app.services.list_layouts", "app.services.records",
    "app.services.reports.schedule", "app.services.several",
)  # fmt: skip
"""What the first page stands on and what takes long to load; none of it knows Qt."""
FIRST = ("app.desktop.search.box", "app.desktop.frame", "app.desktop.today.page", "app.desktop.lists.listing")
"""The first page, in parts that take about as long as each other."""


def _kinds(*kinds: str) -> tuple[Tab, ...]:
    return tuple(Tab(kind=kind) for kind in kinds)


TABS: dict[str, tuple[Tab, ...]] = {
    "liaison": (
        Tab(kind="meeting"),
        Tab(name="Calendar", kind="meeting", view="app.desktop.calendar.page:CalendarPage"),
        Tab(name="Matrix", view="app.desktop.partners.matrix:MatrixPage"),
        Tab(name="Promises", view="app.desktop.partners.promises:PromisesPage"),
        *_kinds("assessment", "note", "referral"),
    ),
    "partners": (
        *_kinds("organisation", "person", "forum", "place", "unit", "officer"),
        Tab(name="Doubles", view="app.desktop.partners.doubles:DoublesPage"),
    ),
    "support": _kinds("support_request"),
    "projects": (
        Tab(kind="qip"),
        Tab(name="Board", kind="qip", view="app.desktop.projects.board:BoardPage"),
        Tab(name="Timeline", kind="qip", view="app.desktop.projects.timeline:TimelinePage"),
        Tab(name="Money", kind="budget_period", view="app.desktop.projects.money:MoneyPage"),
        *_kinds("project", "visit"),
    ),
    "follow_ups": _kinds("follow_up"),
    "reports": (
        Tab(name="Sitreps", view="app.desktop.reports.page:ReportsPage", heads=True),
        *_kinds("lesson", "directive", "acknowledgement"),
        Tab(name="Spreadsheets", view="app.desktop.sheets.page:SheetsPage"),
    ),
    "settings": (
        *_kinds("mission_settings", "term_pack", "budget_period"),
        Tab(name="Hand over", view=HAND_OVER),
    ),
}
"""The tabs of each page. Another view is one more `Tab` with `module:Class`; its page is made with the context.

A kind that names a page and stands in none of its tabs gets one of its own after them.
"""
WITH_PAGES = frozenset({"sitrep"})
"""Kinds whose list is a view of its own."""
TITLES = {
    "liaison": "Liaison", "partners": "Partners", "support": "Support", "projects": "Projects",
    "follow_ups": "Follow-ups", "reports": "Reports", "settings": "Settings",
}  # fmt: skip


def load_below() -> None:
    """Load what the first page stands on; this may run on any thread."""
    for module in BELOW:
        import_module(module)


def load_first(modules: Sequence[str] = FIRST) -> None:
    """Load the first page before there is a logbook to show, one module between two events.

    On the GUI thread only: a type of Qt comes to be when it is first named, and two threads that do that at once end
    the program.
    """
    if modules:
        import_module(modules[0])
        QTimer.singleShot(0, partial(load_first, modules[1:]))


def home_of(kind: str) -> str:
    """Return the page that a kind belongs to."""
    # Late: the left column is built before the kinds are loaded.
    from app.domain.kinds import kind_named

    return kind_named(kind).page


def tabs_of(key: str) -> tuple[Tab, ...]:
    """Return the tabs of a page: those that are named here, then the other kinds that belong to it."""
    from app.domain.kinds import ALL

    shown = {tab.kind for tab in TABS[key]} | WITH_PAGES
    return (*TABS[key], *_kinds(*(one.kind for one in ALL if one.page == key and one.kind not in shown)))


def build(key: str, context: Context, keeper: Keeper) -> Page:
    """Build the page of a key; each page is loaded when it is first wanted, to keep the start short."""
    if key in TABS:
        from app.desktop.lists.page import TabPage

        return TabPage(context, tr(TITLES[key]), tabs_of(key), _extra(key, context))
    if key == "exchange":
        from app.desktop.exchange.page import ExchangePage

        return ExchangePage(context)
    from app.desktop.today.page import TodayPage

    return TodayPage(context, keeper)


def begin_emergency(context: Context) -> None:
    """Start a support request that is carried out at once, without approval: its report clock runs from now."""
    now = moment_text(context.clock().replace(microsecond=0))
    known = {"emergency": True, "state": "executing", "received_at": now, "executed_at": now}
    context.new_record("support_request", known)


def _extra(key: str, context: Context) -> tuple[QWidget, ...]:
    """Return what a page offers beside its tabs."""
    if key != "support":
        return ()
    tip = tr("To prevent loss of life, serious injury or great loss of property: done at once, then reported")
    return (
        button(tr("Emergency"), lambda: begin_emergency(context), "alarm", tip=tip, name=tr("New emergency")),
    )
