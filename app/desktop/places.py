"""Places: which page belongs to which entry of the left column, built on the first visit."""

from __future__ import annotations

from importlib import import_module

from app.desktop.context import Context
from app.desktop.keeper import Keeper
from app.desktop.pages import Page
from app.desktop.words import tr

KINDS_OF = {
    "liaison": ("meeting",),
    "partners": ("organisation", "person", "forum", "place"),
    "projects": ("qip", "project", "visit"),
    "follow_ups": ("follow_up",),
}
"""The pages that are lists, and the kinds on their tabs."""
TITLES = {"liaison": "Liaison", "partners": "Partners", "projects": "Projects", "follow_ups": "Follow-ups"}


def warm() -> None:
    """Load what the first page needs, before there is a logbook to show."""
    for module in ("app.desktop.frame", "app.desktop.today.page", "app.desktop.lists.listing"):
        import_module(module)


def home_of(kind: str) -> str:
    """Return the page that a kind belongs to."""
    return next((key for key, kinds in KINDS_OF.items() if kind in kinds), "reports")


def build(key: str, context: Context, keeper: Keeper) -> Page:
    """Build the page of a key; each page is loaded when it is first wanted, to keep the start short."""
    if key in KINDS_OF:
        from app.desktop.lists.page import ListPage

        return ListPage(context, tr(TITLES[key]), KINDS_OF[key])
    if key == "exchange":
        from app.desktop.exchange.page import ExchangePage

        return ExchangePage(context)
    if key == "reports":
        from app.desktop.reports.page import ReportsPage

        return ReportsPage(context)
    from app.desktop.today.page import TodayPage

    return TodayPage(context, keeper)
