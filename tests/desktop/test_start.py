"""The start: which logbook is opened, and that the program comes up as a person starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop import places
from app.desktop.remembered import Remembered, recall, suggested_logbook
from app.desktop.start import seconds_since_start, wanted_logbook
from tests.desktop.conftest import PASSPHRASE

WATCHED = """
import sys, threading
from app.desktop.start import main
threads = set()
class Watch:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("app.desktop."):
            threads.add(threading.current_thread().name)
sys.meta_path.insert(0, Watch)
code = main(sys.argv[1:])
print(*sorted(threads))
sys.exit(code)
"""
"""Opens a logbook and says which threads loaded anything of the desktop meanwhile."""


def test_the_named_logbook_comes_before_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIAISON_LOGBOOK", raising=False)
    last = Remembered(logbook=str(tmp_path))
    assert wanted_logbook([], Remembered()) is None
    assert wanted_logbook([], Remembered(logbook=str(tmp_path / "gone"))) is None
    assert wanted_logbook([], last) == tmp_path
    monkeypatch.setenv("LIAISON_LOGBOOK", str(tmp_path / "named"))
    assert wanted_logbook([], last) == tmp_path / "named"
    assert wanted_logbook([str(tmp_path / "given")], last) == tmp_path / "given"
    assert wanted_logbook(["postgresql+psycopg://hq/logbook"], last) == "postgresql+psycopg://hq/logbook"


def test_only_the_path_and_the_look_are_remembered(tmp_path: Path) -> None:
    Remembered(logbook=str(tmp_path), theme="dark", text_percent=125).keep()
    assert recall() == Remembered(logbook=str(tmp_path), theme="dark", text_percent=125)
    file = next(tmp_path.rglob("desktop.json"))
    file.write_text("{not json")
    assert recall() == Remembered()
    assert suggested_logbook().is_relative_to(tmp_path)


def test_the_program_opens_a_logbook_and_reports_how_long_it_took(logbook: Path, tmp_path: Path) -> None:
    report = tmp_path / "seconds"
    environment = {**os.environ, "LIAISON_PASSPHRASE": PASSPHRASE, "LIAISON_START_REPORT": str(report)}
    program = [sys.executable, "-m", "app", str(logbook)]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert 0 < float(report.read_text()) < 120


def test_no_thread_but_that_of_the_window_loads_what_knows_qt(logbook: Path, tmp_path: Path) -> None:
    """Types of Qt come to be when they are first named; two threads that do that at once end the program."""
    report = tmp_path / "seconds"
    environment = {**os.environ, "LIAISON_PASSPHRASE": PASSPHRASE, "LIAISON_START_REPORT": str(report)}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(logbook)],
        env=environment, stdout=subprocess.PIPE, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert done.stdout == "MainThread\n"
    assert report.exists()


def test_the_age_of_this_process_is_known() -> None:
    assert seconds_since_start() > 0


def test_each_kind_lives_on_a_page() -> None:
    assert places.home_of("person") == "partners"
    assert places.home_of("sitrep") == "reports"
