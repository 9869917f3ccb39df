"""The commands `sheet read` and `sheet write`: spreadsheets in and out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.codes import DONE, FAILED
from app.cli.exits import UsageFaultError
from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.desks import Desk
    from app.services.sheets_in import RowFate, Sheet, SheetPlan
    from app.sheets.guessing import Guess
    from app.sheets.mappings import Mapping

SHOWN_FATES = 20
"""Rows with something to say that are listed for a person; `--json` has all of them."""
SHOWN_ROWS = 500
"""Rows of a dry run that are listed for a person."""
FATE_WORDS = {
    "new": "new", "changes": "changed", "same": "unchanged", "joined": "joined", "refused": "refused",
}  # fmt: skip
COUNT_WORDS = {**FATE_WORDS, "joined": "joined to another row"}


def read(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="XLSX, XLS, ODS or CSV.")],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="What its rows are; `liaison kinds` lists them.")
    ],
    map_: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="FILE",
            help="Which column is what; where it is not there yet, the guess is saved in it.",
        ),
    ] = None,
    guess: Annotated[
        bool,
        typer.Option("--guess", help="Guess the columns anew, whatever was kept of the last such sheet."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would become of each row; write nothing.")
    ] = False,
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="NAME", help="Which sheet of a workbook; the first filled one.")
    ] = "",
    encoding: Annotated[
        str,
        typer.Option(
            "--encoding", metavar="NAME", help="The encoding of a text file; told from its text if not given."
        ),
    ] = "",
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="Whether 3/9/2013 is in September or in March."),
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="USD", help="The currency of amounts that name none.")
    ] = None,
    offset: Annotated[
        str | None,
        typer.Option("--offset", metavar="+02:00", help="The zone of times that name none; Z if not given."),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="PATH", help="The unit whose records they are.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before writing.")] = False,
) -> int:
    """Read a spreadsheet into records: columns are matched to fields, rows that are known are brought up to date."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.services import sheets_in

    said = _said(day_first, currency, offset)
    opened = sheets_in.open_sheet(_there(file), sheet, encoding)
    with session.desk() as desk:
        mapping, guesses, kept = _mapping(desk, opened, kind, map_, said, guess=guess)
        if kept:
            session.note("The columns are read as in the last sheet of this form; --guess guesses them anew.")
        tried = sheets_in.plan(desk, opened, mapping, guesses, unit=unit)
        _save_guess(session, map_, mapping)
        if not session.as_json:
            _show_columns(session, tried)
        if dry_run or tried.refused:
            return _answer(session, tried, dry_run)
        if tried.questions or not (yes or _confirmed(tried)):
            return _unasked(session, tried)
        done, _ = sheets_in.apply(desk, opened, mapping, guesses, unit=unit)
        return _answer(session, done, dry_run)


def write(
    session: Session,
    what: Annotated[str, typer.Argument(metavar="KIND|3w|all", help="A kind of record, 3w, or all.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Its ending says how: .xlsx .csv .geojson .ics")
    ],
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="FIELD=VALUE", help="Only these, as for `liaison list`."),
    ] = None,
    hxl: Annotated[bool, typer.Option("--hxl", help="A row of HXL tags below the header.")] = False,
    releasable: Annotated[
        bool, typer.Option("--releasable", help="Only what may be shown to partners; nothing sensitive.")
    ] = False,
) -> None:
    """Write records into a spreadsheet, a map or a calendar."""
    from app.cli.reading import conditions  # see read
    from app.services import sheets_out

    if where and what in (sheets_out.THREE_W, sheets_out.EVERYTHING):
        raise UsageFaultError("--where filters one kind; name the kind in place of all.")
    chosen = conditions(what, where or [])
    with session.desk() as desk:
        done = sheets_out.write(desk, what, out, where=chosen, for_partners=releasable, hxl=hxl)
    if session.as_json:
        session.document(
            {"path": str(done.path), "bytes": done.bytes, "rows": done.rows, "left_out": done.left_out}
        )
        return
    session.say(str(done.path))
    left = f" {done.left_out} records are not releasable and were left out." if done.left_out else ""
    session.note(f"Rows: {done.rows}.{left}")


def _there(file: Path) -> Path:
    if not file.is_file():
        raise UsageFaultError(f"There is no file {file}.")
    return file


def _said(day_first: bool | None, currency: str | None, offset: str | None) -> dict[str, Any]:
    """Return what was said on the command line of how figures are to be read."""
    said: dict[str, Any] = {} if day_first is None else {"day_first": day_first}
    if currency is not None:
        if not re.fullmatch("[A-Za-z]{3}", currency):
            raise UsageFaultError(f"--currency takes three letters such as USD, not {currency}.")
        said["currency"] = {"": currency.upper()}
    if offset is not None:
        if not re.fullmatch(r"Z|[+-]\d{2}:\d{2}", offset):
            raise UsageFaultError(f"--offset is written like +02:00 or Z, not {offset}.")
        said["offset"] = offset
    return said


