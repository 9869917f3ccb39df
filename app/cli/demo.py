"""The command `demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.session import Session

MOST = 1_000_000


def demo(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    records: Annotated[
        int, typer.Option("--records", min=0, max=MOST, metavar="N", help="Also so many generated records.")
    ] = 0,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", help="The same seed makes the same records.")
    ] = 7,
) -> None:
    """Build three logbooks from real public records and send bundles between them."""
    # Loaded here because no other command needs it.
    from app.services.demo import PASSPHRASE, build

    steps: list[dict[str, Any]] = []

    def say(words: str, seconds: float) -> None:
        steps.append({"step": words, "seconds": round(seconds, 3)})
        if not session.as_json and not session.quiet:
            session.say(f"{seconds:7.2f} s  {words}")

    result = build(folder, records=records, seed=seed, say=say)
    logbooks = {name: str(path) for name, path in result.logbooks.items()}
    if session.as_json:
        session.document(
            {
                "path": str(result.folder),
                "logbooks": logbooks,
                "sitrep": str(result.sitrep),
                "serial": result.sitrep_serial,
                "records": result.records,
                "steps": steps,
            }
        )
        return
    total = sum(step["seconds"] for step in steps)
    session.say(f"{total:7.2f} s  in all; Force HQ holds {result.records} records.")
    session.say(f"Sitrep {result.sitrep_serial}: {result.sitrep}")
    session.say(f"The passphrase of all three logbooks is {PASSPHRASE}:")
    session.say_all(f"  {path}" for path in logbooks.values())


COMMANDS = {"demo": demo}
