"""What a list shows, or what is chosen in it, is saved in every format that holds it, for us and for partners."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.desktop.calendar.page import CalendarPage
from app.desktop.context import Context
from app.desktop.lists.listing import Listing
from app.desktop.sheets.saving import SaveButton
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from app.services.releasing import confirm_release
from app.sheets.opening import open_sheet
from app.sheets.tables import Cell
from tests.desktop.conftest import Chosen

Settle = Callable[[], None]
POINT = {"lat": "4.85939", "lon": "31.57125"}


@pytest.fixture
def listing(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> Listing:
    entries = [
        Entry(
            kind="meeting",
            fields={
                "title": f"Meeting {number}", "started_at": f"2026-10-0{number}T09:00:00Z", "releasable": number == 1,
                "point": POINT, "coarsen": "10km",
            },
        )
        for number in range(1, 5)
    ]  # fmt: skip
    assert records.put(desk, entries).faults == ()
    made = Listing(context, "meeting")
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    settle()
    return made


def actions(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        if isinstance(under := action.menu(), QMenu):
            yield from actions(under)
        elif action.text():
            yield action


def save(button: SaveButton, place: int, settle: Settle) -> None:
    """Choose the format at a place of the menu, those for partners last."""
    button.fill()
    list(actions(button.menu()))[place].trigger()
    settle()


def titles(path: Path) -> list[Cell]:
    table = open_sheet(path)
    return table.column(table.names.index("Title"))


def test_a_list_offers_what_can_hold_it(listing: Listing) -> None:
    listing.save.fill()
    words = [action.text() for action in actions(listing.save.menu())]
    formats = [
        "Excel…", "Excel with HXL tags…", "CSV…", "CSV with HXL tags…", "Map (GeoJSON)…", "Calendar (ICS)…",
    ]  # fmt: skip
    assert words == formats * 2


def test_what_the_list_shows_is_saved_in_its_order(
    listing: Listing, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    listing.bar.put({}, "Meeting")
    listing.reorder("title", True)
    settle()
    chosen.target = tmp_path / "list"
    save(listing.save, 0, settle)
    assert titles(tmp_path / "list.xlsx") == ["Meeting 4", "Meeting 3", "Meeting 2", "Meeting 1"]


def test_the_chosen_rows_alone_are_saved_as_a_map_and_as_a_calendar(
    listing: Listing, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    listing.view.selectAll()
    listing.several.tell(4)
    places = [listing.table.index(row, 0) for row in range(listing.table.rowCount())]
    keep = listing.view.selectionModel().SelectionFlag
    for index in places[2:]:
        listing.view.selectionModel().select(index, keep.Deselect | keep.Rows)
    for name, place in (("a.geojson", 4), ("a.ics", 5)):
        chosen.target = tmp_path / name
        save(listing.several.save, place, settle)
    assert len(json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))["features"]) == 2
    assert (tmp_path / "a.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT") == 2


def test_for_partners_only_what_is_releasable_is_saved(
    listing: Listing, context: Context, desk: Desk, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    said: list[str] = []
    for view in records.page(desk, "meeting"):
        confirm_release(desk, view.id, ["title"])
    context.told.connect(lambda words, *_: said.append(words))
    chosen.target = tmp_path / "a.csv"
    save(listing.save, 8, settle)
    assert titles(chosen.target) == ["Meeting 1"]
    assert said == ["Saved: a.csv, 1 entry. 3 records are not releasable and left out."]


def test_who_thinks_better_of_it_saves_nothing(
    listing: Listing, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    chosen.target = None
    save(listing.save, 0, settle)
    assert not list(tmp_path.glob("*.xlsx"))


def test_the_calendar_is_saved_as_one(
    qtbot: QtBot, context: Context, desk: Desk, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    records.save(desk, Entry(kind="meeting", fields={"title": "OCHA", "started_at": "2026-11-21T09:00:00Z"}))
    records.save(desk, Entry(kind="follow_up", fields={"what": "Survey", "due": "2026-12-01"}))
    page = CalendarPage(context)
    qtbot.addWidget(page)
    settle()
    chosen.target = tmp_path / "calendar.ics"
    save(page.save, 0, settle)
    text = chosen.target.read_text(encoding="utf-8")
    assert "SUMMARY:OCHA" in text
    assert "SUMMARY:Due: Survey" in text
