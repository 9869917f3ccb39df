"""Attachments: kept by digest, travelling with what names them, asked for where they did not arrive."""

import hashlib
from pathlib import Path

import pytest

from app.domain.possession import proof_of
from app.services import attachments, exchange, records
from app.services.errors import AttachmentTooLargeError, MissingAttachmentError, MissingFileError
from tests.services.exchange import forging
from tests.services.missions import Mission, saved

PHOTO = b"not really a photograph\n" * 50
DIGEST = hashlib.sha256(PHOTO).hexdigest()


def wanted(mission: Mission, name: str) -> tuple[str, ...]:
    """Return what a logbook asks for."""
    with mission[name].logbook.reading() as reader:
        return reader.wanted_attachments()


def test_a_file_is_kept_under_its_digest(mission: Mission, tmp_path: Path) -> None:
    file = tmp_path / "roof.jpg"
    file.write_bytes(PHOTO)
    kept = attachments.attach(mission.unit, file)
    assert kept == {
        "sha256": DIGEST, "name": "roof.jpg", "media": "image/jpeg", "size": len(PHOTO), "proof": proof_of(PHOTO),
    }  # fmt: skip
    file.unlink()
    assert attachments.read(mission.unit, DIGEST) == PHOTO
    with pytest.raises(MissingFileError):
        attachments.attach(mission.unit, file)
    with pytest.raises(MissingFileError):
        attachments.attach(mission.unit, tmp_path)
    with pytest.raises(MissingAttachmentError):
        attachments.read(mission.unit, "a" * 64)


def test_a_file_beyond_the_limit_is_refused(
    mission: Mission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LIMIT", 10)
    file = tmp_path / "film.mp4"
    file.write_bytes(b"x" * 11)
    with pytest.raises(AttachmentTooLargeError):
        attachments.attach(mission.unit, file)
    file.write_bytes(b"x" * 10)
    assert attachments.attach(mission.unit, file)["size"] == 10


def test_a_photo_travels_with_its_record_through_a_relay(mission: Mission) -> None:
    kept = attachments.keep(mission.unit, "roof.jpg", PHOTO)
    view = saved(mission.unit, attachments=[kept])
    outcome = mission.send("unit", "sector")
    assert (outcome.outcome, outcome.attachments) == ("applied", 1)
    assert mission.send("sector", "force").attachments == 1
    assert attachments.read(mission.force, DIGEST) == PHOTO
    assert records.show(mission.force, view.id).fields["attachments"] == [kept]
    assert mission.send("unit", "sector").outcome == "nothing-new"


def test_a_photo_that_nothing_names_stays(mission: Mission) -> None:
    attachments.keep(mission.unit, "roof.jpg", PHOTO)
    saved(mission.unit)
    assert exchange.export(mission.unit, out=mission.path()).attachments == 0


def test_a_missing_photo_is_asked_for_and_delivered(mission: Mission) -> None:
    kept = attachments.keep(mission.unit, "roof.jpg", PHOTO)
    revision = forging.line(
        mission.unit, title="With a photo", started_at="2026-11-20T08:00:00Z", attachments=[kept]
    )
    sealed = forging.changeset(mission.unit, [revision])
    # The changeset came, by another way, without the photo; the unit has both.
    mission.take("unit", forging.bundle(mission, mission.sector, mission.unit, [sealed]))
    mission.take("sector", forging.bundle(mission, mission.unit, mission.sector, [sealed]))
    assert wanted(mission, "sector") == (DIGEST,)
    with pytest.raises(MissingAttachmentError):
        attachments.read(mission.sector, DIGEST)
    mission.send("sector", "unit")
    assert mission.send("unit", "sector").attachments == 1
    assert attachments.read(mission.sector, DIGEST) == PHOTO
    assert wanted(mission, "sector") == ()
    mission.send("sector", "unit")
    assert exchange.export(mission.unit, out=mission.path()).attachments == 0


def test_a_photo_is_not_given_to_who_may_not_read_its_record(mission: Mission) -> None:
    kept = attachments.keep(mission.force, "secret.jpg", PHOTO)
    saved(mission.force, reach="up", attachments=[kept])
    asking = forging.bundle(mission, mission.west, mission.force, wants=[DIGEST])
    assert mission.take("force", asking)[0].outcome == "nothing-new"
    assert exchange.export(mission.force, to=["fhq/west"], out=mission.path()).attachments == 0


def test_the_same_photo_twice_is_kept_once(mission: Mission) -> None:
    kept = attachments.keep(mission.unit, "a.jpg", PHOTO)
    again = attachments.keep(mission.unit, "b.png", PHOTO)
    saved(mission.unit, attachments=[kept, again])
    assert exchange.export(mission.unit, out=mission.path()).attachments == 1
