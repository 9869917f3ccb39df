"""Long lists: the real list over a real logbook: opened, sorted and jumped about in, until the rows are painted."""

from __future__ import annotations

import random
import sys
from array import array
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop
from PySide6.QtWidgets import QAbstractItemView, QApplication

from app.desktop import places, style
from app.desktop.context import Context
from app.desktop.lists.listing import Listing
from app.desktop.today.overview import overview
from app.services.desks import open_desk
from tests.benchmarks.content import PASSPHRASE
from tests.benchmarks.memory import peak_memory

KIND = "meeting"
INDEXED = (("serial", False), ("title", False), ("started_at", True))
OTHER = (("place", False), ("form", True))
OPENINGS = 12
JUMPS = 100
TOP = QAbstractItemView.ScrollHint.PositionAtTop


def measure(folder: str) -> dict[str, Any]:
    """Open the list of meetings as a person does, after Today; sort it, and jump to places anywhere in it."""
    application = QApplication([])
    style.dress(application, style.LIGHT)
    for module in (*places.BELOW, *places.FIRST):
        import_module(module)
    context = Context()
    desk = open_desk(Path(folder) / "force", PASSPHRASE)
    context.use(desk)
    overview(desk, context.clock())
    first, listing, _ = _opened(context)
    jumped = _jumped(listing)
    times = [_sorted(listing, order) for order in INDEXED * 4]
    resorted = [_sorted(listing, order) for order in OTHER * 3]
    _closed(listing)
    found = []
    for _ in range(OPENINGS):
        seen, listing, complete = _opened(context)
        _closed(listing)  # a person sees one list at a time
        found.append((seen, complete))
    context.close()
    return {
        "first": [first], "opened": [one[0] for one in found], "complete": [one[1] for one in found],
        "jumped": jumped, "sorted": times, "resorted": resorted, "memory": peak_memory(),
    }  # fmt: skip


def _opened(context: Context) -> tuple[float, Listing, float]:
    """Return the seconds until the first rows are painted, the list, and the seconds until all keys are there."""
    start = perf_counter()
    listing = Listing(context, KIND)
    listing.resize(1134, 640)
    listing.show()
    seen = _painted(listing, start)
    _until(lambda: listing.table.complete)
    return seen, listing, perf_counter() - start


def _closed(listing: Listing) -> None:
    listing.hide()
    listing.deleteLater()


def _sorted(listing: Listing, order: tuple[str, bool]) -> float:
    """Return the seconds from a click on a heading until the first rows are painted."""
    start = perf_counter()
    listing.table.show_keys(array("q"))
    listing.reorder(*order)
    seen = _painted(listing, start)
    _until(lambda: listing.table.complete)
    return seen


def _painted(listing: Listing, start: float) -> float:
    """Return the seconds until the first rows are there and everything that was due is painted."""
    _until(lambda: listing.table.here(0) is not None)
    return perf_counter() - start


def _jumped(listing: Listing) -> list[float]:
    chance = random.Random(7)
    times = []
    for _ in range(JUMPS):
        row = chance.randrange(listing.table.rowCount() - 40)
        start = perf_counter()
        listing.view.scrollTo(listing.table.index(row, 0), TOP)
        listing.view.viewport().repaint()
        last = listing.view.rowAt(listing.view.viewport().height() - 1)
        _until(partial(_are_here, listing, row, last))
        listing.view.viewport().repaint()
        times.append(perf_counter() - start)
    return times


def _are_here(listing: Listing, first: int, last: int) -> bool:
    return listing.table.here(first) is not None and listing.table.here(last) is not None


def _until(reached: Callable[[], bool]) -> None:
    """Let events be delivered until something holds; it is looked at whenever all that had come is delivered."""
    loop = QEventLoop()
    dispatcher = QAbstractEventDispatcher.instance()

    def look() -> None:
        if reached():
            loop.quit()

    dispatcher.aboutToBlock.connect(look)
    if not reached():
        loop.exec()
    dispatcher.aboutToBlock.disconnect(look)


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measure(sys.argv[1])) + b"\n")
