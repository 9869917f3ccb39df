"""Who may read and write what: unit paths, reach, scopes, and the streams that carry them."""

import re
from enum import StrEnum
from typing import Final

import msgspec

from app.domain.identifiers import EPOCH_SHAPE, NODE_SHAPE

MAX_PARTS: Final = 4
_PART = "[a-z0-9-]{1,32}"
_UNIT = re.compile(rf"{_PART}(?:/{_PART}){{0,{MAX_PARTS - 1}}}")
_STREAM = re.compile(
    rf"({NODE_SHAPE})/({EPOCH_SHAPE})/({_PART}(?:\.{_PART}){{0,{MAX_PARTS - 1}}})\.(up|branch)"
)


class MalformedScopeError(ValueError):
    """A text is no unit path, scope or stream key."""


class Reach(StrEnum):
    """Who a record is for: nobody else, the chain above, or the whole branch."""

    LAPTOP = "laptop"
    UP = "up"
    BRANCH = "branch"


class Level(StrEnum):
    """The place of a node in the chain of command; it decides which fields a node may set."""

    FORCE = "force"
    SECTOR = "sector"
    UNIT = "unit"


def is_unit_path(text: str) -> bool:
    """Tell whether the text is a unit path: one to four parts of `[a-z0-9-]{1,32}` joined by slashes."""
    return _UNIT.fullmatch(text) is not None


def check_unit_path(text: str) -> str:
    """Return the text, or raise MalformedScopeError when it is no unit path."""
    if not is_unit_path(text):
        raise MalformedScopeError("not a unit path")
    return text


def ancestors(unit: str) -> tuple[str, ...]:
    """Return the units above `unit`, the highest first: `a/b/c` gives `a`, `a/b`."""
    parts = unit.split("/")
    return tuple("/".join(parts[:count]) for count in range(1, len(parts)))


def is_above(upper: str, lower: str) -> bool:
    """Tell whether `upper` is a strict ancestor of `lower`."""
    return lower.startswith(upper + "/")


def is_on_branch(one: str, other: str) -> bool:
    """Tell whether one unit equals, is above, or is below the other."""
    return one == other or is_above(one, other) or is_above(other, one)


class Scope(msgspec.Struct, frozen=True, order=True):
    """A unit path and a reach of `up` or `branch`: the readers of what is said to it."""

    unit: str
    reach: Reach

    def __post_init__(self) -> None:
        check_unit_path(self.unit)


def may_read(unit: str, scope: Scope) -> bool:
    """Tell whether a node at `unit` may read the scope: that unit, those above; with `branch` those below."""
    if scope.reach is Reach.LAPTOP:
        return False
    if unit == scope.unit or is_above(unit, scope.unit):
        return True
    return scope.reach is Reach.BRANCH and is_above(scope.unit, unit)


def may_write(unit: str, scope: Scope) -> bool:
    """Tell whether a node at `unit` may write to the scope: any on its own branch, never `laptop`."""
    return scope.reach is not Reach.LAPTOP and is_on_branch(unit, scope.unit)


class StreamKey(msgspec.Struct, frozen=True, order=True):
    """All that one node says to one scope in one epoch; as text `node/epoch/unit.dotted.reach`."""

    node: str
    epoch: str
    unit: str
    reach: Reach

    @property
    def scope(self) -> Scope:
        """The scope that the stream speaks to."""
        return Scope(self.unit, self.reach)

    def __str__(self) -> str:
        return f"{self.node}/{self.epoch}/{self.unit.replace('/', '.')}.{self.reach.value}"

    @classmethod
    def parse(cls, text: str) -> "StreamKey":
        """Return the key of its text form; raise MalformedScopeError for any other text."""
        found = _STREAM.fullmatch(text)
        if found is None:
            raise MalformedScopeError("not a stream key")
        node, epoch, dotted, reach = found.groups()
        return cls(node, epoch, dotted.replace(".", "/"), Reach.UP if reach == "up" else Reach.BRANCH)
