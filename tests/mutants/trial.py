"""A pytest plugin that tries mutants: every test is run once and watched; then each mutant meets those that reached it.

The tests are loaded once. Each mutant lives in a fork of that process, so that nothing of it is left afterwards.
"""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutants.checks import Mutant, mutants_of, mutated, watched
from tests.mutants.swapping import forget_cached, functions_of, swap, written

ORDERS = "LIAISON_MUTANTS"
SURVIVED, CAUGHT, UNFINISHED, UNTRIED, UNSOUND = 0, 1, 2, 3, 4
"""`UNSOUND`: the test that noticed fails without the mutant, too, so that it proves nothing."""
MOST_SECONDS = 40.0
"""How long tests may compute for one mutant, on however busy a machine; those that come last are left out."""
HANGS_AFTER, TIMES = 10.0, 20.0
"""A test hangs after so many seconds, and so many times what it took without a mutant."""
MOST_MEMORY = 8 * 2**30
"""How much address space a fork may take beyond what the process has when it begins."""

# Examples are the same in every run, and no time goes into making one that fails smaller.
settings.register_profile(
    "mutants", max_examples=25, deadline=None, derandomize=True, database=None,
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What came of one mutant; `tests` reached it, `by` is the test that noticed."""

    module: str
    line: int
    text: str
    change: str
    result: int
    tests: int
    by: str = ""


@dataclass
class _Run:
    """What the run of a test without a mutant showed."""

    item: pytest.Item
    seconds: float
    lines: dict[str, set[int]]


class Trial:
    """The session of one part; orders and answers are files."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self._chosen: dict[str, list[Mutant]] = {
            module: [Mutant(**_tuples(one)) for one in mutants]
            for module, mutants in orders["chosen"].items()
        }
        self._answers = Path(orders["answers"])
        self._places = [Path(place) for place in orders["places"]]
        self._files = {str(Path(module).resolve()): module for module in self._chosen}
        self._failed = False
        self._lines: dict[str, set[int]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run in place of the usual loop."""
        functions = functions_of(set(self._files))
        sources = {path: Path(path).read_text(encoding="utf-8") for path in self._files}
        runs = self._watched(session.items, functions, sources)
        with self._answers.open("a", encoding="utf-8") as answers:
            for path, module in self._files.items():
                for mutant in self._chosen[module]:
                    verdict = self._tried(mutant, module, Path(path), sources[path], functions[path], runs)
                    answers.write(json.dumps(asdict(verdict)) + "\n")
                    answers.flush()
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take notice of a test that fails."""
        self._failed = self._failed or report.failed

    def _watched(
        self,
        items: Sequence[pytest.Item],
        functions: Mapping[str, list[FunctionType]],
        sources: Mapping[str, str],
    ) -> list[_Run]:
        """Run every test once; return those that pass, the quickest first, each with the lines it reached."""
        before = [(one, one.__code__) for found in functions.values() for one in found]
        for number, (path, source) in enumerate(sources.items()):
            call = f"_reached_{number}"
            setattr(builtins, call, lambda line, path=path: self._lines[path].add(line))
            swap(functions[path], watched(source, call), path)
        runs = []
        for item, after in zip(items, [*items, None][1:], strict=True):
            self._failed, self._lines = False, {path: set() for path in self._files}
            forget_cached()
            began = time.monotonic()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self._failed:
                sys.stderr.write(f"fails without a mutant and is left out: {item.nodeid}\n")
            else:
                lines = {path: lines for path, lines in self._lines.items() if lines}
                runs.append(_Run(item, time.monotonic() - began, lines))
        for function, code in before:
            function.__code__ = code
        forget_cached()
        return sorted(runs, key=lambda run: run.seconds)

    def _tried(
        self,
        mutant: Mutant,
        module: str,
        path: Path,
        source: str,
        functions: list[FunctionType],
        runs: list[_Run],
    ) -> Verdict:
        reaching = [run for run in runs if mutant.reached in run.lines.get(str(path), ())]
        reaching.sort(key=lambda run: run.lines[str(path)].isdisjoint(mutant.behind))
        apart = not any(str(path) in run.lines for run in runs)
        if apart:
            reaching = runs  # only processes that tests start come to this module
        tree = mutated(source, mutant)
        written(path, tree)
        try:
            result, by = self._forked(reaching, lambda: bool(swap(functions, tree, str(path))) or apart)
        finally:
            path.write_text(source, encoding="utf-8")
        noticed = [run for run in reaching if run.item.nodeid == by]
        if result == CAUGHT and noticed and self._forked(noticed, lambda: True)[0] == CAUGHT:
            result = UNSOUND
        return Verdict(module, mutant.line, mutant.text, mutant.change, result, len(reaching), by)

    def _forked(self, runs: Sequence[_Run], prepared: Callable[[], bool]) -> tuple[int, str]:
        """Let a fork of this process meet the runs; return the result and the test that noticed.

        A fork ends without taking down what tests share, so the folders that it leaves are removed here.
        """
        before = _left(self._places)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            os.setsid()
            code = UNTRIED
            try:
                if prepared():
                    code = self._meet(runs, writer)
            finally:
                os._exit(code)
        os.close(writer)
        try:
            return _awaited(child, reader)
        finally:
            for path in _left(self._places) - before:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)

    def _meet(self, runs: Sequence[_Run], said: int) -> int:
        """Run tests until one fails; in the fork, which ends where one of them hangs or takes all memory."""
        most = _taken() + MOST_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        self._failed = False
        began = _computed()
        for run in runs:
            if _computed() - began > MOST_SECONDS:
                return UNFINISHED
            forget_cached()
            signal.setitimer(signal.ITIMER_REAL, HANGS_AFTER + TIMES * run.seconds)
            # What a session shares is made once in each fork, not for every test.
            run.item.config.hook.pytest_runtest_protocol(item=run.item, nextitem=run.item.session)
            signal.setitimer(signal.ITIMER_REAL, 0)
            if self._failed:
                os.write(said, run.item.nodeid.encode())
                return CAUGHT
        return SURVIVED


def pytest_configure(config: pytest.Config) -> None:
    """Take the orders."""
    orders = os.environ.get(ORDERS)
    if orders:
        config.pluginmanager.register(Trial(json.loads(Path(orders).read_text(encoding="utf-8"))), "mutants")


def chosen(root: Path, modules: Sequence[str]) -> dict[str, list[Mutant]]:
    """Return the mutants of modules, by module."""
    return {one: list(mutants_of((root / one).read_text(encoding="utf-8"))) for one in modules}


def _tuples(one: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}


def _computed() -> float:
    """Return the seconds that this process and the ones it waited for computed."""
    return sum(os.times()[:4])


def _taken() -> int:
    """Return the bytes of address space of this process: far more than its memory once many tests were loaded."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * resource.getpagesize()


def _left(places: Sequence[Path]) -> set[Path]:
    """Return what lies in the folders that tests write to."""
    return {path for place in places if place.exists() for path in place.iterdir()}


def _awaited(child: int, said: int) -> tuple[int, str]:
    """Wait for the fork, and end whatever it started; one that hung or fell has noticed, too."""
    result = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with os.fdopen(said) as stream:
        by = stream.read()
    return (result if result in (SURVIVED, UNFINISHED, UNTRIED) else CAUGHT), by
