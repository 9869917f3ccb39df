"""Runs one use case in forked processes that die at each file operation in turn, or whose files may not grow further.

Started as a program of its own: a test's process has threads, and must not be forked.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from app.services import passphrases, safety
from app.services.desks import create_mission, open_desk, request_to_join
from app.storage.errors import WrongPassphraseError
from app.storage.keys import PassphraseCost

CHEAP = PassphraseCost(passes=1, memory=8192)
PASSPHRASE = "correct horse"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree", "fcntl.flock"}
ENDED, DIED, FAILED = 0, 66, 67
LIMITS = (0, 300, 4_096, 20_000, 100_000, 200_000, 400_000, 700_000)
"""Most bytes that a file may have, as on a disk that is full."""


def changes(event: str, given: tuple[object, ...]) -> bool:
    """Tell whether an event of the interpreter is about to change a file or a folder."""
    if event == "open":
        return isinstance(given[2], int) and bool(given[2] & WRITES)
    return event in CHANGES


def dying(work: Callable[[], None], at: int) -> int:
    """Run work in a fork that ends without a word before its `at`-th change; return its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [at]

    def count(event: str, given: tuple[object, ...]) -> None:
        if changes(event, given):
            left[0] -= 1
            if left[0] < 0:
                os._exit(DIED)

    sys.addaudithook(count)
    os._exit(_ended(work))


def cramped(work: Callable[[], None], most: int) -> int:
    """Run work in a fork whose files may not be larger than `most` bytes; return its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    os._exit(_ended(work))


def _ended(work: Callable[[], None]) -> int:
    try:
        work()
    except Exception:  # noqa: BLE001 - what was refused is judged by what it left
        return FAILED
    return ENDED


def creating(place: Path) -> None:
    """Make the logbook of a mission."""
    create_mission(
        place, mission="M", unit_name="Force HQ", officer="Maj A.", passphrase=PASSPHRASE, cost=CHEAP
    ).close()


def requesting(place: Path) -> None:
    """Make a logbook that asks to join."""
    desk, _ = request_to_join(
        place,
        unit_name="INDBATT-1",
        level="unit",
        officer="Maj B.",
        passphrase=PASSPHRASE,
        out=place.parent / "a.request",
        cost=CHEAP,
    )
    desk.close()


def restoring(backup: Path) -> Callable[[Path], None]:
    """Return what restores a backup."""
    return lambda place: safety.restore(backup, place, PASSPHRASE).close()


def state_of(place: Path) -> str:
    """Say what is at a place: nothing, or the epoch of a whole logbook, or what is wrong with it."""
    if not place.exists():
        return "nothing"
    try:
        with open_desk(place, PASSPHRASE) as desk:
            faults = safety.check(desk)
            whole = not faults and desk.identity.node and not desk.logbook.warnings
            return f"epoch {desk.identity.epoch}" if whole else f"faulty {faults} {desk.logbook.warnings}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        return f"broken {type(error).__name__}"


def tried(work: Callable[[Path], None], folder: Path) -> list[tuple[str, int, str, str, list[str]]]:
    """Kill and cramp work at every point; return how, where, what was left, and what another run then left."""
    found = []
    ways: list[tuple[str, Callable[[Callable[[], None], int], int], list[int]]] = [
        ("killed", dying, list(range(1_000))),
        ("full", cramped, list(LIMITS)),
    ]
    for how, run, points in ways:
        for at in points:
            folder.mkdir()
            place = folder / "place"
            code = run(lambda place=place: work(place), at)  # type: ignore[misc]
            left = state_of(place)
            dying(lambda place=place: work(place), 1_000_000)  # type: ignore[misc]
            rest = sorted(one.name for one in folder.iterdir())
            found.append((how, at, left, state_of(place), rest))
            shutil.rmtree(folder)
            if how == "killed" and code != DIED:
                break
    return found


def changed(logbook: Path, folder: Path, new: str) -> list[tuple[str, int, str]]:
    """Kill and cramp a change of the passphrase at every point; return how, where, and which one opened it then."""
    found = []
    ways: list[tuple[str, Callable[[Callable[[], None], int], int], list[int]]] = [
        ("killed", dying, list(range(1_000))),
        ("full", cramped, list(LIMITS)),
    ]
    for how, run, points in ways:
        for at in points:
            place = shutil.copytree(logbook, folder / "place")
            code = run(lambda place=place: passphrases.change(place, PASSPHRASE, new, cost=CHEAP), at)  # type: ignore[misc]
            found.append((how, at, _opened_by(place, new)))
            shutil.rmtree(place)
            if how == "killed" and code != DIED:
                break
    return found


def _opened_by(place: Path, new: str) -> str:
    opened = []
    for name, words in (("old", PASSPHRASE), ("new", new)):
        try:
            open_desk(place, words).close()
        except WrongPassphraseError:
            continue
        opened.append(name)
    return " and ".join(opened)


def main() -> None:
    """Try the use case that is named in a folder, and print what was found."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    if name == "passphrase":
        sys.stdout.write(json.dumps(changed(Path(sys.argv[3]), folder, sys.argv[4])))
        return
    works = {"create": creating, "request": requesting}
    work = works.get(name) or restoring(Path(sys.argv[3]))
    sys.stdout.write(json.dumps(tried(work, folder / "tried")))


if __name__ == "__main__":
    main()
