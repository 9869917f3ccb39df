"""Attachments: files kept by their digest, beside the records that name them."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from app.domain.possession import proof_of
from app.domain.reading import clean_text
from app.services.desks import Desk
from app.services.errors import AttachmentTooLargeError, MissingAttachmentError, MissingFileError
from app.storage.errors import AttachmentMissingError

LIMIT = 50 * 1024 * 1024
"""Bytes of one attachment (bundle format, section 7)."""
UNKNOWN_MEDIA = "application/octet-stream"
UNNAMED = "file"


def attach(desk: Desk, path: Path) -> dict[str, Any]:
    """Keep a copy of a file and return its wire form for the `attachments` field; the digest is of the copied bytes."""
    return keep(desk, path.name, content_of(path))


def content_of(path: Path) -> bytes:
    """Return the bytes of a plain file, one more than the limit where it is larger; raises `MissingFileError`."""
    try:
        if not path.is_file():  # a pipe or a device would never end
            raise MissingFileError(path=path.name)
        with path.open("rb") as stream:
            return stream.read(LIMIT + 1)
    except OSError as error:
        raise MissingFileError(path=path.name) from error


def keep(desk: Desk, name: str, content: bytes, media: str | None = None) -> dict[str, Any]:
    """Keep bytes as an attachment of that name."""
    if len(content) > LIMIT:
        raise AttachmentTooLargeError(path=name)
    digest = hashlib.sha256(content).hexdigest()
    guessed = media or mimetypes.guess_type(name)[0] or UNKNOWN_MEDIA
    with desk.logbook.writing() as writer:
        writer.put_attachments([(digest, content, guessed)])
    return {
        "sha256": digest,
        "name": clean_text(name)[:200].strip() or UNNAMED,
        "media": guessed,
        "size": len(content),
        "proof": proof_of(content),
    }


def read(desk: Desk, sha256: str) -> bytes:
    """Return the bytes of an attachment; raises `MissingAttachmentError` where they have not arrived."""
    try:
        with desk.logbook.reading() as reader:
            return reader.attachment_bytes(sha256)
    except AttachmentMissingError as error:
        raise MissingAttachmentError(digest=sha256[:12]) from error
