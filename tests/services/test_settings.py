"""Settings: what Force HQ lays down takes effect everywhere, and without its word there are sound defaults."""

from datetime import date

import msgspec
import pytest

from app.domain.faults import RecordRefusedError
from app.domain.kinds import KINDS
from app.domain.money import Money
from app.domain.qips import Qip
from app.services import records, settings
from tests.services.missions import Mission, changed, saved


def codes(error: pytest.ExceptionInfo[RecordRefusedError]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in error.value.faults]


def test_without_a_word_of_force_hq_there_are_defaults(mission: Mission) -> None:
    found = settings.current(mission.unit)
    assert (found.qip_limit_days, found.qip_warning_percent, found.clock_start) == (
        183,
        75,
        "first_disbursement",
    )
    assert [share.percent for share in found.tranche_plan] == [80, 20]
    assert (found.qip_ceiling, found.sector_limits, found.local_committee) == (None, {}, True)
    assert (found.cimic_title, found.cut_off("weekly"), found.warning_days) == ("CIMIC", "", 45)
    assert "endorsement" in found.map_disclaimer
    values = found.starting_values("qip")
    assert [share["percent"] for share in values["tranches"]] == [80, 20]
    assert "ceiling" not in values
    assert found.starting_values("meeting") == {}


def test_settings_travel_and_take_effect(mission: Mission) -> None:
    older = saved(mission.force, "mission_settings", qip_limit_days=90)
    mission.settle()
    assert settings.current(mission.unit).qip_limit_days == 90
    records.withdraw(mission.force, older.id, "Superseded")
    newer = saved(
        mission.force, "mission_settings", qip_limit_days=120, qip_warning_percent=50, clock_start="mou",
        qip_ceiling="50000.00 USD", tranche_plan=[{"percent": 60, "trigger": "MOU"}, {"percent": 40}],
        reports=[{"type": "weekly", "cut_off": "Friday"}, {"type": "weekly", "cut_off": "12:00", "level": "unit"}],
        cimic_title="CMLO", map_disclaimer="Not endorsed.",
        marking_labels=[{"marking": "CONFIDENTIAL", "label": "UN C"}],
    )  # fmt: skip
    mission.settle()
    for desk in (mission.unit, mission.sector, mission.force):
        found = settings.current(desk)
        assert (found.qip_limit_days, found.warning_days, found.clock_start) == (120, 60, "mou")
        assert found.qip_ceiling == Money(5_000_000, "USD")
        assert (found.cimic_title, found.map_disclaimer) == ("CMLO", "Not endorsed.")
        assert (found.cut_off("weekly"), found.cut_off("weekly", "unit")) == ("Friday", "12:00")
        assert (found.marking("CONFIDENTIAL"), found.marking("UNCLASSIFIED")) == ("UN C", "UNCLASSIFIED")
        values = found.starting_values("qip")
        assert values["tranches"] == [{"percent": 60, "trigger": "MOU"}, {"percent": 40}]
        assert "ceiling" not in values
        assert found.limiting_values("qip") == {
            "ceiling": {"amount": 5_000_000, "currency": "USD"}, "limit_days": 120,
        }  # fmt: skip
        assert found.limiting_values("project") == {}
    assert settings.current(mission.unit) is settings.current(mission.unit)
    records.withdraw(mission.force, newer.id, "Superseded")
    assert settings.current(mission.force) == settings.Settings()


def test_what_a_unit_says_of_settings_is_nobodys_setting(mission: Mission) -> None:
    from_unit = records.put(mission.unit, [records.Entry(kind="mission_settings", fields={"title": "Ours"})])
    assert {fault.code for fault in from_unit.faults} == {"level_too_low"}
    assert settings.current(mission.unit) == settings.Settings()


