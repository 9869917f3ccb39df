"""One declaration: a field that was added to meetings is everywhere from its line alone."""

import csv
import json
from pathlib import Path

import pytest

from app.domain.kinds import fields_of
from app.services import records
from app.services.reports.making import Wanted, make
from app.services.sheets_in import apply, open_sheet, propose
from app.services.sheets_out import write
from tests.cli.running import Program
from tests.services.missions import Mission, saved
from tests.services.test_sitreps import text_of

APP = Path(__file__).parents[2] / "app"
SAID = "QZthunderZQ over the ford"


def test_it_is_named_in_one_place_of_the_program() -> None:
    naming = [
        path.relative_to(APP).as_posix()
        for path in APP.rglob("*.py")
        if "weather" in path.read_text().lower()
    ]
    assert naming == ["domain/meetings.py"]
    assert (APP / "domain/meetings.py").read_text().lower().count("weather") == 2  # its name and its label


def test_it_is_searched_and_shown(mission: Mission) -> None:
    view = saved(mission.force, weather=SAID)
    assert [hit.id for hit in records.search(mission.force, "qzthunder")] == [view.id]
    assert records.show(mission.force, view.id).fields["weather"] == SAID
    assert records.page(mission.force, "meeting", where=(("weather", "=", SAID),))[0].id == view.id


def test_it_is_a_column_of_sheets_both_ways(mission: Mission, tmp_path: Path) -> None:
    saved(mission.force, weather=SAID)
    write(mission.force, "meeting", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert next(csv.DictReader(opened))["Weather"] == SAID
    (tmp_path / "in.csv").write_text("Title,Date,Weather\nFerry,2026-11-19,Dust\n", encoding="utf-8")
    sheet = open_sheet(tmp_path / "in.csv")
    mapping, guesses = propose(sheet, "meeting")
    assert mapping.columns["Weather"] == "weather"
    apply(mission.force, sheet, mapping, guesses)
    assert records.page(mission.force, "meeting", where=(("weather", "=", "Dust"),))


@pytest.mark.parametrize(("lang", "label"), [("en", "Weather"), ("fr", "Météo")])
def test_it_is_on_paper_in_both_languages(mission: Mission, lang: str, label: str) -> None:
    view = saved(mission.force, weather=SAID)
    text = text_of(make(mission.force, Wanted(report="meeting", subject=view.serial, lang=lang)).pdf)
    assert label in text
    assert SAID in text


def test_the_command_line_knows_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = Program(capsys, monkeypatch)("kinds", "--json").json
    meeting = next(kind for kind in kinds if kind["kind"] == "meeting")
    weather = next(one for one in meeting["fields"] if one["name"] == "weather")
    assert (weather["label"], weather["french"], weather["searched"]) == ("Weather", "Météo", True)
    assert json.dumps(weather)
    assert "weather" in fields_of("meeting")
