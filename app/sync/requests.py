"""Enrolment requests: a fresh logbook's signed wish to be admitted, as one small file."""

from datetime import datetime
from typing import Any, Final

import msgspec

from app.domain import canonical
from app.domain.identifiers import MalformedIdentifierError, format_moment, parse_moment
from app.domain.scopes import Level
from app.sync.errors import BadSignatureError, MalformedError
from app.sync.keys import MalformedKeyError, NodeKeys, fingerprint, node_id, parse_recipient
from app.sync.manifest import decode_versioned
from app.sync.sshsig import NAMESPACE_REQUEST, parse_public_key_line, verify

REQUEST_FORMAT: Final = 2
REQUEST_SUFFIX: Final = ".request"
MAX_REQUEST: Final = 16 * 1024


class EnrolmentRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who asks to be admitted, as it says of itself: only the fingerprint that people compare proves it."""

    format: int
    public_key: str
    recipient: str
    unit_name: str
    level: Level
    officer: str
    created_at: str

    @property
    def node(self) -> str:
        """The node id that the key gives."""
        return node_id(parse_public_key_line(self.public_key))

    @property
    def fingerprint(self) -> str:
        """The six words to compare with what the other side reads out."""
        return fingerprint(parse_public_key_line(self.public_key))


def write_request(
    keys: NodeKeys, *, unit_name: str, level: Level, officer: str, created_at: datetime
) -> bytes:
    """Return the bytes of a request file."""
    request = EnrolmentRequest(
        format=REQUEST_FORMAT,
        public_key=keys.ssh_public_key,
        recipient=keys.recipient,
        unit_name=unit_name,
        level=level,
        officer=officer,
        created_at=format_moment(created_at),
    )
    body: dict[str, Any] = msgspec.to_builtins(request)
    signature = keys.sign(canonical.encode(body), namespace=NAMESPACE_REQUEST)
    data = canonical.encode({**body, "signature": signature.decode("ascii")})
    read_request(data)
    return data


def read_request(data: bytes) -> EnrolmentRequest:
    """Return the request in a file's bytes; raise MalformedError, NewerSchemaError or BadSignatureError.

    The signature, under `signature` in the same object, is over the canonical bytes of the object without it.
    """
    if len(data) > MAX_REQUEST:
        raise MalformedError("the file is too large for an enrolment request")
    raw = decode_versioned(data, REQUEST_FORMAT, "the enrolment request")
    signature = raw.pop("signature", None)
    if not isinstance(signature, str):
        raise BadSignatureError("the enrolment request is not signed")
    try:
        request = msgspec.convert(raw, EnrolmentRequest, strict=True)
        key = parse_public_key_line(request.public_key)
        parse_recipient(request.recipient)
        parse_moment(request.created_at)
    except (msgspec.ValidationError, MalformedKeyError, MalformedIdentifierError, ValueError) as error:
        raise MalformedError("the enrolment request is malformed") from error
    if not 0 < len(request.unit_name) <= 200 or not 0 < len(request.officer) <= 200:
        raise MalformedError("the enrolment request has an empty or overlong name")
    signed = canonical.encode(raw)
    if verify(signed, signature.encode("utf-8"), namespace=NAMESPACE_REQUEST) != key:
        raise BadSignatureError("the enrolment request is not signed by the key it names")
    return request
