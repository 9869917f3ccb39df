"""Echoes: which changeset a receipt means, told to the node that wrote it.

A receipt has a number for each stream. Two laptops under one name may each have said something else under one number,
and the one whose bundle was lost would take the other's receipt for its own: its save would never be sent again, and
nobody would learn that there are two. So a receipt also names, for each of its readers' own streams, the
beginning of the digest that it means, in the place of an epoch: beside `node/5eed0001/fhq.east.up` with a number it has
`node/3f2a90c1/fhq.east.up` with the same number. Programs that do not know this see a stream that they do not hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from app.domain.scopes import StreamKey
from app.storage.reader import Reader

_PREFIX = 8


def echoes(reader: Reader, have: Mapping[str, int], nodes: Iterable[str]) -> dict[str, int]:
    """Return what a receipt to some nodes says beside its numbers; nothing of streams whose branches are both held."""
    wanted = set(nodes)
    places = [(stream, seq) for stream, seq in have.items() if seq and _node(stream) in wanted]
    held = reader.digests_held(places)
    found = {_echo(stream, one): seq for (stream, seq), (one, *others) in held.items() if not others}
    return {key: seq for key, seq in found.items() if key not in have}


def meant(reader: Reader, have: Mapping[str, int], to: Iterable[str], node: str) -> dict[str, int]:
    """Return a receipt to some nodes without its echoes, whose numbers of our own streams mean what is here.

    Where it means what another laptop with our name, `node`, said, or more than we said, our last word is to go again.
    """
    heads = {stream: seq for stream, (seq, _) in reader.stream_heads().items()}
    known = {stream.rpartition("/")[0] for stream in heads} | {f"{node}/{reader.meta('epoch')}"}
    receipt, told = _parted(have, {*to, node}, known)
    ours = {stream: seq for stream, seq in receipt.items() if seq and _node(stream) == node}
    held = reader.digests_held(ours.items())
    for stream, seq in ours.items():
        mine = {_echo(stream, one) for one in held.get((stream, seq), ())}
        others = told.get((node, _scope(stream), seq), set())
        if not mine or (others and mine.isdisjoint(others)):
            receipt[stream] = max(0, min(seq, heads.get(stream, 0)) - 1)
    return receipt


def _parted(
    have: Mapping[str, int], readers: Collection[str], known: Collection[str]
) -> tuple[dict[str, int], dict[tuple[str, str, int], set[str]]]:
    """Part a receipt from its echoes, by node, scope and number.

    An echo has no epoch that is known, and stands beside an entry of one that is.
    """
    receipt = dict(have)
    told: dict[tuple[str, str, int], set[str]] = {}
    places = {(_node(key), _scope(key), seq) for key, seq in have.items() if key.rpartition("/")[0] in known}
    for key, seq in have.items():
        place = (_node(key), _scope(key), seq)
        if place[0] in readers and key.rpartition("/")[0] not in known and place in places:
            told.setdefault(place, set()).add(key)
            del receipt[key]
    return receipt, told


def _echo(stream: str, digest: str) -> str:
    key = StreamKey.parse(stream)
    return str(StreamKey(key.node, digest[:_PREFIX], key.unit, key.reach))


def _node(stream: str) -> str:
    return stream.partition("/")[0]


def _scope(stream: str) -> str:
    """Return unit and reach of a stream's key, as they stand in it."""
    return stream.rpartition("/")[2]
