"""The command `sitrep`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from app.cli.exits import RefusedError, UsageFaultError
from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.desks import Desk

PAPERS = ("A4", "Letter")
PDF = ".pdf"
TYPES = ("daily", "weekly", "monthly", "flash", "special")


def sitrep(
    session: Session,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day, such as 2026-11-21.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where the PDF goes.")],
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", help="weekly, or another type.")] = "weekly",
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="PATH", help="Only this unit and those below.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Another first day than the type's own.")
    ] = None,
    issue: Annotated[
        bool, typer.Option("--issue", help="Number it, keep it and send it with the next bundle.")
    ] = False,
    corrects: Annotated[
        str | None, typer.Option("--corrects", metavar="SERIAL", help="The issued report that this corrects.")
    ] = None,
    releasable: Annotated[
        bool, typer.Option("--releasable", help="The version for partners: only what may be shown to them.")
    ] = False,
    paper: Annotated[str, typer.Option("--paper", metavar="SIZE", help="A4 or Letter.")] = "A4",
    lang: Annotated[str, typer.Option("--lang", metavar="CODE", help="The language of its headings.")] = "en",
) -> None:
    """Write a situation report as a PDF."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.services import sitreps
    from app.services.targets import check_file, write_file

    ask = sitreps.Ask(
        type=_type(type_), until=day_of(until), since=day_of(since) if since else None, unit=unit, lang=lang,
        paper=paper_of(paper), releasable=releasable,
    )  # fmt: skip
    answer: dict[str, Any] = {}
    check_file(out, PDF)
    with session.desk() as desk:
        if corrects:
            ask = msgspec.structs.replace(ask, corrects=issued_report(desk, corrects))
        if issue:
            issued = sitreps.issue(desk, ask)
            pdf = issued.pdf
            answer = {"record": issued.record_id, "serial": issued.serial, "sha256": issued.sha256}
        else:
            pdf = sitreps.render(desk, sitreps.compose(desk, ask))
    write_file(out, pdf, PDF)
    if session.as_json:
        session.document({"path": str(out), "bytes": len(pdf), "issued": issue, **answer})
        return
    session.say(str(out))
    session.note(f"Issued as {answer['serial']}." if issue else "A preview; --issue numbers it and keeps it.")


def _type(text: str) -> str:
    if text not in TYPES:
        raise UsageFaultError(f"--type is one of {', '.join(TYPES)}, not {text}.")
    return text


def issued_report(desk: Desk, name: str) -> str:
    """Return the serial of an issued report that a correction names; raises RefusedError for anything else."""
    from app.services import records

    found = records.show(desk, name)
    if found.kind != "sitrep" or not found.fields.get("issued_at"):
        raise RefusedError(f"{name} is no issued report; only those are corrected.")
    return f"@{found.serial}"


def paper_of(text: str) -> str:
    """Return the paper's name as the reports know it; raises UsageFaultError."""
    for name in PAPERS:
        if text.casefold() == name.casefold():
            return name
    raise UsageFaultError(f"--paper is {' or '.join(PAPERS)}, not {text}.")


def day_of(text: str) -> date:
    """Return a day written as year-month-day; raises UsageFaultError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageFaultError(
            f"Write the day as year-month-day, such as 2026-11-21; {text!r} is not."
        ) from None


COMMANDS = {"sitrep": sitrep}
