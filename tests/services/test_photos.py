"""Photos: shrunk and stripped, kept with a thumbnail that travels with them; what cannot be shown is asked about."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.pictures import decoding
from app.pictures.errors import DecoderEndedError, DecodingCancelledError, PictureTooSlowError
from app.services import attachments, exchange, photos, records, safety
from app.services.errors import AttachmentTooLargeError, MissingAttachmentError, MissingFileError
from app.services.photos import Paper, Photo, PictureNotTakenError
from tests.pictures import making
from tests.services.exchange import forging
from tests.services.missions import PASSPHRASE, Mission, saved


def source(name: str, content: bytes) -> photos.Source:
    """Return a source of bytes."""
    return photos.Source(name, lambda: content)


def taken(name: str = "pump.HEIC.jpeg", content: bytes | None = None) -> Photo:
    """Prepare a photo."""
    made = photos.prepare(source(name, content or making.photo()))
    assert isinstance(made, Photo)
    return made


def test_a_photo_is_kept_small_with_its_thumbnail(mission: Mission) -> None:
    original = making.photo(3000, 2000)
    made = taken("Pump.PNG", original)
    file = photos.store(mission.unit, made)
    content = attachments.read(mission.unit, file["sha256"])
    assert (file["name"], file["media"], file["size"]) == ("Pump.jpg", "image/jpeg", len(content))
    assert made.original == len(original) > file["size"]
    assert len(attachments.read(mission.unit, file["thumbnail"])) <= 20_000
    assert not photos.holds_location(content)


def test_the_position_is_offered_as_a_point() -> None:
    assert taken().position == {"lat": 4859390, "lon": 31571250, "precision": 10}
    assert taken(content=making.photo(gps=None)).position is None


def test_the_location_is_kept_only_on_purpose(mission: Mission) -> None:
    made = taken()
    file = photos.store(mission.unit, made)
    kept = photos.keep_location(mission.unit, file | {"caption": "Pump"}, made.developed.location)
    content = attachments.read(mission.unit, kept["sha256"])
    assert photos.holds_location(content)
    assert (kept["size"], kept["caption"], kept["thumbnail"]) == (len(content), "Pump", file["thumbnail"])
    assert photos.drop_location(mission.unit, kept)["sha256"] == file["sha256"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 a paper", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", b"PK\3\4"]
)
def test_what_is_no_picture_is_kept_byte_for_byte(mission: Mission, content: bytes) -> None:
    made = photos.prepare(source("letter.pdf", content))
    assert made == Paper("letter.pdf", content)
    file = photos.store(mission.unit, made)
    assert attachments.read(mission.unit, file["sha256"]) == content
    assert "thumbnail" not in file


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (making.photo()[:-1500], "damaged"),
        (b"\xff\xd8\xffPK\3\4", "damaged"),
        (making.png_header(60_000, 60_000), "more pixels"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (making.encoded(making.scene(40, 30), "TIFF"), "TIFF"),
        (b"\0\0\0\x20ftypisom\0\0\0\0", "film"),
    ],
)
def test_a_picture_that_cannot_be_stripped_is_asked_about(mission: Mission, content: bytes, why: str) -> None:
    with pytest.raises(PictureNotTakenError, match=why) as caught:
        photos.prepare(source("IMG_1.jpg", content))
    assert str(caught.value).startswith("IMG_1.jpg was not attached: ")
    file = photos.store(mission.unit, photos.as_it_is(source("IMG_1.jpg", content)))
    assert attachments.read(mission.unit, file["sha256"]) == content
    assert "thumbnail" not in file


@pytest.mark.parametrize(
    ("error", "why"), [(PictureTooSlowError, "took too long"), (DecoderEndedError, "damaged")]
)
def test_a_decoder_that_fails_is_asked_about_too(
    error: type[Exception], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(content: bytes, cancelled: Callable[[], bool]) -> None:
        raise error

    monkeypatch.setattr(decoding, "develop", ended)
    with pytest.raises(PictureNotTakenError, match=why):
        photos.prepare(source("a.jpg", making.photo()))


def test_a_photo_that_is_no_longer_wanted_is_left() -> None:
    wish = threading.Event()
    wish.set()
    with pytest.raises(DecodingCancelledError):
        photos.prepare(source("a.jpg", making.photo()), wish.is_set)


def test_a_file_that_is_too_large_or_gone_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "LIMIT", 10)
    film = tmp_path / "film.bin"
    film.write_bytes(b"x" * 11)
    for take in (photos.prepare, photos.as_it_is):
        with pytest.raises(AttachmentTooLargeError, match=r"film\.bin.*smaller copy"):
            take(photos.from_path(film))
    film.write_bytes(b"x" * 10)
    assert photos.prepare(photos.from_path(film)) == Paper("film.bin", b"x" * 10)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for gone in (pipe, tmp_path, tmp_path / "nothing"):
        with pytest.raises(MissingFileError):
            photos.prepare(photos.from_path(gone))


def test_names_are_kept_as_a_record_may_hold_them(mission: Mission) -> None:
    file = photos.store(mission.unit, Paper(" re\x07port\n.pdf ", b"a"))
    assert file["name"] == "report\n.pdf"
    assert photos.store(mission.unit, Paper("\x07", b"a"))["name"] == "file"
    long = photos.store(mission.unit, taken("n" * 300 + ".jpeg"))
    assert saved(mission.unit, attachments=[file, long]).fields["attachments"] == [file, long]


def test_pictures_are_shown_from_what_is_here(mission: Mission) -> None:
    file = photos.store(mission.unit, taken())
    paper = photos.store(mission.unit, Paper("a.jpg", b"\xff\xd8\xff no picture"))
    large = attachments.keep(mission.unit, "a.jpg", bytes(photos.MOST_OF_A_THUMBNAIL + 1))
    wanted = [file["thumbnail"], paper["sha256"], large["sha256"], "a" * 64]
    found = photos.thumbnails(mission.unit, wanted)
    assert set(found) == {file["thumbnail"], paper["sha256"]}
    shown = photos.shown(found, 160)
    assert shown[paper["sha256"]] is None
    pixels = shown[file["thumbnail"]]
    assert pixels is not None
    assert (pixels.width, pixels.height) == (160, 120)


def test_without_a_decoder_nothing_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(decoding, "_command", lambda: [str(tmp_path / "nothing")])
    assert photos.shown({"a": making.photo()}, 160) == {"a": None}


def test_a_thumbnail_travels_with_its_photo(mission: Mission) -> None:
    file = photos.store(mission.unit, taken()) | {"caption": "Pump", "shows": "before"}
    view = saved(mission.unit, attachments=[file])
    assert mission.send("unit", "sector").attachments == 2
    assert mission.send("sector", "force").attachments == 2
    for digest in (file["sha256"], file["thumbnail"]):
        assert attachments.read(mission.force, digest) == attachments.read(mission.unit, digest)
    assert records.show(mission.force, view.id).fields["attachments"] == [file]
    assert safety.check(mission.force) == ()


def test_a_missing_thumbnail_is_asked_for_and_delivered(mission: Mission) -> None:
    file = photos.store(mission.unit, taken())
    revision = forging.line(
        mission.unit, title="With a photo", started_at="2026-11-20T08:00:00Z", attachments=[file]
    )
    sealed = forging.changeset(mission.unit, [revision])
    mission.take("unit", forging.bundle(mission, mission.sector, mission.unit, [sealed]))
    mission.take("sector", forging.bundle(mission, mission.unit, mission.sector, [sealed]))
    with mission.sector.logbook.reading() as reader:
        assert set(reader.wanted_attachments()) == {file["sha256"], file["thumbnail"]}
    with pytest.raises(MissingAttachmentError):
        attachments.read(mission.sector, file["thumbnail"])
    mission.send("sector", "unit")
    assert mission.send("unit", "sector").attachments == 2
    assert attachments.read(mission.sector, file["thumbnail"])


def test_a_thumbnail_is_not_given_to_who_may_not_read_its_record(mission: Mission) -> None:
    file = photos.store(mission.force, taken())
    saved(mission.force, reach="up", attachments=[file])
    asking = forging.bundle(mission, mission.west, mission.force, wants=[file["thumbnail"]])
    assert mission.take("force", asking)[0].outcome == "nothing-new"
    assert exchange.export(mission.force, to=["fhq/west"], out=mission.path()).attachments == 0


def test_a_thumbnail_that_is_no_digest_is_never_asked_for(mission: Mission) -> None:
    file = {"sha256": "ab" * 32, "name": "a.jpg", "thumbnail": "../../etc"}
    revision = forging.line(mission.unit, title="Odd", started_at="2026-11-20T08:00:00Z", attachments=[file])
    sealed = forging.changeset(mission.unit, [revision])
    mission.take("sector", forging.bundle(mission, mission.unit, mission.sector, [sealed]))
    with mission.sector.logbook.reading() as reader:
        assert reader.wanted_attachments() == ("ab" * 32,)


def test_thumbnails_are_in_a_backup(mission: Mission, tmp_path: Path) -> None:
    file = photos.store(mission.unit, taken())
    saved(mission.unit, attachments=[file])
    backup = safety.backup(mission.unit)
    with safety.restore(backup, tmp_path / "again", PASSPHRASE, clock=mission.clock) as restored:
        assert attachments.read(restored, file["thumbnail"])
