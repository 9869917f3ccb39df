"""Checks of a packed workbook before anything unpacks it: sizes, ratios, and entities that would multiply."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from app.sheets.tables import DamagedSheetError, HostileSheetError, TooLargeSheetError

UNPACKED = 400 * 1024 * 1024
"""Most bytes that a workbook may unpack to."""
MEMBERS = 5_000
RATIO = 300
"""A member that unpacks to more than so many times its size is no sheet that people wrote (deflate ends at 1,032)."""
SMALL = 1024 * 1024
"""Members below this size may pack as well as they like."""
_DECLARATIONS = re.compile(b"<!DOCTYPE|<!ENTITY|<\0!\0D\0O\0C\0T\0Y\0P\0E|\0<\0!\0D\0O\0C\0T\0Y\0P\0E")
_HEAD = 64 * 1024


def check_zip(path: Path) -> None:
    """Refuse a workbook that would take more than it should; reads only the directory and the first bytes of parts.

    Raises `DamagedSheetError`, `HostileSheetError` or `TooLargeSheetError`.
    """
    try:
        with zipfile.ZipFile(path) as file:
            members = file.infolist()
            if len(members) > MEMBERS:
                raise TooLargeSheetError
            for member in members:
                if member.file_size > SMALL and member.file_size > RATIO * max(1, member.compress_size):
                    raise HostileSheetError
            if sum(member.file_size for member in members) > UNPACKED:
                raise TooLargeSheetError
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_head(file, member)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise DamagedSheetError from error


def _check_head(file: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with file.open(member) as part:
        if _DECLARATIONS.search(part.read(_HEAD)):
            raise HostileSheetError
