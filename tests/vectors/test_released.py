"""What every released schema wrote is taken by today's version, every value as it was written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.domain.kinds import KINDS, SCHEMA
from app.domain.schemas import SERIES
from app.services import attachments, exchange
from app.services.desks import Desk, open_desk, request_to_join
from app.storage.keys import PassphraseCost
from app.sync.keys import NodeKeys
from tests.vectors.release import FOLDER, PASSPHRASE, declared, told

NUMBERS = sorted(int(folder.name.removeprefix("schema-")) for folder in FOLDER.glob("schema-*"))
FILES = {
    "plain": ["everything.liaison"],
    "encrypted": ["unit.liaison.age", "everything.liaison.age"],
}


def about(schema: int) -> dict[str, Any]:
    """Return what is known of the bundles of a schema."""
    found: dict[str, Any] = json.loads((FOLDER / f"schema-{schema}" / "about.json").read_text("utf-8"))
    return found


@contextmanager
def receiver(schema: int, folder: Path) -> Iterator[Desk]:
    """Open a fresh logbook that has the keys of the sector to which the bundles of a schema were sent."""
    said = about(schema)
    keys = NodeKeys(bytes.fromhex(said["secrets"]["seed"]), said["secrets"]["age"])
    made, _ = request_to_join(
        folder / "sector", unit_name="SECTOR", level="sector", officer="Maj Sector", passphrase=PASSPHRASE,
        out=folder / "request", cost=PassphraseCost(passes=1, memory=8192),
    )  # fmt: skip
    with made.logbook.writing() as writer:
        writer.set_secret("seed", bytes.fromhex(said["secrets"]["seed"]))
        writer.set_secret("age", said["secrets"]["age"].encode())
        writer.set_meta({"node": keys.node})
    made.close()
    with open_desk(folder / "sector", PASSPHRASE) as desk:
        welcome = FOLDER / f"schema-{schema}" / "welcome.liaison.age"
        (taken,) = exchange.import_files(desk, [welcome], root_fingerprint=said["root"])
        assert taken.outcome == "applied", taken
        yield desk


@pytest.mark.parametrize("way", FILES)
@pytest.mark.parametrize("schema", NUMBERS)
def test_what_an_earlier_schema_wrote_is_taken_value_by_value(schema: int, way: str, tmp_path: Path) -> None:
    said = about(schema)
    with receiver(schema, tmp_path) as desk:
        files = [FOLDER / f"schema-{schema}" / name for name in FILES[way]]
        for taken in exchange.import_files(desk, files):
            assert (taken.outcome, taken.reasons, taken.unknown) == ("applied", (), 0)
        with desk.logbook.reading() as reader:
            found = {identifier: told(state) for identifier, state in reader.records(said["records"]).items()}
            assert sorted(reader.identifiers()) == sorted(said["records"])
        assert json.loads(json.dumps(found)) == said["records"]
        assert attachments.read(desk, said["photo"]).startswith(b"\xff\xd8\xff\xe0")


@pytest.mark.parametrize("schema", NUMBERS)
def test_the_bundles_of_a_schema_hold_every_kind_of_then_and_what_happens_to_records(schema: int) -> None:
    said = about(schema)
    records = said["records"].values()
    assert {record["kind"] for record in records} == set(said["declared"])
    assert any(record["conflicts"] for record in records)
    assert any(record["withdrawn"] for record in records)
    assert any("continues" in record["values"] for record in records)
    assert any("attachments" in record["values"] for record in records)


def test_every_schema_from_the_first_released_one_on_has_bundles() -> None:
    first = min(NUMBERS, default=SCHEMA + 1)
    wanted = {number for number in range(first, SCHEMA + 1) if number // SERIES == SCHEMA // SERIES}
    missing = wanted - set(NUMBERS)
    assert not missing, f"make the bundles of schema {SCHEMA}: python -m tests.vectors.release"


def test_the_schema_was_raised_with_what_is_declared() -> None:
    for schema in {SCHEMA}.intersection(NUMBERS):
        assert set(about(schema)["declared"]) == set(KINDS)
        assert declared() == about(schema)["declared"], (
            "kinds or fields were added or changed: raise SCHEMA in app/domain/kinds.py (which says when and how far), "
            "then python -m tests.vectors.release"
        )
