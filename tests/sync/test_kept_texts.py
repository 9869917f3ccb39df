"""What is kept of a bundle in memory while it is read: texts up to a limit, and no attached file."""

from pathlib import Path

import pytest

from app.sync import members
from app.sync.errors import TooLargeError
from app.sync.verification import read_bundle, verify
from tests.sync import scene


def test_attached_files_pass_by_and_texts_are_kept_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = scene.attached(b"p" * 100_000)
    file = scene.write(tmp_path / "a.liaison", scene.chain(2), attachments=[photo]).path
    monkeypatch.setattr(members, "MAX_TEXTS", 50_000)
    with read_bundle(file) as checked:
        assert verify(checked).attachments == {photo.sha256: 100_000}
    monkeypatch.setattr(members, "MAX_TEXTS", 500)
    with pytest.raises(TooLargeError):
        read_bundle(file)
