"""A process without rights that reads a logbook: `python -m tests.storage.reader FOLDER` as another user.

Prints the warnings, the titles of all meetings, and the error class that a save meets.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.storage.errors import StorageError
from app.storage.logbooks import open_logbook
from tests.storage.making import PASSPHRASE, save

NOBODY = 65534


def main(folder: str) -> None:
    """Read, and try to write."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    with open_logbook(Path(folder), PASSPHRASE) as logbook:
        print(logbook.warnings)
        with logbook.reading() as reader:
            print([row.title for row in reader.page("meeting").rows])
        try:
            with logbook.writing() as writer:
                save(writer, title="No")
        except StorageError as error:
            print(type(error).__name__)


if __name__ == "__main__":
    main(sys.argv[1])
