"""Frames of a JPEG file: what stands in it, by its markers alone; no pixel is decoded."""

from __future__ import annotations

_START, _END = b"\xff\xd8", b"\xff\xd9"
_JFIF, _TABLES, _HUFFMAN, _BASELINE, _SCAN = 0xE0, 0xDB, 0xC4, 0xC0, 0xDA
_BARE = frozenset({_JFIF, _TABLES, _HUFFMAN, _BASELINE})
_EIGHT_BITS, _CHANNELS = 8, 3
_FRAME_HEAD = 6


def bare_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a plain colour JPEG that holds nothing but its picture, and None of any other.

    Such a file has its tables, one frame of three channels and one scan, and neither camera data nor remarks.
    """
    if not (content.startswith(_START) and content.endswith(_END)):
        return None
    at, size = len(_START), None
    while content[at : at + 1] == b"\xff":
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SCAN:
            return size if _is_one_scan(content, at + 2 + length) else None
        if marker not in _BARE or length < len(_START):
            return None
        if marker == _BASELINE:
            size = _frame(content[at + 4 : at + 2 + length])
        at += 2 + length
    return None


def _frame(segment: bytes) -> tuple[int, int] | None:
    if len(segment) < _FRAME_HEAD or segment[0] != _EIGHT_BITS or segment[5] != _CHANNELS:
        return None
    height, width = int.from_bytes(segment[1:3], "big"), int.from_bytes(segment[3:5], "big")
    return (width, height) if width and height else None


def _is_one_scan(content: bytes, start: int) -> bool:
    """Tell whether pixels alone follow, up to the end: in them every FF is followed by a zero."""
    pixels = content[start : -len(_END)]
    return start < len(content) and pixels.count(b"\xff") == pixels.count(b"\xff\x00")
