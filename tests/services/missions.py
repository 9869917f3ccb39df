"""A small mission on real encrypted logbooks: Force HQ, two sectors and a unit, enrolled, with a clock to turn."""

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.vocabularies import CRITERION
from app.services import exchange, records, rosters
from app.services.desks import Desk, create_mission, open_desk, request_to_join
from app.services.records import Entry
from app.services.releasing import confirm_release, release_review
from app.services.views import FileOutcome, RecordView
from app.storage.keys import PassphraseCost
from app.storage.rows import RecordState

PASSPHRASE = "correct horse"
CHEAP = PassphraseCost(passes=1, memory=8192)
START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PATHS = {"force": "fhq", "sector": "fhq/east", "unit": "fhq/east/indbatt-1", "west": "fhq/west"}
LEVELS = {"sector": "sector", "unit": "unit", "west": "sector"}


class Clock:
    """A clock that goes on by one second at each look and can be turned."""

    def __init__(self, now: datetime = START) -> None:
        self.moment = now

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def turn(self, **by: float) -> None:
        """Turn the clock forward, or back by negative amounts."""
        self.moment += timedelta(**by)


class _Desks(dict[str, Desk]):
    """Open logbooks by name; one that is enrolled in the folder is opened when it is first asked for."""

    def __init__(self, open_one: Callable[[str], Desk]) -> None:
        super().__init__()
        self._open_one = open_one

    def __missing__(self, name: str) -> Desk:
        return self._open_one(name)


