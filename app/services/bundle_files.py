"""Bundle files: what they are called, whole or in parts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.rosters import Entry
from app.services.desks import Desk
from app.services.targets import check_file, check_folder

SUFFIX, ENCRYPTED_SUFFIX = ".liaison", ".liaison.age"


def target_file(desk: Desk, out: Path | None, readers: Sequence[Entry], *, plain: bool) -> Path:
    """Return the file to write: `out` itself, or in the folder `out` a name that says from whom, to whom and when."""
    suffix = SUFFIX if plain else ENCRYPTED_SUFFIX
    if out is not None and not out.is_dir():
        check_file(out, SUFFIX)
        return out
    folder = out or Path()
    check_folder(folder)
    stamp = desk.clock().strftime("%Y%m%dT%H%M%SZ")
    own = desk.standing.unit.replace("/", "-")
    stem = f"{own}_to_{readers[0].unit.replace('/', '-')}_{stamp}"
    # Two exports within a second are two files: the first may be on its way already.
    free = next(each for each in _numbered(stem) if not any(folder.glob(f"{each}.*")))
    return folder / f"{free}{suffix}"


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in itertools.count(2))


def part_file(path: Path, number: int, of: int) -> Path:
    """Return the file of one part of an export that is split; the file itself where it is not.

    Raises `TargetError` where a foreign file has that name.
    """
    if of == 1:
        return path
    suffix = next((each for each in (ENCRYPTED_SUFFIX, SUFFIX) if path.name.endswith(each)), path.suffix)
    stem = path.name.removesuffix(suffix)
    part = path.with_name(f"{stem}.{number:02d}-of-{of:02d}{suffix}")
    check_file(part, SUFFIX)
    return part
