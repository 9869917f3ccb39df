"""Targets: nothing foreign and nothing of a logbook is ever written over, and what is written is whole and private."""

import fcntl
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.services import exchange, safety, sheets_out
from app.services.desks import request_to_join
from app.services.reports.making import Wanted, make
from app.services.targets import TargetError, check_file, check_folder, write_file, writing
from app.storage.parts import SUFFIX, part_file, sweep
from app.storage.places import absent_medium
from tests.services.missions import CHEAP, PASSPHRASE, Mission, saved

FORMS = (".pdf", ".xlsx", ".csv", ".geojson", ".ics", ".request", ".liaison", ".liaison-backup", "")


@pytest.fixture
def written(mission: Mission, tmp_path: Path) -> dict[str, Path]:
    """One real file of each form."""
    saved(mission.unit, title="Written", started_at="2026-11-20T08:00Z")
    out = tmp_path / "out"
    out.mkdir()
    files = {form: out / f"a{form}" for form in FORMS if form}
    for form in (".xlsx", ".csv", ".ics"):
        sheets_out.write(mission.unit, "meeting", files[form])
    sheets_out.write(mission.unit, "place", files[".geojson"])
    write_file(files[".pdf"], make(mission.unit, Wanted(report="matrix", subject="all")).pdf, ".pdf")
    exchange.export(mission.unit, out=files[".liaison"], plain=True)
    exchange.export(mission.unit, out=out / "b.liaison.age")
    safety.backup(mission.unit, files[".liaison-backup"])
    desk, _ = request_to_join(
        tmp_path / "new", unit_name="N", level="unit", officer="O", passphrase=PASSPHRASE,
        out=files[".request"], cost=CHEAP,
    )  # fmt: skip
    desk.close()
    return files | {".liaison.age": out / "b.liaison.age"}


def test_every_file_that_is_written_is_private_and_leaves_nothing_beside_it(written: dict[str, Path]) -> None:
    for form, file in written.items():
        assert file.stat().st_mode & 0o777 == 0o600, form
    folder = written[".pdf"].parent
    assert {one.name for one in folder.iterdir()} == {file.name for file in written.values()}


def test_only_a_file_of_the_same_form_is_written_over(written: dict[str, Path]) -> None:
    for form, file in written.items():
        for wanted in FORMS:
            same = wanted == (".liaison" if form == ".liaison.age" else form)
            before = file.read_bytes()
            if same:
                check_file(file, wanted)
            else:
                with pytest.raises(TargetError):
                    write_file(file, b"x", wanted)
            assert file.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4 of somebody else", b"PK\x03\x04", b"a,b\r\n1,2\r\n", b"{}", b"\xff" * 99]
)
def test_a_foreign_file_is_never_written_over(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "foreign"
    file.write_bytes(content)
    for form in FORMS:
        with pytest.raises(TargetError, match="did not write"):
            write_file(file, b"x", form)
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_a_foreign_workbook_and_a_sheet_with_other_columns_stay(
    mission: Mission, written: dict[str, Path], tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.xlsx"
    with zipfile.ZipFile(foreign, "w") as book:
        book.writestr("docProps/core.xml", "<creator>Somebody</creator>")
        book.writestr("xl/workbook.xml", "")
    kept = tmp_path / "kept.csv"
    kept.write_bytes(b"\xef\xbb\xbfName,Age\r\nA,1\r\n")
    for file in (foreign, kept):
        before = file.read_bytes()
        with pytest.raises(TargetError):
            sheets_out.write(mission.unit, "meeting", file)
        assert file.read_bytes() == before
    sheets_out.write(mission.unit, "meeting", written[".csv"])
    sheets_out.write(mission.unit, "meeting", written[".xlsx"])


def test_nothing_is_written_onto_or_into_a_logbook(mission: Mission, tmp_path: Path) -> None:
    place = mission.unit.path
    link = tmp_path / "link"
    link.symlink_to(place)
    before = {file.name: file.stat().st_ino for file in place.iterdir()}
    names = ("logbook.db", "keys.json", "anchor.json", "attachments.db", "new.pdf", "held/x", "backups/x")
    for folder in (place, link, place / "held" / ".."):
        for name in names:
            for form in FORMS:
                with pytest.raises(TargetError):
                    write_file(folder / name, b"x", form)
    for to in (place, place / "held", place / "other", place / "x.liaison-backup", place / "logbook.db"):
        with pytest.raises(TargetError):
            safety.backup(mission.unit, to)
        with pytest.raises(TargetError):
            exchange.export(mission.unit, out=to)
    assert {file.name: file.stat().st_ino for file in place.iterdir()} == before


def test_a_folder_that_is_not_there_is_not_made(mission: Mission, tmp_path: Path) -> None:
    away = tmp_path / "STICK" / "of-today"
    for form in FORMS:
        with pytest.raises(TargetError, match="no folder"):
            write_file(away / "a", b"x", form)
    with pytest.raises(TargetError, match="no folder"):
        safety.backup(mission.unit, away)
    with pytest.raises(TargetError):
        exchange.export(mission.unit, out=away / "x.liaison.age")
    assert not (tmp_path / "STICK").exists()


def test_a_stick_that_is_not_plugged_in_is_not_made_as_a_folder() -> None:
    for place in ("/media/no-such-stick", "/run/media/nobody/STICK", "/mnt/no-such-stick", "/Volumes/STICK"):
        assert absent_medium(Path(place))
    with pytest.raises(TargetError):
        check_folder(Path("/mnt/no-such-stick"))


def test_a_dotted_name_is_a_folder_for_a_backup(mission: Mission, tmp_path: Path) -> None:
    made = safety.backup(mission.unit, tmp_path / "of-2026.11")
    assert made.parent == tmp_path / "of-2026.11"
    assert safety.backup(mission.unit, mission.unit.path / "backups").parent == mission.unit.path / "backups"


def test_what_is_no_plain_file_stays(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "link", "folder"):
        with pytest.raises(TargetError):
            write_file(tmp_path / name, b"x", ".pdf")
    with pytest.raises(TargetError):
        write_file(Path(os.devnull), b"x", ".pdf")


WRITER = """
import os, signal, sys
from pathlib import Path
from app.services.targets import writing
with writing(Path(sys.argv[1]), ".pdf") as part:
    part.write_bytes(b"%PDF- a whole sitrep in clear")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_is_swept_at_the_next_write(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", WRITER, str(tmp_path / "a.pdf")], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.endswith(SUFFIX)
    assert left.stat().st_mode & 0o777 == 0o600
    write_file(tmp_path / "other.pdf", b"%PDF-", ".pdf")
    assert [one.name for one in tmp_path.iterdir()] == ["other.pdf"]


def test_what_another_process_is_writing_is_not_swept(tmp_path: Path) -> None:
    with part_file(tmp_path / "a.pdf") as part:
        sweep(tmp_path)
        assert part.exists()
        descriptor = os.open(part, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(descriptor)
    assert list(tmp_path.iterdir()) == []


FULL = """
import resource, signal, sys
from pathlib import Path
from app.services.targets import write_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
write_file(Path(sys.argv[1]), b"%PDF- (Liaison Logbook)" + bytes(50_000), ".pdf")
"""


def test_a_full_disk_leaves_the_older_file(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    write_file(file, b"%PDF- (Liaison Logbook) of yesterday", ".pdf")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert file.read_bytes().endswith(b"yesterday")
    assert list(tmp_path.iterdir()) == [file]


def test_an_error_while_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "a.csv", ".csv") as part:
        part.write_bytes(bytes(1 // 0))
    assert list(tmp_path.iterdir()) == []
