"""Tabs: what stands on a page of the left column, one tab each: the list of a kind, or a view of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from app.desktop.words import tr

if TYPE_CHECKING:
    from app.desktop.context import Context
    from app.desktop.pages import Page

LISTING = "app.desktop.lists.listing:Listing"


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """One tab: with only a `kind` it is that kind's list; with a `view` (`module:Class`) it is that page.

    The view is loaded on the first visit and made with the context alone. `kind` is what New makes there. A view that
    writes its own heading `heads` itself.
    """

    kind: str = ""
    name: str = ""
    view: str = ""
    heads: bool = False

    @property
    def key(self) -> str:
        """What the tab is known by."""
        return self.view or self.kind

    @property
    def words(self) -> str:
        """What stands on the tab."""
        # Late: the left column is built before the kinds are loaded.
        from app.domain.kinds import kind_named

        return tr(self.name or kind_named(self.kind).plural)

    def build(self, context: Context) -> Page:
        """Make what the tab shows."""
        module, name = (self.view or LISTING).split(":")
        kind = () if self.view else (self.kind,)
        made: Page = getattr(import_module(module), name)(context, *kind)
        return made
