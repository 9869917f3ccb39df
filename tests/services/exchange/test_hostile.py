"""Whoever builds a file, and however: it stops nothing, changes nothing that it may not, and leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.faults import RecordRefusedError
from app.domain.kinds import SCHEMA
from app.domain.revisions import MAX_SAVES
from app.services import continuing, exchange, records, safety
from app.services.records import Entry
from app.services.save_batch import KEPT_TO_CLOSE
from app.services.views import RecordView
from tests.services.exchange import forging
from tests.services.exchange.another_version import Task, run
from tests.services.exchange.forges import REFUSALS
from tests.services.missions import Mission, dump, saved, states


def test_no_file_of_a_folder_stops_the_others(mission: Mission) -> None:
    """A folder holds a file for every refusal there is, and sound ones before, between and behind them."""
    inbox = mission.folder / "inbox"
    inbox.mkdir()
    number, wanted = 0, set()
    for code, forges in REFUSALS.items():
        if code == "refused:revoked":
            continue  # that one ends the sector
        for forge in forges:
            number += 1
            forge(mission).rename(inbox / f"{number:03d}-bad.liaison")
        wanted.add(saved(mission.west).id)
        number += 1
        mission.bundle("west", "force").rename(inbox / f"{number:03d}-good.liaison.age")
    outcomes = exchange.import_files(mission.force, [inbox])
    assert len(outcomes) == number
    for one in outcomes:
        assert (one.outcome == "applied") == ("good" in Path(one.file).name), one
    assert wanted <= states(mission.force).keys()


def test_the_hundredth_time_is_as_the_first(mission: Mission) -> None:
    saved(mission.unit)
    file = mission.bundle("unit", "sector", plain=True)
    mission.take("sector", file)
    held = dump(mission.sector, without=("journal", "peer_state.last_in"))
    for _ in range(100):
        assert mission.take("sector", file)[0].outcome == "nothing-new"
    assert dump(mission.sector, without=("journal", "peer_state.last_in")) == held


def test_a_gap_in_the_middle_is_filled_by_what_comes_last(mission: Mission) -> None:
    chain = forging.chain(mission.sector, 40)
    parts = [chain[:20], chain[30:], chain[20:30]]
    files = [forging.bundle(mission, mission.sector, mission.force, part) for part in parts]
    outcomes = [mission.take("force", file)[0] for file in files]
    assert [one.outcome for one in outcomes] == ["applied", "held", "applied"]
    assert [(gap.first, gap.last) for gap in outcomes[1].gaps] == [(21, 30)]
    assert len(states(mission.force)) == 40


def test_no_name_of_a_table_or_column_means_one(mission: Mission) -> None:
    kinds = ("roster", "meta", "secret", "sqlite_master", "setting")
    columns: dict[str, Any] = {
        "pk": 1,
        "id": "x",
        "sealed": False,
        "unit": "fhq",
        "reach": "laptop",
        "extra": {},
        "heads": [],
    }
    lines = [
        forging.line(mission.sector, number, kind=kind, **columns) for number, kind in enumerate(kinds, 10)
    ]
    lines.append(forging.line(mission.sector, 2, **columns, title="x"))
    before = dump(mission.force)
    (outcome,) = mission.take(
        "force",
        forging.bundle(
            mission,
            mission.sector,
            mission.force,
            [forging.changeset(mission.sector, lines, schema=SCHEMA + 1)],
        ),
    )
    assert (outcome.outcome, outcome.unknown) == ("applied", len(lines))
    after = dump(mission.force)
    assert all(after[table] == before[table] for table in ("meta", "secret", "roster", "serial", "draft"))
    view = records.show(mission.force, forging.record_id(mission.sector, 2))
    assert (view.unit, view.reach, view.sealed, view.title) == ("fhq/east", "up", True, "x")
    assert view.fields["extra"] == {}
    assert safety.check(mission.force) == ()


def test_a_disk_that_fills_while_importing_changes_nothing_and_leaves_nothing(mission: Mission) -> None:
    for number in range(40):
        saved(mission.unit, facts=f"{number} " + "words that take room " * 2_000)
    file = mission.bundle("unit", "sector")
    before = states(mission.sector)
    mission.sector.close()
    folder = mission.folder / "sector"
    room = max(one.stat().st_size for one in folder.iterdir() if one.is_file()) + 100_000
    task = Task(schema=SCHEMA, logbook=str(folder), files=[str(file)], room=room)
    with pytest.raises(AssertionError, match=r"Storage(Full|Failed)Error"):
        run(task)
    desk = mission.open("sector")
    assert states(desk) == before
    assert [one.name for one in folder.rglob("*.part")] == []
    assert safety.check(desk) == ()
    assert mission.take("sector", file)[0].outcome == "applied"
    assert len(states(desk)) == 40


def test_who_saved_a_record_as_often_as_may_be_continues_it_in_a_new_one_and_others_go_on(
    mission: Mission,
) -> None:
    lines = [forging.line(mission.sector, 1, title="x", started_at="2026-11-20T08:00:00Z")]
    for number in range(1, MAX_SAVES - KEPT_TO_CLOSE):
        lines.append(forging.line(mission.sector, 1, parents=[lines[-1].id], title=str(number)))
    sealed = forging.changeset(mission.sector, lines)
    (outcome,) = mission.take("force", forging.bundle(mission, mission.sector, mission.force, [sealed]))
    assert outcome.outcome == "applied"

    def saved_by(name: str) -> RecordView:
        once_more = Entry(
            kind="meeting", id=forging.record_id(mission.sector), fields={"outcome": f"once more, {name}"}
        )
        return records.save(mission[name], once_more)[0]

    assert saved_by("force").fields["outcome"] == "once more, force"
    assert mission.send("force", "sector", since_start=True).outcome == "applied"
    with pytest.raises(RecordRefusedError, match="too_many_saves"):
        saved_by("sector")
    made, _ = continuing.continue_record(mission.sector, forging.record_id(mission.sector), reach="branch")
    assert made.fields["title"] == str(MAX_SAVES - KEPT_TO_CLOSE - 1)
