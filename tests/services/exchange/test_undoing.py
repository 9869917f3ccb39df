"""An import can be undone as a whole while nothing was built on it; and every save tells how it came."""

import hashlib
import random

import pytest

from app.domain.kinds import fields_of
from app.domain.possession import proof_of
from app.services import exchange, records, rosters, safety
from app.services.errors import BuiltUponError, NothingToUndoError
from app.services.inspection import inspect
from app.services.records import Entry
from app.services.status import journal, status
from app.services.undoing import last_import
from tests.services.missions import Mission, changed, dump, saved, states

REFERENCE = next(one.name for one in fields_of("follow_up").values() if one.ref == "*")
KEPT = (
    "journal",
    "peer_state",
    "receipt",
    "setting",
    "attachment",
    "search_docsize",
    "search_idx",
    "search_data",
)
"""What an undo leaves as the import left it, and the search index, which can be arranged in many ways."""


def test_an_undone_import_leaves_the_records_as_they_were(mission: Mission) -> None:
    old = saved(mission.unit, title="Old")
    mission.send("unit", "sector")
    before = dump(mission.sector, without=KEPT)
    changed(mission.unit, old, title="New")
    saved(mission.unit, "place")
    file = mission.bundle("unit", "sector")
    (taken,) = mission.take("sector", file)
    assert records.show(mission.sector, old.id).title == "New"
    latest = last_import(mission.sector)
    assert latest is not None
    assert latest.bundle == taken.bundle
    undone = exchange.undo_import(mission.sector)
    assert (undone.bundle, undone.changesets, undone.revisions) == (taken.bundle, 1, 2)
    assert (undone.removed, undone.restored) == (1, 1)
    assert undone.changes.kinds == {"meeting", "place"}
    assert dump(mission.sector, without=KEPT) == before
    assert safety.check(mission.sector) == ()
    assert [line["outcome"] for line in journal(mission.sector)[:2]] == ["undone", "applied"]
    assert mission.take("sector", file)[0].counts == taken.counts
    assert states(mission.sector) == states(mission.unit)


