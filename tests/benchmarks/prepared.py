"""Prepared logbooks: what is measured starts from them; making them is not timed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from app.domain.possession import proof_of
from app.services import exchange, records, rosters
from app.services.demo_records import generated, shipped
from app.services.desks import Desk, create_mission, open_desk, request_to_join
from app.services.records import Entry
from app.storage.keys import PassphraseCost
from tests.benchmarks.content import LARGE, PASSPHRASE, PATHS, PHOTO_BYTES, RECORDS, SMALL, meeting, photo

CHEAP = PassphraseCost(passes=1, memory=8192)
"""A passphrase hash that costs nothing, to see what remains."""
_TOGETHER = 2_000


def enrol(folder: Path) -> None:
    """Make the logbooks of Force HQ, a sector and a unit, empty and admitted."""
    with create_mission(
        folder / "force", mission="Measured", unit_name="force", officer="U9", passphrase=PASSPHRASE
    ) as force:
        for name in ("sector", "unit"):
            request = folder / f"{name}.request"
            desk, _ = request_to_join(
                folder / name, unit_name=name, level=name, officer="G9", passphrase=PASSPHRASE, out=request
            )
            with desk:
                welcome = rosters.admit(
                    force, request=request, unit=PATHS[name], fingerprint=desk.identity.fingerprint,
                    out=folder / f"welcome-{name}.liaison",
                )  # fmt: skip
                words = force.identity.fingerprint
                exchange.import_files(desk, [welcome.path], root_fingerprint=words)


def exchange_source(folder: Path, photos: int) -> None:
    """Let the unit of a new mission hold 10,000 meetings, the first of which have a photo each."""
    enrol(folder)
    chance = random.Random(7)
    with open_desk(folder / "unit", PASSPHRASE) as unit:
        entries = []
        for number in range(RECORDS):
            fields = meeting(chance, number)
            if number < photos:
                fields["attachments"] = [_file(number)]
            entries.append(Entry(kind="meeting", fields=fields))
        _save(unit, entries)
        for start in range(0, photos, 100):
            _keep_photos(unit, range(start, min(start + 100, photos)))


def small_logbook(folder: Path) -> None:
    """Make a mission whose unit holds the records of an ordinary first month."""
    enrol(folder)
    with open_desk(folder / "unit", PASSPHRASE) as unit:
        _save(unit, list(generated(SMALL, 7, shipped())))


def exchanged_mission(folder: Path) -> None:
    """Make a mission whose unit and sector have exchanged bundles both ways, so that each has a receipt."""
    small_logbook(folder)
    with open_desk(folder / "unit", PASSPHRASE) as unit, open_desk(folder / "sector", PASSPHRASE) as sector:
        up = exchange.export(unit, to=(PATHS["sector"],), out=folder / "up.liaison.age")
        exchange.import_files(sector, [up.path])
        down = exchange.export(sector, to=(PATHS["unit"],), out=folder / "down.liaison.age")
        exchange.import_files(unit, [down.path])


def large_logbook(folder: Path) -> None:
    """Make a Force HQ logbook of 100,000 generated meetings beside the real records."""
    started = datetime(2026, 11, 1, 6, tzinfo=UTC)
    ticks = iter(range(10**9))
    with create_mission(
        folder / "force", mission="Measured", unit_name="Force HQ", officer="U9", passphrase=PASSPHRASE,
        clock=lambda: started + timedelta(milliseconds=next(ticks)),
    ) as desk:  # fmt: skip
        found = shipped()
        ids: dict[str, str] = {}
        for wanted in (True, False):
            some = [record for record in found if (record.kind == "organisation") is wanted]
            saved = _save(desk, [record.entry(ids) for record in some])
            ids.update(zip((record.key for record in some), saved, strict=True))
        entries = generated(LARGE, 7, found)
        while batch := list(islice(entries, _TOGETHER)):
            _save(desk, batch)
        desk.logbook.backup()


def one_day() -> list[Entry]:
    """Return twenty meetings of realistic size."""
    return list(generated(20, 11, shipped()))


def _save(desk: Desk, entries: Sequence[Entry]) -> list[str]:
    ids: list[str] = []
    for batch in _batches(entries):
        result = records.put(desk, batch)
        if result.faults:
            raise ValueError(result.faults[0].message)
        ids += result.ids
    return ids


def _batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    return (entries[start : start + _TOGETHER] for start in range(0, len(entries), _TOGETHER))


def _file(number: int) -> dict[str, object]:
    content = photo(number)
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "name": f"{number}.jpg",
        "media": "image/jpeg",
        "size": PHOTO_BYTES,
        "proof": proof_of(content),
    }


def _keep_photos(desk: Desk, numbers: range) -> None:
    content = [photo(number) for number in numbers]
    with desk.logbook.writing() as writer:
        writer.put_attachments([(hashlib.sha256(one).hexdigest(), one, "image/jpeg") for one in content])
