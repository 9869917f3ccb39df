"""The matrix, the promise ledger, the doubles side by side and the page of a partner, through their real widgets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.pages import Page
from app.desktop.partners.doubles import DoublesPage
from app.desktop.partners.matrix import MatrixPage
from app.desktop.partners.page import PartnerPage
from app.desktop.partners.promises import PromisesPage
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.conftest import NOON, Settle
from tests.services.missions import saved

Shown = Callable[[Page], Any]


@pytest.fixture
def shown(qtbot: QtBot, settle: Settle) -> Shown:
    """Give a function that shows a page and waits for its answers."""

    def show(page: Page) -> Page:
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        settle()
        return page

    return show


def day(away: int) -> str:
    return (NOON + timedelta(days=away)).isoformat()


def org(desk: Desk, name: str, **fields: object) -> RecordView:
    return saved(desk, "organisation", name=name, **fields)


def texts(page: MatrixPage | PromisesPage) -> list[list[str]]:
    model = page.model
    return [
        [str(model.index(row, place).data()) for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_matrix_shows_who_is_overdue_first(
    context: Context, desk: Desk, shown: Shown, settle: Settle
) -> None:
    late = org(desk, "County Council", acronym="CC", contact_every=7, focal_point="S9", tier="internal")
    fine = org(desk, "Health Aid", contact_every=30, focal_point="S5", deputy="S9", tier="external")
    org(desk, "Never asked about")
    saved(desk, started_at=day(-20), organisations=[late.id])
    saved(desk, started_at=day(-1), organisations=[fine.id], next_meeting_at=day(1))
    page = MatrixPage(context)
    counts: list[str] = []
    page.counted.connect(counts.append)
    shown(page)
    assert texts(page) == [
        ["County Council (CC)", "13 days overdue", "1 Nov", "–", "7 d", "S9", "1 Nov", "–", "–",
         "Internal to the country"],
        ["Health Aid", "by 20 Dec", "20 Nov", "22 Nov", "30 d", "S5 / S9", "20 Nov", "–", "–", "External"],
    ]  # fmt: skip
    assert counts == ["2 organisations, 1 overdue"]
    assert page.model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) == context.theme.tone("bad")
    page.overdue.click()
    assert [row[0] for row in texts(page)] == ["County Council (CC)"]
    page.overdue.click()
    page.owner.choose("S5")
    assert [row[0] for row in texts(page)] == ["Health Aid"]
    page.owner.choose("")
    page.everyone.click()
    settle()
    assert len(texts(page)) == 3
    page.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in texts(page)] == ["Never asked about", "Health Aid", "County Council (CC)"]


def test_a_new_meeting_changes_the_matrix_that_is_open(
    context: Context, desk: Desk, shown: Shown, settle: Settle
) -> None:
    who = org(desk, "County Council", contact_every=7)
    page = shown(MatrixPage(context))
    assert page.model.rows[0].last is None
    _, changes = records.save(
        desk,
        records.Entry(kind="meeting", fields={"title": "x", "started_at": day(0), "organisations": [who.id]}),
    )
    context.broadcast(changes)
    settle()
    assert page.model.rows[0].last == NOON.date()


def test_enter_on_a_line_opens_the_partner(context: Context, desk: Desk, shown: Shown) -> None:
    who = org(desk, "County Council", contact_every=7)
    saved(desk, "follow_up", counterpart=who.id)
    saved(desk, "follow_up")
    wanted: list[str] = []
    context.partner_wanted.connect(wanted.append)
    context.page_wanted.connect(wanted.append)
    for page in (shown(MatrixPage(context)), shown(PromisesPage(context))):
        for row in range(page.model.rowCount()):
            page.view.setCurrentIndex(page.model.index(row, 0))
            QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert wanted == [who.id, who.id, "follow_ups"]


def test_the_ledger_shows_both_sides(context: Context, desk: Desk, shown: Shown) -> None:
    who = org(desk, "County Council")
    saved(desk, "follow_up", counterpart=who.id, owed_by="us", due="2026-11-01")
    saved(desk, "follow_up", counterpart=who.id, owed_by="them", due="2026-12-01")
    saved(desk, "follow_up", counterpart=who.id, owed_by="them", due="2026-12-01", state="done")
    saved(desk, "follow_up")
    page = PromisesPage(context)
    counts: list[str] = []
    page.counted.connect(counts.append)
    shown(page)
    assert texts(page) == [
        ["County Council", "1", "1", "0 % (0 of 1)", "1", "–", "100 % (1 of 1)", "–", "1"],
        ["nobody named", "–", "–", "–", "–", "–", "–", "1", "–"],
    ]
    assert counts == ["3 open promises, 1 overdue"]
    page.overdue.click()
    assert [row[0] for row in texts(page)] == ["County Council"]


def test_empty_pages_say_what_to_do(context: Context, desk: Desk, shown: Shown) -> None:
    assert shown(MatrixPage(context)).stack.currentIndex() == 1
    assert shown(PromisesPage(context)).stack.currentIndex() == 1
    page = shown(DoublesPage(context))
    assert page.list.count() == 0
    assert page.compare.records == ()


def test_doubles_are_merged_with_what_is_ticked_and_undone(
    context: Context, desk: Desk, shown: Shown, settle: Settle
) -> None:
    kept = org(desk, "World Food Programme")
    double = org(desk, "WFP", phone="+211 1", clusters=["health"])
    saved(desk, "follow_up", counterpart=kept.id)
    page = shown(DoublesPage(context))
    steps: list[Callable[[], None]] = []
    context.told.connect(lambda text, tone, undo: steps.append(undo))
    assert page.list.item(0).text() == "World Food Programme\nWFP"
    assert set(page.compare.ticks) == {"phone", "clusters"}
    page.compare.ticks["phone"].setChecked(True)
    page.compare.names.setChecked(True)
    page.compare.merge.click()
    settle()
    fields = records.show(desk, kept.id).fields
    assert (fields["phone"], fields["aliases"], fields.get("clusters")) == ("+211 1", ["WFP"], None)
    assert records.show(desk, double.id).fields["merged_into"] == kept.id
    assert page.list.count() == 0
    assert page.show_merged.text() == "Merged (1)"
    steps.pop()()
    settle()
    assert records.show(desk, kept.id).fields == kept.fields
    assert page.list.count() == 1


def test_the_other_one_can_stay(context: Context, desk: Desk, shown: Shown, settle: Settle) -> None:
    first = org(desk, "World Food Programme", phone="+1")
    second = org(desk, "WFP")
    page = shown(DoublesPage(context))
    saved(desk, "follow_up", counterpart=first.id)
    page.reload()
    settle()
    assert [record.id for record in page.compare.records] == [first.id, second.id]
    page.compare.radios[1].click()
    assert set(page.compare.ticks) == {"phone"}
    page.compare.merge.click()
    settle()
    assert records.show(desk, first.id).fields["merged_into"] == second.id


def test_what_is_not_the_same_leaves_the_list_and_comes_back(
    context: Context, desk: Desk, shown: Shown, settle: Settle
) -> None:
    org(desk, "Oxfam")
    org(desk, "Oxfam GB")
    page = shown(DoublesPage(context))
    steps: list[Callable[[], None]] = []
    context.told.connect(lambda text, tone, undo: steps.append(undo))
    page.compare.apart.click()
    settle()
    assert page.list.count() == 0
    steps.pop()()
    settle()
    assert page.list.count() == 1


def test_a_merge_can_be_taken_back_later(context: Context, desk: Desk, shown: Shown, settle: Settle) -> None:
    kept = org(desk, "World Food Programme")
    double = org(desk, "WFP", merged_into=kept.id)
    page = shown(DoublesPage(context))
    page.show_merged.click()
    assert page.list.item(0).text() == "WFP\n→ World Food Programme"
    page.compare.back.click()
    settle()
    assert "merged_into" not in records.show(desk, double.id).fields


def test_the_partner_page_shows_everything_and_begins_what_follows(
    context: Context, desk: Desk, shown: Shown, settle: Settle
) -> None:
    who = org(desk, "County Council", acronym="CC", contact_every=7, cooperation=3, focal_point="S9")
    double = org(desk, "C. Council", merged_into=who.id)
    person = saved(desk, "person", organisation=who.id)
    saved(desk, title="Road", started_at=day(-2), organisations=[double.id], atmosphere=4)
    saved(desk, "follow_up", counterpart=who.id, owed_by="us", due="2026-11-01")
    page = shown(PartnerPage(context, double.id))
    assert page.title == "County Council"
    assert page.facts.text() == f"{who.serial} · CC · owner S9"
    assert [page.meetings.count.text(), page.promises.count.text(), page.people.count.text()] == [
        "1",
        "1",
        "1",
    ]
    assert page.trend.accessibleName() == (
        "Line: relationship from 3 to 3 of 5. Dots: atmosphere of 1 meetings, 4.0 of 5."
    )
    asked: list[tuple[str, object]] = []
    context.new_wanted.connect(lambda kind, prefill: asked.append((kind, prefill)))
    context.record_wanted.connect(lambda kind, record: asked.append((kind, record)))
    for one in (page.meeting, page.promise, page.edit):
        one.click()
    assert asked == [
        ("meeting", {"organisations": [who.id]}), ("follow_up", {"counterpart": who.id}), ("organisation", who.id),
    ]  # fmt: skip
    page.take_back(double.id)
    settle()
    assert page.found is not None
    assert page.found.record.id == double.id
    other = shown(PartnerPage(context, person.id))
    assert other.facts.text() == f"{person.serial} · County Council"
    assert other.people.isHidden()
    other.meeting.click()
    assert asked[-1][1] == {"participants": [{"name": "A. Deng", "person": person.id, "side": "theirs"}]}


def test_what_cannot_be_merged_is_said_and_changes_nothing(
    context: Context, desk: Desk, shown: Shown, settle: Settle
) -> None:
    kept = org(desk, "World Food Programme", reach="laptop")
    double = org(desk, "WFP")
    saved(desk, "follow_up", counterpart=kept.id)
    page = shown(DoublesPage(context))
    said: list[str] = []
    context.told.connect(lambda text, tone, undo: said.append(text))
    page.compare.merge.click()
    settle()
    assert said
    assert said[0].startswith("World Food Programme stays on this laptop")
    assert "merged_into" not in records.show(desk, double.id).fields
