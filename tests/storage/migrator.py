"""A process that opens a logbook with other migrations: `python -m tests.storage.migrator FOLDER SCRIPTS`."""

from __future__ import annotations

import sys
from pathlib import Path

from app.storage import logbooks, schema
from tests.storage.making import PASSPHRASE


def main(folder: str, scripts: str) -> None:
    """Open, and so migrate."""
    for module, name, value in (
        (schema, "migrations", lambda: Path(scripts)),
        (schema, "HEAD", "0099"),
        (logbooks, "HEAD", "0099"),
    ):
        setattr(module, name, value)
    logbooks.open_logbook(Path(folder), PASSPHRASE).close()


if __name__ == "__main__":
    main(*sys.argv[1:])