def _mapping(
    desk: Desk, opened: Sheet, kind: str, map_: Path | None, said: dict[str, Any], *, guess: bool
) -> tuple[Mapping, tuple[Guess, ...], bool]:
    """Return the saved map, the one that was kept or the guess, with what was said; and whether it was kept."""
    import msgspec  # see read

    from app.services import sheets_in

    mapping, guesses = sheets_in.propose(opened, kind)
    kept = False
    if map_ is not None and map_.exists():
        mapping = sheets_in.read_map(map_, kind)
    elif not guess:
        mapping, guesses, kept = sheets_in.proposed(desk, opened, kind)
    if "currency" in said:
        said = {**said, "currency": {**mapping.currency, **said["currency"]}}
    return msgspec.structs.replace(mapping, **said), guesses, kept


def _save_guess(session: Session, map_: Path | None, mapping: Mapping) -> None:
    from app.services import sheets_in  # see read

    if map_ is not None and not map_.exists():
        sheets_in.write_map(map_, mapping)
        session.note(f"The map is saved in {map_}; correct it there.")


def _show_columns(session: Session, tried: SheetPlan) -> None:
    from app.cli.tables import table  # see read

    rows = [
        (one.name, one.label, one.by, one.filled, " / ".join(one.examples))
        for one in tried.columns
        if one.filled
    ]
    session.say_all(table(("Column", "Becomes", "Known by", "Filled", "Examples"), rows))
    if empty := len(tried.columns) - len(rows):
        session.note(f"{empty} columns are empty.")
    for words in tried.notices:
        session.note(words)


def _confirmed(tried: SheetPlan) -> bool:
    """Ask a person at a terminal; a script has said what it wants by running the command."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    return bool(typer.confirm(f"{_counted(tried)} Write this?", err=True))


def _unasked(session: Session, tried: SheetPlan) -> int:
    """Say what must be asked before anything is written, or that a person said no."""
    if session.as_json:
        session.document(_document(tried))
    for question in tried.questions:
        sys.stderr.write(f"{question.message}\n")
    sys.stderr.write("Nothing was written.\n")
    return FAILED


def _answer(session: Session, done: SheetPlan, dry_run: bool) -> int:
    if session.as_json:
        session.document(_document(done))
    else:
        _show_rows(session, done, every=dry_run)
    if done.refused:
        _complain(done)
        return FAILED
    written = "Written." if done.ids else "There was nothing to write."
    session.note(f"{_counted(done)} {'A dry run; nothing was written.' if dry_run else written}")
    for question in done.questions:
        session.note(question.message)
    return DONE


def _show_rows(session: Session, done: SheetPlan, *, every: bool) -> None:
    """List the rows: in a dry run all of them, else those whose words went to the notes for want of a field."""
    from app.cli.tables import table  # see read

    telling = [fate for fate in done.rows if fate.kept or every]
    most = SHOWN_ROWS if every else SHOWN_FATES
    if telling:
        session.say("")
        rows = [(fate.row, FATE_WORDS[fate.fate], fate.title, _remark(fate)) for fate in telling[:most]]
        session.say_all(table(("Row", "Fate", "Title", "Remark"), rows))
    if len(telling) > most:
        session.say(f"… and {len(telling) - most} more; --json lists all.")


def _remark(fate: RowFate) -> str:
    """Say what of a row needs a look: what is wrong, what it is joined to, what it changes, what the notes keep."""
    said = [f"{fault.field}: {fault.message}" for fault in fate.faults]
    said += [f"belongs to row {fate.with_row}"] if fate.with_row else []
    said += [f"changes {', '.join(fate.fields)}"] if fate.fate == "changes" else []
    said += [f"in the notes: {', '.join(fate.kept)}"] if fate.kept else []
    return "; ".join(said)


def _complain(done: SheetPlan) -> None:
    faults = [fault for fate in done.rows for fault in fate.faults]
    for fault in faults[:SHOWN_FATES]:
        sys.stderr.write(f"Row {fault.line}, {fault.field}: {fault.message}\n")
    if len(faults) > SHOWN_FATES:
        sys.stderr.write(f"… and {len(faults) - SHOWN_FATES} more.\n")
    sys.stderr.write("Nothing was written; correct these rows or the map and read the sheet again.\n")


def _counted(done: SheetPlan) -> str:
    return (
        ", ".join(
            f"{done.counts[fate]} {word}" for fate, word in COUNT_WORDS.items() if done.counts.get(fate)
        )
        + "."
    )


def _document(done: SheetPlan) -> dict[str, Any]:
    from app.cli.answers import as_dict  # see read

    return as_dict(done)


GROUPS: dict[str, dict[str, Callable[..., int | None]]] = {"sheet": {"read": read, "write": write}}
HELP = {"sheet": "Spreadsheets in and out."}
COMMANDS: dict[str, Any] = {}
