"""Backups made: what was written and verified, when and where, kept in the logbook; never guessed from a folder.

A backup on a medium that is not plugged in counts; one that is gone from a folder that is there, or has another size,
does not. One inside the logbook's own folder is lost with the laptop, and is not taken for safety.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from app.services.desks import Desk
from app.services.views import BackupView
from app.storage.errors import StorageError
from app.storage.reader import Reader

SETTING = "backups-made"
MOST_PLACES = 12
"""Folders of which the newest backup is remembered."""


def note_backup(desk: Desk, file: Path) -> None:
    """Remember a backup that was just verified; where the logbook cannot be written, the backup is sound anyway."""
    whole = file.resolve()
    made = {
        "path": str(whole),
        "bytes": whole.stat().st_size,
        "verified_at": f"{desk.clock():%Y-%m-%dT%H:%M:%SZ}",
        "elsewhere": not whole.is_relative_to(desk.path.resolve()),
    }
    with suppress(StorageError), desk.logbook.writing() as writer:
        others = [one for one in writer.setting(SETTING, []) if Path(one["path"]).parent != whole.parent]
        writer.set_setting(SETTING, [made, *others][:MOST_PLACES])


def last_backup(reader: Reader) -> BackupView | None:
    """Return the newest backup that still counts: one outside the logbook's folder before any inside it."""
    found = [one for one in reader.setting(SETTING, []) if _counts(one)]
    newest = max(found, key=lambda one: (one["elsewhere"], one["verified_at"]), default=None)
    if newest is None:
        return None
    return BackupView(path=newest["path"], verified_at=newest["verified_at"], elsewhere=newest["elsewhere"])


def _counts(made: dict[str, Any]) -> bool:
    file = Path(made["path"])
    try:
        return not file.parent.is_dir() or file.stat().st_size == made["bytes"]
    except OSError:
        return False
