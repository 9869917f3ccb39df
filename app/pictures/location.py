"""Location: the one piece of camera data that can be kept in a picture, on purpose, and taken out again.

Works on the bytes of JPEG files made here, whose first segment is known; nothing is decoded.
"""

from __future__ import annotations

_START = b"\xff\xd8"
_EXIF_SEGMENT = b"\xff\xe1"
_EXIF = b"Exif\0\0"
MOST_BYTES = 4096
"""Bytes of a block; that of a position needs about 200."""


def is_block(block: bytes) -> bool:
    """Return whether bytes are a block as the child process makes it."""
    return block.startswith(_EXIF) and len(block) <= MOST_BYTES


def holds_location(content: bytes) -> bool:
    """Return whether a picture made here holds the position where it was taken."""
    return content[:4] == _START + _EXIF_SEGMENT and content[6:12] == _EXIF


def with_location(content: bytes, block: bytes) -> bytes:
    """Return a JPEG with the block as its first segment, in place of one that is there; anything else as it is."""
    if not content.startswith(_START):
        return content
    plain = without_location(content)
    segment = _EXIF_SEGMENT + (len(block) + 2).to_bytes(2, "big") + block
    return plain[:2] + segment + plain[2:]


def without_location(content: bytes) -> bytes:
    """Return a JPEG without its position."""
    if not holds_location(content):
        return content
    return content[:2] + content[4 + int.from_bytes(content[4:6], "big") :]
