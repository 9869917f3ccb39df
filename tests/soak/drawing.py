"""Drawing: keys, ids and the order of sets from a seed, so that a run in which something went wrong can be repeated."""

from __future__ import annotations

import os
import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

import pyrage

from app.sync.keys import NodeKeys

HASHES = "PYTHONHASHSEED"


@contextmanager
def drawn_from(seed: int) -> Iterator[None]:
    """Draw signing keys and ids from a seed. What others encrypt to stays random: nothing is put in order by it."""
    drawn = random.Random(f"keys and ids of mission {seed}")

    def keys() -> NodeKeys:
        return NodeKeys(drawn.randbytes(32), str(pyrage.x25519.Identity.generate()))

    def identifier() -> uuid.UUID:
        return uuid.UUID(bytes=drawn.randbytes(16), version=4)

    with patch.object(NodeKeys, "generate", keys), patch.object(uuid, "uuid4", identifier):
        yield


def put_sets_in_order(module: str, arguments: Sequence[str]) -> None:
    """Start this program once more where the order of sets of texts is drawn anew each time."""
    if os.environ.get(HASHES) != "0":
        program = [sys.executable, "-m", module, *arguments]
        os.execve(sys.executable, program, {**os.environ, HASHES: "0"})  # noqa: S606 - ourselves, by full path