def test_the_clock_of_a_qip_runs_by_the_settings() -> None:
    qip = msgspec.structs.replace(
        Qip(), state="in_progress", first_disbursed=date(2026, 2, 1), mou_date=date(2026, 1, 1),
        decided_on="2025-12-01 - cost=-",
    )  # fmt: skip
    today = date(2026, 3, 1)
    starts = {"first_disbursement": 100 - 28, "mou": 100 - 59, "approval": 100 - 90}
    for start, left in starts.items():
        found = settings.Settings(qip_limit_days=100, clock_start=start, qip_warning_percent=60)
        assert found.days_left(qip, today) == left
        assert found.near_limit(left) is (left <= 40)
    assert not settings.Settings().near_limit(None)


def test_a_qip_stays_under_the_missions_ceiling_or_its_own(mission: Mission) -> None:
    before = saved(mission.unit, "qip", cost="60000.00 USD")
    saved(mission.force, "mission_settings", qip_ceiling="50000.00 USD")
    mission.settle()
    with pytest.raises(RecordRefusedError) as refused:
        saved(mission.unit, "qip", cost="50000.01 USD")
    assert codes(refused) == [("cost", "above_ceiling")]
    saved(mission.unit, "qip", cost="50000.00 USD")
    with pytest.raises(RecordRefusedError) as refused:
        saved(mission.unit, "qip", cost="60000.00 USD", ceiling="70000.00 USD")
    assert codes(refused) == [("ceiling", "level_too_low")]
    saved(mission.force, "qip", cost="60000.00 USD", ceiling="70000.00 USD")
    assert changed(mission.unit, before, summary="It was dearer then").fields["summary"]


def test_drafts_go_straight_to_the_mission_where_no_local_committee_sits(mission: Mission) -> None:
    qip = saved(mission.unit, "qip", state="drafted")
    with pytest.raises(RecordRefusedError) as refused:
        changed(mission.unit, qip, state="submitted_prc")
    assert codes(refused) == [("state", "local_committee_sits")]
    saved(mission.force, "mission_settings", local_committee=False)
    mission.settle()
    assert changed(mission.unit, qip, state="submitted_prc").state == "submitted_prc"
    mission.settle()
    assert records.show(mission.force, qip.id).state == "submitted_prc"


def test_a_term_pack_renames_words_and_fills_templates(mission: Mission) -> None:
    saved(
        mission.force, "term_pack",
        terms=[{"vocabulary": "phase", "code": "transition", "label": "Drawdown"}],
        templates=[{"name": "Security", "for_kind": "meeting", "for_field": "agenda", "text": "1. Security"}],
    )  # fmt: skip
    mission.settle()
    found = settings.current(mission.unit)
    phase = KINDS["mission_settings"].__fields__["phase"]
    assert found.label(phase, "transition") == "Drawdown"
    assert found.choices(phase)[0] == ("stabilisation", "Stabilisation")
    assert found.starting_values("meeting") == {"agenda": "1. Security"}


@pytest.mark.parametrize(
    ("kind", "fields", "fault"),
    [
        ("term_pack", {"terms": [{"vocabulary": "planets", "code": "mars", "label": "M"}]}, "no_such_vocabulary"),
        ("term_pack", {"terms": [{"vocabulary": "phase", "code": "peace", "label": "P"}]}, "no_such_word"),
        ("mission_settings", {"tranche_plan": [{"percent": 60}]}, "not_hundred"),
        ("mission_settings", {"reports": [{"type": "daily"}, {"type": "daily"}]}, "twice"),
        ("budget_period", {"quotas": [{"unit_path": "Sector East", "amount": "1.00 USD"}]}, "not_a_unit"),
        ("budget_period", {"quotas": [{"unit_path": "fhq/a", "amount": "1.00 USD"}] * 2}, "twice"),
        ("budget_period", {"quotas": [{"unit_path": "fhq/a", "amount": "1.00 XAF"}]}, "other_currency"),
        ("budget_period", {"quotas": [{"unit_path": "fhq/a", "amount": "900000.00 USD"}]}, "above_allotment"),
    ],
)  # fmt: skip
def test_settings_are_checked_where_they_are_written(
    mission: Mission, kind: str, fields: dict[str, object], fault: str
) -> None:
    with pytest.raises(RecordRefusedError) as refused:
        saved(mission.force, kind, **fields)
    assert [one for _, one in codes(refused)] == [fault]
