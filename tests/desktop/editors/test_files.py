"""Photos and files of a record: dropped, pasted and chosen; said about, opened, copied, removed and put back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.files import FilesWidget
from app.desktop.editors.photo_tiles import SHOWN
from app.domain.reading import read_value
from app.services import attachments, photos
from app.services.desks import Desk
from tests.desktop.conftest import Chosen
from tests.desktop.editors.photo_hands import FIELD, saved_file
from tests.pictures import making

Settle = Callable[[], None]


@pytest.fixture
def widget(qtbot: QtBot, context: Context, desk: Desk) -> FilesWidget:
    """Give the field of a new record in a window of its own."""
    made = FilesWidget(FIELD, context)
    qtbot.addWidget(made)
    made.resize(236, 400)
    made.show()
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Give a photo as a telephone takes it."""
    file = tmp_path / "IMG_1.jpeg"
    file.write_bytes(making.photo())
    return file


@pytest.fixture
def told(context: Context) -> list[tuple[str, Any]]:
    """Give what the banner was told: the sentence and the way back."""
    heard: list[tuple[str, Any]] = []
    context.told.connect(lambda text, tone, undo: heard.append((text, undo)))
    return heard


def taken(qtbot: QtBot, widget: FilesWidget) -> None:
    """Wait until every file that was handed over is stored or refused."""
    qtbot.waitUntil(lambda: not widget.intake.busy, timeout=30_000)


def dropped(widget: FilesWidget, mime: QMimeData) -> bool:
    """Drop something on the field; return whether it was welcome."""
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5), action, mime, Qt.MouseButton.LeftButton, none)
    enter.ignore()
    widget.dragEnterEvent(enter)
    if enter.isAccepted():
        widget.dropEvent(QDropEvent(QPointF(5, 5), action, mime, Qt.MouseButton.LeftButton, none))
    return enter.isAccepted()


