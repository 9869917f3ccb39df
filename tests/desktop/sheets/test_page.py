"""The sheets page on a real logbook: columns are confirmed, rows tried, then all is written or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.sheets.page import SheetsPage
from app.services import records
from app.services.desks import Desk
from tests.desktop.conftest import Chosen
from tests.sheets.making import xlsx

Settle = Callable[[], None]
TABLES = Path(__file__).resolve().parents[2] / "tables"


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> SheetsPage:
    made = SheetsPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 700)
    made.show()
    settle()
    return made


def cells(page: SheetsPage, across: int) -> list[str]:
    found = [page.fates.item(place, across) for place in range(page.fates.rowCount())]
    return [cell.text() for cell in found if cell]


def opened(page: SheetsPage, chosen: Chosen, settle: Settle, path: Path) -> None:
    chosen.files = [path]
    page.choose.click()
    settle()


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_real_table_is_tried_and_written(
    page: SheetsPage, chosen: Chosen, settle: Settle, desk: Desk
) -> None:
    assert not page.look.isEnabled()
    opened(page, chosen, settle, TABLES / "qips.csv")
    assert page.columns.chosen["locality"] == "place"
    page.look.click()
    settle()
    assert page.told.text() == "79 new records"
    assert records.count(desk, "qip") == 0
    page.write.click()
    settle()
    assert records.count(desk, "qip") == 79
    assert not page.write.isEnabled()
    assert not page.writer.isVisible()
    page.leave_it.click()
    assert page.writer.isVisible()
    assert page.empty.isVisible()


def test_what_is_stopped_on_its_way_writes_nothing(
    page: SheetsPage, chosen: Chosen, settle: Settle, desk: Desk, context: Context, tmp_path: Path
) -> None:
    rows = "".join(f"Well {number}\n" for number in range(400))
    opened(page, chosen, settle, written(tmp_path, f"Title\n{rows}"))
    page.look.click()
    assert page.under_way.isVisible()
    assert not page.leave_it.isEnabled()
    settle()
    assert not page.under_way.isVisible()
    told: list[str] = []
    context.told.connect(lambda words, *_: told.append(words))
    page.write.click()
    page.stop.click()
    settle()
    assert told == ["Stopped. Nothing was written."]
    assert records.count(desk, "qip") == 0
    assert page.look.isEnabled()


def test_a_corrected_column_is_obeyed(
    page: SheetsPage, chosen: Chosen, settle: Settle, desk: Desk, tmp_path: Path
) -> None:
    opened(page, chosen, settle, written(tmp_path, "Title,Comment\nWell,dry in May\n"))
    page.columns.choose("Comment", "do_no_harm")
    page.look.click()
    settle()
    page.write.click()
    settle()
    (view,) = records.page(desk, "qip")
    assert view.fields["do_no_harm"] == "dry in May"


def test_the_wheel_over_a_choice_scrolls_and_changes_nothing(
    page: SheetsPage, chosen: Chosen, settle: Settle
) -> None:
    opened(page, chosen, settle, TABLES / "qips.csv")
    before = page.columns.chosen
    box = page.columns.cellWidget(1, 1)
    where = QPointF(box.rect().center())
    none = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        where, box.mapToGlobal(where), QPoint(), QPoint(0, -480), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert page.columns.chosen == before
    assert not wheel.isAccepted()


def test_an_unclear_order_of_day_and_month_is_asked(
    page: SheetsPage, chosen: Chosen, settle: Settle, desk: Desk, tmp_path: Path
) -> None:
    said: list[str] = []
    page.context.told.connect(lambda words, *_: said.append(words))
    opened(page, chosen, settle, written(tmp_path, "Title,Start\nWell,3/9/2013\n"))
    page.look.click()
    settle()
    assert "may mean two days" in said[0]
    assert "--" not in said[0]
    page.asked.order.setCurrentIndex(2)
    page.look.click()
    settle()
    page.write.click()
    settle()
    assert records.page(desk, "qip")[0].fields["start"] == "2013-03-09"


def test_a_refused_row_stands_first_and_nothing_can_be_written(
    page: SheetsPage, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    opened(page, chosen, settle, written(tmp_path, "Title,Place\nWell,Bor\n,Wau\n"))
    page.look.click()
    settle()
    assert cells(page, 0) == ["3", "2"]
    assert cells(page, 3) == ["refused", "new"]
    assert "Title: This is needed." in cells(page, 2)[0]
    assert not page.write.isEnabled()


def test_another_kind_is_guessed_again(
    page: SheetsPage, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    opened(page, chosen, settle, written(tmp_path, "Name,Acronym\nOxfam,OX\n"))
    assert page.columns.chosen["Acronym"] == "notes"
    page.kind.setCurrentIndex(page.kind.findData("organisation"))
    settle()
    assert page.columns.chosen == {"Name": "name", "Acronym": "acronym"}


def test_what_is_no_sheet_is_said(page: SheetsPage, chosen: Chosen, settle: Settle, tmp_path: Path) -> None:
    said: list[str] = []
    page.context.told.connect(lambda words, *_: said.append(words))
    opened(page, chosen, settle, written(tmp_path, "%PDF-1.7"))
    assert "It is no sheet" in said[0]
    assert not page.look.isEnabled()


def test_a_sheet_is_written_for_partners(
    page: SheetsPage, chosen: Chosen, settle: Settle, desk: Desk, tmp_path: Path
) -> None:
    said: list[str] = []
    page.context.told.connect(lambda words, *_: said.append(words))
    for releasable in (True, False):
        records.save(
            desk, records.Entry(kind="qip", fields={"title": f"Well {releasable}", "releasable": releasable})
        )
    chosen.target = tmp_path / "qips.csv"
    page.writer.partners.setChecked(True)
    page.writer.format.setCurrentIndex(page.writer.format.findData(".csv"))
    page.writer.write.click()
    settle()
    assert said == ["Saved: qips.csv, 1 entry. 1 record is not releasable and left out."]
    assert "Well False" not in chosen.target.read_text(encoding="utf-8")
    chosen.target = tmp_path / "qips"
    page.writer.write.click()
    settle()
    assert said[1] == "qips.csv is there already; choose another name."
    assert page.writer.write.isEnabled()
    assert not chosen.target.exists()


def test_only_formats_that_hold_it_are_offered(page: SheetsPage) -> None:
    offered = {}
    for what in ("all", "3w", "meeting", "lesson"):
        page.writer.what.setCurrentIndex(page.writer.what.findData(what))
        offered[what] = [page.writer.format.itemData(place) for place in range(page.writer.format.count())]
    assert offered == {
        "all": [".xlsx", ".geojson", ".ics"], "3w": [".xlsx", ".csv", ".geojson"],
        "meeting": [".xlsx", ".csv", ".geojson", ".ics"], "lesson": [".xlsx", ".csv"],
    }  # fmt: skip


def test_what_was_confirmed_is_found_again_and_can_be_guessed_anew(
    page: SheetsPage, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    opened(page, chosen, settle, written(tmp_path, "Title,Comment,Start\nWell,dry in May,3/9/2013\n"))
    page.columns.choose("Comment", "do_no_harm")
    page.asked.order.setCurrentIndex(1)
    for step in (page.look, page.write):
        step.click()
        settle()
    opened(page, chosen, settle, written(tmp_path, "Title,Comment,Start\nSchool,wet,4/9/2013\n"))
    assert page.columns.chosen["Comment"] == "do_no_harm"
    assert page.asked.order.currentData() is True
    assert "as in the last sheet" in page.notices.text()
    page.asked.anew.click()
    settle()
    assert page.columns.chosen["Comment"] == "notes"
    assert page.asked.order.currentData() is None
    assert not page.asked.anew.isVisible()


def test_another_sheet_and_another_encoding_are_read(
    page: SheetsPage, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    book = xlsx(
        tmp_path / "a.xlsx", [["Title", "Place"], ["Well", "Bor"]], [["Title", "Cost"], ["Pump", "9 USD"]]
    )
    opened(page, chosen, settle, book)
    assert page.asked.sheet.isVisible()
    assert not page.asked.encoding.isVisible()
    page.asked.sheet.setCurrentIndex(1)
    page.asked.sheet.activated.emit(1)
    settle()
    assert page.columns.chosen == {"Title": "title", "Cost": "cost"}
    assert page.asked.sheet.currentText() == "Sheet2"
    text = tmp_path / "a.csv"
    text.write_bytes("Title,Place\nÉcole,Bor\n".encode("cp1252"))
    opened(page, chosen, settle, text)
    assert "(--" not in page.notices.text()
    page.asked.encoding.setCurrentIndex(page.asked.encoding.findData("cp1251"))
    page.asked.encoding.activated.emit(0)
    settle()
    assert (example := page.columns.item(0, 4))
    assert example.text() == "Йcole"
    assert page.asked.encoding.isVisible()


def test_a_sheet_is_opened_by_dropping_it(page: SheetsPage, settle: Settle, tmp_path: Path) -> None:
    for name, taken in (("a.liaison.age", False), ("sheet.csv", True)):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(written(tmp_path, "Title,Place\nWell,Bor\n").with_name(name)))])
        event = QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        page.dropEvent(event)
        settle()
        assert page.look.isVisible() is taken
