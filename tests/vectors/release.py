"""Makes the bundles of a released schema: `python -m tests.vectors.release`, once, when the schema has been raised.

A small mission writes records of every kind, with a photo, a conflict, a withdrawal, a continued record and a node that
has retired. What it sent to a sector is kept in `released/schema-N/` with the keys of that sector and what its logbook
made of it, so that every later version can be asked to make the same of it. It uses nothing but use cases that all
versions have, so that it can be run with an older one as well (`released/README.md`).
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.faults import RecordRefusedError
from app.domain.fields import Field, FieldType
from app.domain.kinds import ALL, SCHEMA
from app.services import attachments, continuing, exchange, records, rosters
from app.services.desks import Desk, create_mission, request_to_join
from app.services.records import Entry
from app.services.views import RecordView
from app.storage.keys import PassphraseCost

FOLDER = Path(__file__).parent / "released"
PASSPHRASE = "correct horse"
PHOTO = b"\xff\xd8\xff\xe0 not really a photograph\n" * 20
PATHS = {"force": "fhq", "sector": "fhq/east", "unit": "fhq/east/indbatt-1", "west": "fhq/west"}
LEVELS = {"sector": "sector", "unit": "unit", "west": "sector"}
# Numbers that the logbook gives, links to other records, what closes a record and what keeps it on the laptop.
LEFT_OUT = frozenset(
    {
        "serial", "marking", "continues", "continued_in", "merged_into", "issued_at", "issued_sha256", "decided_on",
        "protected_source",
    }
)  # fmt: skip
PLAIN: dict[FieldType, Any] = {
    FieldType.LONG: 'Première ligne\nseconde ligne, with a \\ and a "quote" – القرية',
    FieldType.INTEGER: 7,
    FieldType.PERCENT: 40,
    FieldType.BOOLEAN: True,
    FieldType.DATE: "2026-11-19",
    FieldType.MOMENT: "2026-11-20T10:00+02:00",
    FieldType.MONEY: "24500.00 USD",
    FieldType.POINT: "36N VM 12345 67890",
    FieldType.TEXTS: ["road", "cattle, camps"],
    FieldType.BENEFICIARIES: {"cells": {"f": {"adults": 3}, "m": {"adults": 2}}, "total": None},
}
Made = dict[str, str]
"""Kind to the id of a record of it, to refer to."""


def wall_clock() -> Callable[[], datetime]:
    """Return a clock that goes on by one second at each look."""
    moments = (datetime(2026, 11, 21, 9, 30, tzinfo=UTC) + timedelta(seconds=n) for n in range(1_000_000))
    return lambda: next(moments)


def typed(field: Field, made: Made) -> Any:
    """Return what a person might type into a field, or None where nothing fits."""
    if field.type is FieldType.TEXT:
        return f"Préfecture, {field.label}"[: field.max]
    if field.type is FieldType.CHOICE:
        return field.choices[-1][0] if field.choices else None
    if field.type is FieldType.CHOICES:
        return [code for code, _ in field.choices or ()][:2]
    if field.type in (FieldType.REF, FieldType.REFS):
        wanted = [made[kind] for kind in (field.ref or "").split("|") if kind in made]
        return wanted[:1] if field.type is FieldType.REFS else next(iter(wanted), None)
    if field.type is FieldType.ROWS:
        row = {column.name: typed(column, made) for column in field.columns}
        return [{name: value for name, value in row.items() if value is not None}]
    return PLAIN.get(field.type)


def written(desk: Desk, kind: str, fields: dict[str, Any], **beside: Any) -> RecordView | None:
    """Save a new record with as many of these fields as may be said by this desk; None where nothing may."""
    left = {name: value for name, value in fields.items() if value is not None}
    while left:
        try:
            return records.save(desk, Entry(kind=kind, fields=left, **beside))[0]
        except RecordRefusedError as refused:
            faulty = {fault.field for fault in refused.faults} & left.keys()
            if not faulty:
                return None
            left = {name: value for name, value in left.items() if name not in faulty}
    return None


def records_of_all_kinds(desk: Desk, made: Made, **beside: Any) -> list[RecordView]:
    """Write one record of each kind that this desk may write, as full as it may be."""
    found = []
    for kind in ALL:
        fields = {name: typed(one, made) for name, one in kind.__fields__.items() if name not in LEFT_OUT}
        view = written(desk, kind.kind, fields, **beside)
        if view is not None:
            made.setdefault(kind.kind, view.id)
            found.append(view)
    return found


class Mission:
    """Force HQ, two sectors and a unit, in one folder."""

    def __init__(self, folder: Path) -> None:
        """Create the mission and enrol everybody; the welcome of the sector is kept."""
        self.folder = folder
        self._clock = wall_clock()
        self._files = 0
        cost = PassphraseCost(passes=1, memory=8192)
        self.desks = {
            "force": create_mission(
                folder / "force", mission="Mission in Testland", unit_name="Force HQ", officer="Col B. Ba",
                passphrase=PASSPHRASE, clock=self._clock, cost=cost,
            )
        }  # fmt: skip
        self.words = self.desks["force"].identity.fingerprint
        self.welcomes: dict[str, Path] = {}
        for name, level in LEVELS.items():
            desk, _ = request_to_join(
                folder / name, unit_name=name.upper(), level=level, officer=f"Maj {name.capitalize()}",
                passphrase=PASSPHRASE, out=folder / f"{name}.request", clock=self._clock, cost=cost,
            )  # fmt: skip
            self.desks[name] = desk
            self.welcomes[name] = rosters.admit(
                self.desks["force"], request=folder / f"{name}.request", unit=PATHS[name],
                fingerprint=desk.identity.fingerprint, out=self._path(),
            ).path  # fmt: skip
            exchange.import_files(desk, [self.welcomes[name]], root_fingerprint=self.words)
        for name in LEVELS:
            self.send("force", name)

    def _path(self) -> Path:
        self._files += 1
        return self.folder / f"{self._files:03d}.liaison.age"

    def bundle(self, sender: str, receiver: str, **options: Any) -> Path:
        """Export from one to another."""
        to = [self.desks[receiver].identity.node]
        return exchange.export(self.desks[sender], to=to, out=self._path(), **options).path

    def send(self, sender: str, receiver: str) -> None:
        """Export from one to another and import there."""
        exchange.import_files(self.desks[receiver], [self.bundle(sender, receiver)])

    def live(self) -> None:
        """Let everybody write what there is to write."""
        force, sector, unit, west = (self.desks[name] for name in ("force", "sector", "unit", "west"))
        made: Made = {}
        records_of_all_kinds(force, made, reach="branch")
        records_of_all_kinds(sector, made)
        views = records_of_all_kinds(unit, made)
        file = attachments.keep(unit, "well.jpg", PHOTO, "image/jpeg")
        meeting = next(view for view in views if view.kind == "meeting")
        records.save(unit, Entry(kind="meeting", id=meeting.id, fields={"attachments": [file]}))
        records.withdraw(
            unit, next(view for view in views if view.kind == "organisation").id, "entered twice"
        )
        self.send("unit", "sector")
        for name, title in (("unit", "As the unit says"), ("sector", "As the sector says")):
            records.save(self.desks[name], Entry(kind="meeting", id=meeting.id, fields={"title": title}))
        person = next(view for view in views if view.kind == "person")
        continuing.continue_record(unit, person.id, reach="branch")
        mine = {"started_at": "2026-11-20T08:00Z"}
        written(west, "meeting", {"title": "In the west", **mine}, unit="fhq", reach="branch")
        for sender, receiver in (("unit", "sector"), ("sector", "force"), ("west", "force")):
            self.send(sender, receiver)
        rosters.retire(force, west.identity.node)
        written(west, "meeting", {"title": "Too late", **mine}, unit="fhq", reach="branch")
        self.send("west", "force")
        self.send("force", "sector")


def kept(mission: Mission, folder: Path) -> None:
    """Write into a folder what the sector was sent, its keys, and what its logbook made of it."""
    folder.mkdir(parents=True)
    sector = mission.desks["sector"]
    files = {
        "welcome.liaison.age": mission.welcomes["sector"],
        "everything.liaison": mission.bundle("force", "sector", since_start=True, plain=True),
        "everything.liaison.age": mission.bundle("force", "sector", since_start=True),
        "unit.liaison.age": mission.bundle("unit", "sector", since_start=True),
    }
    for name, file in files.items():
        (folder / name).write_bytes(file.read_bytes())
    with sector.logbook.reading() as reader:
        secrets = {
            "seed": (reader.secret("seed") or b"").hex(),
            "age": (reader.secret("age") or b"").decode(),
        }
        ids = reader.identifiers() if hasattr(reader, "identifiers") else _ids(reader)
        states = reader.records(ids)
    about = {
        "schema": SCHEMA,
        "secrets": secrets,
        "root": mission.words,
        "declared": declared(),
        "photo": hashlib.sha256(PHOTO).hexdigest(),
        "records": {identifier: told(states[identifier]) for identifier in sorted(states)},
    }
    text = json.dumps(about, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "about.json").write_text(text + "\n", "utf-8")


def _ids(reader: Any) -> Iterable[str]:
    """Return the ids of all records, for versions that cannot be asked for them."""
    found = reader._connection.exec_driver_sql("SELECT id FROM record ORDER BY pk")
    return [row[0] for row in found]


def told(state: Any) -> dict[str, Any]:
    """Return what a record says, as far as every version must agree on it."""
    return {
        "kind": state.kind,
        "scope": [state.unit, state.reach],
        "values": {name: value for name, value in state.values.items() if value is not None},
        "heads": list(state.heads),
        "conflicts": {name: list(sides) for name, sides in state.conflicts.items()},
        "withdrawn": state.withdrawn,
    }


def declared() -> dict[str, dict[str, str]]:
    """Return every field of every kind and its type; of a choice also the codes, of rows the columns."""
    return {kind.kind: {name: _type(one) for name, one in kind.__fields__.items()} for kind in ALL}


def _type(field: Field) -> str:
    parts = [code for code, _ in field.choices or ()]
    parts += [f"{column.name} {_type(column)}" for column in field.columns]
    return field.type.value + (f"({', '.join(parts)})" if parts else "")


def main() -> None:
    """Make the bundles of the present schema; those that are there stay as they are."""
    target = FOLDER / f"schema-{SCHEMA}"
    if target.exists():
        raise SystemExit(f"{target} is there already: what was released never changes.")
    with tempfile.TemporaryDirectory() as folder:
        mission = Mission(Path(folder))
        mission.live()
        kept(mission, target)
        for desk in mission.desks.values():
            with suppress(OSError):
                desk.close()


if __name__ == "__main__":
    main()
