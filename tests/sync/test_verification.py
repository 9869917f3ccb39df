"""Verification: each layer refuses by itself, also where a later one would refuse as well."""

from pathlib import Path

import pytest

from app.sync import members
from app.sync.errors import BadSignatureError, BundleError, DigestMismatchError, MalformedError, TooLargeError
from app.sync.planning import plan
from app.sync.sshsig import NAMESPACE_CHANGESET
from app.sync.verification import VerifiedBundle, read_bundle, verify
from tests.sync import scene
from tests.sync.scene import EAST_UP, HQ, STRANGER, WEST, Held

SEALED = scene.chain(1)
SOUND = scene.members_of(SEALED)


def verified(path: Path, data: bytes) -> VerifiedBundle:
    path.write_bytes(data)
    with read_bundle(path) as checked:
        return verify(checked)


def test_manifest_is_signed_by_the_node_it_names(tmp_path: Path) -> None:
    with pytest.raises(BadSignatureError):
        verified(tmp_path / "a", scene.assemble(SOUND, by=WEST))


def test_changeset_is_signed_by_the_node_it_names(tmp_path: Path) -> None:
    name = next(name for name in SOUND if name.endswith("jsonl"))
    forged = {**SOUND, f"{name}.sig": WEST.sign(SOUND[name], namespace=NAMESPACE_CHANGESET)}
    bundle = verified(tmp_path / "a", scene.assemble(forged))
    assert not bundle.changesets
    assert [(one.stream, one.seq, one.error.code) for one in bundle.faults] == [
        (EAST_UP, 1, "refused:bad-signature")
    ]


def test_signature_of_nothing_is_refused(tmp_path: Path) -> None:
    name = next(name for name in SOUND if name.endswith("jsonl"))
    orphan = {one: content for one, content in SOUND.items() if one != name}
    with pytest.raises(MalformedError):
        verified(tmp_path / "a", scene.assemble(orphan))


def test_whole_key_must_be_the_rosters(tmp_path: Path) -> None:
    """Two keys with one node id cannot be made here, so the key is swapped after it was verified."""
    by_maker = verified(tmp_path / "a", scene.assemble(SOUND))
    by_maker.signer_key = WEST.public_key
    assert [one.code for one in plan(by_maker, Held()).reasons] == ["refused:bad-signature"]
    by_origin = verified(tmp_path / "b", scene.assemble(SOUND))
    by_origin.changesets[0].signer_key = WEST.public_key
    assert [one.code for one in plan(by_origin, Held()).reasons] == ["refused:bad-signature"]


def test_consistent_bundle_of_another_mission_is_refused(tmp_path: Path) -> None:
    foreign = [scene.changeset([scene.revision(1).line], mission=scene.OTHER_MISSION)]
    data = scene.assemble(scene.members_of(foreign, []), mission=scene.OTHER_MISSION)
    result = plan(verified(tmp_path / "a", data), Held())
    assert [one.code for one in result.reasons] == ["refused:wrong-mission"]


def test_logbook_that_no_roster_names_takes_nothing(tmp_path: Path) -> None:
    data = scene.assemble(SOUND, to=[STRANGER.node])
    result = plan(verified(tmp_path / "a", data), Held(STRANGER, rosters=[scene.roster()]))
    assert [one.code for one in result.reasons] == ["refused:not-for-you"]


def test_second_pass_trusts_only_digests(tmp_path: Path) -> None:
    photo = scene.attached(b"photo" * 100)
    path = scene.write(tmp_path / "a.liaison", SEALED, attachments=[photo]).path
    got: list[str] = []
    for name, content in ((f"attachments/{photo.sha256}", b"other" * 100), (f"attachments/{'0' * 64}", b"")):
        scene.write(path, SEALED, attachments=[photo])
        with read_bundle(path) as checked:
            verify(checked)
            with path.open("r+b") as file:
                file.truncate(0)
                file.write(scene.assemble({**SOUND, name: content}))
            with pytest.raises(DigestMismatchError):
                checked.deliver([photo.sha256], lambda digest, body: got.append(digest))
    assert got == []


def test_reading_closes_the_file_it_refuses(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(BundleError):
        read_bundle(path, [HQ.identity])


def test_rosters_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = scene.members_of([], [scene.roster(1), scene.roster(2)])
    size = sum(map(len, found.values()))
    monkeypatch.setattr(members, "MAX_ROSTERS", size)
    assert len(verified(tmp_path / "a", scene.assemble(found)).rosters) == 2
    monkeypatch.setattr(members, "MAX_ROSTERS", size - 1)
    with pytest.raises(TooLargeError):
        verified(tmp_path / "b", scene.assemble(found))
