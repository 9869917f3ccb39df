"""Pictures of every page, every tab and one editor of each kind, for looking at and for the README.

`python -m tests.page_pictures FOLDER [--logbook DIR] [--percent 150] [--theme dark]` builds the demonstration unless
one is named (passphrase `liaison-demo`), opens the real window at 1366x768 without a screen, and writes PNG files.
"""

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop import style
from app.desktop.context import Context, FileChooser
from app.desktop.frame import Frame
from app.desktop.lists.page import TabPage
from app.desktop.navigation import HELP, PLACES
from app.desktop.places import TABS
from app.desktop.remembered import Remembered
from app.desktop.window import Window
from app.domain.kinds import KINDS
from app.services import records
from app.services.demo import PASSPHRASE, build
from tests.exchange_pictures import Chosen, exchange_views, joining_views, twin_views
from tests.journeys.troubles import Troubles

LONGEST_WAIT = 15_000
"""Milliseconds that a page may take to show what it asks for."""
SIZE = (1366, 768)
EXCHANGE = "exchange-"
"""What the names of the pictures of exchange begin with; those of joining go with them."""


def main(arguments: list[str]) -> int:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--logbook", type=Path)
    parser.add_argument("--percent", type=int, default=100)
    parser.add_argument("--theme", choices=sorted(style.THEMES), default="light")
    parser.add_argument("--only", default="", help="take only pictures whose name holds this")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = own
        gc.disable()  # garbage collected while an event is delivered can free what Qt still uses
        application = QApplication([])
        style.dress(application, style.THEMES[asked.theme], asked.percent)
        if not asked.only.startswith(EXCHANGE):
            logbook = asked.logbook or build(Path(own, "demo"), say=lambda *_: None).logbooks["unit"]
            _take_pages(asked, logbook)
        if asked.logbook is None and (EXCHANGE.startswith(asked.only) or asked.only.startswith(EXCHANGE)):
            _take_exchange(asked, Path(own, "exchange"))
    return 0


def _take_pages(asked: argparse.Namespace, logbook: Path) -> None:
    window = _window(asked)
    frame = _opened(window, logbook, PASSPHRASE)
    for name, show in _views(frame):
        if asked.only in name:
            show()
            _picture(window, asked.folder / f"{name}.png")
    _close(window)


def _take_exchange(asked: argparse.Namespace, folder: Path) -> None:
    """Take the pictures of exchange on logbooks to which everything happened; each goes on from the one before."""
    folder.mkdir()
    made, chosen = Troubles(folder), Chosen(folder)
    for views, of in ((joining_views, ""), (exchange_views, "force"), (twin_views, "battalion")):
        window = _window(asked, chosen)
        if of:
            window.use(getattr(made, of))
        for name, show in views(window, chosen, made):
            show()
            _picture(window, asked.folder / f"{name}.png")
        _close(window)
    made.close()


def _window(asked: argparse.Namespace, files: FileChooser | None = None) -> Window:
    context = Context(files=files) if files else Context()
    context.dress(style.THEMES[asked.theme])
    window = Window(context, Remembered(theme=asked.theme, text_percent=asked.percent))
    window.resize(*SIZE)
    window.show()
    return window


def _opened(window: Window, logbook: Path, passphrase: str) -> Frame:
    window.show_gate(logbook).open_with(passphrase)
    _wait(lambda: window.frame is not None)
    if window.frame is None:
        raise SystemExit("The logbook did not open.")
    return window.frame


def _picture(window: Window, file: Path) -> None:
    _settle(window.context)
    window.grab().save(str(file))


def _close(window: Window) -> None:
    if window.frame is not None:
        window.frame.leave()
    window.context.close()


def _views(frame: Frame) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the name of each picture and what shows it: pages, their tabs, then an editor of each kind."""
    for place in (*PLACES, HELP):
        tabs = TABS.get(place.key, ())
        if len(tabs) < 2:
            yield f"page-{place.key}", partial(frame.show_page, place.key)
        for number, tab in enumerate(tabs if len(tabs) > 1 else ()):
            name = (tab.name or tab.kind).lower().replace(" ", "-")
            yield f"page-{place.key}-{number + 1}-{name}", partial(_tab, frame, place.key, number)
    desk = frame.context.desk
    if desk is None:
        return
    for kind in KINDS:
        for view in records.page(desk, kind, limit=1):
            yield f"editor-{kind}", partial(frame.open_record, kind, view.id)
        yield f"new-{kind}", partial(frame.new_record, kind, {})


def _tab(frame: Frame, key: str, number: int) -> None:
    frame.show_page(key)
    page = frame.pages[key]
    if isinstance(page, TabPage):
        page.tabs.setCurrentIndex(number)


def _settle(context: Context) -> None:
    """Wait until both lanes are at rest, and a little longer for what they answered to be painted."""
    for _ in range(3):
        _wait(lambda: not context.database.busy and not context.long.busy)
        _wait(lambda: False, 120)


def _wait(until: Callable[[], bool], longest: int = LONGEST_WAIT) -> None:
    """Let events be delivered until something holds or the time is over."""
    loop, check, end = QEventLoop(), QTimer(), QTimer()
    check.timeout.connect(lambda: loop.quit() if until() else None)
    check.start(20)
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    end.start(longest)
    loop.exec()
    check.stop()
    end.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
