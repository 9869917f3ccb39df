"""No committed file ties the project to one machine or package index, and every requirement is pinned."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source_files import project_files, text_of

# Written in pieces, so that this file passes its own check.
INDEX_HOSTS = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.", r"registry\.npm" + "js", r"deb\.deb" + r"ian\."])
    + r"|:/"
    + r"/\S*/simple\b|:/"
    + r"/registry\."
)
MACHINE_PATHS = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:root|home|work|tmp|opt|Users)/[A-Za-z]", re.MULTILINE)
LOCKS = [Path("requirements/run.txt"), Path("requirements/dev.txt")]


def test_no_file_names_a_package_index() -> None:
    assert [str(path) for path in project_files() if INDEX_HOSTS.search(text_of(path))] == []


def test_no_file_outside_the_tests_names_a_path_of_a_machine() -> None:
    committed = (path for path in project_files() if path.parts[0] != "tests")
    assert [str(path) for path in committed if MACHINE_PATHS.search(text_of(path))] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("see /home/ann/notes", True), ("'/tmp/x'", True), ("app/home/page", False), ("a/work/b", False)],
)
def test_the_search_for_machine_paths_finds_them(text: str, found: bool) -> None:
    assert bool(MACHINE_PATHS.search(text)) is found


def test_there_is_no_second_lock() -> None:
    other_locks = {"uv.lock", "poetry.lock", "Pipfile.lock"}
    assert [str(path) for path in project_files() if path.name in other_locks] == []


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_every_requirement_of_a_lock_is_pinned_with_a_hash(lock: Path) -> None:
    logical = text_of(lock).replace("\\\n", " ").splitlines()
    entries = [line for line in logical if line.strip() and not line.lstrip().startswith("#")]
    loose = [line for line in entries if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)]
    assert entries
    assert loose == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    declared = tomllib.loads(text_of(Path("pyproject.toml")))["project"]["dependencies"]
    names = {re.split(r"[\[<>=]", line)[0].lower() for line in declared}
    run, dev = (_pins(lock) for lock in LOCKS)
    assert names - run.keys() == set()
    assert run.items() - dev.items() == set()


def _pins(lock: Path) -> dict[str, str]:
    """Return the version of each package that a lock names."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text_of(lock), re.MULTILINE))
