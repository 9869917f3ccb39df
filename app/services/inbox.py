"""Inbox: a folder in which bundles arrive; each is imported and moved to where its outcome says, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.services.desks import Desk
from app.services.errors import MissingFileError
from app.services.importing import bundles_of, import_files
from app.services.views import FileOutcome
from app.services.wording import reason_words

FOLDERS = {"applied": "done", "nothing-new": "done", "held": "held", "refused": "refused"}


class Inbox:
    """A watched folder; a file is due when it has not grown from one look to the next, and taken once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sizes: dict[Path, int] = {}
        self._taken: dict[Path, int] = {}

    def look(self, desk: Desk) -> Iterator[FileOutcome]:
        """Look into the folder, take what is due, and yield what became of it.

        A file that could not be read to its end is tried again; one that could not be moved away is not.
        """
        before, self._sizes = self._sizes, _sizes(bundles_of(self.folder))
        for file, size in self._sizes.items():
            if before.get(file) == size and self._taken.get(file) != size:
                outcome = take(desk, file)
                if outcome is not None:
                    self._taken[file] = size
                    yield outcome


def take(desk: Desk, file: Path) -> FileOutcome | None:
    """Import one bundle and move it to `done`, `held` or `refused` beside it; None where it could not be read.

    What was imported stays imported where the file cannot be moved: it is then tried again and brings nothing new.
    """
    try:
        (outcome,) = import_files(desk, [file])
    except (OSError, MissingFileError):
        return None
    target = file.parent / FOLDERS[outcome.outcome]
    try:
        target.mkdir(exist_ok=True)
        moved = _free(target / file.name)
        if outcome.reasons:
            moved.with_name(f"{moved.name}.reason.txt").write_text(_said(outcome), encoding="utf-8")
        file.replace(moved)
    except OSError:
        return outcome
    return outcome


def _said(outcome: FileOutcome) -> str:
    """Say in sentences, unit by unit, why a file was not taken as a whole; codes and streams are for who helps."""
    words = map(reason_words, outcome.reasons)
    codes = (f"{one.code} {one.stream or ''}".strip() for one in outcome.reasons)
    lines = [*dict.fromkeys(words), "", "For whoever helps:", *dict.fromkeys(codes)]
    return "\n".join(lines) + "\n"


def _sizes(files: list[Path]) -> dict[Path, int]:
    found = {}
    for file in files:
        try:
            found[file] = file.stat().st_size
        except OSError:
            continue
    return found


def _free(path: Path) -> Path:
    """Return the path, or one with a number where something of that name lies there already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{number}-{path.name}")
    return free
