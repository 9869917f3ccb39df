"""The commands that set a fresh machine up: what they offer, and what they say where they cannot install."""

import os
import subprocess
from pathlib import Path

from tests.architecture.source_files import ROOT

SYSTEM_PACKAGES = ROOT / "packaging/linux/system-packages"


def test_help_lists_every_target() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    listed = [line.split()[1] for line in shown.splitlines() if line.startswith("  make ")]
    wanted = "help demo test run check fix bench soak mutants package migration lock"
    assert listed == wanted.split()
    assert 'm="…"' in shown


def test_the_script_of_continuous_integration_runs_the_tests() -> None:
    assert "make test" in (ROOT / ".ci/run").read_text().splitlines()


def test_without_root_one_sentence_names_what_is_missing(tmp_path: Path) -> None:
    said = _system_packages(tmp_path, libraries="")
    assert said.returncode == 0
    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert {"libegl1", "libxcb-cursor0", "libxkbcommon0"} <= set(said.stderr.replace(":", "").split())


def test_libraries_that_are_there_are_not_asked_for(tmp_path: Path) -> None:
    said = _system_packages(tmp_path, libraries="libEGL.so.1 (libc6) => libEGL.so.1")
    assert "libegl1" not in said.stderr
    assert "libgl1" in said.stderr


def _system_packages(folder: Path, libraries: str) -> subprocess.CompletedProcess[str]:
    """Run the script as an ordinary user of a machine that has only these libraries."""
    for command, answer in (("ldconfig", libraries), ("id", "1000"), ("uname", "Linux")):
        program = folder / command
        program.write_text(f"#!/bin/sh\necho '{answer}'\n")
        program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", str(SYSTEM_PACKAGES), "run"], env=environment, check=False, capture_output=True, text=True
    )
