"""Safety: backups, a restored logbook that does not contradict itself, and faults that a check finds."""

import shutil
from pathlib import Path

import pytest

from app.services import conflicts, passphrases, records, safety
from app.services.desks import open_desk
from app.services.records import Entry
from app.services.status import status
from app.storage.errors import BackupDamagedError, LogbookDamagedError, WrongPassphraseError
from tests.services.missions import PASSPHRASE, Mission, changed, dump, saved, states


def test_a_backup_restores_to_the_same_records(mission: Mission, tmp_path: Path) -> None:
    view = saved(mission.unit, title="Kept")
    file = safety.backup(mission.unit, tmp_path / "backups")
    assert b"Kept" not in file.read_bytes()
    own = safety.backup(mission.unit)
    assert own.parent == mission.unit.path / "backups"
    found = status(mission.unit)
    assert found.backup is not None
    assert (found.backup.path, found.backup.elsewhere) == (str(file), True)
    assert not any("backup" in warning for warning in found.warnings)
    with safety.restore(file, tmp_path / "again", PASSPHRASE, clock=mission.clock) as restored:
        assert states(restored) == states(mission.unit)
        assert restored.identity.node == mission.unit.identity.node
        assert restored.identity.epoch != mission.unit.identity.epoch
        assert safety.check(restored) == ()
        assert records.show(restored, view.id).title == "Kept"


def test_a_restored_logbook_exports_without_a_fork_and_gets_its_lost_days_back(
    mission: Mission, tmp_path: Path
) -> None:
    first = saved(mission.unit, title="First")
    mission.send("unit", "sector")
    unsent = saved(mission.unit, title="Not sent yet")
    file = safety.backup(mission.unit, tmp_path / "backups")
    changed(mission.unit, first, title="After the backup")
    lost = saved(mission.unit, title="Lost with the laptop")
    mission.send("unit", "sector")
    mission.unit.close()
    shutil.rmtree(mission.folder / "unit")
    restored = safety.restore(file, mission.folder / "unit", PASSPHRASE, clock=mission.clock)
    mission.desks["unit"] = restored
    assert restored.logbook.warnings == ()
    assert [one for one in restored.warnings if "restored from a backup" in one]
    changed(restored, first, host="Prefect")
    new = saved(restored, title="After the restore")
    (outcome,) = mission.take("sector", mission.bundle("unit", "sector"))
    assert (outcome.outcome, outcome.reasons) == ("applied", ())
    mission.send("sector", "unit")
    mission.send("unit", "sector")
    assert status(mission.sector).forks == ()
    assert states(restored) == states(mission.sector)
    assert {first.id, unsent.id, lost.id, new.id} == set(states(restored))
    shown = records.show(restored, first.id)
    assert (shown.title, shown.fields["host"], shown.conflicts) == ("After the backup", "Prefect", ())
    assert conflicts.conflicts(mission.sector) == ()
    mission.send("sector", "force")
    assert states(mission.force) == states(restored)


def test_the_private_past_of_a_record_stays_private_after_a_restore(mission: Mission, tmp_path: Path) -> None:
    view = saved(mission.unit, title="Private", reach="laptop")
    changed(mission.unit, view, title="Private still")
    file = safety.backup(mission.unit, tmp_path / "backups")
    records.save(mission.unit, Entry(kind="meeting", id=view.id, fields={"title": "For all"}, reach="up"))
    mission.send("unit", "sector")
    mission.unit.close()
    mission.desks["unit"] = safety.restore(file, tmp_path / "again", PASSPHRASE, clock=mission.clock)
    assert records.show(mission.unit, view.id).reach == "laptop"
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    shown = records.show(mission.unit, view.id)
    assert (shown.title, shown.reach, shown.conflicts) == ("For all", "up", ())
    mission.send("unit", "sector")
    assert states(mission.sector) == states(mission.unit)
    for name in ("unit", "sector"):
        said = [entry.fields.get("title") for entry in records.history(mission[name], view.id)]
        assert said == ["Private still", "For all"]


