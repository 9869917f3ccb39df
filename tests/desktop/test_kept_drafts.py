"""Kept drafts: a process that is killed loses nothing, and the next start offers what was typed."""

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.kept_drafts import KeptDrafts
from app.desktop.remembered import Remembered
from app.desktop.window import Window
from app.services import records
from app.services.desks import Desk, open_desk
from tests.desktop.conftest import PASSPHRASE, Settle

TYPED = "Chief of Kulnyang asks for a date"


def test_a_killed_process_keeps_what_was_typed(logbook: Path, context: Context, qtbot: QtBot) -> None:
    command = [sys.executable, "-m", "tests.desktop.typing_process", str(logbook), PASSPHRASE, TYPED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "kept"
        process.kill()
    assert process.returncode == -9
    desk = open_desk(logbook, PASSPHRASE, clock=context.clock)
    window = Window(context, Remembered())
    qtbot.addWidget(window)
    window.show()
    window.use(desk)
    assert window.frame is not None
    kept = window.frame.kept
    qtbot.waitUntil(lambda: bool(kept.buttons), timeout=10_000)
    assert "never saved" in kept.text
    kept.buttons[0].click()
    editor = window.frame.editors[-1]
    qtbot.waitUntil(lambda: "Draft kept" in editor.notice.text, timeout=10_000)  # type: ignore[attr-defined]
    editor.notice.buttons[0].click()  # type: ignore[attr-defined]
    assert editor.form.values.raw("facts") == TYPED  # type: ignore[attr-defined]
    window.close()


def test_without_drafts_nothing_is_said(context: Context, desk: Desk, settle: Settle) -> None:
    kept = KeptDrafts(context)
    kept.ask()
    settle()
    assert kept.isHidden()


def test_drafts_are_named_by_kind_and_title(context: Context, desk: Desk, settle: Settle) -> None:
    records.keep_draft(desk, key="a", kind="meeting", record=None, data={"typed": {"title": "Talks"}})
    kept = KeptDrafts(context)
    kept.ask()
    settle()
    assert kept.text.startswith("1 draft")
    assert kept.buttons[0].text() == "Meeting “Talks” · today 12:00"
