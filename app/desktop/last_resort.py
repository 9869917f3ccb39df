"""Last resort: an unexpected error becomes one sentence on the screen and a log line without content."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

import platformdirs

from app.desktop.context import Context

FOLDER = "liaison-logbook"
LARGEST = 1_000_000
"""Bytes after which the log is begun anew."""
_log = logging.getLogger("liaison.desktop")


def install(context: Context, folder: Path | None = None) -> None:
    """Catch what reaches the event loop from now on; the log holds places in the code, never content."""
    _write_to(folder or Path(platformdirs.user_log_dir(FOLDER)))

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("%s", described(error))
        if isinstance(error, Exception):
            context.report(error)

    sys.excepthook = hook


def described(error: BaseException) -> str:
    """Return the class of an error and the places it came through; its message may hold names."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(one.filename).stem}:{one.lineno}" for one in reversed(frames[-6:]))
    return f"{type(error).__name__} at {places}"


def _write_to(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "desktop.log"
        if file.exists() and file.stat().st_size > LARGEST:
            file.unlink()
        handler: logging.Handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.handlers = [handler]
    _log.propagate = False
