"""Finds the files that ship beside the code: in a checkout, an installed wheel and a frozen program."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class AssetMissingError(Exception):
    """A file that belongs to the program is not where the program was installed."""


def resource(*parts: str) -> Path:
    """Give the path of a file or folder under `resources/`; raises AssetMissingError where it is absent."""
    return _existing("resources", _root("resources", "resources").joinpath(*parts))


def migrations() -> Path:
    """Give the folder with the database migrations; raises AssetMissingError where it is absent."""
    return _existing("migrations", _root("migrations", "db/migrations"))


def _root(shipped: str, in_checkout: str) -> Path:
    """Give the folder of one family of files, by how the program was installed."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "app" / "_shared" / shipped
    in_wheel = _PACKAGE / "_shared" / shipped
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / in_checkout


def _existing(family: str, path: Path) -> Path:
    """Give back a path that exists, or say in one sentence what is missing."""
    if not path.exists():
        raise AssetMissingError(f"The program's {family} lack {path.name}: install the program again.")
    return path
