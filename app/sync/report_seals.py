"""Report seals: what a report was built from, carried inside it, and a signature over every other byte of the file.

The carried file is plain text: a line that begins it, one line of canonical JSON, and room for an armored
signature. The signature is over the whole file with that room filled with blanks, so nothing in a signed report
can be changed, added or taken away unseen.
"""

import hashlib
from typing import Any, Final

import msgspec

from app.domain import canonical
from app.sync.errors import BadSignatureError
from app.sync.keys import NodeKeys, node_id
from app.sync.sshsig import verify

NAMESPACE_REPORT: Final = "report@liaison-logbook"
FORMAT: Final = 1
CARRIED: Final = "liaison-provenance.txt"
"""The name of the file that a report carries."""
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_STATEMENT: Final = 16 * 1024 * 1024
_BEGIN: Final = b"-----BEGIN LIAISON REPORT-----\n"
_ROOM: Final = 318
"""Bytes of an armored signature in this namespace; all are as long."""


class NotAReportError(ValueError):
    """The file is no report that a logbook sealed: a preview, another PDF, or cut short."""


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a sealed report says of itself.

    `records` pairs each record's id with the newest revisions it was built from; `content` is the digest of what
    was set, before it was set.
    """

    format: int = FORMAT
    report: str
    serial: str
    title: str
    mission: str
    unit: str
    unit_name: str
    node: str
    officer: str
    made_at: str
    marking: str
    release: bool
    issued: bool
    corrects: str
    content: str
    records: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def digest(self) -> str:
        """The digest that stands in the QR code: SHA-256 of the statement's line."""
        return hashlib.sha256(_line(self)).hexdigest()


class Sealed(msgspec.Struct, frozen=True):
    """A report that was read: its statement, and the raw public key whose signature holds, or None."""

    statement: Statement
    key: bytes | None

    @property
    def untouched(self) -> bool:
        """Whether every byte is as the node that the statement names signed it."""
        return self.key is not None and node_id(self.key) == self.statement.node


def carried(statement: Statement) -> bytes:
    """Return the file to embed, with blanks where the signature will stand."""
    return _BEGIN + _line(statement) + b"\n" + _blank()


def seal(pdf: bytes, keys: NodeKeys) -> bytes:
    """Return the file with its signature in place; raises `NotAReportError` where there is no room for one."""
    start, end = _room(pdf)
    if pdf[start:end] != _blank():
        raise NotAReportError("it is signed already, or has no room for a signature")
    return pdf[:start] + keys.sign(pdf, namespace=NAMESPACE_REPORT) + pdf[end:]


def read(pdf: bytes) -> Sealed:
    """Return what a report says of itself and whose signature holds; raises `NotAReportError`."""
    start, end = _room(pdf)
    statement = _parse(pdf[pdf.index(_BEGIN) + len(_BEGIN) : start - 1])
    try:
        key = verify(pdf[:start] + _blank() + pdf[end:], pdf[start:end], namespace=NAMESPACE_REPORT)
    except BadSignatureError:
        return Sealed(statement, None)
    return Sealed(statement, key)


def is_pdf(head: bytes) -> bool:
    """Tell from its first bytes whether a file is a PDF and therefore may be a report."""
    return head.startswith(b"%PDF-")


def _room(pdf: bytes) -> tuple[int, int]:
    """Return where the signature stands or would stand; there is exactly one such place."""
    if len(pdf) > MOST_BYTES or not is_pdf(pdf):
        raise NotAReportError("it is no PDF, or too large for a report")
    if pdf.count(_BEGIN) != 1:
        raise NotAReportError("it carries no statement of what it was built from")
    begin = pdf.index(_BEGIN) + len(_BEGIN)
    line = pdf.find(b"\n", begin, begin + MOST_STATEMENT)
    end = line + 1 + len(_blank())
    if line < 0 or end > len(pdf):
        raise NotAReportError("its statement is cut short")
    return line + 1, end


def _parse(line: bytes) -> Statement:
    try:
        value: Any = canonical.decode(line)
        statement = msgspec.convert(value, Statement)
    except (ValueError, msgspec.ValidationError) as error:
        raise NotAReportError("its statement is not of a form known here") from error
    if statement.format != FORMAT:
        raise NotAReportError("its statement is of a later form; update the program")
    return statement


def _line(statement: Statement) -> bytes:
    return canonical.encode(msgspec.to_builtins(statement))


def _blank() -> bytes:
    return b" " * (_ROOM - 1) + b"\n"
