"""No sheet forgets a field: each is a column that its declaration does not leave out."""

import csv
from pathlib import Path

import pytest

from app.domain.fields import FieldType
from app.domain.kinds import ALL, kind_named
from app.services.sheets_out import write
from app.sheets.mappings import targets_of
from tests.filling import filled
from tests.services.missions import Mission

KEPT = ("continued_in", "decided_on", "released_texts", "limit_replaces", "limit_kept")
SUFFIXES = {FieldType.MOMENT: " (UTC)"}


@pytest.mark.parametrize("kind", [kind.kind for kind in ALL])
def test_every_field_of_a_record_is_in_its_sheet(mission: Mission, tmp_path: Path, kind: str) -> None:
    view, _ = filled(mission.force, kind, without=["merged_into"])  # a double stands in no sheet
    out = tmp_path / "all.csv"
    write(mission.force, kind, out)
    with out.open(encoding="utf-8-sig", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["Serial"] == view.serial]
    assert len(rows) == 1
    for name, field in kind_named(kind).__fields__.items():
        header = "Latitude" if field.type is FieldType.POINT else field.label + SUFFIXES.get(field.type, "")
        if field.sheet:
            assert header in rows[0], name
            assert rows[0][header] or name not in view.fields, name


@pytest.mark.parametrize("kind", [kind.kind for kind in ALL])
def test_a_sheet_can_fill_every_field_that_has_a_column(kind: str) -> None:
    fields = kind_named(kind).__fields__
    assert set(fields) & set(targets_of(kind)) == {name for name, one in fields.items() if one.sheet}


def test_what_stands_in_no_sheet_is_a_file_or_what_the_logbook_keeps() -> None:
    for kind in ALL:
        for name, field in kind.__fields__.items():
            kept = field.type is FieldType.FILES or name in KEPT
            ours = (kind.kind, name) == ("referral", "details")  # for nobody outside the logbook
            assert field.sheet is not (kept or ours), (kind.kind, name)
