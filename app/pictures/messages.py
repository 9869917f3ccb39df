"""Messages: what the program and its child process say to each other: one line of JSON, then bytes.

Both ends are bounded: a message that is longer or other than it should be is no message.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

LONGEST_HEAD = 65_536


class MalformedMessageError(Exception):
    """The other side said something that is no message."""


def packed(head: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """Return a message: `head` with the sizes of the blobs, and the blobs."""
    line = json.dumps({**head, "sizes": [len(blob) for blob in blobs]}).encode("ascii")
    return b"\n".join((line, b"".join(blobs)))


def unpacked(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return head and blobs of a message; raises `MalformedMessageError` where the sizes do not fit it exactly."""
    line, found, _ = message[:LONGEST_HEAD].partition(b"\n")
    try:
        head = json.loads(line) if found else None
    except ValueError as error:
        raise MalformedMessageError from error
    if not isinstance(head, dict):
        raise MalformedMessageError
    sizes = head.pop("sizes", None)
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        raise MalformedMessageError
    if len(message) != len(line) + 1 + sum(sizes):
        raise MalformedMessageError
    blobs, at = [], len(message) - sum(sizes)
    for size in sizes:
        blobs.append(message[at : at + size])
        at += size
    return head, blobs
