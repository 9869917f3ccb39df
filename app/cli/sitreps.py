"""The command `sitrep`."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.exits import UsageFaultError
from app.cli.session import Session

TYPES = ("daily", "weekly", "monthly", "flash", "special")


def sitrep(
    session: Session,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day, such as 2026-11-21.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where the PDF goes.")],
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", help="weekly, or another type.")] = "weekly",
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="PATH", help="Only this unit and those below.")
    ] = None,
    issue: Annotated[
        bool, typer.Option("--issue", help="Number it, keep it and send it with the next bundle.")
    ] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="CODE", help="The language of its headings.")] = "en",
) -> None:
    """Write a situation report as a PDF."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.services import sitreps

    ask = sitreps.Ask(type=_type(type_), until=_day(until), unit=unit, lang=lang)
    answer: dict[str, Any] = {}
    with session.desk() as desk:
        if issue:
            issued = sitreps.issue(desk, ask)
            pdf = issued.pdf
            answer = {"record": issued.record_id, "serial": issued.serial, "sha256": issued.sha256}
        else:
            pdf = sitreps.render(sitreps.compose(desk, ask))
    write_whole(out, pdf)
    if session.as_json:
        session.document({"path": str(out), "bytes": len(pdf), "issued": issue, **answer})
        return
    session.say(str(out))
    session.note(f"Issued as {answer['serial']}." if issue else "A preview; --issue numbers it and keeps it.")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _type(text: str) -> str:
    if text not in TYPES:
        raise UsageFaultError(f"--type is one of {', '.join(TYPES)}, not {text}.")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageFaultError(
            f"Write the day as year-month-day, such as 2026-11-21; {text!r} is not."
        ) from None


COMMANDS = {"sitrep": sitrep}