def test_what_was_undone_is_asked_for_again(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.send("unit", "sector")
    mission.send("sector", "unit")
    exchange.undo_import(mission.sector)
    mission.send("sector", "unit")
    assert mission.send("unit", "sector").outcome == "applied"
    assert view.id in states(mission.sector)


def test_what_was_built_upon_is_not_undone(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.send("unit", "sector")
    bundle = exchange.last_import(mission.sector)
    changed(mission.sector, view, outcome="Agreed")
    before = dump(mission.sector)
    with pytest.raises(BuiltUponError, match="changed since"):
        exchange.undo_import(mission.sector)
    assert bundle is not None
    assert dump(mission.sector) == before


def test_what_is_referred_to_is_not_undone(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.send("unit", "sector")
    saved(mission.sector, "follow_up", **{REFERENCE: view.id})
    with pytest.raises(BuiltUponError, match="refers to"):
        exchange.undo_import(mission.sector)


def test_more_of_the_same_writer_stands_on_it_until_that_is_undone_too(mission: Mission) -> None:
    saved(mission.unit)
    first = mission.send("unit", "sector").bundle
    saved(mission.unit)
    second = mission.send("unit", "sector").bundle
    with pytest.raises(BuiltUponError, match="same writer"):
        exchange.undo_import(mission.sector, first)
    exchange.undo_import(mission.sector)
    exchange.undo_import(mission.sector)
    assert states(mission.sector) == {}
    for bundle in (None, first, second, "nothing"):
        with pytest.raises(NothingToUndoError):
            exchange.undo_import(mission.sector, bundle)


def test_rosters_are_not_undone(mission: Mission) -> None:
    saved(mission.force, reach="branch")
    rosters.revoke(mission.force, mission.west.identity.node, "stolen")
    mission.send("force", "sector")
    exchange.undo_import(mission.sector)
    assert states(mission.sector) == {}
    (line,) = [one for one in rosters.roster(mission.sector) if one.unit == "fhq/west"]
    assert line.status == "revoked"


def test_history_tells_through_whom_a_save_came(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.send("unit", "sector")
    file = mission.bundle("sector", "force")
    (taken,) = mission.take("force", file)
    changed(mission.force, view, outcome="Noted")
    first, second = records.history(mission.force, view.id)
    (came,) = first.brought_by
    assert (came.bundle, came.file, came.path) == (taken.bundle, file.name, str(file.resolve()))
    assert (came.node, came.unit_name, came.officer) == (mission.sector.identity.node, "SECTOR", "Col B. Ba")
    assert came.digest == digest_of(file.read_bytes())
    assert second.brought_by == ()
    line = journal(mission.force)[0]
    assert (line["path"], line["digest"]) == (came.path, came.digest)


def test_a_request_brings_no_records_and_says_what_is_here(mission: Mission) -> None:
    saved(mission.unit)
    mission.send("unit", "sector")
    saved(mission.sector)
    made = exchange.export(mission.sector, to=["fhq/east/indbatt-1"], out=mission.path(), request=True)
    assert (made.changesets, made.revisions, made.attachments) == (0, 0, 0)
    described = inspect(made.path, mission.sector)
    assert described["changesets"] == ()
    manifest = described["manifest"]
    assert [one["seq"] for one in manifest["have"].values()] == [1]
    assert manifest["rosters"].keys() == mission.sector.admitted().rosters.keys()
    assert status(mission.sector).unsent == 1  # nothing was sealed
    (taken,) = mission.take("unit", made.path)
    assert taken.outcome == "nothing-new"
    assert exchange.export(mission.unit, out=mission.path()).changesets == 0


def test_photos_stay_behind_where_only_thumbnails_are_wanted_and_come_when_they_are_asked_for(
    mission: Mission,
) -> None:
    small, large = b"a thumbnail", b"a large photograph" * 1000
    with mission.unit.logbook.writing() as writer:
        digests = [digest_of(small), digest_of(large)]
        writer.put_attachments([(digests[0], small, "image/jpeg"), (digests[1], large, "image/jpeg")])
    photo = {
        "sha256": digests[1], "name": "bridge.jpg", "thumbnail": digests[0],
        "proof": proof_of(large), "thumbnail_proof": proof_of(small),
    }  # fmt: skip
    records.put(mission.unit, [Entry(kind="place", fields={"name": "Bridge", "attachments": [photo]})])
    first = exchange.export(mission.unit, out=mission.path(), photos=False)
    assert first.attachments == 1
    mission.take("sector", first.path)
    with mission.sector.logbook.reading() as reader:
        assert reader.wanted_attachments() == (digests[1],)
    asked = exchange.export(mission.sector, to=["fhq/east/indbatt-1"], out=mission.path(), request=True)
    mission.take("unit", asked.path)
    second = exchange.export(mission.unit, out=mission.path(), photos=False)
    assert second.attachments == 1
    mission.take("sector", second.path)
    with mission.sector.logbook.reading() as reader:
        assert reader.wanted_attachments() == ()


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def test_parts_bring_records_then_thumbnails_then_photos(mission: Mission) -> None:
    noise = random.Random(3)
    files = [
        (noise.randbytes(size), is_small)
        for size, is_small in ((20_000, False), (30_000, True), (60_000, False))
    ]
    with mission.unit.logbook.writing() as writer:
        writer.put_attachments((digest_of(content), content, "image/jpeg") for content, _ in files)
    photos = [
        {
            "sha256": digest_of(files[0][0]), "name": "one.jpg", "thumbnail": digest_of(files[1][0]),
            "proof": proof_of(files[0][0]), "thumbnail_proof": proof_of(files[1][0]),
        },
        {"sha256": digest_of(files[2][0]), "name": "two.jpg", "proof": proof_of(files[2][0])},
    ]  # fmt: skip
    records.put(mission.unit, [Entry(kind="place", fields={"name": "Bridge", "attachments": photos})])
    made = exchange.export(mission.unit, out=mission.path(), max_size=65_536)
    held = [inspect(file, mission.unit) for file in made.paths]
    names = [[member["name"] for member in one["manifest"]["members"]] for one in held]
    assert any("changesets/" in name for name in names[0])
    assert f"attachments/{digest_of(files[1][0])}" in names[0]
    assert f"attachments/{digest_of(files[2][0])}" in names[-1]
