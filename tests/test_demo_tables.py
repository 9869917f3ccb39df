"""From reported tables to demonstration records: every fact is kept, no state beyond what is said."""

import json

import pytest

from tests.demo_tables import (
    QIP_STATES,
    SUPPORT_STATES,
    TARGET,
    counterparts,
    meeting,
    organisations,
    partners,
    project,
    qip,
    state_of,
)

MEETING = {
    "ref": "M1", "mission": "UNIFIL", "country": "Lebanon", "place": "Tyre", "date": "2015-02-25", "kind": "hosted",
    "host": "Sector West", "counterpart_organisations": "LAF; mayors; Lebanese Armed Forces",
    "topics": "fields", "summary": "They met.", "source_title": "A report",
}  # fmt: skip
QIP = {
    "ref": "Q1", "mission": "UNMISS", "country": "South Sudan", "admin_area": "Jonglei", "locality": "Bor",
    "title": "Town hall", "category": "administration", "cost_usd": "25000", "implementing_partner": "",
    "requesting_or_funding_unit": "Field office", "start_date": "", "handover_date": "2014-02-25",
    "status_reported": "handed over; cost 9 million in local money", "beneficiaries": "200",
    "beneficiaries_text": "pupils", "source_title": "A report", "source_date": "2014-02-27",
}  # fmt: skip
PROJECT = {
    "ref": "C1", "mission": "UNIFIL", "country": "Lebanon", "sector_or_area": "Sector West", "locality": "Kunin",
    "unit": "A battalion", "title": "Pump", "category": "water_sanitation", "funding": "national", "date": "",
    "beneficiaries": "", "summary": "A pump was mended.", "source_title": "A report",
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("handed over; one of three linked projects", "handed_over"),
        ("remis au maire après cinq mois de travaux", "handed_over"),
        ("remise partielle; même projet que Thomazeau", "in_progress"),
        ("lancé, puis réalisé en deux mois", "completed"),
        ("lancé; 3 mois prévus", "in_progress"),
        ("inauguré; coût environ 13.000", "completed"),
        ("approuvé le 2015-03-30", "approved"),
        ("visité le 2021-12-22", "approved"),
        ("something else", None),
    ],
)
def test_a_status_becomes_a_state_only_as_far_as_it_is_certain(status: str, state: str | None) -> None:
    assert state_of(status, QIP_STATES) == state


def test_support_is_handed_over_or_under_way_only_where_the_summary_says_so() -> None:
    assert state_of(
        "School repaired and handed to the local authorities.", SUPPORT_STATES, anywhere=True
    ) == ("handed_over")
    assert state_of("23,000 animals so far.", SUPPORT_STATES, anywhere=True) == "under_way"
    assert project(PROJECT)["fields"]["state"] == "completed"


def test_what_has_no_field_stands_marked_in_the_notes() -> None:
    fields = qip(QIP)["fields"]
    assert fields["notes"].splitlines() == [
        "Status as reported: handed over; cost 9 million in local money",
        "Category as reported: administration",
        "Requested or funded by: Field office",
        "Source: A report (2014-02-27)",
    ]
    assert (fields["category"], fields["cost"]) == ("other", {"amount": "25000.00", "currency": "USD"})
    assert "start" not in fields
    assert "Funding as reported: national" in project(PROJECT)["fields"]["notes"]


def test_a_meeting_without_a_day_says_so() -> None:
    fields = meeting({**MEETING, "date": ""})["fields"]
    assert "started_at" not in fields
    assert fields["date_note"] == "not reported"
    assert "Time of day" not in fields["notes"]


def test_every_line_about_a_partner_stays_in_its_notes() -> None:
    rows = [
        {"Country": "#country+name", "Region": "#adm2+name", "P-code": "", "Organisation": "#org+name"},
        {
            "Country": "Liberia", "Region": "Bong", "P-code": "LBR02", "Organisation": "Aid\xa0Group ",
            "Organisation type": "Goverment", "Activity": "WASH",
        },
        {
            "Country": "Liberia", "Region": "Lofa", "P-code": "LBR08", "Organisation": "Aid\xa0Group ",
            "Organisation type": "Donors", "Activity": "Other",
        },
    ]  # fmt: skip
    (line,) = partners(rows)
    fields = line["fields"]
    assert (fields["name"], fields["type"], fields["clusters"]) == (
        "Aid Group",
        "national_authority",
        ["wash"],
    )
    assert fields["areas"] == ["Bong, Liberia", "Lofa, Liberia"]
    assert fields["notes"].splitlines()[:4] == [
        "Name as written: Aid\xa0Group ",
        "Type as reported: Goverment; Donors",
        "Activity: Liberia | Bong | LBR02 | WASH",
        "Activity: Liberia | Lofa | LBR08 | Other",
    ]


def test_a_meeting_says_that_its_hour_is_not_reported_and_names_each_counterpart_once() -> None:
    line = meeting(MEETING)
    assert line["fields"]["started_at"] == "2015-02-25T00:00:00Z"
    assert "Time of day: not reported" in line["fields"]["notes"]
    assert counterparts(MEETING) == ["Lebanese Armed Forces (LAF)", "mayors"]
    made = list(organisations([MEETING, MEETING]))
    assert [f"key:{one['key']}" for one in made] == line["fields"]["organisations"]
    assert made[0]["fields"]["acronym"] == "LAF"


def test_the_shipped_files_hold_one_record_a_line() -> None:
    for path in {*TARGET.glob("*.jsonl")} - {TARGET / "examples.jsonl"}:
        for text in path.read_text(encoding="utf-8").splitlines():
            assert set(json.loads(text)) == {"kind", "key", "mission", "fields"}
