"""The anchor file: the last number and digest of each own stream, so that an older database put back is noticed.

Encryption does not stop somebody from putting an older file back; every check inside that file would pass.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from app.storage.files import UNREADABLE, read_small
from app.storage.parts import replace_atomically

NAME = "anchor.json"
BEHIND, DAMAGED, MISSING = "logbook-behind-anchor", "anchor-damaged", "anchor-missing"
_LIMIT = 4 << 20

Heads = Mapping[str, tuple[int, str]]


class _Anchor(msgspec.Struct, forbid_unknown_fields=True):
    streams: dict[str, tuple[int, str]]
    mac: str
    format: int = 1


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(_Anchor)


def warnings(folder: Path, key: bytes, heads: Heads, digests: Heads, has_sealed: bool) -> tuple[str, ...]:
    """Return the codes of what the anchor finds wrong.

    `heads` are those of all streams held; `digests` are, for the anchored ones, number and digest as held
    at the anchored number; `has_sealed` tells whether this logbook has sealed anything.
    """
    content = read_small(folder / NAME, _LIMIT)
    if content is None:
        return (MISSING,) if has_sealed else ()
    streams = _authentic(content, key)
    if streams is None:
        return (DAMAGED,)
    lost = any(heads.get(stream, (0, ""))[0] < seq for stream, (seq, _) in streams.items())
    other = any(stream in digests and digests[stream] != pair for stream, pair in streams.items())
    return (BEHIND,) if lost or other else ()


def read(folder: Path, key: bytes) -> dict[str, tuple[int, str]]:
    """Return what is anchored; nothing where the file is missing or not authentic."""
    content = read_small(folder / NAME, _LIMIT)
    return {} if content is None else _authentic(content, key) or {}


def extend(folder: Path, key: bytes, heads: Heads) -> None:
    """Anchor longer streams, whole or not at all; an anchored stream never gets shorter."""
    streams = read(folder, key)
    for stream, pair in heads.items():
        if pair[0] >= streams.get(stream, (0, ""))[0]:
            streams[stream] = pair
    replace_atomically(folder / NAME, _encoder.encode(_Anchor(streams, _mac(streams, key))))


def _authentic(content: bytes, key: bytes) -> dict[str, tuple[int, str]] | None:
    try:
        anchor = _decoder.decode(content)
        mac = _mac(anchor.streams, key)
    except UNREADABLE:
        return None
    same = anchor.format == 1 and hmac.compare_digest(anchor.mac.encode(), mac.encode())
    return anchor.streams if same else None


def _mac(streams: dict[str, tuple[int, str]], key: bytes) -> str:
    return hmac.new(key, _encoder.encode(streams), sha256).hexdigest()
