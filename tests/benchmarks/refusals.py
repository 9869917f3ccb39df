"""Hostile bundles below 1 MB, made by somebody with a valid key: how long refusing each takes, and how much memory.

Run as a module with the path of a bundle it prints one JSON line with the outcome, seconds and peak memory in bytes.

"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from app.domain import canonical
from app.domain.scopes import Reach, StreamKey
from app.sync.changesets import MAX_HOLDERS, MAX_REVISIONS, MAX_VALUES, Sealed
from app.sync.errors import BundleError, TooLargeError
from app.sync.members import MAX_CHANGESET
from app.sync.planning import outcome_of, plan
from app.sync.sshsig import NAMESPACE_ROSTER
from app.sync.verification import read_bundle, verify
from tests.benchmarks.memory import peak_memory
from tests.sync import scene
from tests.vectors.cases import spoiled

MOST_BYTES = 1_000_000
_ROOM = MAX_CHANGESET - 65_536
_BROKEN = b"x}\n"

FIELDS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "short lines": lambda: {"a": 1},
    "64 MiB of text": lambda: {"title": "x" * 1100},
    "64 MiB of accents": lambda: {"title": "é" * 550},
    "64 MiB of Bengali": lambda: {"a": "ক" * 21_000, "b": "ক" * 21_000, "c": "ক" * 21_000, "d": "ক" * 21_000},
    "64 MiB of escapes": lambda: {"title": "\\" * 550},
    "composing text": lambda: {"title": "q\u0301" * 50},
    "deep lists": lambda: {"deep": [[[[[[[1]]]]]]]},
    "lists to the last level": lambda: {"deep": _nested(29)},
    "long lists": lambda: {"wide": list(range(100))},
    "very long lists": lambda: {"wide": [0] * 100_000},
    "objects": lambda: {"many": [{"a": 1}] * 30_000},
    "texts": lambda: {"many": ["ab"] * 50_000},
    "texts with accents": lambda: {"many": ["aé"] * 40_000},
    "long numbers": lambda: {"many": [canonical.MAX_INTEGER] * 15_000},
    "keys": lambda: {f"{key:03}": "é" for key in range(900)},
    "keys, deep": lambda: {"deep": [[[[[{f"{key:02}": 1 for key in range(30)}]]]]]},
    "commas in texts": lambda: {"texts": ["," * 60] * 18},
    "parents": lambda: {"parents": [f"{number:032x}" for number in range(4)]},
}
"""What each revision says; as many of them as the limits allow are put into one changeset."""


def hostile() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of bundles that cost as much as they can before they are found out, at their very end."""
    for name, fields in FIELDS.items():
        yield name, _packed(name, partial(_one_stream, fields()))
    yield "three streams of text", _packed("three streams", _three_streams)
    yield "a thousand changesets", _small("a thousand", scene.members_of(_many_changesets()))
    yield "long rosters", _small("rosters", _rosters())
    yield from _manifests()


def _nested(depth: int) -> list[Any]:
    return [_nested(depth - 1)] if depth else []


def _filled(
    fields: dict[str, Any], share: int, stream: StreamKey = scene.EAST_UP, most: int = _ROOM
) -> Sealed:
    """Return a changeset with as many revisions as the limits allow, of which nothing can pack one byte in `share`."""
    line = scene.revision(1, **fields, z="").line
    holders = line.count(b"[") + line.count(b"{")
    values = line.count(b",") - sum(str(text).count(",") for text in fields.get("texts", ()))
    many = min(MAX_REVISIONS, most // len(line), MAX_HOLDERS // holders, MAX_VALUES // (holders + values))
    filler = random.Random(1)
    hexes = (filler.randbytes(len(line) // share).hex() for _ in range(many))
    lines = [line.replace(b'"z":""', b'"z":"%s"' % text.encode()) for text in hexes]
    count = many if most >= sum(map(len, lines)) + many else many * len(line) // (len(lines[0]) + 1)
    return scene.changeset(lines[:count], stream=stream)


def _broken(sealed: Sealed) -> Sealed:
    return spoiled(sealed, sealed.body[:-3] + _BROKEN)


def _one_stream(fields: dict[str, Any], share: int) -> list[Sealed]:
    return [_filled(fields, share)]


def _three_streams(share: int) -> list[Sealed]:
    """Return changesets of three epochs, together as much as our own packing gets into 1 MB."""
    streams = [StreamKey(scene.EAST.node, f"{epoch:08x}", "fhq/east", Reach.UP) for epoch in range(3)]
    return [_filled({"title": "x" * 20_000}, share, stream, _ROOM - 20 * 2**20) for stream in streams]


def _many_changesets() -> list[Sealed]:
    streams = [StreamKey(scene.EAST.node, f"{epoch:08x}", "fhq/east", Reach.UP) for epoch in range(750)]
    line = scene.revision(1).line
    return [_broken(scene.changeset([line], stream=stream)) for stream in streams]


def _rosters() -> dict[str, bytes]:
    """Return rosters that settle where tens of thousands of streams end, and are wrong in the last entry."""
    found: dict[str, bytes] = {}
    sound = canonical.decode(scene.roster(2).data)
    first, *others = sound["entries"]
    for version in range(2, 5):
        last = {f"{scene.HQ.node}/{epoch:08x}/fhq.up": 1 for epoch in range(60_000)}
        retired = {**first, "status": "retired", "last": last}
        entries = [retired, *others[:-1], {**others[-1], "status": "asleep"}]
        data = canonical.encode({**sound, "entries": entries, "version": version})
        name = f"rosters/{scene.HQ.node}/{version:06d}.json"
        found[name] = data
        found[f"{name}.sig"] = scene.HQ.sign(data, namespace=NAMESPACE_ROSTER)
    return found


def _manifests() -> Iterator[tuple[str, bytes]]:
    one = {"seq": 1, "digest": "0" * 16}
    receipt = {f"{scene.EAST.node}/{epoch:08x}/fhq.up": one for epoch in range(49_999)}
    yield "a long receipt", _small("receipt", {}, have=receipt, to=["x"])
    wishes = [f"{number:064x}" for number in range(200_000)]
    yield "a long list of wishes", _small("wishes", {}, wants=wishes, to=["x"])
    yield "a manifest of lists", _small("lists", {}, to=[[[[[[[]]]]]]] * 70_000)


def _packed(name: str, make: Callable[[int], list[Sealed]]) -> bytes:
    """Return a bundle of changesets, each broken at its end and packed as tightly as the format allows."""
    for share in (10**9, 800, 400, 300, 275, 250, 225, 200, 150):
        with suppress(TooLargeError):  # what cannot be packed tightly enough is stored as it is
            data = scene.assemble(scene.members_of([_broken(one) for one in make(share)]))
            if len(data) <= MOST_BYTES:
                return data
    raise ValueError(f"{name} cannot be made small enough")


def _small(name: str, members: Mapping[str, bytes], **manifest: Any) -> bytes:
    data = scene.assemble(members, **manifest)
    if len(data) > MOST_BYTES:
        raise ValueError(f"{name} has {len(data)} bytes")
    return data


def main(file: Path) -> dict[str, Any]:
    """Read one bundle as an import does, up to the plan."""
    held = scene.Held()
    start = perf_counter()
    try:
        with read_bundle(file, [held.identity]) as checked:
            outcome = plan(verify(checked), held).outcome
    except BundleError as error:
        outcome = outcome_of(error)
    return {"outcome": outcome.value, "seconds": perf_counter() - start, "memory": peak_memory()}


if __name__ == "__main__":
    print(msgspec.json.encode(main(Path(sys.argv[1]))).decode())
