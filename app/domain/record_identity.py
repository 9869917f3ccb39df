"""Record identity: the id of a record is bound to the node that begins it and to its kind.

A first revision carries a salt; the id is made of the moment, and of a digest over node, kind, salt and moment. So
nobody else can begin a record of the same id, nobody can say later that it is of another kind, and no clock decides
who came first: whatever claims to begin a record and is not bound to it sets nothing.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import datetime
from functools import lru_cache
from typing import Final

from app.domain.identifiers import to_milliseconds

_SALT: Final = re.compile("[0-9a-f]{16}")


def new_salt() -> str:
    """Return a fresh salt: 16 random hex characters."""
    return uuid.uuid4().hex[:16]


def is_salt(text: str) -> bool:
    """Tell whether the text is a salt: 16 lower-case hex characters."""
    return _SALT.fullmatch(text) is not None


def record_id(node: str, kind: str, salt: str, begun: datetime) -> str:
    """Return the id of a record that a node begins at a moment: a UUIDv7 that holds for this node and kind alone."""
    return _bound(node, kind, salt, f"{to_milliseconds(begun):012x}")


def unclocked(record: str) -> str:
    """Return the part of a record id that no clock has made: the digest that binds it."""
    return record[14:]


@lru_cache(maxsize=4096)
def is_bound(record: str, node: str, kind: str, salt: str) -> bool:
    """Tell whether a first revision of this node, kind and salt begins the record."""
    return record == _bound(node, kind, salt, record[:8] + record[9:13])


def _bound(node: str, kind: str, salt: str, milliseconds: str) -> str:
    said = f"liaison record\n{node}\n{kind}\n{salt}\n{milliseconds}"
    bits = int.from_bytes(hashlib.sha256(said.encode()).digest()) >> (256 - 74)
    low = bits & (1 << 62) - 1
    tail = f"{0b10 << 62 | low:016x}"
    return f"{milliseconds[:8]}-{milliseconds[8:]}-7{bits >> 62:03x}-{tail[:4]}-{tail[4:]}"
