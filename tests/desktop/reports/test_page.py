"""The reports page: pages beside the narrative, issued once, kept, and shown again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.reports.page import ReportsPage
from app.desktop.reports.paper import Paper
from app.services.desks import Desk
from tests.desktop.conftest import Chosen

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> ReportsPage:
    made = ReportsPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 700)
    made.show()
    settle()
    return made


def test_the_pages_are_there_and_follow_what_is_written(page: ReportsPage, qtbot: QtBot) -> None:
    paper: Paper = page.paper
    qtbot.waitUntil(lambda: paper.document.pageCount() > 0)
    before = paper.bytes
    assert before.startswith(b"%PDF")
    QTest.keyClicks(page.writing.narrative["key_points"], "The road is open.")
    qtbot.waitUntil(lambda: paper.bytes != before)


def test_a_report_is_issued_saved_and_shown_again(
    page: ReportsPage, chosen: Chosen, settle: Settle, tmp_path: Path, qtbot: QtBot, context: Context
) -> None:
    QTest.keyClicks(page.writing.narrative["key_points"], "The road is open.")
    chosen.target = tmp_path / "sitrep.pdf"
    with qtbot.waitSignal(context.told) as told:
        page.issue.click()
    assert told.args[0].startswith("Issued as FHQ-SITREP-2026-0001")
    assert page.writing.narrative["key_points"].toPlainText() == ""
    page.tabs.setCurrentIndex(1)
    settle()
    settle()
    qtbot.waitUntil(lambda: page.paper.bytes == (tmp_path / "sitrep.pdf").read_bytes())
    assert page.issued.rowCount() == 1
