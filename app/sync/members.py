"""The members of a bundle: the exact shapes of their names, their order and their limits."""

import re
from enum import IntEnum
from typing import Final

import msgspec

from app.domain.identifiers import is_digest
from app.domain.scopes import MalformedScopeError, StreamKey
from app.sync.errors import MalformedError

MIMETYPE: Final = b"application/vnd.liaison-logbook.bundle+zip"
MIMETYPE_NAME: Final = "mimetype"
MANIFEST_NAME: Final = "manifest.json"
SIGNATURE_SUFFIX: Final = ".sig"

MAX_MEMBERS: Final = 60_000
MAX_TOTAL: Final = 2**32 - 1
MAX_RATIO: Final = 200
MAX_TEXTS: Final = 128 * 2**20
MAX_NAME: Final = 256
MAX_MANIFEST: Final = 16 * 2**20
MAX_ROSTER: Final = 4 * 2**20
MAX_ROSTERS: Final = 8 * 2**20
"""All rosters of one bundle together; those of sixty nodes take some 30 KiB."""
MAX_CHANGESET: Final = 64 * 2**20
MAX_ATTACHMENT: Final = 50 * 2**20
MAX_SIGNATURE: Final = 1024
MAX_NUMBER: Final = 99_999_999
"""The greatest number of a changeset or roster; names have no place for a greater one."""

_ROSTER = re.compile(r"rosters/([a-z2-7]{24})/([0-9]{6})\.json(\.sig)?")
_CHANGESET = re.compile(r"changesets/([^/]{24}/[^/]{8}/[^/]{1,140})/([0-9]{8})\.jsonl(\.sig)?")


class Kind(IntEnum):
    """What a member is; the numbers are the order in which kinds stand in the file."""

    MIMETYPE = 0
    MANIFEST = 1
    MANIFEST_SIGNATURE = 2
    ROSTER = 3
    CHANGESET = 4
    ATTACHMENT = 5


class MemberName(msgspec.Struct, frozen=True):
    """A name taken apart: stream and number of a changeset, issuer and version of a roster, or a digest."""

    kind: Kind
    text: str
    is_signature: bool = False
    stream: StreamKey | None = None
    issuer: str = ""
    number: int = 0
    digest: str = ""

    @property
    def limit(self) -> int:
        """The most bytes a member of this kind may have."""
        return MAX_SIGNATURE if self.is_signature else _LIMITS[self.kind]

    @property
    def may_be_deflated(self) -> bool:
        """Whether the format lets this member be packed."""
        return self.text.endswith((".json", ".jsonl"))


_LIMITS: Final = {
    Kind.MIMETYPE: len(MIMETYPE),
    Kind.MANIFEST: MAX_MANIFEST,
    Kind.MANIFEST_SIGNATURE: MAX_SIGNATURE,
    Kind.ROSTER: MAX_ROSTER,
    Kind.CHANGESET: MAX_CHANGESET,
    Kind.ATTACHMENT: MAX_ATTACHMENT,
}


def roster_name(issuer: str, version: int) -> str:
    """Return the name of a roster's member."""
    return f"rosters/{issuer}/{version:06d}.json"


def changeset_name(stream: StreamKey, seq: int) -> str:
    """Return the name of a changeset's member."""
    return f"changesets/{stream}/{seq:08d}.jsonl"


def attachment_name(digest: str) -> str:
    """Return the name of an attachment's member."""
    return f"attachments/{digest}"


def parse_name(text: str) -> MemberName:
    """Take a member's name apart; raise MalformedError unless it has exactly one of the shapes."""
    if text.startswith("attachments/"):
        if is_digest(text[12:]):
            return MemberName(Kind.ATTACHMENT, text, digest=text[12:])
    elif text == MIMETYPE_NAME:
        return MemberName(Kind.MIMETYPE, text)
    elif text == MANIFEST_NAME:
        return MemberName(Kind.MANIFEST, text)
    elif text == MANIFEST_NAME + SIGNATURE_SUFFIX:
        return MemberName(Kind.MANIFEST_SIGNATURE, text, is_signature=True)
    elif match := _CHANGESET.fullmatch(text):
        return _changeset(text, match)
    elif (match := _ROSTER.fullmatch(text)) and int(match[2]) > 0:
        signature = match[3] is not None
        return MemberName(Kind.ROSTER, text, signature, issuer=match[1], number=int(match[2]))
    raise MalformedError(f"a member's name is not allowed: {text[:80]!a}")


def _changeset(text: str, match: re.Match[str]) -> MemberName:
    try:
        stream = StreamKey.parse(match[1])
    except MalformedScopeError as error:
        raise MalformedError(f"a changeset's name is not allowed: {text[:80]!a}") from error
    seq = int(match[2])
    if seq < 1:
        raise MalformedError(f"a changeset's number is not allowed: {text[:80]!a}")
    return MemberName(Kind.CHANGESET, text, match[3] is not None, stream=stream, number=seq)
