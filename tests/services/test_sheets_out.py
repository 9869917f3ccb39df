"""Sheets that go out come back without a change, and what may not leave does not."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from app.services import records
from app.services.errors import UnknownKindError
from app.services.sheets_errors import SheetFormatError
from app.services.sheets_in import apply, open_sheet, propose
from app.services.sheets_out import write
from app.sheets.tables import Cell
from tests.services.missions import Mission, changed, confirmed, saved

POINT = {"lat": "4.85939", "lon": "31.57125"}
SENT_BACK = (
    "meeting", "organisation", "person", "place", "forum", "follow_up", "project", "qip", "assessment", "note",
    "referral", "unit", "officer", "support_request", "lesson", "sitrep",
)  # fmt: skip
SECRETS = ("A. Deng", "+211", "our own view", "rude remark", "31.57125", "36N UL", "Hidden Body")


def rows(path: Path) -> list[dict[str, Cell]]:
    table = open_sheet(path).table
    return [dict(zip(table.names, cells, strict=True)) for _, cells in table.rows]


def full_meeting(mission: Mission, **more: Any) -> Any:
    hidden = saved(mission.unit, "organisation", name="Hidden Body")
    open_ = saved(mission.unit, "organisation", name="Water Committee", releasable=True)
    confirmed(mission.unit, open_)
    person = saved(mission.unit, "person", name="A. Deng", function="Chief", phone="+211 912")
    return saved(
        mission.unit, "meeting", title="=Well at Bor", point=POINT, place="Bor", comment="our own view",
        notes="rude remark", organisations=[hidden.id, open_.id], facts="The well is dry\nsince May", tags=["water"],
        participants=[{"name": "A. Deng", "function": "Chief", "person": person.id}], atmosphere=4, **more,
    )  # fmt: skip


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_sheet_that_comes_back_unchanged_changes_nothing(
    mission: Mission, tmp_path: Path, suffix: str
) -> None:
    full_meeting(mission)
    for kind in SENT_BACK:
        saved(mission.unit, kind)
        before = records.page(mission.unit, kind)
        out = tmp_path / f"{kind}{suffix}"
        assert write(mission.unit, kind, out, hxl=True).rows == len(before)
        sheet = open_sheet(out)
        done, _ = apply(mission.unit, sheet, *propose(sheet, kind))
        assert (kind, done.counts) == (kind, {"same": len(before)})
        assert records.page(mission.unit, kind) == before


def test_a_change_in_the_sheet_is_the_only_change(mission: Mission, tmp_path: Path) -> None:
    view = saved(
        mission.unit, "project", point=POINT, cost="24500.50 USD", place="Bor", start="2013-09-03",
        beneficiaries={"cells": {"f": {"adults": 12}, "m": {"children": 3}}, "total": 40}, tags=["a", "b"],
    )  # fmt: skip
    out = tmp_path / "sheet.csv"
    write(mission.unit, "project", out)
    out.write_text(out.read_text(encoding="utf-8-sig").replace(",Bor,", ",Bor Town,"), encoding="utf-8")
    sheet = open_sheet(out)
    done, _ = apply(mission.unit, sheet, *propose(sheet, "project"))
    assert done.rows[0].fields == ("place",)
    assert records.show(mission.unit, view.id).fields == {**view.fields, "place": "Bor Town"}


def test_partners_see_nothing_that_is_not_for_them(mission: Mission, tmp_path: Path) -> None:
    full_meeting(mission)
    confirmed(mission.unit, full_meeting(mission, releasable=True))
    full_meeting(mission, releasable=True, marking="CONFIDENTIAL")
    for name in ("sheet.csv", "map.geojson", "calendar.ics"):
        out = tmp_path / name
        done = write(mission.unit, "meeting", out, for_partners=True)
        assert (done.rows, done.left_out) == (1, 2)
        text = out.read_text(encoding="utf-8")
        assert [secret for secret in SECRETS if secret in text] == []
    (row,) = rows(tmp_path / "sheet.csv")
    assert row["Title"] == "=Well at Bor"
    assert row["Organisations"] == "Water Committee"
    assert row["Participants"] == "Chief"
    assert row["Written by unit"] == "fhq/east/indbatt-1"


def test_partners_see_no_names_telephones_or_positions_in_texts_either(
    mission: Mission, tmp_path: Path
) -> None:
    saved(mission.unit, "person", name="Deng Longname", function="Chief")
    officer = saved(mission.unit, "officer", name="Amadou Officername", releasable=True)
    saved(mission.unit, "meeting", participants=[{"name": "Mary Tookpart"}])
    told = "Deng Longname and Mary Tookpart (+211 912 345 678, a.b@example.org) at 36N UL 41567 37288"
    made = [
        saved(
            mission.unit, "project", releasable=True, title=f"Well of {told}", place="Bor", summary=told, point=POINT,
            coarsen="admin", admin1="Jonglei", p_code="SS0101", tags=["rude tag"],
        ),
        saved(mission.unit, "follow_up", releasable=True, what=f"Call {told}", due="2026-12-24", owner=officer.id),
    ]  # fmt: skip
    for view in made:
        confirmed(mission.unit, view)
    written = ""
    for what, name in (
        ("project", "a.csv"), ("project", "a.geojson"), ("3w", "b.csv"), ("follow_up", "c.csv"), ("all", "d.ics"),
    ):  # fmt: skip
        assert write(mission.unit, what, tmp_path / name, for_partners=True).rows == 1
        written += (tmp_path / name).read_text(encoding="utf-8").replace("\n ", "")
    assert written.count("Chief and [name left out] [telephone left out]") == 6
    hidden = (
        "Longname",
        "Tookpart",
        "Officername",
        "912",
        "example.org",
        "41567",
        "rude tag",
        "Bor",
        "SS0101",
    )
    assert [secret for secret in hidden if secret in written] == []
    assert "Jonglei" in written
    assert write(mission.unit, "officer", tmp_path / "e.csv", for_partners=True).left_out == 1
    for kind, name in (("project", "a.csv"), ("follow_up", "c.csv")):
        sheet = open_sheet(tmp_path / name)
        assert apply(mission.unit, sheet, *propose(sheet, kind))[0].counts == {"same": 1}


def test_our_own_words_on_the_situation_are_not_for_partners(mission: Mission, tmp_path: Path) -> None:
    said = {"civil_facts": "a road", "civil_comment": "we doubt", "civil_assessment": "bad"}
    confirmed(mission.unit, saved(mission.unit, "sitrep", releasable=True, **said))
    write(mission.unit, "sitrep", tmp_path / "a.csv", for_partners=True)
    (row,) = rows(tmp_path / "a.csv")
    assert "a road" in row.values()
    assert not {"we doubt", "bad"} & set(row.values())


def test_rows_are_written_in_the_order_that_is_asked_for(mission: Mission, tmp_path: Path) -> None:
    for title in ("A", "B", "C"):
        saved(mission.unit, "project", title=title)
    keys = records.keys(mission.unit, "project", order=("title", True))[:2]
    done = write(mission.unit, "project", tmp_path / "a.csv", keys=keys)
    assert (done.rows, [row["Title"] for row in rows(tmp_path / "a.csv")]) == (2, ["C", "B"])


def test_a_protected_source_is_its_function_in_every_sheet(mission: Mission, tmp_path: Path) -> None:
    person = saved(
        mission.unit, "person", name="A. Deng", function="Chief", phone="+211 912", protected_source=True
    )
    saved(mission.unit, "meeting", participants=[{"person": person.id}], reach="laptop")
    for kind in ("person", "meeting"):
        write(mission.unit, kind, tmp_path / "sheet.csv")
        text = (tmp_path / "sheet.csv").read_text(encoding="utf-8")
        assert "Deng" not in text
        assert "+211" not in text
        assert "Chief" in text


@pytest.mark.parametrize(
    ("coarsen", "inside", "outside"),
    [
        (None, [31.57125, 4.85939], None),
        ("exact", [31.57125, 4.85939], None),
        ("1km", [31.5706, 4.8613], [31.5706, 4.8613]),
        ("10km", [31.6022, 4.8388], [31.6022, 4.8388]),
        ("admin", None, None),
    ],
)
def test_positions_are_as_coarse_as_the_record_says(
    mission: Mission,
    tmp_path: Path,
    coarsen: str | None,
    inside: list[float] | None,
    outside: list[float] | None,
) -> None:
    saved(mission.unit, "project", point=POINT, coarsen=coarsen, releasable=True)
    for for_partners, expected in ((False, inside), (True, outside)):
        out = tmp_path / "map.geojson"
        write(mission.unit, "project", out, for_partners=for_partners)
        geometry = json.loads(out.read_text())["features"][0]["geometry"]
        found = geometry and geometry["coordinates"]
        assert found == (expected and pytest.approx(expected, abs=0.0006))


def test_3w_has_tags_folded_states_and_areas_of_organisations(mission: Mission, tmp_path: Path) -> None:
    saved(mission.force, "qip", state="handed_over", reference="Q1", beneficiaries=40, category="health")
    saved(
        mission.force,
        "organisation",
        name="Oxfam",
        type="international_ngo",
        areas=["Bor", "Wau"],
        clusters=["wash"],
    )
    out = tmp_path / "3w.csv"
    assert write(mission.force, "3w", out).rows == 3
    with out.open(encoding="utf-8-sig", newline="") as stream:
        header, tags, qip, first, second = list(csv.reader(stream))
    assert tags[:3] == ["#org+name", "#org+type", "#activity+name"]
    told = dict(zip(header, qip, strict=True))
    assert (told["Organisation"], told["Status"], told["Beneficiaries"]) == (
        "Water Committee",
        "completed",
        "40",
    )
    assert (first[0], first[1], first[3], first[8], second[8]) == (
        "Oxfam",
        "International NGO",
        "WASH",
        "Bor",
        "Wau",
    )
    assert "humanitarian" not in out.read_text(encoding="utf-8").casefold()


def test_the_whole_logbook_is_a_sheet_for_each_kind(mission: Mission, tmp_path: Path) -> None:
    saved(mission.force, "project")
    saved(mission.force, "lesson", marking="CONFIDENTIAL")
    out = tmp_path / "all.xlsx"
    assert write(mission.force, "all", out).rows == 2
    assert open_sheet(out).table.sheets == ("Community support", "Lessons")
    with pytest.raises(SheetFormatError):
        write(mission.force, "all", tmp_path / "all.csv")


def test_a_filter_chooses_and_a_calendar_tells_what_is_due(mission: Mission, tmp_path: Path) -> None:
    saved(mission.unit, "follow_up", what="Send the survey", due="2026-12-24")
    done = saved(mission.unit, "follow_up", what="Call the mayor", due="2026-12-25")
    changed(mission.unit, done, state="done")
    saved(
        mission.unit,
        "meeting",
        marking="CONFIDENTIAL",
        title="Day only",
        started_at="2026-11-20T00:00:00+02:00",
        next_meeting_at="2026-12-01T09:00Z",
    )
    out = tmp_path / "a.ics"
    assert write(mission.unit, "all", out).rows == 3
    text = out.read_text(encoding="utf-8")
    assert "DTSTART;VALUE=DATE:20261224" in text
    assert "DTSTART;VALUE=DATE:20261120" in text
    assert "DTSTART:20261201T090000Z" in text
    assert "Call the mayor" not in text
    assert text.count("CLASS:CONFIDENTIAL") == text.count("DESCRIPTION:CONFIDENTIAL") == 2
    assert write(mission.unit, "follow_up", tmp_path / "a.csv", where=[("state", "=", "done")]).rows == 1


@pytest.mark.parametrize(
    ("what", "name"), [("lesson", "a.ics"), ("lesson", "a.geojson"), ("lesson", "a.pdf"), ("3w", "a.ics")]
)
def test_a_format_that_cannot_hold_it_is_refused_and_nothing_is_left(
    mission: Mission, tmp_path: Path, what: str, name: str
) -> None:
    with pytest.raises(SheetFormatError):
        write(mission.unit, what, tmp_path / name)
    assert list(tmp_path.glob("*a.*")) == []


def test_an_unknown_kind_is_refused(mission: Mission, tmp_path: Path) -> None:
    with pytest.raises(UnknownKindError):
        write(mission.unit, "ghost", tmp_path / "a.csv")
