"""What needs attention: assessments past their date, the limit of a QIP."""

from datetime import UTC, date, datetime

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


def test_assessments_past_their_date_are_counted(desk: Desk) -> None:
    for day in ("2026-11-20", "2026-11-21", "2026-01-01"):
        saved(desk, "assessment", place="Bor", assessed_on="2025-01-01", valid_until=day)
    found, count = attention.expired_assessments(desk, date(2026, 11, 21), 1)
    assert ([one.fields["valid_until"] for one in found], count) == (["2026-11-20"], 2)


def test_the_limit_comes_from_the_mission(desk: Desk) -> None:
    assert (attention.qip_limit(desk).days, attention.qip_limit(desk).warning_days) == (183, 45)
    saved(desk, "mission_settings", title="Ours", qip_limit_days=100, qip_warning_percent=80)
    assert (attention.qip_limit(desk).days, attention.qip_limit(desk).warning_days) == (100, 20)
