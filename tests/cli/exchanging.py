"""Carries bundles between the logbooks of a mission by the commands that people use."""

from itertools import count
from pathlib import Path

from tests.cli.conftest import PATHS
from tests.cli.running import Answer, Program

NUMBERS = count(1)
ABOVE = {"unit": "sector", "twin": "sector", "sector": "force"}


def carry(program: Program, mission: Path, sender: str, receiver: str, *options: str) -> Answer:
    """Export from one logbook to another and import every part there; returns what the import answered."""
    out = mission / f"carried-{next(NUMBERS)}.liaison.age"
    to = () if ABOVE.get(sender) == receiver else ("--to", PATHS[receiver])
    made = program("export", *to, "--out", out, "--logbook", mission / sender, "--json")
    assert made.code == 0, made.err
    return program("import", *made.json["paths"], *options, "--logbook", mission / receiver, "--json")
