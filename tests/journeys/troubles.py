"""A Force HQ to which everything happened at once: real logbooks, and the files that lie on its officer's desk."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.services import exchange, records, rosters, safety
from app.services.desks import Desk, create_mission, open_desk, request_to_join
from app.services.records import Entry
from app.services.views import RecordView
from app.storage.keys import PassphraseCost

PASSPHRASE = "grey heron over the ford"
CHEAP = PassphraseCost(passes=1, memory=8 << 20)
LOST = "lost on the road.liaison.age"


class Troubles:
    """Force HQ was restored from a backup, Sector West is revoked, a battalion's laptop was copied, a bundle is lost.

    `force` is the restored logbook, `east` that of Sector East; both are open. `files` are bundles for Force HQ by what
    they bring: `gap` (with a conflict), `first` and `twin` (the two laptops of the battalion), `revoked`, `stranger`.
    `stranger` are the words of the laptop that made the last.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
        self.files: dict[str, Path] = {}
        self._others: list[Desk] = []
        force = create_mission(
            folder / "force before", mission="UNMISX", unit_name="Force HQ", officer="Lt Col M. Okafor",
            passphrase=PASSPHRASE, clock=self.clock, cost=CHEAP,
        )  # fmt: skip
        self.east = self._join(force, "Sector East", "sector", "Maj A. Diallo", "fhq/east")
        west = self._join(force, "Sector West", "sector", "Maj P. Lindqvist", "fhq/west")
        battalion = self._join(self.east, "IndBatt 1", "unit", "Capt R. Singh", "fhq/east/indbatt-1")
        kilo = self._join(west, "Kilo Company", "unit", "Lt J. Ferrari", "fhq/west/kilo")
        self.stranger = kilo.identity.fingerprint
        rosters.revoke(force, west.identity.node, "stolen at Bentiu with its bag")
        self.shared = saved(force, "place", reach="branch", name="School at Bor").id
        self.carry(self.east, force)
        self.carry(force, self.east)
        self.carry(self.east, battalion)
        backup = force.logbook.backup(folder / "backup")
        self._lose_a_bundle(force)
        self._copy_the_laptop(battalion, force)
        self._write_from_the_stolen_laptop(west, kilo, force)
        force.close()
        self.force = safety.restore(backup, folder / "force", PASSPHRASE, clock=self.clock)
        self._disagree()

    def clock(self) -> datetime:
        """Go on by a second at each look."""
        self.now += timedelta(seconds=1)
        return self.now

    def close(self) -> None:
        """Close what is open."""
        for desk in (self.force, self.east, *self._others):
            desk.close()

    def bundle(self, sender: Desk, receiver: Desk, name: str = "", *, since_start: bool = False) -> Path:
        """Export from one to another; return the file."""
        out = self.folder / (name or f"{len(list(self.folder.iterdir())):03d}.liaison.age")
        return exchange.export(sender, to=[receiver.identity.node], out=out, since_start=since_start).path

    def tell_the_battalion(self) -> None:
        """Let the battalion take in what Force HQ holds, from which it learns of its twin."""
        self.battalion = open_desk(self.folder / "indbatt 1", PASSPHRASE, clock=self.clock)
        self._others.append(self.battalion)
        self.carry(self.force, self.battalion)

    def carry(self, sender: Desk, receiver: Desk, *, since_start: bool = False) -> None:
        """Export from one to another and import there, all of its files where it has several."""
        out = self.folder / f"{len(list(self.folder.iterdir())):03d}.liaison.age"
        to = [receiver.identity.node]
        written = exchange.export(sender, to=to, out=out, since_start=since_start)
        exchange.import_files(receiver, written.paths)

    def welcome(self, desk: Desk, request: Path, unit: str, by: Desk | None = None) -> Path:
        """Let a headquarters, Force HQ by default, admit a laptop; return the welcome bundle."""
        return rosters.admit(
            by or self.force, request=request, unit=unit, fingerprint=desk.identity.fingerprint,
            out=self.folder / f"welcome-{unit.rpartition('/')[2]}.liaison.age",
        ).path  # fmt: skip

    def _join(self, by: Desk, name: str, level: str, officer: str, unit: str) -> Desk:
        desk, request = request_to_join(
            self.folder / name.lower(), unit_name=name, level=level, officer=officer, passphrase=PASSPHRASE,
            out=self.folder / f"{name}.request", clock=self.clock, cost=CHEAP,
        )  # fmt: skip
        welcome = self.welcome(desk, request, unit, by)
        (taken,) = exchange.import_files(desk, [welcome], root_fingerprint=by.identity.root_fingerprint)
        assert taken.outcome == "applied", taken
        self._others.append(desk)
        return desk

    def _lose_a_bundle(self, force: Desk) -> None:
        """Let Force HQ confirm what the backup does not hold: its sender thinks it arrived for good."""
        saved(self.east, "meeting", title="Meeting with the county commissioner", started_at=self.at())
        self.carry(self.east, force)
        self.carry(force, self.east)
        self.now += timedelta(days=1)

    def _copy_the_laptop(self, battalion: Desk, force: Desk) -> None:
        battalion.close()
        shutil.copytree(battalion.path, self.folder / "copy")
        laptops = (
            ("first", battalion.path, "Capt R. Singh", "Patrol to Pariang"),
            ("twin", self.folder / "copy", "Lt S. Rao", "Well at Jalle"),
        )
        for key, path, officer, title in laptops:
            with open_desk(path, PASSPHRASE, officer=officer, clock=self.clock) as desk:
                saved(desk, "meeting", title=title, started_at=self.at())
                self.files[key] = self.bundle(desk, force, f"indbatt-{key}.liaison.age", since_start=True)

    def _write_from_the_stolen_laptop(self, west: Desk, kilo: Desk, force: Desk) -> None:
        saved(west, "meeting", title="Written on the stolen laptop", started_at=self.at())
        self.files["revoked"] = self.bundle(west, force, "west-to-force.liaison.age")
        saved(kilo, "meeting", title="Written by Kilo Company", started_at=self.at())
        self.files["stranger"] = self.bundle(kilo, force, "kilo-to-force.liaison.age")

    def _disagree(self) -> None:
        self.now += timedelta(days=1)
        records.save(self.force, Entry(kind="place", id=self.shared, fields={"place": "Bor North"}))
        records.save(self.east, Entry(kind="place", id=self.shared, fields={"place": "Bor South"}))
        saved(self.east, "meeting", title="Meeting with the water committee", started_at=self.at())
        self.files["gap"] = self.bundle(self.east, self.force, "east-to-force.liaison.age")

    def at(self) -> str:
        """Return the present moment as a meeting has it."""
        return self.now.isoformat(timespec="minutes")


def saved(desk: Desk, kind: str, *, reach: str | None = None, **fields: str) -> RecordView:
    """Save a new record."""
    return records.save(desk, Entry(kind=kind, fields=fields, reach=reach))[0]
