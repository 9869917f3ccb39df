"""The command `report`: every report that is not a sitrep."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.exits import UsageFaultError
from app.cli.session import Session
from app.cli.sitreps import PDF, paper_of


def report(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="REPORT", help="meeting, qip, matrix, handover and others.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where the PDF goes.")],
    subject: Annotated[
        str,
        typer.Argument(
            metavar="ID_OR_FILTER", help="A record's id or serial; or all, a unit path, FIELD=VALUE."
        ),
    ] = "all",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="MOMENT", help="The moment it speaks of; now by default.")
    ] = None,
    releasable: Annotated[
        bool, typer.Option("--releasable", help="The version for partners: only what may be shown to them.")
    ] = False,
    paper: Annotated[str, typer.Option("--paper", metavar="SIZE", help="A4 or Letter.")] = "A4",
    lang: Annotated[str, typer.Option("--lang", metavar="CODE", help="The language of its headings.")] = "en",
) -> None:
    """Write a report of a record or of many as a PDF."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.services.reports.making import SORTS, Wanted, make
    from app.services.targets import check_file, write_file

    if name not in SORTS:
        raise UsageFaultError(f"There is no report {name}. There are: {', '.join(SORTS)}.")
    if SORTS[name].of_record and subject == "all":
        raise UsageFaultError(f"Say of which record: liaison report {name} SERIAL --out FILE.pdf")
    wanted = Wanted(
        report=name,
        subject=subject,
        lang=lang,
        paper=paper_of(paper),
        releasable=releasable,
        as_of=_moment(as_of),
    )
    check_file(out, PDF)
    with session.desk() as desk:
        made = make(desk, wanted)
    write_file(out, made.pdf, PDF)
    if session.as_json:
        session.document(
            {"path": str(out), "bytes": len(made.pdf), "report": name, "digest": made.statement.digest,
             "records": len(made.statement.records)}
        )  # fmt: skip
        return
    session.say(str(out))
    session.note(f"{made.title}: built from {len(made.statement.records)} records.")


def _moment(text: str | None) -> datetime | None:
    from app.domain.faults import FaultyValueError
    from app.domain.moments import parse_moment, read_moment

    if text is None:
        return None
    try:
        return parse_moment(read_moment(text))
    except FaultyValueError:
        raise UsageFaultError(
            f"Write the moment with its offset, or as a date-time group; {text!r} is not."
        ) from None


COMMANDS = {"report": report}
