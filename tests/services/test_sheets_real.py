"""The public tables are read as they are: nothing of any row is lost, and reading them twice changes nothing."""

from pathlib import Path

import pytest

from app.services import records
from app.services.desks import Desk
from app.services.sheets_in import Sheet, SheetPlan, apply, open_sheet, plan, propose, questions
from app.services.views import RecordView
from app.sheets.tables import cell_text
from tests.services.missions import Mission

TABLES = Path(__file__).resolve().parents[1] / "tables"
FILES = [
    ("qips.csv", "qip", 79),
    ("community-support.csv", "project", 62),
    ("meetings.csv", "meeting", 32),
    ("west-africa-3w-2014.csv", "organisation", 128),
]


@pytest.mark.parametrize(("name", "kind", "count"), FILES)
def test_a_table_is_read_whole_and_known_again(mission: Mission, name: str, kind: str, count: int) -> None:
    sheet = open_sheet(TABLES / name)
    mapping, guesses = propose(sheet, kind)
    assert questions(sheet, mapping) == ()

    tried = plan(mission.force, sheet, mapping, guesses)
    assert [fate.row for fate in tried.rows] == [row for row, _ in sheet.table.rows]
    assert tried.counts["new"] == count
    assert records.count(mission.force, kind) == 0

    done = read_in(mission.force, sheet, kind)
    assert lost(mission.force, sheet, done) == []
    assert records.count(mission.force, kind) == count

    before = records.page(mission.force, kind)
    again = read_in(mission.force, sheet, kind)
    assert set(again.counts) <= {"same", "joined"}
    assert records.page(mission.force, kind) == before


def test_a_unit_begins_where_it_may_and_keeps_the_reported_status(mission: Mission) -> None:
    sheet = open_sheet(TABLES / "qips.csv")
    done = read_in(mission.unit, sheet, "qip")
    assert lost(mission.unit, sheet, done) == []
    held = {view.fields["reference"]: view for view in records.page(mission.unit, "qip")}
    assert held["Q003"].state == "idea"
    assert "status_reported: handed over" in held["Q003"].fields["notes"].splitlines()
    assert next(fate for fate in done.rows if fate.row == 3).kept == ("status_reported",)


def test_force_begins_where_the_work_stands(mission: Mission) -> None:
    read_in(mission.force, open_sheet(TABLES / "qips.csv"), "qip")
    held = {view.fields["reference"]: view for view in records.page(mission.force, "qip")}
    assert held["Q003"].state == "handed_over"
    assert held["Q001"].fields["cost"] == {"amount": 2_500_000, "currency": "USD"}
    assert held["Q001"].fields["start"] == "2013-09-06"
    assert held["Q001"].fields["tags"] == ["UNMISS", "South Sudan"]
    notes = held["Q001"].fields["notes"].splitlines()
    assert "requesting_or_funding_unit: UNMISS Recovery, Reintegration and Peace-building section" in notes


def test_meetings_without_a_day_say_so(mission: Mission) -> None:
    read_in(mission.unit, open_sheet(TABLES / "meetings.csv"), "meeting")
    held = records.page(mission.unit, "meeting")
    undated = [view for view in held if "started_at" not in view.fields]
    assert len(undated) == 11
    assert {view.fields["date_note"] for view in undated} == {"not stated"}
    first = next(view for view in held if "ref: M001" in view.fields["notes"])
    assert first.fields["started_at"] == "2012-02-23T00:00:00Z"
    assert first.fields["part"] == "hosted"


def test_names_are_tidied_and_their_blanks_kept_in_the_notes(mission: Mission) -> None:
    read_in(mission.unit, open_sheet(TABLES / "west-africa-3w-2014.csv"), "organisation")
    held = {view.title: view.fields for view in records.page(mission.unit, "organisation")}
    assert "Organisation: “Caritas Liberia ”" in held["Caritas Liberia"]["notes"].splitlines()
    assert "Organisation: “Action\u00a0Against Hunger”" in held["Action Against Hunger"]["notes"].splitlines()
    health = held["Ministry of Health"]
    assert health["type"] == "national_authority"
    assert "Boffa" in health["areas"]
    assert "Activity: Guinea | Boffa | GIN001001 | Coordination" in health["notes"].splitlines()


def read_in(desk: Desk, sheet: Sheet, kind: str) -> SheetPlan:
    """Read a sheet with the mapping as guessed."""
    mapping, guesses = propose(sheet, kind)
    done, changes = apply(desk, sheet, mapping, guesses)
    assert done.applied
    assert not done.refused
    assert changes.ids == frozenset(done.ids)
    return done


def lost(desk: Desk, sheet: Sheet, done: SheetPlan) -> list[tuple[int, str, str]]:
    """Return the filled cells whose text the record of their row does not hold."""
    held = {view.id: told(view) for view in records.page(desk, done.kind)}
    record = {fate.row: held[str(fate.record)] for fate in done.rows}
    return [
        (row, column, cell_text(cell))
        for row, cells in sheet.table.rows
        for column, cell in zip(sheet.table.names, cells, strict=True)
        if cell is not None and not is_told(column, cell_text(cell), record[row])
    ]


def is_told(column: str, text: str, record: str) -> bool:
    """Tell whether a record says the text of a cell: as it is, as a word of a list, or as an amount in cents."""
    words = " ".join(text.split()).casefold()
    return (f"{words}00 usd" if column == "cost_usd" else words.replace("_", " ")) in record


def told(view: RecordView) -> str:
    """Return every text that a record holds, on one line in small letters."""
    return " ".join(_texts(view.fields)).casefold().replace("_", " ")


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [" ".join(str(value).split())]
