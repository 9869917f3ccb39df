"""Rules for every module that a linter does not know."""

import ast
from pathlib import Path

from tests.architecture.source_files import modules, text_of, tree_of

LONGEST = 400
"""Lines; a migration is a list of columns that nobody edits again, and may be longer."""
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}
WAITING_CALLS = {"processEvents", "qWait", "qSleep", "msleep"}
SKIPPING_CALLS = {"skip", "skipif", "xfail", "importorskip"}


def test_no_module_is_longer_than_one_can_read() -> None:
    long = {
        str(path): lines
        for path in modules("app", "packaging", "tests")
        if (lines := text_of(path).count("\n")) > LONGEST
    }
    assert long == {}


def test_every_module_and_package_has_a_telling_name() -> None:
    vague = [str(path) for path in modules("app", "tests") if VAGUE_NAMES & {path.stem, *path.parent.parts}]
    assert vague == []


def test_nothing_sleeps_and_nothing_pumps_the_event_loop() -> None:
    waiting = [place for path in modules("app", "tests") for place in _waiting_places(path)]
    assert waiting == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    skipping = [
        f"{path}:{node.lineno}"
        for path in modules("tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in SKIPPING_CALLS and _root_name(node) == "pytest"
    ]
    assert skipping == []


def _waiting_places(path: Path) -> list[str]:
    """Name the places of a module that wait for time to pass instead of for an event."""
    nodes = ast.walk(tree_of(path))
    return [
        f"{path}:{node.lineno}" for node in nodes if isinstance(node, ast.stmt | ast.expr) and _waits(node)
    ]


def _waits(node: ast.stmt | ast.expr) -> bool:
    """Tell whether one piece of code sleeps or pumps the event loop."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "time" and "sleep" in {name.name for name in node.names}
    if not isinstance(node, ast.Attribute):
        return False
    return node.attr in WAITING_CALLS or (node.attr == "sleep" and _root_name(node) in {"time", "QThread"})


def _root_name(node: ast.expr) -> str:
    """Return the first name of a dotted expression, or nothing where it does not begin with a name."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
