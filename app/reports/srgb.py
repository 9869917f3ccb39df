"""The colour profile of sRGB, made here from its definition, so that colours in an archived file stay what they are."""

import struct
from typing import Final

NAME: Final = "sRGB IEC61966-2.1"
_WHITE: Final = (0.9642, 1.0, 0.8249)
"""D50, to which the colours of a profile refer."""
_PRIMARIES: Final = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""Red, green and blue of IEC 61966-2-1, adapted to D50."""
_STEPS: Final = 1024
_HEAD: Final = 128
_ENTRY: Final = 12


def profile() -> bytes:
    """Return a display profile of version 2.1 of the ICC format; always the same bytes."""
    curve = b"curv" + bytes(4) + struct.pack(f">I{_STEPS}H", _STEPS, *(_light(n) for n in range(_STEPS)))
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(NAME) + 1) + NAME.encode("ascii") + bytes(79),
        b"cprt": b"text" + bytes(4) + b"No copyright\0",
        b"wtpt": _place(*_WHITE),
        **{name: _place(*place) for name, place in _PRIMARIES.items()},
    }
    at = _HEAD + 4 + _ENTRY * (len(tags) + 3)
    directory, body = struct.pack(">I", len(tags) + 3), b""
    for name, content in tags.items():
        directory += struct.pack(">4sII", name, at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    for name in (b"rTRC", b"gTRC", b"bTRC"):  # one curve for all three
        directory += struct.pack(">4sII", name, at + len(body), len(curve))
    return _head(at + len(body) + len(curve)) + directory + body + curve


def _head(size: int) -> bytes:
    made = struct.pack(
        ">I4sI4s4s4s6H4s", size, b"", 0x02100000, b"mntr", b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp"
    )
    return (made + bytes(28) + _place(*_WHITE)[8:]).ljust(_HEAD, b"\0")


def _place(*numbers: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(number * 65536) for number in numbers))


def _light(step: int) -> int:
    """Return how much light a step of the scale stands for, as 16 bits."""
    value = step / (_STEPS - 1)
    return round(65535 * (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4))
