"""What nobody expected: one sentence on the screen, and no content in the log."""

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desktop import last_resort
from app.desktop.context import Context


def test_an_unexpected_error_is_said_and_logged_without_its_message(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    last_resort.install(context, tmp_path)
    error = _raised()
    with qtbot.waitSignal(context.told) as told:
        sys.excepthook(type(error), error, error.__traceback__)
    assert told.args[1] == "bad"
    assert "secret" not in told.args[0]
    logged = (tmp_path / "desktop.log").read_text()
    assert "KeyError at test_last_resort:" in logged
    assert "secret" not in logged


def _raised() -> KeyError:
    try:
        raise KeyError("secret name")
    except KeyError as error:
        return error
