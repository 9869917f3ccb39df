"""Children that answer as a test says, in place of the one that decodes pictures."""

import sys

import pytest

from app.pictures import decoding


def told_to(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another program stand in the child's place: one that does what a taken-over child could do."""
    monkeypatch.setattr(decoding, "_command", lambda: [sys.executable, "-I", "-c", code])


def answers_with(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the child answer with these bytes whatever it was given."""
    told_to(f"import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({answer!r})", monkeypatch)
