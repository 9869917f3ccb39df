"""The program in another version, in a process of its own: `python -m tests.services.exchange.another_version`.

What it declares is changed before anything else is loaded: an older one knows neither lessons nor the outcome of a
meeting, has other types and fewer choices there; a newer one has the schema it is given. Then it opens a logbook, takes
in files, may change a title, and writes a bundle; what it saw goes out as one line of JSON. With little `room` no file
may grow beyond so many bytes, as a full disk would have it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from app.domain import kinds
from app.domain.audiences import PARTNERS
from app.domain.records import Moment, Record, field
from app.domain.shared_fields import Located


class Task(msgspec.Struct, kw_only=True):
    """What to do: as which schema, with which logbook and files, whose title to change, and to whom to write what."""

    schema: int
    logbook: str
    files: list[str] = []
    retitle: str = ""
    to: str = ""
    out: str = ""
    room: int = 0


class OlderMeeting(Located, Record, frozen=True, kw_only=True):
    """A meeting as an older version might have declared it: no outcome, participants as text, one form only."""

    kind = "meeting"
    label = "Meeting"
    plural = "Meetings"
    prefix = "MTG"
    title_from = ("title",)
    columns = ("started_at", "title")

    title: str | None = field("Title", "Title", PARTNERS, searched=3)
    started_at: Moment | None = field("Started", "Started", PARTNERS, required=True)
    form: str | None = field("Form", "Form", PARTNERS, choices=(("other", "Other"),))
    participants: str | None = field("Participants", "Participants", PARTNERS, searched=1)
    atmosphere: bool | None = field("Friendly", "Friendly", PARTNERS)


def run(task: Task) -> dict[str, Any]:
    """Let another version do a task in its own process; return what it saw."""
    call = [sys.executable, "-m", "tests.services.exchange.another_version"]
    done = subprocess.run(call, input=msgspec.json.encode(task), capture_output=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr.decode())
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def become(schema: int) -> None:
    """Change what this process declares, before any other module has looked."""
    if schema < kinds.SCHEMA:
        kinds.KINDS["meeting"] = OlderMeeting
        del kinds.KINDS["lesson"]
    kinds.SCHEMA = schema


def main() -> None:
    """Do the task on standard input."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    become(task.schema)
    from app.services import exchange, records
    from app.services.desks import open_desk
    from app.services.showing import view_of
    from app.services.status import status
    from tests.services.missions import PASSPHRASE

    with open_desk(task.logbook, PASSPHRASE) as desk:
        if task.room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (task.room, resource.RLIM_INFINITY))
        outcomes = exchange.import_files(desk, [Path(file) for file in task.files])
        if task.retitle:
            entry = records.Entry(
                kind="meeting", id=task.retitle, fields={"title": "As the older version says"}
            )
            records.save(desk, entry)
        if task.out:
            exchange.export(desk, to=[task.to], out=Path(task.out), plain=True, since_start=True)
        with desk.logbook.reading() as reader:
            held = reader.records(reader.identifiers())
        seen = {
            "outcomes": [msgspec.to_builtins(one, enc_hook=str) for one in outcomes],
            "records": {one.id: msgspec.to_builtins(view_of(one)) for one in held.values()},
            "found": [hit.id for hit in records.search(desk, "review")],
            "warnings": status(desk).warnings,
            "held": len(status(desk).held),
        }
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
