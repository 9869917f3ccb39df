"""A sheet is mapped, asked about, tried and read: all of it or nothing, updating what is known."""

from pathlib import Path

import msgspec
import pytest

from app.services import records
from app.services.errors import MissingFileError, UnknownKindError
from app.services.records import Entry
from app.services.sheets_errors import SheetMapError, SheetQuestionError, SheetRefusedError
from app.services.sheets_in import (
    Sheet,
    SheetPlan,
    apply,
    columns,
    open_sheet,
    plan,
    propose,
    proposed,
    questions,
    read_map,
    write_map,
)
from app.services.views import RecordView
from app.sheets.mappings import Mapping
from tests.services.missions import Mission, saved


def made(tmp_path: Path, text: str) -> Sheet:
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return open_sheet(path)


def read_in(mission: Mission, sheet: Sheet, kind: str, **changes: object) -> SheetPlan:
    mapping, guesses = propose(sheet, kind)
    return apply(mission.unit, sheet, msgspec.structs.replace(mapping, **changes), guesses)[0]


def only(mission: Mission, kind: str) -> RecordView:
    (view,) = records.page(mission.unit, kind)
    return view


def test_columns_are_shown_with_examples(tmp_path: Path) -> None:
    sheet = made(tmp_path, "Title,Remark on it\nWell,good\nSchool,\nWell,\n")
    mapping, guesses = propose(sheet, "project")
    title, remark = columns(sheet, mapping, guesses)
    assert (title.label, title.by, title.filled, title.examples) == ("Title", "header", 3, ("Well", "School"))
    assert (remark.target, remark.label, remark.by) == ("notes", "Notes, under its name", "none")


def test_an_order_of_day_and_month_that_nothing_tells_is_asked(mission: Mission, tmp_path: Path) -> None:
    sheet = made(tmp_path, "Title,Start\nWell,3/9/2013\n")
    mapping, _ = propose(sheet, "project")
    (question,) = questions(sheet, mapping)
    assert (question.code, question.column, question.example) == ("day_order", "Start", "3/9/2013")
    with pytest.raises(SheetQuestionError, match="--day-first"):
        read_in(mission, sheet, "project")
    assert records.count(mission.unit, "project") == 0
    read_in(mission, sheet, "project", day_first=False)
    assert only(mission, "project").fields["start"] == "2013-03-09"


def test_a_column_that_tells_its_order_is_not_asked_about(mission: Mission, tmp_path: Path) -> None:
    read_in(mission, made(tmp_path, "Title,Start\nWell,3/24/2013\nSchool,3/9/2013\n"), "project")
    assert {view.fields["start"] for view in records.page(mission.unit, "project")} == {
        "2013-03-24",
        "2013-03-09",
    }


def test_a_currency_that_nothing_names_is_asked(mission: Mission, tmp_path: Path) -> None:
    sheet = made(tmp_path, "Title,Cost\nWell,24 500\nSchool,US$ 100\n")
    assert [question.code for question in questions(sheet, propose(sheet, "project")[0])] == ["currency"]
    read_in(mission, sheet, "project", currency={"": "EUR"})
    found = {view.title: view.fields["cost"] for view in records.page(mission.unit, "project")}
    assert found == {
        "Well": {"amount": 2_450_000, "currency": "EUR"}, "School": {"amount": 10_000, "currency": "USD"},
    }  # fmt: skip


def test_one_refused_row_keeps_all_out(mission: Mission, tmp_path: Path) -> None:
    done = read_in(mission, made(tmp_path, "Title,Place\nWell,Bor\n,Wau\nSchool,Yei\n"), "project")
    assert not done.applied
    assert [fate.fate for fate in done.rows] == ["new", "refused", "new"]
    (fault,) = done.rows[1].faults
    assert (fault.line, fault.field, fault.code) == (3, "title", "required")
    assert records.count(mission.unit, "project") == 0


def test_a_known_record_is_updated_and_empty_cells_clear_nothing(mission: Mission, tmp_path: Path) -> None:
    first = read_in(mission, made(tmp_path, "Ref,Title,Place,End\nC1,Well,Bor,2013-09-03\n"), "project")
    again = read_in(
        mission, made(tmp_path, "Ref,Title,Place,End\nC1,Well with pump,,2013-10-01\n"), "project"
    )
    assert again.counts == {"changes": 1}
    assert set(again.rows[0].fields) == {"title", "end"}
    view = only(mission, "project")
    assert (view.id,) == first.ids
    assert (view.fields["title"], view.fields["place"], view.fields["end"]) == (
        "Well with pump",
        "Bor",
        "2013-10-01",
    )


