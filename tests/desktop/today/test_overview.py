"""Today: what is late, due and promised, on a real logbook at noon on 21 November 2026."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.keeper import Keeper
from app.desktop.lists import filters
from app.desktop.today.alarms import waited_words
from app.desktop.today.cards import Clickable
from app.desktop.today.overview import Overview, overview, sync_words
from app.desktop.today.page import TodayPage
from app.domain.kinds import made_by_hand
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from app.services.status import status
from app.services.views import Peer
from tests.desktop.conftest import NOON

Settle = Callable[[], None]


@pytest.fixture
def busy(desk: Desk) -> Desk:
    entries = [
        Entry(kind="follow_up", fields={"what": "Answer on escort", "owed_by": "us", "due": "2026-11-16"}),
        Entry(kind="follow_up", fields={"what": "Road report", "owed_by": "them", "due": "2026-11-25"}),
        Entry(kind="meeting", fields={"title": "OCHA Bor", "started_at": "2026-11-21T16:00:00Z"}),
        Entry(kind="meeting", fields={"title": "Long ago", "started_at": "2026-10-21T16:00:00Z"}),
    ]
    assert records.put(desk, entries).faults == ()
    return desk


def test_what_is_late_and_due_is_told_apart(busy: Desk) -> None:
    found = overview(busy, NOON)
    assert [(line.title, line.pill, line.tone) for line in found.late] == [
        ("Answer on escort", "5 days late", "bad")
    ]
    assert [(line.title, line.pill) for line in found.due] == [
        ("OCHA Bor", "today"),
        ("Road report", "Wed 25 Nov"),
    ]
    assert [line.title for line in found.promises] == ["Answer on escort"]
    assert (found.late_count, found.promises_count, found.meetings_today) == (1, 1, 1)
    assert found.counts == {
        "liaison": 1, "support": 0, "projects": 0, "follow_ups": 1, "reports": 0, "exchange": 0,
    }  # fmt: skip


def test_the_pill_says_what_is_not_sent(busy: Desk) -> None:
    long, short, _ = sync_words(status(busy), NOON.date())
    assert short == "4 changes not sent"
    assert long.startswith(short)


def test_a_unit_is_told_what_the_headquarters_it_reports_to_has(busy: Desk) -> None:
    stand = status(busy)
    peers = tuple(
        Peer(
            node=name, unit=unit, unit_name=name, level=level, has={}, lacks=lacks, last_in=None, last_out=out
        )
        for name, unit, level, lacks, out in (
            ("Force HQ", "fhq", "force", 4, None),
            ("Sector East", "fhq/east", "sector", 0, "2026-11-21T09:00:00Z"),
        )
    )
    identity = msgspec.structs.replace(stand.identity, unit="fhq/east/indbatt-1")
    long, _, _ = sync_words(msgspec.structs.replace(stand, identity=identity, peers=peers), NOON.date())
    assert long.endswith("Sector East has everything")


def test_the_page_fills_twice_and_leads_to_records(
    qtbot: QtBot, context: Context, busy: Desk, settle: Settle
) -> None:
    keeper = Keeper(context, context)
    page = TodayPage(context, keeper)
    qtbot.addWidget(page)
    told: list[Overview] = []
    keeper.ready.connect(told.append)
    page.show()
    settle()
    settle()
    assert [one.status is None for one in told] == [True, False]
    assert page.late.count.text() == "1"
    line = page.late.findChildren(Clickable)[0]
    with qtbot.waitSignal(context.record_wanted) as wanted:
        line.chosen.emit()
    assert wanted.args[0] == "follow_up"


def test_an_emergency_runs_on_a_red_band_until_it_is_reported(
    qtbot: QtBot, context: Context, busy: Desk, settle: Settle
) -> None:
    fields = {"title": "Evacuation", "received_at": "2026-11-21T09:55:00Z", "emergency": True,
              "emergency_reason": "loss_of_life", "state": "executing"}  # fmt: skip
    view, _ = records.save(busy, Entry(kind="support_request", fields=fields))
    keeper = Keeper(context, context)
    page = TodayPage(context, keeper)
    qtbot.addWidget(page)
    page.show()
    settle()
    assert page.alarms.isVisible()
    assert [face.text() for face, _ in page.alarms.faces] == ["2 h 05 min"]
    assert found_counts(keeper)["support"] == 1
    line = page.alarms.findChildren(Clickable)[0]
    with qtbot.waitSignal(context.record_wanted) as wanted:
        line.chosen.emit()
    assert wanted.args == ["support_request", view.id]
    reported = Entry(kind="support_request", id=view.id, fields={"reported_at": "2026-11-21T12:00:00Z"})
    records.save(busy, reported)
    keeper.ask()
    settle()
    assert not page.alarms.isVisible()


def test_what_expired_and_what_is_unread_is_told(
    qtbot: QtBot, context: Context, busy: Desk, settle: Settle
) -> None:
    fields = {"place": "Kulnyang", "assessed_on": "2025-11-01", "valid_until": "2026-11-01"}
    records.save(busy, Entry(kind="assessment", fields=fields))
    found = overview(busy, NOON)
    assert [(line.title, line.pill) for line in found.renew] == [("Kulnyang", "expired")]
    assert (found.renew_count, found.unread) == (1, 0)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (59, "59 min"), (185, "3 h 05 min"), (3120, "2 days 4 h")]
)
def test_a_clock_is_said_in_words(minutes: int, words: str) -> None:
    assert waited_words(timedelta(minutes=minutes)) == words


def found_counts(keeper: Keeper) -> dict[str, int]:
    assert keeper.overview is not None
    return keeper.overview.counts


def test_every_kind_that_is_made_by_hand_has_chips(qtbot: QtBot) -> None:
    kinds = [kind.kind for kind in made_by_hand()]
    assert kinds[:3] == ["meeting", "follow_up", "support_request"]
    assert "sitrep" not in kinds
    bars = [filters.FilterBar(kind) for kind in kinds]
    assert [bar.chips() for bar in bars] == [{}] * len(bars)


def test_an_overdue_sitrep_counts_at_reports(desk: Desk) -> None:
    records.save(desk, Entry(kind="meeting", fields={"title": "First", "started_at": "2026-11-21T09:00Z"}))
    assert overview(desk, NOON).counts["reports"] == 0
    later = overview(desk, NOON + timedelta(days=20))
    assert (later.overdue, later.counts["reports"]) == (1, 1)