class Mission:
    """The logbooks of a mission in one folder, by name; bundles are numbered files beside them."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock
        self.desks: dict[str, Desk] = _Desks(self.open)
        self._bundles = 0

    def __getitem__(self, name: str) -> Desk:
        return self.desks[name]

    @property
    def force(self) -> Desk:
        return self.desks["force"]

    @property
    def sector(self) -> Desk:
        return self.desks["sector"]

    @property
    def unit(self) -> Desk:
        return self.desks["unit"]

    @property
    def west(self) -> Desk:
        return self.desks["west"]

    def found(self) -> None:
        """Create the mission and enrol everybody."""
        self.desks["force"] = create_mission(
            self.folder / "force", mission="Mission in Testland", unit_name="Force HQ", officer="Col B. Ba",
            passphrase=PASSPHRASE, clock=self.clock, cost=CHEAP,
        )  # fmt: skip
        for name in LEVELS:
            self.ask(name, LEVELS[name])
            self.welcome(name, PATHS[name])
        for name in LEVELS:
            assert self.send("force", name).outcome in ("applied", "nothing-new")

    def ask(self, name: str, level: str) -> Desk:
        """Make a logbook that asks to join."""
        self.desks[name], _ = request_to_join(
            self.folder / name, unit_name=name.upper(), level=level, officer=f"Maj {name.capitalize()}",
            passphrase=PASSPHRASE, out=self.folder / f"{name}.request", clock=self.clock, cost=CHEAP,
        )  # fmt: skip
        return self.desks[name]

    def admit(self, name: str, unit: str, **changes: Any) -> Path:
        """Let Force HQ admit a logbook; return the welcome bundle."""
        words = self.desks[name].identity.fingerprint
        return rosters.admit(
            self.force, request=self.folder / f"{name}.request", unit=unit, fingerprint=words,
            out=self.path(), **changes,
        ).path  # fmt: skip

    def welcome(self, name: str, unit: str) -> None:
        """Admit a logbook and let it import its welcome."""
        words = self.force.identity.fingerprint
        (taken,) = exchange.import_files(self.desks[name], [self.admit(name, unit)], root_fingerprint=words)
        assert taken.outcome == "applied", taken

    def open(self, name: str) -> Desk:
        """Open a logbook of the folder."""
        self.desks[name] = open_desk(self.folder / name, PASSPHRASE, clock=self.clock)
        return self.desks[name]

    def path(self) -> Path:
        """Return a file name that is free."""
        self._bundles += 1
        return self.folder / f"{self._bundles:03d}.liaison.age"

    def bundle(self, sender: str, *receivers: str, **options: Any) -> Path:
        """Export from one to others; return the file."""
        to = [self.desks[name].identity.node for name in receivers]
        return exchange.export(self.desks[sender], to=to, out=self.path(), **options).path

    def take(self, receiver: str, *files: Path) -> tuple[FileOutcome, ...]:
        """Import files."""
        return exchange.import_files(self.desks[receiver], files)

    def send(self, sender: str, receiver: str, **options: Any) -> FileOutcome:
        """Export from one to another and import there."""
        return self.take(receiver, self.bundle(sender, receiver, **options))[0]

    def settle(self) -> None:
        """Exchange until everybody has what there is."""
        for _ in range(2):
            for sender, receiver in (
                ("unit", "sector"), ("sector", "force"), ("west", "force"), ("force", "west"),
                ("force", "sector"), ("sector", "unit"),
            ):  # fmt: skip
                self.send(sender, receiver)

    def leave_gap(self) -> None:
        """Let Force HQ hold back a bundle of the sector, because the one before was taken out again."""
        saved(self.sector)
        first = self.send("sector", "force")
        self.send("force", "sector")
        saved(self.sector)
        exchange.undo_import(self.force, first.bundle)
        assert self.send("sector", "force").outcome == "held"

    def close(self) -> None:
        """Close every logbook."""
        for desk in self.desks.values():
            desk.close()


def built(folder: Path) -> Path:
    """Make the mission once, closed; copies of the folder are what tests write to."""
    mission = Mission(folder, Clock())
    mission.found()
    mission.close()
    return folder


def opened(source: Path, folder: Path) -> Mission:
    """Copy a mission that was made before."""
    shutil.copytree(source, folder)
    mission = Mission(folder, Clock(START + timedelta(hours=1)))
    mission._bundles = 100
    return mission


def saved(desk: Desk, kind: str = "meeting", **options: Any) -> RecordView:
    """Save a new record that is complete by default; `id`, `reach` and `unit` go beside the fields."""
    beside = {name: options.pop(name) for name in ("id", "reach", "unit", "withdrawn") if name in options}
    fields = {**COMPLETE[kind], **options}
    if kind == "support_request" and desk.standing.level == "force":
        fields = {"advice": "One platoon can go", "finance_consulted": True, **fields}
    return records.save(desk, Entry(kind=kind, fields=fields, **beside))[0]


def confirmed(desk: Desk, view: RecordView) -> RecordView:
    """Confirm every free text of a record for partners, as its owner would who read it."""
    names = [one.field for one in release_review(desk, view.id).texts]
    return confirm_release(desk, view.id, names)[0]


def changed(desk: Desk, view: RecordView, **fields: Any) -> RecordView:
    """Save fields of a record that is there."""
    return records.save(desk, Entry(kind=view.kind, id=view.id, fields=fields))[0]


PARA_9 = {"mandate": "yes", "security_tasks": "yes"}
ASKED = [{"party": "ocha", "answer": "no_objection"}]
SCORES = [{"criterion": code, "score": 2, "remark": "Two pumps of five work"} for code, _ in CRITERION]
COMPLETE: Mapping[str, Mapping[str, Any]] = {
    "meeting": {"started_at": "2026-11-20T10:00+02:00", "title": "Monthly coordination"},
    "organisation": {"name": "Water Committee"},
    "person": {"name": "A. Deng"},
    "place": {"name": "Bentiu"},
    "forum": {"name": "Area security committee"},
    "follow_up": {"what": "Send the well survey"},
    "project": {"title": "School roof", **PARA_9, "effect": "none", "coordination": ASKED},
    "qip": {
        "title": "Borehole", "place": "Bentiu", "cost": "24500.00 USD", "confidence_objective": "mission",
        "implementing_partner": "Water Committee", **PARA_9, "effect": "none", "coordination": ASKED,
        "start": "2026-11-02", "end": "2027-03-25",
        "scores": SCORES,
    },
    "assessment": {"assessed_on": "2026-11-19", "place": "Bentiu"},
    "note": {"topic": "Cattle raid feared", "observed_at": "2026-11-20T08:00+02:00"},
    "referral": {"matter": "Threat against aid workers", "referred_to": "dss"},
    "unit": {"name": "Indian Battalion 1"},
    "officer": {"name": "A. Diallo", "rank": "Maj"},
    "support_request": {
        "title": "Escort to Leer", "received_at": "2026-11-20T09:00+02:00", "support_kind": "escort",
        "rule_set": "mission_or_agency", **PARA_9, "coordinated_within": "yes", "effect": "acceptable",
        "coordination_note": "Civil affairs agrees", "consent_needed": False, "tasked_unit": "Indbatt",
    },
    "budget_period": {
        "title": "2026/27", "start": "2026-07-01", "end": "2027-06-30", "allotment": "500000.00 USD",
    },
    "lesson": {"what_happened": "The well ran dry after a month"},
    "directive": {"title": "No projects within a kilometre of a camp"},
    "acknowledgement": {"by_unit": "fhq/east/indbatt-1", "acknowledged_at": "2026-11-20T12:00Z"},
    "mission_settings": {"title": "Settings of the mission"},
    "term_pack": {"title": "Words of the mission"},
    "visit": {"date": "2026-11-19"},
    "sitrep": {"type": "weekly", "period_start": "2026-11-14T00:00Z", "period_end": "2026-11-20T23:59Z"},
}  # fmt: skip
"""The least that each kind needs, and a little more."""


def meaning(state: RecordState) -> dict[str, Any]:
    """Return what a record means, which must be equal wherever it may be read."""
    return {
        "kind": state.kind,
        "scope": (state.unit, state.reach),
        "values": {name: value for name, value in state.values.items() if value is not None},
        "heads": state.heads,
        "conflicts": state.conflicts,
        "withdrawn": state.withdrawn,
        "created": (state.created_at, state.created_by),
        "updated": (state.updated_at, state.updated_by, state.updated_node),
    }


def states(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the meaning of every record, by id: what a refused bundle must not change."""
    with desk.logbook.reading() as reader:
        rows = desk_ids(desk)
        return {identifier: meaning(state) for identifier, state in reader.records(rows).items()}


def desk_ids(desk: Desk) -> list[str]:
    """Return the ids of every record of which something is held, withdrawn ones too."""
    with desk.logbook.reading() as reader:
        connection = reader._connection
        found = connection.exec_driver_sql("SELECT DISTINCT record FROM revision ORDER BY record")
        return [row[0] for row in found]


def dump(desk: Desk, *, without: tuple[str, ...] = ("journal",)) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but those left out: byte for byte what the logbook holds.

    `without` names tables, or one column as `table.column`.
    """
    with desk.logbook.reading() as reader:
        connection = reader._connection
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        names = sorted(row[0] for row in tables)
        return {
            name: sorted(
                (
                    tuple(
                        value for column, value in row._mapping.items() if f"{name}.{column}" not in without
                    )
                    for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
                ),
                key=repr,
            )
            for name in names
            if name not in without and not name.startswith("sqlite_")
        }