def test_without_a_key_title_place_and_day_tell_a_record(mission: Mission, tmp_path: Path) -> None:
    read_in(mission, made(tmp_path, "Title,Place,Start\nWell,Bor,2013-09-03\n"), "project")
    text = "Title,Place,Start\nWELL,bor,2013-09-03\nWell,Wau,2013-09-03\nWell,Bor,2014-09-03\n"
    assert read_in(mission, made(tmp_path, text), "project").counts == {"changes": 1, "new": 2}


def test_another_key_is_another_record_though_all_else_is_alike(mission: Mission, tmp_path: Path) -> None:
    read_in(mission, made(tmp_path, "Ref,Title,Place\nQ1,Well,Bor\n"), "qip")
    assert read_in(mission, made(tmp_path, "Ref,Title,Place\nQ2,Well,Bor\n"), "qip").counts == {"new": 1}


def test_rows_about_one_record_lose_nothing(mission: Mission, tmp_path: Path) -> None:
    text = "Organisation,Acronym,Area\nOxfam,OX,Bor\nOxfam ,OXF,Wau\n"
    done = read_in(mission, made(tmp_path, text), "organisation")
    assert done.counts == {"new": 1, "joined": 1}
    assert done.rows[1].with_row == 2
    fields = only(mission, "organisation").fields
    assert (fields["acronym"], fields["areas"]) == ("OX", ["Bor", "Wau"])
    assert fields["notes"].splitlines() == ["Acronym: OXF", "Organisation: “Oxfam ”"]


def test_a_state_never_moves_by_a_sheet(mission: Mission, tmp_path: Path) -> None:
    read_in(mission, made(tmp_path, "Ref,Title,Status\nQ1,Well,drafted\n"), "qip")
    read_in(mission, made(tmp_path, "Ref,Title,Status\nQ1,Well,approved\n"), "qip")
    view = only(mission, "qip")
    assert view.state == "drafted"
    assert "Status: approved" in view.fields["notes"]


def test_names_of_organisations_become_references(mission: Mission, tmp_path: Path) -> None:
    laf = saved(mission.unit, "organisation", name="Lebanese Armed Forces", acronym="LAF")
    text = "Date,Topics,Counterparts\n2013-09-03,Border,LAF; Somebody else\n"
    text += "2013-09-04,Roads,Lebanese Armed Forces (LAF)\n"
    read_in(mission, made(tmp_path, text), "meeting")
    first, second = records.page(mission.unit, "meeting")
    assert first.fields["organisations"] == second.fields["organisations"] == [laf.id]
    assert "Counterparts: LAF; Somebody else" in first.fields["notes"]
    assert "Counterparts" not in second.fields["notes"]


def test_positions_and_beneficiaries_come_from_several_columns(mission: Mission, tmp_path: Path) -> None:
    text = "Title,Latitude,Longitude,Women,Men,Beneficiaries\nWell,4.85939,31.57125,20,10,40\nSchool,north,31.5,1,,\n"
    read_in(mission, made(tmp_path, text), "project")
    well, school = records.page(mission.unit, "project")
    assert well.fields["point"] == {"lat": 4_859_390, "lon": 31_571_250, "precision": 1}
    assert well.fields["beneficiaries"] == {
        "cells": {"f": {"unknown": 20}, "m": {"unknown": 10}},
        "total": 40,
    }
    assert "point" not in school.fields
    assert "Latitude: north" in school.fields["notes"]
    assert "Longitude: 31.5" in school.fields["notes"]


def test_what_only_force_hq_sets_stays_a_note_elsewhere(mission: Mission, tmp_path: Path) -> None:
    done = read_in(mission, made(tmp_path, "Ref,Title,Status\nQ1,Well,approved\n"), "qip")
    assert done.rows[0].kept == ("Status",)
    view = only(mission, "qip")
    assert (view.state, view.fields["notes"]) == ("idea", "Status: approved")


def test_a_map_is_saved_corrected_and_used_again(mission: Mission, tmp_path: Path) -> None:
    sheet = made(tmp_path, "Title,Comment\nWell,dry in May\n")
    mapping, _ = propose(sheet, "project")
    path = tmp_path / "map.json"
    write_map(path, msgspec.structs.replace(mapping, columns={**mapping.columns, "Comment": "do_no_harm"}))
    apply(mission.unit, sheet, read_map(path, "project"))
    assert only(mission, "project").fields["do_no_harm"] == "dry in May"
    with pytest.raises(SheetMapError, match="it is for project"):
        read_map(path, "qip")


