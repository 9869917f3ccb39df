"""Receipt digests: which changeset a receipt means, so that a node notices when another writes under its name.

A receipt names a number for each stream and how the SHA-256 of that changeset begins. Two laptops under one name may
each have sealed something else under one number; without the digest, the one whose bundle was lost would take the
other's receipt for its own: its save would never be sent again, and nobody would learn that there are two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.storage.reader import Reader
from app.sync.manifest import STREAM_DIGEST, StreamReceipt


def receipt_digests(
    ends: Mapping[str, tuple[int, str]], streams: Collection[str]
) -> dict[str, StreamReceipt]:
    """Return a receipt for those of the streams of which something is held without a gap."""
    return {
        stream: StreamReceipt(seq, digest[:STREAM_DIGEST])
        for stream, (seq, digest) in ends.items()
        if seq and stream in streams
    }


def meant(
    reader: Reader, have: Mapping[str, StreamReceipt], heads: Mapping[str, tuple[int, str]], node: str
) -> dict[str, int]:
    """Return the numbers of a receipt, of which those of our own streams, `node`, mean what is here.

    Where it means what another laptop with our name said, or more than we said, our last word is to go again.
    """
    numbers = {stream: one.seq for stream, one in have.items()}
    ours = {stream: seq for stream, seq in numbers.items() if stream.startswith(f"{node}/")}
    held = reader.digests_held(ours.items())
    for stream, seq in ours.items():
        mine = {one[:STREAM_DIGEST] for one in held.get((stream, seq), ())}
        if have[stream].digest not in mine:
            last, _ = heads.get(stream, (0, ""))
            numbers[stream] = max(0, min(seq, last) - 1)
    return numbers
