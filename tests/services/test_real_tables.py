"""Every row of the public tables goes through `put` into a real logbook, and nothing that it says is lost.

Each cell is looked for in the record as it is read back: in its fields, or marked in its notes.
"""

import json
from collections.abc import Iterator

import pytest

from app.domain.kinds import fields_of
from app.domain.raw_values import raw_of
from app.services import records
from app.services.records import Entry
from tests.demo_tables import WHO_DOES_WHAT, Line, Row, meeting, organisations, partners, project, qip, table
from tests.services.missions import Mission


def put(mission: Mission, lines: list[Line]) -> list[str]:
    """Put lines into the logbook of Force HQ, references by key made ids, and return what each then says."""
    ids: dict[str, str] = {}
    for line in lines:
        fields = dict(line["fields"])
        if named := fields.get("organisations"):
            fields["organisations"] = [ids[key.removeprefix("key:")] for key in named]
        if fields.get("state", "idea") != "idea":
            fields["brought_in"] = True
        result = records.put(mission.force, [Entry(kind=line["kind"], fields=fields)])
        assert result.faults == ()
        ids[line["key"]] = result.ids[0]
    return [said(mission, ids[line["key"]]) for line in lines]


def said(mission: Mission, identifier: str) -> str:
    """Return everything that a record says, as people write it."""
    view = records.show(mission.force, identifier)
    declared = fields_of(view.kind)
    return json.dumps(
        {name: raw_of(declared[name], value) for name, value in view.fields.items()}, ensure_ascii=False
    )


def lost(row: Row, text: str) -> Iterator[tuple[str, str]]:
    """Yield the cells of a row that a text does not hold."""
    for column, cell in row.items():
        if cell.strip() and json.dumps(cell, ensure_ascii=False)[1:-1] not in text:
            yield column, cell


@pytest.mark.parametrize(("name", "made"), [("qips.csv", qip), ("community-support.csv", project)])
def test_no_cell_of_a_tracker_is_lost(mission: Mission, name: str, made) -> None:  # type: ignore[no-untyped-def]
    rows = table(name)
    texts = put(mission, [made(row) for row in rows])
    assert len(texts) == len(rows) == {"qips.csv": 79, "community-support.csv": 62}[name]
    for row, text in zip(rows, texts, strict=True):
        assert list(lost(row, text)) == []


def test_no_cell_of_a_meeting_is_lost_the_undated_ones_too(mission: Mission) -> None:
    rows = table("meetings.csv")
    counterparts = list(organisations(rows))
    texts = put(mission, [*counterparts, *map(meeting, rows)])[len(counterparts) :]
    assert len(texts) == 32
    for row, text in zip(rows, texts, strict=True):
        assert list(lost(row, text)) == []
        assert row["date"] or '"date_note": "not reported"' in text


def test_no_cell_of_the_who_does_what_table_is_lost(mission: Mission) -> None:
    rows = [row for row in table(WHO_DOES_WHAT) if not row["Country"].startswith("#")]
    lines = list(partners(rows))
    names = dict.fromkeys(row["Organisation"] for row in rows)
    texts = dict(zip(names, put(mission, lines), strict=True))
    assert (len(rows), len(texts)) == (1201, 128)
    for row in rows:
        assert list(lost(row, texts[row["Organisation"]])) == []
        whole = " | ".join(row[name] for name in ("Country", "Region", "P-code", "Activity"))
        assert f"Activity: {whole}" in texts[row["Organisation"]]
