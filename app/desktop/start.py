"""Start: from the command line to the window; a known logbook opens while the window is built."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.desktop import last_resort, places, style
from app.desktop.context import Context
from app.desktop.remembered import Remembered, recall
from app.desktop.style import THEMES
from app.desktop.sweeping import Sweeping
from app.desktop.window import Window

LOGBOOK_VARIABLE = "LIAISON_LOGBOOK"
PASSPHRASE_VARIABLE = "LIAISON_PASSPHRASE"  # noqa: S105 - a name, not a secret
REPORT_VARIABLE = "LIAISON_START_REPORT"
_LOADED = time.monotonic()


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window and return the exit code when it was closed."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("another kind of application runs in this process")
    remembered = recall()
    theme = THEMES.get(remembered.theme, style.LIGHT)
    style.dress(application, theme, remembered.text_percent)
    sweeping = Sweeping(application)
    context = Context()
    context.dress(theme)
    last_resort.install(context)
    window = Window(context, remembered)
    begin(window, wanted_logbook(given, remembered), os.environ.get(PASSPHRASE_VARIABLE, ""))
    if report := os.environ.get(REPORT_VARIABLE):
        _report_start(window, Path(report))
    window.show()
    # While the passphrase is typed or stretched.
    context.long.run(places.load_below, done=lambda _: places.load_first(), owner=window)
    code = application.exec()
    sweeping.stop()
    return code


def begin(window: Window, logbook: Path | str | None, passphrase: str) -> None:
    """Show the first start where no logbook is known, else its gate; with a passphrase it opens at once."""
    if logbook is None:
        window.show_first_start()
        return
    gate = window.show_gate(logbook)
    if passphrase:
        gate.open_with(passphrase)


def wanted_logbook(given: Sequence[str], remembered: Remembered) -> Path | str | None:
    """Return the logbook to open: by the command line, the environment, or the last one."""
    named = next((one for one in given if not one.startswith("-")), "") or os.environ.get(
        LOGBOOK_VARIABLE, ""
    )
    if named:
        return named if "://" in named else Path(named).absolute()
    last = remembered.logbook
    return Path(last) if last and Path(last).is_dir() else None


def _report_start(window: Window, file: Path) -> None:
    """Write the seconds from process start to the filled first page, and end."""

    def filled() -> None:
        file.write_text(f"{seconds_since_start():.3f}\n", "utf-8")
        QTimer.singleShot(0, window.close)

    def opened() -> None:
        if window.frame is not None:
            window.frame.filled.connect(lambda: QTimer.singleShot(0, filled))

    window.opened.connect(opened)


def seconds_since_start() -> float:
    """Return the age of this process in seconds; where the system does not tell, of this module."""
    try:
        words = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
        began = int(words[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - began
    except (OSError, ValueError, AttributeError, IndexError):
        return time.monotonic() - _LOADED
