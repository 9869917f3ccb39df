"""The container writer: exact bytes as a stream of pieces; nothing in them depends on machine or time."""

import zlib
from collections.abc import Iterator
from typing import Final

from app.sync.container import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    DEFLATED,
    END,
    END_SIGNATURE,
    LOCAL,
    LOCAL_SIGNATURE,
    MADE_BY,
    STORED,
)
from app.sync.errors import TooLargeError
from app.sync.members import MAX_MEMBERS, MAX_RATIO, MAX_TEXTS, MAX_TOTAL

_NEEDED_VERSION: Final = 20
_DATE: Final = 0x0021
"""1980-01-01, the first day that ZIP knows; the time is 00:00."""
_SMALL: Final = 128 * 1024
"""Below this many bytes packing harder costs nothing that anyone would notice."""


class ContainerWriter:
    """Makes the pieces of a container, one member after the other, then its end."""

    def __init__(self) -> None:
        self._offset = 0
        self._texts = 0
        self._central: list[bytes] = []

    def member(self, name: str, content: bytes, *, deflate: bool) -> Iterator[bytes]:
        """Yield the bytes of one member; `deflate` packs it where that makes it smaller, within limits."""
        packed = _deflated(content) if deflate else content
        is_packed = deflate and len(packed) < len(content) <= MAX_RATIO * len(packed)
        body = packed if is_packed else content
        method = DEFLATED if is_packed else STORED
        raw_name = name.encode("ascii")
        total = self._offset + LOCAL.size + len(raw_name) + len(body)
        self._texts += len(body) if deflate else 0
        if len(self._central) >= MAX_MEMBERS or total > MAX_TOTAL or self._texts > MAX_TEXTS:
            raise TooLargeError("more members or bytes than one bundle may hold: split the export")
        checksum = zlib.crc32(content)
        shared = (_NEEDED_VERSION, 0, method, 0, _DATE, checksum, len(body), len(content), len(raw_name), 0)
        entry = CENTRAL.pack(CENTRAL_SIGNATURE, MADE_BY, *shared, 0, 0, 0, 0, self._offset)
        self._central.append(entry + raw_name)
        self._offset = total
        yield LOCAL.pack(LOCAL_SIGNATURE, *shared) + raw_name
        yield body

    def end(self) -> Iterator[bytes]:
        """Yield the central directory and the end record."""
        directory = b"".join(self._central)
        count = len(self._central)
        yield directory
        yield END.pack(END_SIGNATURE, 0, 0, count, count, len(directory), self._offset, 0)


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6 if len(content) < _SMALL else 1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
