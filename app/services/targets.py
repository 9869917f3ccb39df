"""Targets: the one place that is asked before a file is written for a person, and that writes it whole.

Nothing is written onto or into a logbook, over a file that this program did not write, or into a folder that is not
there: the folder of an absent stick would be made on the laptop's own disk. What is written can be read by its owner
only; a killed process leaves a part that the next write removes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.services.errors import ServiceError
from app.services.own_files import is_ours
from app.storage.files import PRIVATE_FILE, is_plain_file, sync_file, sync_folder
from app.storage.parts import part_file, sweep
from app.storage.places import absent_medium, logbook_around

_LONGEST_LINE = 1 << 16


class TargetError(ServiceError):
    """A file or folder that was named to be written must not be."""

    sentence = "{path}: {why} Nothing was written."


def check_file(path: Path, form: str) -> None:
    """Raise `TargetError` unless a file of this form (an ending such as `.pdf`, or "" for any) may be written there."""
    if not path.name or path.is_dir():
        raise TargetError(path=path, why="this is a folder. Name a file in it.")
    _check_parent(path)
    if path.is_symlink() or (path.exists() and not is_plain_file(path)):
        raise TargetError(path=path, why="this is no plain file. Name another one.")
    if path.exists() and not is_ours(path, form):
        raise TargetError(path=path, why="a file that this program did not write is there. Name another one.")


def check_folder(path: Path) -> None:
    """Raise `TargetError` unless files may be written into a folder; its last name may be made."""
    if path.exists() and not path.is_dir():
        raise TargetError(path=path, why="this is a file. Name a folder.")
    if path.exists():
        _check_apart(path)
        return
    _check_parent(path)
    if absent_medium(path):
        raise TargetError(path=path, why="there is no such medium. Plug it in, or name another folder.")


def write_file(path: Path, data: bytes, form: str) -> None:
    """Write a file that is there whole or not at all; raises `TargetError`."""
    with writing(path, form) as part:
        part.write_bytes(data)


@contextmanager
def writing(path: Path, form: str) -> Iterator[Path]:
    """Give the file to write to, which gets its own name when the block ends well; raises `TargetError`."""
    check_file(path, form)
    sweep(path.parent)
    with part_file(path) as part:
        yield part
        if path.exists() and form == ".csv" and _first_header(path) not in (b"", _first_header(part)):
            raise TargetError(path=path, why="a sheet with other columns is there. Name another file.")
        part.chmod(PRIVATE_FILE)
        sync_file(part)
        part.replace(path)
    sync_folder(path.parent)


def _check_parent(path: Path) -> None:
    parent = path.parent
    if not parent.is_dir():
        raise TargetError(
            path=path, why=f"there is no folder {parent}. Plug the medium in, or make the folder first."
        )
    _check_apart(parent)


def _check_apart(folder: Path) -> None:
    if (logbook := logbook_around(folder)) is not None:
        raise TargetError(path=folder, why=f"this is inside the logbook {logbook.name}. Name another folder.")


def _first_header(path: Path) -> bytes:
    """Return the first header of a sheet as text: with the byte order mark it is what tells ours from others."""
    with path.open("rb") as file:
        return file.readline(_LONGEST_LINE).partition(b",")[0].rstrip(b"\r\n")
