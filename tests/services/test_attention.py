"""What needs attention: clocks that run, directives nobody read, assessments past their date, the limit of a QIP."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.services import attention, records
from app.services.desks import Desk
from app.services.records import Entry
from tests.services.missions import Mission

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def desk(mission: Mission) -> Desk:
    return mission.force


def saved(desk: Desk, kind: str, **fields: object) -> str:
    return records.save(desk, Entry(kind=kind, fields=fields))[0].id


def test_emergencies_run_before_flash_notes_until_they_are_reported(desk: Desk) -> None:
    saved(desk, "note", topic="Raid", observed_at="2026-11-21T08:00:00Z", flash=True)
    saved(desk, "note", topic="Quiet", observed_at="2026-11-21T08:00:00Z")
    emergency = saved(
        desk, "support_request", title="Evacuation", received_at="2026-11-21T10:00:00Z", emergency=True,
        emergency_reason="loss_of_life", state="executing", executed_at="2026-11-21T10:30:00Z",
    )  # fmt: skip
    clocks = attention.running_clocks(desk, NOW)
    assert [(one.record.title, one.waited) for one in clocks] == [
        ("Evacuation", timedelta(hours=1, minutes=30)),
        ("Raid", timedelta(hours=4)),
    ]
    reported = Entry(kind="support_request", id=emergency, fields={"reported_at": "2026-11-21T12:00:00Z"})
    records.save(desk, reported)
    assert [one.record.title for one in attention.running_clocks(desk, NOW)] == ["Raid"]


def test_a_directive_waits_until_our_unit_has_read_it(mission: Mission) -> None:
    force, sector = mission.force, mission.sector
    fields = {"title": "No escorts", "valid_from": "2026-11-01"}
    directive = records.save(force, Entry(kind="directive", fields=fields, reach="branch"))[0].id
    assert attention.unread_directives(force, date(2026, 11, 21)) == ()
    mission.send("force", "sector")
    assert [one.id for one in attention.unread_directives(sector, date(2026, 11, 21))] == [directive]
    assert attention.unread_directives(sector, date(2026, 10, 1)) == ()
    said = {
        "directive": directive,
        "by_unit": sector.identity.unit,
        "acknowledged_at": "2026-11-21T10:00:00Z",
    }
    saved(sector, "acknowledgement", **said)
    assert attention.unread_directives(sector, date(2026, 11, 21)) == ()


def test_assessments_past_their_date_are_counted(desk: Desk) -> None:
    for day in ("2026-11-20", "2026-11-21", "2026-01-01"):
        saved(desk, "assessment", place="Bor", assessed_on="2025-01-01", valid_until=day)
    found, count = attention.expired_assessments(desk, date(2026, 11, 21), 1)
    assert ([one.fields["valid_until"] for one in found], count) == (["2026-11-20"], 2)


def test_the_limit_comes_from_the_mission(desk: Desk) -> None:
    assert (attention.qip_limit(desk).days, attention.qip_limit(desk).warning_days) == (183, 45)
    saved(desk, "mission_settings", title="Ours", qip_limit_days=100, qip_warning_percent=80)
    assert (attention.qip_limit(desk).days, attention.qip_limit(desk).warning_days) == (100, 20)
