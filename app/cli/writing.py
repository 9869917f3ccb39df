"""Commands that write records: `put` and `withdraw`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.codes import DONE, FAILED
from app.cli.exits import RefusedError, UsageFaultError
from app.cli.session import Session

if TYPE_CHECKING:
    from app.cli.put_lines import Batch
    from app.services.views import LineFault, PutResult


def put(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON Lines, or - for standard input.")],
) -> int:
    """Add or change records: all lines of a file, or none of them."""
    # Loaded here because most commands never write; the same holds for every import inside a command.
    from app.cli.put_lines import read_batch

    session.address()
    if file == "-":
        batch = read_batch(sys.stdin.buffer)
    else:
        with _opened(Path(file)).open("rb") as stream:
            batch = read_batch(stream)
    result = _written(session, batch)
    if session.as_json:
        from app.cli.answers import put_answer

        session.document(put_answer(result))
    elif not result.faults:
        session.say_all(result.ids)
        session.note(f"Written: {len(result.ids)}.")
        for warning in result.warnings:
            session.note(f"Line {warning.line}, {warning.field}: {warning.message}")
    else:
        _complain(result.faults)
    return FAILED if result.faults else DONE


def withdraw(
    session: Session,
    record: Annotated[str, typer.Argument(metavar="ID", help="Id or serial of the record.")],
    why: Annotated[
        str, typer.Option("--why", help="The reason; it stays in the history. Empty: show the record again.")
    ],
) -> None:
    """Hide a record; it stays in the history with the reason."""
    from app.cli.answers import record_answer  # see put
    from app.services import records

    with session.desk() as desk:
        view = records.show(desk, record)
        records.withdraw(desk, view.id, why)
        if session.as_json:
            session.document(record_answer(records.show(desk, view.id)))
    session.note(f"{view.serial} is {'withdrawn' if why.strip() else 'shown again'}.")


def _opened(path: Path) -> Path:
    if not path.exists():
        raise UsageFaultError(f"There is no file {path}.")
    if not path.is_file() and not path.is_fifo():
        raise UsageFaultError(f"{path} is not a file.")
    return path


def _written(session: Session, batch: Batch) -> PutResult:
    from app.services import records  # see put

    if not batch.entries:
        raise RefusedError("There is no record in this file; nothing was written.")
    with session.desk() as desk:
        return _numbered(records.put(desk, batch.entries), batch)


def _numbered(result: PutResult, batch: Batch) -> PutResult:
    """Name lines of the file in place of places in the batch, and say of unreadable lines why they are."""
    import msgspec  # see put

    unreadable = {fault.line for fault in batch.faults}
    found = [msgspec.structs.replace(fault, line=batch.lines[fault.line - 1]) for fault in result.faults]
    faults = [*batch.faults, *(fault for fault in found if fault.line not in unreadable)]
    warned = (msgspec.structs.replace(one, line=batch.lines[one.line - 1]) for one in result.warnings)
    return msgspec.structs.replace(
        result, faults=tuple(sorted(faults, key=lambda fault: fault.line)), warnings=tuple(warned)
    )


def _complain(faults: tuple[LineFault, ...]) -> None:
    for fault in faults:
        field = f", {fault.field}" if fault.field else ""
        sys.stderr.write(f"Line {fault.line}{field}: {fault.message}\n")
    sys.stderr.write("Nothing was written; correct these lines and put the file again.\n")


COMMANDS = {"put": put, "withdraw": withdraw}
