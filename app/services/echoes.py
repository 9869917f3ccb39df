"""Echoes: which changeset a receipt means, told to the node that wrote it.

A receipt has a number for each stream. Two laptops under one name may each have said something else under one number,
and the one whose bundle was lost would take the other's receipt for its own: its save would never be sent again, and
nobody would learn that there are two. So a receipt to one reader also names, for each of the reader's own streams, the
beginning of the digest that it means, in the place of an epoch: beside `node/5eed0001/fhq.east.up` with a number it has
`node/3f2a90c1/fhq.east.up` with the same number. Programs that do not know this see a stream that they do not hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.scopes import StreamKey
from app.storage.reader import Reader

_PREFIX = 8


def echoes(reader: Reader, have: Mapping[str, int], node: str) -> dict[str, int]:
    """Return what a receipt to a node says beside its numbers; nothing of streams whose branches are both held."""
    places = [(stream, seq) for stream, seq in have.items() if seq and stream.startswith(f"{node}/")]
    held = reader.digests_held(places)
    found = {_echo(stream, one): seq for (stream, seq), (one, *others) in held.items() if not others}
    return {key: seq for key, seq in found.items() if key not in have}


def meant(reader: Reader, have: Mapping[str, int], node: str) -> dict[str, int]:
    """Return a receipt whose numbers of our own streams mean what is here; `node` is our own.

    Where it means what another laptop with our name said, or more than we said, our last word is to be sent again.
    """
    heads = {stream: seq for stream, (seq, _) in reader.stream_heads().items()}
    own = {stream: seq for stream, seq in have.items() if stream.startswith(f"{node}/")}
    epochs = {StreamKey.parse(stream).epoch for stream in heads if stream.startswith(f"{node}/")}
    epochs.add(reader.meta("epoch") or "")
    ours = {stream: seq for stream, seq in own.items() if StreamKey.parse(stream).epoch in epochs}
    told = {key: seq for key, seq in own.items() if key not in ours}
    held = reader.digests_held(ours.items())
    receipt = {stream: seq for stream, seq in have.items() if stream not in own}
    for stream, seq in ours.items():
        mine = {_echo(stream, one) for one in held.get((stream, seq), ())}
        others = {key for key, at in told.items() if at == seq and _alike(key, stream)}
        is_meant = not seq or (bool(mine) and (not others or not mine.isdisjoint(others)))
        receipt[stream] = seq if is_meant else max(0, min(seq, heads.get(stream, 0)) - 1)
    return receipt


def _echo(stream: str, digest: str) -> str:
    key = StreamKey.parse(stream)
    return str(StreamKey(key.node, digest[:_PREFIX], key.unit, key.reach))


def _alike(one: str, other: str) -> bool:
    """Tell whether two keys of one node have the same unit and reach."""
    return one.rpartition("/")[2] == other.rpartition("/")[2]