def test_every_restore_starts_its_own_epoch(mission: Mission, tmp_path: Path) -> None:
    file = safety.backup(mission.unit, tmp_path / "backups")
    epochs = set()
    for number in range(3):
        with safety.restore(file, tmp_path / f"copy-{number}", PASSPHRASE, clock=mission.clock) as restored:
            epochs.add(restored.identity.epoch)
    assert len(epochs | {mission.unit.identity.epoch}) == 4


def test_a_scope_that_was_fixed_meanwhile_counts_in_the_restored_logbook(
    mission: Mission, tmp_path: Path
) -> None:
    view = saved(mission.unit)
    file = safety.backup(mission.unit, tmp_path / "backups")
    records.save(
        mission.unit, records.Entry(kind="meeting", id=view.id, fields={}, reach="branch", unit="fhq/east")
    )
    mission.send("unit", "sector")
    mission.unit.close()
    mission.desks["unit"] = safety.restore(file, tmp_path / "again", PASSPHRASE, clock=mission.clock)
    mission.send("sector", "unit", since_start=True)
    changed(mission.unit, view, title="After")
    assert mission.send("unit", "sector").reasons == ()
    assert states(mission.sector)[view.id] == states(mission.unit)[view.id]


def test_a_damaged_backup_is_refused(mission: Mission, tmp_path: Path) -> None:
    file = safety.backup(mission.unit, tmp_path / "backups")
    sound = file.read_bytes()
    for place in (0, len(sound) // 2, len(sound) - 20):
        file.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        with pytest.raises(BackupDamagedError):
            safety.restore(file, tmp_path / "again", PASSPHRASE)
        assert not (tmp_path / "again").exists()
    file.write_bytes(sound)
    with pytest.raises(WrongPassphraseError):
        safety.restore(file, tmp_path / "again", "another")


def test_a_sound_logbook_has_no_faults(mission: Mission) -> None:
    saved(mission.unit, attachments=[])
    mission.settle()
    for desk in mission.desks.values():
        assert safety.check(desk) == ()


def test_a_flipped_page_is_found_or_refused(mission: Mission) -> None:
    for number in range(40):
        saved(mission.unit, title=f"Meeting {number}", facts="x" * 2000)
    mission.unit.close()
    (file,) = (
        one for one in (mission.folder / "unit").iterdir() if one.suffix == ".db" and "attach" not in one.name
    )
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    try:
        desk = mission.open("unit")
    except LogbookDamagedError:
        return
    assert safety.check(desk)


def test_an_edited_line_is_found(mission: Mission) -> None:
    view = saved(mission.unit, title="As it was")
    mission.send("unit", "sector")
    with mission.unit.logbook.writing() as writer:
        writer._connection.exec_driver_sql(
            "UPDATE revision SET line = CAST(replace(CAST(line AS TEXT), 'As it was', 'As it wos') AS BLOB)"
        )
    faults = safety.check(mission.unit)
    assert any(fault.startswith("revision-changed: ") for fault in faults)
    assert any(fault.startswith("changeset-changed: ") for fault in faults)
    assert records.show(mission.unit, view.id).title == "As it was"


def test_a_missing_search_entry_is_found(mission: Mission) -> None:
    view = saved(mission.unit, title="Findable")
    with mission.unit.logbook.writing() as writer:
        (pk,) = writer._connection.exec_driver_sql("SELECT pk FROM record WHERE id = ?", (view.id,)).one()
        writer._backend.search.remove(writer._connection, [pk])
    assert safety.check(mission.unit) == (f"search-lacks: {view.id}",)


def test_another_passphrase(mission: Mission) -> None:
    view = saved(mission.unit)
    before = dump(mission.unit, without=())
    mission.unit.close()
    passphrases.change(mission.folder / "unit", PASSPHRASE, "new words for it")
    with pytest.raises(WrongPassphraseError):
        mission.open("unit")
    mission.desks["unit"] = open_desk(mission.folder / "unit", "new words for it", clock=mission.clock)
    assert dump(mission.unit, without=()) == before
    assert records.show(mission.unit, view.id) == view
