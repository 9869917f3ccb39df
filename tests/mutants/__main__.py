"""Deletes or inverts each check, one at a time, and prints those that no test misses: `python -m tests.mutants`.

It works on copies of the tree in a temporary folder; the tree itself is only read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.mutants.checks import Mutant
from tests.mutants.explained import EXPLAINED
from tests.mutants.parts import PARTS, Part, found, narrowed
from tests.mutants.trial import CAUGHT, ORDERS, UNFINISHED, UNSOUND, UNTRIED, Verdict, chosen

ROOT = Path(__file__).resolve().parents[2]
_LEFT_OUT = shutil.ignore_patterns(
    ".*", "__pycache__", "build", "dist", "*.pyc", "node_modules", "packaging", "requirements"
)


def main(arguments: list[str]) -> int:
    """Try the mutants; returns 0 where every one of them was caught or is explained."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--only", help="a module, a folder of modules or a part by its name")
    parser.add_argument("--limit", type=int, help="so many mutants of each part, drawn by the seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    parts: Sequence[Part] = PARTS
    if given.only:
        named = tuple(part for part in PARTS if part.name == given.only)
        parts = named or narrowed(ROOT, PARTS, given.only)
    if not parts:
        parser.error(f"no part and no module of one is called {given.only}")
    results = tried(ROOT, parts, jobs=given.jobs, limit=given.limit, seed=given.seed)
    return 0 if report(results, whole=given.limit is None) else 1


def tried(
    root: Path, parts: Sequence[Part], *, jobs: int = 1, limit: int | None = None, seed: int = 1
) -> dict[str, list[Verdict]]:
    """Return what came of the mutants of each part; so many parts at a time."""
    with (
        tempfile.TemporaryDirectory(prefix="liaison-mutants-") as folder,
        ThreadPoolExecutor(max_workers=jobs) as pool,
    ):
        as_it_is = Path(folder) / "as-it-is"
        shutil.copytree(root, as_it_is, ignore=_LEFT_OUT)
        drawn = [_drawn(chosen(as_it_is, found(as_it_is, part.modules)), limit, seed) for part in parts]
        places = [Path(folder) / str(number) for number in range(len(parts))]
        answers = pool.map(_part_tried, [as_it_is] * len(parts), parts, drawn, places)
        return {part.name: answer for part, answer in zip(parts, answers, strict=True)}


def report(results: dict[str, list[Verdict]], *, whole: bool = True) -> bool:
    """Print what survived and the counts; tell whether everything was caught or is explained."""
    for name, verdicts in results.items():
        print(f"\n{name}")
        for one in verdicts:
            if one.result != CAUGHT and not _reason(one):
                print(f"  {one.module}:{one.line}: {one.change}: {one.text}    {_why(one)}")
        print(f"  {_counts(verdicts)}")
    everything = [one for verdicts in results.values() for one in verdicts]
    for said in _gone(everything) if whole else ():
        print(f"explained, and not there any more: {said}")
    print(f"\n{_counts(everything)}")
    return all(one.result == CAUGHT or _reason(one) for one in everything)


def _counts(verdicts: Sequence[Verdict]) -> str:
    caught = sum(one.result == CAUGHT for one in verdicts)
    explained = sum(one.result != CAUGHT and bool(_reason(one)) for one in verdicts)
    survived = len(verdicts) - caught - explained
    return f"caught / all  {caught} / {len(verdicts)}    explained {explained}, survived {survived}"


def _said(one: Verdict) -> str:
    return f"{one.module}: {one.change}: {one.text}"


def _reason(one: Verdict) -> str:
    """Return why no test can miss a check, or nothing."""
    return next((reason for reason, checks in EXPLAINED.items() if _said(one) in checks), "")


def _gone(verdicts: Sequence[Verdict]) -> list[str]:
    modules, said = {one.module for one in verdicts}, {_said(one) for one in verdicts}
    named = [check for checks in EXPLAINED.values() for check in checks]
    return [check for check in named if check.partition(":")[0] in modules and check not in said]


def _why(one: Verdict) -> str:
    if not one.tests:
        return "[no test comes here]"
    ends = {
        UNFINISHED: "not all of them in time", UNTRIED: "could not be put in place",
        UNSOUND: f"{one.by} fails without it, too",
    }  # fmt: skip
    return f"[{one.tests} tests come here{', ' + ends[one.result] if one.result in ends else ''}]"


def _drawn(mutants: dict[str, list[Mutant]], limit: int | None, seed: int) -> dict[str, list[Mutant]]:
    every = [(module, one) for module, some in mutants.items() for one in some]
    if limit is not None and limit < len(every):
        every = random.Random(seed).sample(every, limit)
    return {module: [one for of, one in every if of == module] for module in mutants}


def _part_tried(root: Path, part: Part, mutants: dict[str, list[Mutant]], place: Path) -> list[Verdict]:
    tree, orders, answers = place / "tree", place / "orders.json", place / "answers.jsonl"
    folders, loose = place / "folders", place / "loose"
    shutil.copytree(root, tree)
    loose.mkdir()
    said = {module: [asdict(one) for one in some] for module, some in mutants.items() if some}
    ordered = {"chosen": said, "answers": str(answers), "places": [str(folders), str(loose)]}
    orders.write_text(json.dumps(ordered), encoding="utf-8")
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.trial", "-p", "no:randomly",
        "-p", "no:cacheprovider", "-o", "faulthandler_timeout=0", "-o", "tmp_path_retention_policy=none",
        f"--basetemp={folders}",
        *found(tree, part.tests),
    ]  # fmt: skip
    environment = {
        **os.environ, ORDERS: str(orders), "HYPOTHESIS_PROFILE": "mutants", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(tree), "TMPDIR": str(loose),
    }  # fmt: skip
    done = subprocess.run(command, cwd=tree, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    lines = answers.read_text(encoding="utf-8").splitlines() if answers.exists() else []
    wanted = sum(len(some) for some in said.values())
    if len(lines) != wanted:
        raise RuntimeError(f"{part.name}: {len(lines)} of {wanted} mutants were tried\n{done.stdout[-4000:]}")
    shutil.rmtree(place)
    return [Verdict(**json.loads(line)) for line in lines]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
