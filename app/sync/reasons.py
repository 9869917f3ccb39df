"""What a person is told of a bundle: reasons with codes, and gaps with numbers."""

import msgspec


class Reason(msgspec.Struct, frozen=True):
    """Why something was refused or held: its code, the key text of the stream if it is about one, detail.

    `node` is whom it is about where that is not the node of the stream: who made the bundle, or issued a roster.
    """

    code: str
    stream: str | None
    detail: str
    node: str = ""


class Gap(msgspec.Struct, frozen=True):
    """The changesets `first` to `last` of a stream are missing before what the bundle brings."""

    stream: str
    first: int
    last: int


def is_held(code: str) -> bool:
    """Tell whether what bears this code waits for something, and is not refused."""
    return code.startswith("held:")
