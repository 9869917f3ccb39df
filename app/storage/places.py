"""Places: whether a folder belongs to a logbook, and whether it would be on a medium that is not there."""

from __future__ import annotations

import os
from pathlib import Path

from app.storage import key_file, sqlite_backend

_MEDIA = ("/media", "/run/media", "/mnt", "/Volumes")
"""Where systems show sticks and disks; a folder there that is on none of them was made by mistake."""


def logbook_around(folder: Path) -> Path | None:
    """Return the logbook that a folder is or lies in, or None."""
    whole = folder.resolve()
    marks = (sqlite_backend.NAME, *key_file.NAMES)
    return next(
        (each for each in (whole, *whole.parents) if any((each / name).exists() for name in marks)), None
    )


def absent_medium(folder: Path) -> bool:
    """Tell whether a folder that is not there would be made where media are shown, and on none of them."""
    whole = folder.resolve()
    roots = [Path(root) for root in _MEDIA if whole.is_relative_to(root)]
    return any(
        not any(
            os.path.ismount(each)
            for each in (whole, *whole.parents)
            if each.is_relative_to(root) and each != root
        )
        for root in roots
    )