def test_what_was_confirmed_is_found_again_for_the_next_sheet_of_the_form(
    mission: Mission, tmp_path: Path
) -> None:
    first = made(tmp_path, "Title,Comment,Start,Cost\nWell,dry in May,3/9/2013,24 500\n")
    mapping, guesses, kept = proposed(mission.unit, first, "project")
    assert not kept
    confirmed = msgspec.structs.replace(
        mapping, columns={**mapping.columns, "Comment": "do_no_harm"}, day_first=True, currency={"": "XAF"}
    )
    apply(mission.unit, first, confirmed, guesses)

    again = made(tmp_path, "Comment,Title,Start,Cost,Place\nwet,School,4/9/2013,100,Bor\n")
    found, guesses, kept = proposed(mission.unit, again, "project")
    assert kept
    assert (found.columns["Comment"], found.columns["Place"]) == ("do_no_harm", "place")
    assert questions(again, found) == ()
    assert [one.by for one in columns(again, found, guesses)] == [
        "map",
        "header",
        "header",
        "header",
        "header",
    ]

    for other in ("Name,Title\na,b\n", "Title,Start\nWell,3/9/2013\n"):
        assert not proposed(mission.unit, made(tmp_path, other), "project")[2]
    assert not proposed(mission.unit, again, "qip")[2]


def test_a_kept_order_of_day_and_month_yields_to_what_a_column_shows(
    mission: Mission, tmp_path: Path
) -> None:
    read_in(mission, made(tmp_path, "Title,Start,End\nWell,3/9/2013,4/9/2013\n"), "project", day_first=True)
    other = made(tmp_path, "Title,Start,End\nSchool,3/9/2013,10/25/2013\n")
    mapping, guesses, kept = proposed(mission.unit, other, "project")
    assert kept
    assert [question.column for question in questions(other, mapping)] == ["Start"]
    apply(mission.unit, other, msgspec.structs.replace(mapping, day_first=True), guesses)
    view = next(view for view in records.page(mission.unit, "project") if view.title == "School")
    assert (view.fields["start"], view.fields["end"]) == ("2013-09-03", "2013-10-25")


def test_long_texts_are_cut_in_their_field_and_whole_in_the_notes(mission: Mission, tmp_path: Path) -> None:
    title = "A very long title " * 20
    read_in(mission, made(tmp_path, f"Title,Place\n{title.strip()},Bor\n"), "project")
    fields = only(mission, "project").fields
    assert len(fields["title"]) <= 200
    assert title.strip() in fields["notes"]


def test_force_brings_in_the_records_of_a_unit(mission: Mission, tmp_path: Path) -> None:
    sheet = made(tmp_path, "Ref,Title,Status\nQ1,Well,handed over\n")
    mapping, guesses = propose(sheet, "qip")
    done, _ = apply(mission.force, sheet, mapping, guesses, unit="fhq/east/indbatt-1")
    view = records.show(mission.force, done.ids[0])
    assert (view.unit, view.state) == ("fhq/east/indbatt-1", "handed_over")


def test_a_withdrawn_or_foreign_serial_is_kept_as_words(mission: Mission, tmp_path: Path) -> None:
    done = read_in(mission, made(tmp_path, "Serial,Title\nWEST-CSP-2020-0001,Well\n"), "project")
    view = only(mission, "project")
    assert done.ids == (view.id,)
    assert view.serial != "WEST-CSP-2020-0001"
    assert view.fields["notes"] == "Serial: WEST-CSP-2020-0001"


def test_what_cannot_be_read_says_why(mission: Mission, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(SheetRefusedError, match="It is no sheet"):
        open_sheet(path)
    with pytest.raises(MissingFileError):
        open_sheet(tmp_path / "none.csv")
    with pytest.raises(UnknownKindError):
        propose(made(tmp_path, "a,b\n1,2\n"), "ghost")
    with pytest.raises(SheetMapError):
        read_map(_written(tmp_path, b"{}"), "qip")


def test_a_dry_run_of_an_update_tells_it_and_changes_nothing(mission: Mission, tmp_path: Path) -> None:
    kept = records.save(mission.unit, Entry(kind="organisation", fields={"name": "Oxfam"}))[0]
    sheet = made(tmp_path, "Name,Acronym\noxfam,OX\n")
    tried = plan(
        mission.unit, sheet, Mapping(kind="organisation", columns={"Name": "name", "Acronym": "acronym"})
    )
    assert tried.rows[0].fate == "changes"
    assert tried.rows[0].record == kept.id
    assert not tried.applied
    assert records.show(mission.unit, kept.id) == kept


def _written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "map.json"
    path.write_bytes(data)
    return path


def test_the_progress_goes_on_to_its_end_and_what_it_raises_writes_nothing(
    mission: Mission, tmp_path: Path
) -> None:
    sheet = made(tmp_path, "Title\n" + "".join(f"Well {number}\n" for number in range(450)))
    mapping, guesses = propose(sheet, "qip")
    steps: list[tuple[int, int]] = []
    plan(mission.force, sheet, mapping, guesses, progress=lambda *step: steps.append(step))
    assert steps == sorted(steps)
    assert [steps[0], steps[-1]] == [(100, 900), (850, 900)]

    def stop(done: int, total: int) -> None:
        if done > 700:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        apply(mission.force, sheet, mapping, guesses, progress=stop)
    assert records.count(mission.force, "qip") == 0
