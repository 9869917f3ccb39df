"""A process of its own that saves records and says so: `python -m tests.storage.saver FOLDER PREFIX COUNT [LIMIT]`.

After every save that returned it prints the id. `LIMIT` bytes is the most that a file may grow to, as a full disk would
have it; what then goes wrong is printed as the name of its error class, and the saver goes on without the limit.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from app.storage.errors import StorageError
from app.storage.logbooks import open_logbook
from tests.storage.making import PASSPHRASE, revision, state


def main(folder: str, prefix: str, count: str, limit: str = "") -> None:
    """Save and print."""
    with open_logbook(Path(folder), PASSPHRASE) as logbook:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
        for number in range(int(count)):
            made = revision(number, fields={"title": f"{prefix} {number}", "notes": "words " * 500})
            try:
                with logbook.writing() as writer:
                    writer.put_revisions([made])
                    writer.put_states([state(made)])
                    writer.set_setting(prefix, number)
                    serial = f"{prefix}-{writer.next_serial(prefix, 'MTG', 2026)}"
                    writer.put_states([state(made, values={**made.fields, "serial": serial})])
            except StorageError as error:
                print(type(error).__name__, flush=True)
                resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                continue
            print(made.record, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
