"""Remembered: the little that is kept outside logbooks: which was open last, and how the screen looks."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import platformdirs

FOLDER = "liaison-logbook"
FILE = "desktop.json"


class Remembered(msgspec.Struct):
    """The paths of the last logbook and of the watched inbox, and the look of the screen; never a name or a secret."""

    logbook: str = ""
    theme: str = "light"
    text_percent: int = 100
    inbox: str = ""

    def keep(self) -> None:
        """Write it down; a disk that refuses is no reason to stop working."""
        try:
            _file().parent.mkdir(parents=True, exist_ok=True)
            _file().write_text(json.dumps(msgspec.structs.asdict(self)), "utf-8")
        except OSError:
            return


def remember(**changes: str | int) -> Remembered:
    """Change some of what is kept and leave the rest as it is; returns all of it."""
    kept = msgspec.structs.replace(recall(), **changes)
    kept.keep()
    return kept


def recall() -> Remembered:
    """Return what was kept last; anything unreadable counts as nothing."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=Remembered)
    except (OSError, msgspec.DecodeError):
        return Remembered()


def suggested_logbook() -> Path:
    """Return where a new logbook is made unless a person says otherwise."""
    return Path(platformdirs.user_data_dir(FOLDER)) / "logbook"


def _file() -> Path:
    return Path(platformdirs.user_config_dir(FOLDER)) / FILE
