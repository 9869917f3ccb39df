"""The mutator: it finds the checks of a module, and each mutant is valid Python with one of them gone."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.__main__ import ROOT, report, tried
from tests.mutants.checks import Mutant, mutants_of, mutated, watched
from tests.mutants.explained import EXPLAINED
from tests.mutants.parts import PARTS, Part, found, narrowed
from tests.mutants.trial import CAUGHT, SURVIVED, UNSOUND, Verdict

SAMPLE = '''"""A sample."""

MOST = 3


class Gate:
    """A gate."""

    def enter(self, names: list[str]) -> int:
        """Let in."""
        if len(names) > MOST and "key" not in names:
            raise ValueError("too many")
        for name in names:
            if not name:
                continue
        check_all(names)
        return len([name for name in names if may(name)])


def may(name: str) -> bool:
    """Tell."""
    return name != "thief" and (name == "owner" or name == "guest")


def check_all(names: list[str]) -> None:
    """Check."""
    for bad in ("spy", "spook"):
        names.count(bad)
    if "thief" in names:
        names.remove("thief")
        raise ValueError("thief")
'''

TESTS = '''"""Tests of the sample."""

import subprocess
import sys

import pytest

from app.sample import Gate, may


def test_too_many():
    with pytest.raises(ValueError, match="too many"):
        Gate().enter(["owner"] * 4)


def test_thief():
    with pytest.raises(ValueError, match="thief"):
        Gate().enter(["thief"])


def test_a_process_of_its_own():
    said = "from app.sample import may; raise SystemExit(may('thief'))"
    assert subprocess.run([sys.executable, "-c", said], check=False).returncode == 0
    may("guest")
'''

ONLY_ONCE = '''"""A test that passes once."""

import tempfile
from pathlib import Path

from app.sample import may


def test_once():
    may("owner")
    (Path(tempfile.gettempdir()) / "there").touch(exist_ok=False)
'''

SHARED = '''"""A test that finds no room where others left folders, or where its process may take no more."""

import mmap

import pytest

from app.sample import may

MAPPED = mmap.mmap(-1, 12 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    return tmp_path_factory.mktemp("shared")


def test_shared(shared, tmp_path_factory):
    may("owner")
    assert len(bytearray(64 << 20))
    assert len(list(tmp_path_factory.getbasetemp().glob("shared?"))) <= 2
'''


def _said(mutants: tuple[Mutant, ...]) -> Mapping[str, set[tuple[int, str]]]:
    said: dict[str, set[tuple[int, str]]] = {}
    for one in mutants:
        said.setdefault(one.change, set()).add((one.line, one.text))
    return said


def test_every_sort_of_check_is_found() -> None:
    said = _said(mutants_of(SAMPLE))
    assert said["without"] == {
        (11, "len(names) > MOST  (of: and)"), (11, "'key' not in names  (of: and)"),
        (22, "name != 'thief'  (of: and)"), (22, "name == 'owner' or name == 'guest'  (of: and)"),
        (22, "name == 'owner'  (of: or)"), (22, "name == 'guest'  (of: or)"),
        (27, "'spy'  (of: for)"), (27, "'spook'  (of: for)"),
    }  # fmt: skip
    assert said["deleted"] == {(16, "check_all(names)"), (31, "raise ValueError('thief')")}
    gate = (11, "if len(names) > MOST and 'key' not in names")
    answer = next(one for one in said["always"] if one[0] == 22)
    assert said["never"] == {
        gate, (11, "len(names) > MOST"), (14, "if not name"), (29, "if 'thief' in names"), answer
    }  # fmt: skip
    assert said["always"] == {(14, "if not name"), (17, "may(name)"), answer}


def test_each_mutant_is_valid_python_and_differs_in_one_place() -> None:
    whole = ast.unparse(ast.parse(SAMPLE))
    texts = [ast.unparse(mutated(SAMPLE, one)) for one in mutants_of(SAMPLE)]
    assert len(set(texts)) == len(texts)
    for text in texts:
        compile(text, "sample.py", "exec")
        lines, others = whole.splitlines(), text.splitlines()
        assert len(lines) == len(others)
        assert sum(a != b for a, b in zip(lines, others, strict=True)) == 1


def test_lines_keep_their_numbers() -> None:
    for one in mutants_of(SAMPLE):
        nodes = ast.walk(mutated(SAMPLE, one))
        names = {node.name: node.lineno for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assert names == {"Gate": 6, "enter": 9, "may": 20, "check_all": 25}


def test_a_watched_module_tells_each_statement_that_is_reached() -> None:
    reached: list[int] = []
    module: dict[str, Any] = {"told": reached.append}
    exec(compile(watched(SAMPLE, "told"), "sample.py", "exec"), module)  # noqa: S102
    assert reached == []
    assert module["Gate"]().enter(["owner", ""]) == 1
    assert reached == [10, 11, 13, 14, 14, 15, 16, 26, 27, 28, 28, 29, 17, 21, 22, 21, 22]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_modules_and_tests_that_are_named_are_there(part: Part) -> None:
    for pattern in (*part.modules, *part.tests):
        assert found(ROOT, [pattern]), pattern


def test_a_module_or_a_folder_narrows_the_parts() -> None:
    (part,) = narrowed(ROOT, PARTS, "app/sync/envelope.py")
    assert part.modules == ("app/sync/envelope.py",)
    assert part.tests
    assert {one for part in narrowed(ROOT, PARTS, "app/pictures") for one in part.modules} == set(
        found(ROOT, PARTS[-1].modules)
    )
    assert narrowed(ROOT, PARTS, "app/nowhere") == ()


def test_what_survives_is_printed_unless_it_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    explained = next(iter(EXPLAINED.values()))[0]
    module, change, text = explained.split(": ", 2)
    known = Verdict(module, 7, text, change, SURVIVED, tests=3)
    caught = Verdict(module, 8, "if bad", "never", CAUGHT, tests=3, by="a test")
    assert report({"part": [known, caught]})
    said = capsys.readouterr().out
    assert "caught / all  1 / 2    explained 1, survived 0" in said
    assert f"{module}:7" not in said
    fresh = Verdict(module, 9, "if worse", "never", SURVIVED, tests=0)
    assert not report({"part": [known, caught, fresh]})
    assert f"{module}:9: never: if worse    [no test comes here]" in capsys.readouterr().out


def _tried(folder: Path, tests: str) -> list[Verdict]:
    """Return what came of the mutants of the sample; checks first that its file was only read."""
    sample = folder / "app/sample.py"
    (folder / "tests/mutants").mkdir(parents=True)
    sample.parent.mkdir()
    sample.write_text(SAMPLE)
    (folder / "app/__init__.py").touch()
    (folder / "tests/test_sample.py").write_text(tests)
    (folder / "pyproject.toml").write_text(
        '[tool.pytest]\npythonpath = ["."]\naddopts = ["--import-mode=importlib"]\n'
    )
    for name in ("checks", "swapping", "trial"):
        (folder / f"tests/mutants/{name}.py").write_text((ROOT / f"tests/mutants/{name}.py").read_text())
    verdicts = tried(folder, [Part("sample", ("app/sample.py",), ("tests/test_sample.py",))])["sample"]
    assert sample.read_text() == SAMPLE
    return verdicts


def test_what_no_test_misses_survives_and_the_tree_is_only_read(tmp_path: Path) -> None:
    verdicts = _tried(tmp_path, TESTS)
    results = {(one.line, one.text, one.change): one for one in verdicts}
    gate = results[11, "if len(names) > MOST and 'key' not in names", "never"]
    assert (gate.result, gate.by) == (CAUGHT, "tests/test_sample.py::test_too_many")
    assert results[31, "raise ValueError('thief')", "deleted"].result == CAUGHT
    assert results[11, "'key' not in names  (of: and)", "without"].result == SURVIVED
    assert results[22, "name != 'thief'  (of: and)", "without"].result == SURVIVED
    answer = next(one for one in verdicts if one.line == 22 and one.change == "always")
    assert (answer.result, answer.by) == (CAUGHT, "tests/test_sample.py::test_a_process_of_its_own")


def test_a_test_that_fails_without_the_mutant_has_caught_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verdicts = _tried(tmp_path, ONLY_ONCE)
    assert {one.result for one in verdicts if one.tests} == {UNSOUND}
    assert not report({"sample": verdicts})
    assert "test_once fails without it, too" in capsys.readouterr().out


def test_what_a_trial_leaves_behind_is_removed_before_the_next(tmp_path: Path) -> None:
    results = {one.result for one in _tried(tmp_path, SHARED) if one.tests and one.change == "without"}
    assert results == {SURVIVED}