def files_in(*paths: Path) -> QMimeData:
    """Return what a file manager drags."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_a_dropped_photo_is_shrunk_and_stripped(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, tmp_path: Path
) -> None:
    photo = tmp_path / "big.jpg"
    photo.write_bytes(making.photo(2400, 1800))
    with qtbot.waitSignal(widget.changed):
        assert dropped(widget, files_in(photo))
    taken(qtbot, widget)
    (file,) = widget.value()
    assert read_value(FIELD, [file]) == [file]
    assert file["caption"] == "12 Nov 2026, 14:03"
    assert max(making.opened(attachments.read(desk, file["sha256"])).size) == 1600
    assert not photos.holds_location(attachments.read(desk, file["sha256"]))
    assert "before," in widget.details.facts.text()
    assert widget.grid.picture(file["sha256"]) is not None


def test_what_is_no_file_is_not_welcome(widget: FilesWidget) -> None:
    mime = QMimeData()
    mime.setText("only words")
    mime.setUrls([QUrl("https://example.org/a.jpg")])
    assert not dropped(widget, mime)


def test_many_files_are_taken_one_after_the_other(qtbot: QtBot, widget: FilesWidget, tmp_path: Path) -> None:
    paths = []
    for number in range(6):
        paths.append(tmp_path / f"{number}.jpg")
        paths[-1].write_bytes(making.photo(200 + number, 150))
    heard: list[tuple[int, int]] = []
    widget.intake.progress.connect(lambda done, total: heard.append((done, total)))
    widget.add(paths)
    assert widget.stopper.isVisible()
    taken(qtbot, widget)
    assert [file["name"] for file in widget.value()] == [path.name for path in paths]
    assert heard == [*((done, 6) for done in range(6)), (0, 0)]
    assert not widget.stopper.isVisible()
    widget.add(paths[:1])
    taken(qtbot, widget)
    assert len(widget.value()) == 6


def test_adding_can_be_stopped(qtbot: QtBot, widget: FilesWidget, tmp_path: Path, settle: Settle) -> None:
    for number in range(8):
        (tmp_path / f"{number}.jpg").write_bytes(making.photo(200, 150 + number))
    with qtbot.waitSignal(widget.changed):
        widget.add(sorted(tmp_path.glob("*.jpg")))
    widget.stopper.click()
    assert not widget.intake.busy
    settle()
    assert len(widget.value()) < 8
    before = len(widget.value())
    widget.add([tmp_path / "7.jpg"])
    taken(qtbot, widget)
    assert len(widget.value()) == before + 1


def test_adding_ends_when_the_logbook_is_locked(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, context: Context, photo: Path
) -> None:
    widget.add([photo, photo.parent / "gone.jpg"])
    context.use(None)
    taken(qtbot, widget)
    assert widget.value() is None
    context.use(desk)


def test_a_picture_is_pasted_from_its_bytes(qtbot: QtBot, widget: FilesWidget, desk: Desk) -> None:
    mime = QMimeData()
    mime.setData("image/jpeg", QByteArray(making.photo()))
    QGuiApplication.clipboard().setMimeData(mime)
    widget.grid.setFocus()
    widget.paster.click()
    taken(qtbot, widget)
    (file,) = widget.value()
    assert (file["name"], file["media"]) == ("Pasted 2026-11-21 120000.jpg", "image/jpeg")
    assert file["thumbnail"]


def test_a_picture_is_pasted_from_its_pixels_by_key(qtbot: QtBot, widget: FilesWidget, desk: Desk) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    widget.adder.setFocus()
    QTest.keyClick(widget.adder, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    taken(qtbot, widget)
    (file,) = widget.value()
    assert making.opened(attachments.read(desk, file["sha256"])).size == (60, 40)


def test_files_are_pasted_too_and_words_are_not(qtbot: QtBot, widget: FilesWidget, photo: Path) -> None:
    QGuiApplication.clipboard().setMimeData(files_in(photo, photo.parent))
    widget.paste()
    taken(qtbot, widget)
    assert [file["name"] for file in widget.value()] == ["IMG_1.jpg"]
    QGuiApplication.clipboard().setText("words")
    widget.paste()
    assert widget.note() == "There is no picture or file on the clipboard."


def test_a_paper_is_kept_as_it_is(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, chosen: Chosen, tmp_path: Path
) -> None:
    paper = tmp_path / "MOU.pdf"
    paper.write_bytes(b"%PDF-1.7 agreed")
    chosen.files = [paper]
    widget.adder.click()
    taken(qtbot, widget)
    (file,) = widget.value()
    assert attachments.read(desk, file["sha256"]) == b"%PDF-1.7 agreed"
    assert "thumbnail" not in file
    assert not widget.details.open.isVisibleTo(widget.details)
    assert not widget.details.shows.isVisibleTo(widget.details)


def test_a_broken_picture_is_asked_about(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(making.photo()[:-2000])
    for words, count in (("Leave it out: broken.jpg", 0), ("Attach as it is: broken.jpg", 1)):
        widget.add([broken])
        taken(qtbot, widget)
        assert widget.value() is None
        answers = {one.accessibleName(): one for one in widget.questions.findChildren(QPushButton)}
        answers[words].click()
        taken(qtbot, widget)
        assert len(widget.value() or ()) == count
        assert not widget.questions.isVisible()
    (file,) = widget.value()
    assert attachments.read(desk, file["sha256"]) == broken.read_bytes()
    assert "thumbnail" not in file
    QTest.keyClick(widget.grid, Qt.Key.Key_Return)
    assert widget.view is None


def test_a_file_that_is_gone_is_told(
    qtbot: QtBot, widget: FilesWidget, tmp_path: Path, photo: Path, told: list[tuple[str, Any]]
) -> None:
    widget.add([tmp_path / "gone.jpg", photo])
    taken(qtbot, widget)
    assert [file["name"] for file in widget.value()] == ["IMG_1.jpg"]
    assert told[0][0].startswith("gone.jpg cannot be read")


def test_caption_and_what_it_shows_are_said(qtbot: QtBot, widget: FilesWidget, photo: Path) -> None:
    widget.add([photo])
    taken(qtbot, widget)
    with qtbot.waitSignal(widget.changed):
        widget.details.caption.setText("The pump, repaired")
    with qtbot.waitSignal(widget.changed):
        widget.details.shows.setCurrentIndex(widget.details.shows.findData("after"))
    (file,) = widget.value()
    assert (file["caption"], file["shows"]) == ("The pump, repaired", "after")
    item = widget.grid.item(0)
    assert (item.text(), item.data(SHOWN)) == ("The pump, repaired", "After")
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "IMG_1.jpg · After · The pump, repaired"
    widget.details.caption.setText("")
    assert widget.value()[0]["caption"] == ""


def test_several_photos_are_marked_and_removed_at_once_and_put_back(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, told: list[tuple[str, Any]]
) -> None:
    files = [saved_file(desk, making.photo(100 + number, 80), caption=str(number)) for number in range(3)]
    widget.set_raw(files)
    widget.grid.setFocus()
    widget.grid.item(0).setSelected(True)
    widget.grid.item(1).setSelected(True)
    assert not widget.details.caption.isVisibleTo(widget.details)
    widget.details.shows.setCurrentIndex(widget.details.shows.findData("before"))
    assert [file.get("shows") for file in widget.value()] == ["before", "before", None]
    QTest.keyClick(widget.grid, Qt.Key.Key_Delete)
    assert [file["caption"] for file in widget.value()] == ["2"]
    text, undo = told[-1]
    assert text == "Removed 2 files."
    widget.set_raw([*widget.value(), saved_file(desk, making.photo(300, 80), caption="new")])
    undo()
    assert [file["caption"] for file in widget.value()] == ["0", "1", "2", "new"]


def test_undo_after_the_editor_is_gone_does_nothing(
    qtbot: QtBot, context: Context, desk: Desk, told: list[tuple[str, Any]]
) -> None:
    made = FilesWidget(FIELD, context)
    made.set_raw([saved_file(desk)])
    made.grid.item(0).setSelected(True)
    made.remove_chosen()
    with qtbot.waitSignal(made.destroyed):
        made.deleteLater()
    told[-1][1]()


def test_the_location_is_kept_only_when_asked(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, photo: Path
) -> None:
    widget.add([photo])
    taken(qtbot, widget)
    plain = widget.value()[0]
    assert widget.details.keep.isVisibleTo(widget.details)
    assert "left out" in widget.details.where.text()
    with qtbot.waitSignal(widget.changed):
        widget.details.keep.click()
    kept = widget.value()[0]
    assert photos.holds_location(attachments.read(desk, kept["sha256"]))
    assert (kept["thumbnail"], kept["caption"]) == (plain["thumbnail"], plain["caption"])
    assert "kept in" in widget.details.where.text()
    with qtbot.waitSignal(widget.changed):
        widget.details.keep.click()
    assert widget.value() == [plain]


def test_the_position_is_offered_while_the_record_has_none(
    qtbot: QtBot, widget: FilesWidget, photo: Path
) -> None:
    widget.add([photo])
    taken(qtbot, widget)
    assert not widget.details.use.isVisibleTo(widget.details)
    widget.position_free = lambda: True
    widget.grid.clearSelection()
    widget.grid.item(0).setSelected(True)
    with qtbot.waitSignal(widget.position_wanted) as heard:
        widget.details.use.click()
    assert heard.args == [{"lat": 4859390, "lon": 31571250, "precision": 10}]


def test_stored_thumbnails_are_loaded_off_the_gui_thread(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, settle: Settle
) -> None:
    file = saved_file(desk)
    hostile = attachments.keep(desk, "thumbnail.jpg", b"\xff\xd8\xff no picture")
    lost = {**file, "sha256": "cd" * 32, "thumbnail": "ef" * 32}
    odd = {**file, "sha256": "ab" * 32, "thumbnail": hostile["sha256"]}
    widget.set_raw([file, odd, lost])
    assert widget.grid.waits()
    qtbot.waitUntil(lambda: not widget.grid.waits())
    assert [widget.grid.picture(one["sha256"]) is not None for one in (file, odd, lost)] == [
        True,
        False,
        False,
    ]
    assert widget.grid.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "pump.jpg"


def test_a_copy_is_saved_where_the_officer_says(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, chosen: Chosen, tmp_path: Path, told: list[tuple[str, Any]],
    settle: Settle,
) -> None:  # fmt: skip
    paper = attachments.keep(desk, "report.pdf", b"%PDF-1.7")
    widget.set_raw([paper | {"name": "../../report.pdf"}])
    widget.grid.item(0).setSelected(True)
    widget.details.copy.click()
    settle()
    assert told == []
    chosen.target = tmp_path / "copy.pdf"
    widget.details.copy.click()
    settle()
    assert chosen.target.read_bytes() == b"%PDF-1.7"
    assert "not encrypted" in told[-1][0]


def test_everything_has_a_name_for_a_screen_reader(qtbot: QtBot, widget: FilesWidget, photo: Path) -> None:
    widget.add([photo])
    taken(qtbot, widget)
    wanted = {"Photos and files", "Photos and files, add", "Paste", "Caption", "Open", "Save a copy", "Remove",
              "Keep the location in this photo", "What the photo shows of the work"}  # fmt: skip
    assert wanted <= set(widget.accessible_names())
