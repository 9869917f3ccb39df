"""Safety: backups, restoring one, and checking."""

from __future__ import annotations

from pathlib import Path

from app.services.backups_made import note_backup
from app.services.desks import Clock, Desk, utc_now
from app.services.numbering import begin_epoch
from app.services.standing import UNSURE
from app.services.targets import check_file, check_folder
from app.storage.backups import FOLDER, SUFFIX
from app.storage.checking import check_logbook
from app.storage.logbooks import restore_backup
from app.storage.writer import Writer


def backup(desk: Desk, to: Path | None = None) -> Path:
    """Write one verified, encrypted backup file; by default into the logbook's own `backups/`.

    `to` is a folder, whatever dots its name has, or a file whose name ends with `.liaison-backup`. Of a folder
    that is not there only the last name is made. The logbook remembers it. Raises `TargetError`.
    """
    if to is not None and to.resolve() == (desk.path / FOLDER).resolve():
        to = None
    if to is not None and to.suffix == SUFFIX and not to.is_dir():
        check_file(to, SUFFIX)
    elif to is not None:
        check_folder(to)
        to.mkdir(exist_ok=True)
    made = desk.logbook.backup(to)
    note_backup(desk, made)
    return made


def restore(file: Path, path: Path, passphrase: str, *, clock: Clock = utc_now) -> Desk:
    """Restore a backup into a new folder. A new epoch starts before anything can be written.

    A restored logbook must not go on where the backup stopped: what it said after the backup would be contradicted.
    Bundles that waited beside the old one are not beside it; nothing of them was confirmed, so they are sent again.
    """
    return Desk(restore_backup(file, path, passphrase, first=_begin_again), clock=clock)


def _begin_again(writer: Writer) -> None:
    for held in writer.held():
        writer.remove_held(held.digest)
    begin_epoch(writer)
    writer.set_meta({UNSURE: "yes"})


def check(desk: Desk) -> tuple[str, ...]:
    """Return every fault of the store: damaged pages, changed history, missing files, stale search; empty is sound."""
    return tuple(f"{fault.code}: {fault.detail}" for fault in check_logbook(desk.logbook))
