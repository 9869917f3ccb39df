"""Attached files are durable before what refers to them, and asked for while they are missing."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import pytest

from app.domain.possession import proof_of
from app.storage.errors import AttachmentMissingError
from app.storage.logbook import Logbook
from app.storage.logbooks import open_logbook
from app.storage.rows import Attachment
from tests.storage.making import PASSPHRASE, UndoneError, save


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_named_file_is_wanted_until_it_arrives(logbook: Logbook) -> None:
    content = b"photo" * 1000
    sha256 = digest(content)
    with logbook.writing() as writer:
        meeting = save(
            writer, title="M", attachments=[{"sha256": sha256, "name": "a.jpg", "media": "image/jpeg"}, 5]
        )
        assert writer.wanted_attachments() == (sha256,)
        with pytest.raises(AttachmentMissingError):
            writer.attachment_bytes(sha256)
    with logbook.writing() as writer:
        assert writer.put_attachments([(sha256, content, "image/jpeg")]) == 1
    with logbook.reading() as reader:
        assert reader.wanted_attachments() == ()
        known = Attachment(
            sha256=sha256, size=5000, media="image/jpeg", held=True, proof=proof_of(content)
        )  # fmt: skip
        assert reader.attachments([sha256, "0" * 64]) == {sha256: known}
        assert reader.attachment_bytes(sha256) == content
        assert [one.id for one in reader.referring(sha256)] == [meeting.id]


def test_a_held_file_stays_held_when_a_record_names_it(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        writer.put_attachments([(digest(b"x"), b"x", "text/plain")])
        save(writer, title="M", attachments=[{"sha256": digest(b"x"), "name": "a", "size": 99}])
        assert writer.attachments([digest(b"x")])[digest(b"x")].held
        assert writer.wanted_attachments() == ()


def test_the_same_file_twice_is_kept_once(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        assert writer.put_attachments([(digest(b"x"), b"x", "text/plain")] * 2) == 2
        assert writer.put_attachments([]) == 0
    assert list(logbook.backend.blobs.digests()) == [digest(b"x")]


def test_bytes_are_on_the_disk_before_the_records_that_name_them(logbook: Logbook, folder: Path) -> None:
    with suppress(UndoneError), logbook.writing() as writer:
        writer.put_attachments([(digest(b"x"), b"x", "text/plain")])
        with open_logbook(folder, PASSPHRASE) as other, other.reading() as reader:
            assert other.backend.blobs.get(digest(b"x")) == b"x"
            assert reader.attachments([digest(b"x")]) == {}
        raise UndoneError
    with logbook.reading() as reader:
        assert reader.attachments([digest(b"x")]) == {}


def test_more_than_one_batch(logbook: Logbook) -> None:
    contents = [os.urandom(6 << 20) for _ in range(4)]
    with logbook.writing() as writer:
        assert writer.put_attachments((digest(one), one, "image/jpeg") for one in contents) == 4
        assert all(writer.attachment_bytes(digest(one)) == one for one in contents)
    assert list(logbook.backend.blobs.digests()) == sorted(map(digest, contents))
