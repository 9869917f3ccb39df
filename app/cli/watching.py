"""The command `watch`: a headquarters' inbox folder, imported as files arrive and sorted by what became of them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.codes import DONE
from app.cli.exits import UsageFaultError
from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.desks import Desk
    from app.services.views import FileOutcome

PAUSE = 2.0
"""Seconds between two looks at the folder; a file is taken when it has not grown from one to the next."""
FOLDERS = {"applied": "done", "nothing-new": "done", "held": "held", "refused": "refused"}


def watch(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where bundles arrive.")],
    once: Annotated[bool, typer.Option("--once", help="Take what is there and end.")] = False,
) -> int:
    """Import what arrives in a folder and move it to done, held or refused."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.answers import outcome_answer
    from app.cli.exchange import bundles_of, code_of, complain, outcome_lines

    if not folder.is_dir():
        raise UsageFaultError(f"There is no folder {folder}.")
    taken: list[FileOutcome] = []
    with session.desk() as desk, _stopping() as stop:
        for file in bundles_of(folder) if once else _settled(folder, stop):
            outcome = _take(desk, file, folder)
            complain(session, (outcome,))
            if once:
                taken.append(outcome)
            if not session.as_json:
                session.say_all(outcome_lines(outcome))
            if stop.is_set():
                break
    if stop.is_set():
        raise KeyboardInterrupt
    if session.as_json:
        answer: dict[str, Any] = {"files": [outcome_answer(outcome) for outcome in taken]}
        session.document(answer)
    return code_of(tuple(taken)) if taken else DONE


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Give an event that Ctrl+C sets: the file at hand is taken to its end, and no interrupt is lost inside it."""
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _settled(folder: Path, stop: threading.Event) -> Iterator[Path]:
    """Yield, until told to stop, the bundles that have not grown since the last look."""
    from app.cli.exchange import bundles_of  # see watch

    sizes: dict[Path, int] = {}
    while not stop.is_set():
        now = {file: file.stat().st_size for file in bundles_of(folder)}
        yield from (file for file, size in now.items() if sizes.get(file) == size)
        sizes = now
        stop.wait(PAUSE)


def _take(desk: Desk, file: Path, folder: Path) -> FileOutcome:
    """Import one bundle and move it; what was not taken gets a file beside it that says why."""
    from app.services import exchange  # see watch
    from app.services.wording import reason_words

    (outcome,) = exchange.import_files(desk, [file])
    target = folder / FOLDERS[outcome.outcome]
    target.mkdir(exist_ok=True)
    moved = _free(target / file.name)
    if outcome.reasons:
        said = [f"{reason.code} {reason.stream}\n{reason_words(reason)}\n" for reason in outcome.reasons]
        moved.with_name(f"{moved.name}.reason.txt").write_text("\n".join(said), encoding="utf-8")
    file.replace(moved)
    return outcome


def _free(path: Path) -> Path:
    """Return the path, or one with a number where something of that name lies there already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{number}-{path.name}")
    return free


COMMANDS = {"watch": watch}
