"""Identifiers: UUIDv7 for records, bundles and officers; node ids; epochs; SHA-256 digests."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Final

NODE_SHAPE: Final = "[a-z2-7]{24}"
EPOCH_SHAPE: Final = "[0-9a-f]{8}"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_NODE = re.compile(NODE_SHAPE)
_EPOCH_TEXT = re.compile(EPOCH_SHAPE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REVISION = re.compile(r"[0-9a-f]{32}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


class MalformedIdentifierError(ValueError):
    """A text is no identifier, or no moment, of the kind that is needed here."""


def new_id(now: datetime) -> str:
    """Return a fresh UUIDv7 whose first 48 bits are the milliseconds of `now` (aware) since 1970."""
    milliseconds = to_milliseconds(now)
    text = f"{milliseconds:012x}"
    return f"{text[:8]}-{text[8:]}-7{str(uuid.uuid4())[15:]}"


def new_epoch() -> str:
    """Return eight random hex characters that name a fresh or restored logbook's streams."""
    return uuid.uuid4().hex[:8]


def is_id(text: str) -> bool:
    """Tell whether the text is a UUIDv7 in lower case."""
    return _ID.fullmatch(text) is not None


def is_node_id(text: str) -> bool:
    """Tell whether the text has the shape of a node id: 24 characters of lower-case base32."""
    return _NODE.fullmatch(text) is not None


def is_epoch(text: str) -> bool:
    """Tell whether the text is an epoch: 8 lower-case hex characters."""
    return _EPOCH_TEXT.fullmatch(text) is not None


def is_digest(text: str) -> bool:
    """Tell whether the text is a SHA-256 in 64 lower-case hex characters."""
    return _DIGEST.fullmatch(text) is not None


def is_revision_id(text: str) -> bool:
    """Tell whether the text has the shape of a revision id: 32 lower-case hex characters."""
    return _REVISION.fullmatch(text) is not None


def to_milliseconds(moment: datetime) -> int:
    """Return whole milliseconds since 1970 of an aware moment, truncated; raise if naive or before 1970."""
    if moment.tzinfo is None:
        raise MalformedIdentifierError("a moment without a time zone")
    milliseconds = (moment - _EPOCH) // _MILLISECOND
    if milliseconds < 0:
        raise MalformedIdentifierError("a moment before 1970")
    return milliseconds


def format_moment(moment: datetime) -> str:
    """Return the wire form of an aware moment: UTC with exactly three decimals and `Z`."""
    whole = _EPOCH + to_milliseconds(moment) * _MILLISECOND
    return whole.strftime("%Y-%m-%dT%H:%M:%S.") + f"{whole.microsecond // 1000:03d}Z"


def parse_moment(text: str) -> datetime:
    """Return the aware UTC moment of a wire text; raise MalformedIdentifierError for any other form."""
    if _MOMENT.fullmatch(text) is None:
        raise MalformedIdentifierError("a moment is not in the form YYYY-MM-DDThh:mm:ss.mmmZ")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise MalformedIdentifierError("no such date or time of day") from error
    if moment < _EPOCH:
        raise MalformedIdentifierError("a moment before 1970")
    return moment
