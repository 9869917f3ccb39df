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


def watch(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where bundles arrive.")],
    once: Annotated[bool, typer.Option("--once", help="Take what is there and end.")] = False,
) -> int:
    """Import what arrives in a folder and move it to done, held or refused."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.answers import outcome_answer
    from app.cli.exchange import code_of, complain, outcome_lines

    if not folder.is_dir():
        raise UsageFaultError(f"There is no folder {folder}.")
    taken: list[FileOutcome] = []
    with session.desk() as desk, _stopping() as stop:
        for outcome in _lying(desk, folder) if once else _arriving(desk, folder, stop):
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


def _arriving(desk: Desk, folder: Path, stop: threading.Event) -> Iterator[FileOutcome]:
    """Yield, until told to stop, what became of each bundle that arrived."""
    from app.services.inbox import Inbox  # see watch

    inbox = Inbox(folder)
    while not stop.is_set():
        yield from inbox.look(desk)
        stop.wait(PAUSE)


def _lying(desk: Desk, folder: Path) -> Iterator[FileOutcome]:
    """Yield what became of each bundle that lies there now."""
    from app.services.importing import bundles_of  # see watch
    from app.services.inbox import take

    yield from (outcome for file in bundles_of(folder) if (outcome := take(desk, file)) is not None)


COMMANDS = {"watch": watch}
