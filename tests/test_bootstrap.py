"""The command `liaison` as installed: which front end it opens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__, bootstrap
from app.services.desks import create_mission


def test_a_command_goes_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["--version"]) == 0
    assert capsys.readouterr().out == f"liaison {__version__}\n"


def test_a_command_does_not_load_the_desktop() -> None:
    code = (
        "import sys; from app import bootstrap; bootstrap.main(['kinds', '--json']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0
    )


def test_without_arguments_the_desktop_opens(tmp_path: Path) -> None:
    create_mission(
        tmp_path / "book", mission="M", unit_name="Force HQ", officer="Maj A", passphrase="secret"
    ).close()
    report = tmp_path / "report"
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "LIAISON_LOGBOOK": str(tmp_path / "book"),
        "LIAISON_PASSPHRASE": "secret",
        "LIAISON_START_REPORT": str(report),
    }
    code = "import sys; from app.bootstrap import main; sys.exit(main([]))"
    subprocess.run([sys.executable, "-c", code], env=env, timeout=120, check=True)
    assert float(report.read_text()) > 0
