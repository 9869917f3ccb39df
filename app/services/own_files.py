"""Own files: whether a file is of a form that this program writes, so that nothing foreign is written over."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

NAME = b"Liaison Logbook"
_HEAD = 4096
_MOST = 64 << 20
_PROPERTIES = "docProps/core.xml"


def is_ours(path: Path, form: str) -> bool:
    """Tell whether a file is empty, or of the form (an ending such as `.pdf`) that this program writes."""
    known = _FORMS.get(form)
    return path.stat().st_size == 0 or (known is not None and known(path))


def _starts(*starts: bytes) -> Callable[[Path], bool]:
    return lambda path: _bytes(path, _HEAD).startswith(starts)


def _is_report(path: Path) -> bool:
    content = _bytes(path, _MOST)
    return content.startswith(b"%PDF-") and NAME in content


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as book, book.open(_PROPERTIES) as properties:
            return NAME in properties.read(_HEAD)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return False


def _is_calendar(path: Path) -> bool:
    head = _bytes(path, _HEAD)
    return head.startswith(b"BEGIN:VCALENDAR") and NAME in head.split(b"BEGIN:VEVENT")[0]


def _is_request(path: Path) -> bool:
    head = _bytes(path, _HEAD)
    return head.startswith(b"{") and b'"public_key":"ssh-ed25519 ' in head


def _is_bundle(path: Path) -> bool:
    head = _bytes(path, _HEAD)
    sealed = head.startswith(b"age-encryption.org/v1\n") and ".liaison" in path.name
    return sealed or (head.startswith(b"PK\x03\x04") and b"liaison-logbook.bundle" in head[:100])


def _bytes(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)


_FORMS: dict[str, Callable[[Path], bool]] = {
    ".pdf": _is_report,
    ".xlsx": _is_workbook,
    ".csv": _starts(b"\xef\xbb\xbf"),
    ".geojson": _starts(b'{"type":"FeatureCollection","features":[\n'),
    ".ics": _is_calendar,
    ".request": _is_request,
    ".liaison": _is_bundle,
    ".liaison-backup": _starts(b"liaison-backup 1\n"),
}
"""How a file of ours is known, by the ending that its form has."""
