"""Possession: how whoever names an attached file shows that it held the file, or could read a record that names it.

A digest is no secret: requests for files and lists of members name it. So a record names beside the digest of a file
a second one, its proof, which goes nowhere else. Who was told a digest alone cannot make the proof, and whatever he
writes into a record of his own opens no file to anybody.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

_BEGINNING: Final = b"liaison attachment\n"
_PAIRS: Final = (("sha256", "proof"), ("thumbnail", "thumbnail_proof"))


def proof_of(content: bytes) -> str:
    """Return the proof of a file: the SHA-256 of its bytes behind a line of ours."""
    made = hashlib.sha256(_BEGINNING)
    made.update(content)
    return made.hexdigest()


def claims(value: Any) -> Iterator[tuple[str, str]]:
    """Yield digest and proof of each file that a value names with both, at any depth."""
    if isinstance(value, dict):
        for digest, proof in _PAIRS:
            if isinstance(named := value.get(digest), str) and isinstance(shown := value.get(proof), str):
                yield named, shown
    if isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from claims(item)
