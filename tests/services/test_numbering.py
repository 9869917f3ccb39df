"""Serials: gap-free on one laptop, never given twice, whatever is restored, cloned, doubled or cut short."""

import re
import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.faults import RecordRefusedError
from app.domain.serials import RUN_LETTERS, run_code
from app.services import records, safety
from app.services.desks import Desk, Discarded, create_mission, open_desk
from app.services.errors import ClashingSerialError
from app.services.records import Entry
from app.services.saving import put_in
from tests.services.missions import CHEAP, PASSPHRASE, Clock, Mission, changed, saved

RUN = rf"[{RUN_LETTERS}]{{4}}"


def serial(desk: Desk, kind: str = "meeting") -> str:
    return saved(desk, kind).serial


def test_a_restored_logbook_counts_in_a_run_of_its_own(mission: Mission, tmp_path: Path) -> None:
    assert serial(mission.unit) == "INDBATT-1-MTG-2026-0001"
    file = safety.backup(mission.unit, tmp_path / "backups")
    lost = serial(mission.unit)
    with safety.restore(file, tmp_path / "again", PASSPHRASE, clock=mission.clock) as restored:
        run = run_code(restored.identity.epoch)
        first = serial(restored)
        assert (lost, first) == ("INDBATT-1-MTG-2026-0002", f"INDBATT-1-MTG-2026-{run}.0001")
        assert serial(restored) == f"INDBATT-1-MTG-2026-{run}.0002"
        assert serial(restored, "note") == f"INDBATT-1-NTE-2026-{run}.0001"
        assert records.show(restored, f"@{first}").serial == first
        later = safety.backup(restored, tmp_path / "backups")
        with safety.restore(later, tmp_path / "third", PASSPHRASE, clock=mission.clock) as third:
            assert re.fullmatch(rf"INDBATT-1-MTG-2026-{RUN}\.0001", serial(third))


def test_what_was_numbered_keeps_its_number_after_a_restore(mission: Mission, tmp_path: Path) -> None:
    view = saved(mission.unit)
    file = safety.backup(mission.unit, tmp_path / "backups")
    with safety.restore(file, tmp_path / "again", PASSPHRASE, clock=mission.clock) as restored:
        assert changed(restored, records.show(restored, view.id), title="Later").serial == view.serial


def test_a_second_laptop_of_a_unit_counts_beside_the_first(mission: Mission) -> None:
    first = serial(mission.unit)
    mission.ask("second", "unit")
    mission.take("second", mission.admit("second", "fhq/east/indbatt-1", beside=True))
    second = serial(mission["second"])
    assert re.fullmatch(rf"INDBATT-1-MTG-2026-{RUN}\.0001", second)
    mission.send("force", "unit")
    assert (first, serial(mission.unit)) == ("INDBATT-1-MTG-2026-0001", "INDBATT-1-MTG-2026-0002")


def test_units_of_one_name_in_two_sectors_do_not_share_numbers(mission: Mission) -> None:
    mission.ask("other", "unit")
    mission.welcome("other", "fhq/west/indbatt-1")
    assert serial(mission.unit) == "INDBATT-1-MTG-2026-0001"
    assert re.fullmatch(rf"INDBATT-1-MTG-2026-{RUN}\.0001", serial(mission["other"]))


def test_two_records_of_one_number_are_told_apart_by_id_only(mission: Mission, tmp_path: Path) -> None:
    mission.unit.close()
    shutil.copytree(mission.folder / "unit", tmp_path / "clone")
    mission.open("unit")
    with open_desk(tmp_path / "clone", PASSPHRASE, clock=mission.clock) as clone:
        mission.desks["clone"] = clone
        mine, theirs = saved(mission.unit, title="Mine"), saved(clone, title="Theirs")
        assert mine.serial == theirs.serial
        with clone.logbook.reading() as reader:
            twin = reader.record(theirs.id)
        assert twin is not None
        with mission.unit.logbook.writing() as writer:
            writer.put_states([twin])
        del mission.desks["clone"]
    with pytest.raises(ClashingSerialError, match="Two laptops gave the number") as clash:
        records.show(mission.unit, f"@{mine.serial}")
    assert all(one.id in str(clash.value) for one in (mine, theirs))
    assert records.show(mission.unit, mine.id).title == "Mine"
    with pytest.raises(RecordRefusedError) as refused:
        saved(mission.unit, "follow_up", source=f"@{mine.serial}")
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("source", "serial_clash")]


@given(
    st.lists(st.sampled_from(["save", "fault", "break", "backup", "restore", "reopen", "other"]), max_size=14)
)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_number_is_ever_given_twice_and_none_is_left_out(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    folder, clock = tmp_path_factory.mktemp("numbers"), Clock()
    desk = create_mission(
        folder / "0",
        mission="M",
        unit_name="Force HQ",
        officer="Maj A",
        passphrase=PASSPHRASE,
        clock=clock,
        cost=CHEAP,
    )
    given_out: list[str] = []
    backups: list[Path] = []
    for number, step in enumerate(steps, 1):
        if step == "save":
            given_out.append(serial(desk))
        elif step == "other":
            given_out.append(serial(desk, "note"))
        elif step == "fault":
            with pytest.raises(RecordRefusedError):
                records.save(desk, Entry(kind="meeting", fields={"started_at": "never"}))
        elif step == "break":  # what is not committed has taken no number
            with suppress(Discarded), desk.logbook.writing() as writer:
                put_in(desk, writer, Entry(kind="meeting", fields={"date_note": "lost"}))
                raise Discarded
        elif step == "backup":
            backups.append(safety.backup(desk, folder / "backups"))
        elif step == "restore" and backups:
            desk.close()
            desk = safety.restore(
                backups[number % len(backups)], folder / str(number), PASSPHRASE, clock=clock
            )
        elif step == "reopen":
            path = desk.path
            desk.close()
            desk = open_desk(path, PASSPHRASE, clock=clock)
    desk.close()
    assert [one for one, times in Counter(given_out).items() if times > 1] == []
    series: dict[str, list[int]] = {}
    for one in given_out:
        head, figures = one[:-4], one[-4:]
        series.setdefault(head, []).append(int(figures))
    assert all(numbers == list(range(numbers[0], numbers[0] + len(numbers))) for numbers in series.values())
    assert all(numbers[0] == 1 for numbers in series.values())
