"""Inspection: what a bundle holds, without a logbook; and any damage to a bundle ends in a refusal."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.rosters import RosterBook
from app.domain.scopes import Reach, StreamKey
from app.sync.errors import BundleError, CannotDecryptError
from app.sync.inspection import inspect_bundle
from app.sync.verification import read_bundle, verify
from tests.sync import scene
from tests.sync.scene import EAST, HQ, STRANGER, UNIT, UNIT_UP
from tests.vectors.cases import spoiled

PHOTO = scene.attached(b"photo" * 500)
BOOK = RosterBook(HQ.node, [scene.roster().roster])


def test_plain_bundle_is_laid_open_without_a_logbook(tmp_path: Path) -> None:
    sealed = [*scene.chain(2), *scene.chain(1, by=UNIT, stream=UNIT_UP, first=30)]
    path = scene.write(tmp_path / "a.liaison", sealed, attachments=[PHOTO]).path
    found = inspect_bundle(path)
    assert found.ok
    assert (found.encrypted, found.bytes, found.attachments) == (False, path.stat().st_size, 1)
    assert (found.signer.node, found.signer.known, found.signer.unit) == (EAST.node, False, None)
    assert sorted(
        (str(one.header.stream), one.header.seq) for one in found.changesets if one.header
    ) == sorted((str(one.header.stream), one.header.seq) for one in sealed)
    assert [one.version for one in found.rosters] == [1]
    known = inspect_bundle(path, book=BOOK)
    assert (known.ok, known.signer.known, known.signer.unit) == (True, True, "fhq/east")


def test_encrypted_bundle_needs_a_key(tmp_path: Path) -> None:
    path = scene.write(tmp_path / "a.age", scene.chain(1), recipients=[HQ.recipient]).path
    with pytest.raises(CannotDecryptError):
        inspect_bundle(path)
    assert inspect_bundle(path, [HQ.identity]).encrypted


def test_faults_are_named_one_by_one(tmp_path: Path) -> None:
    first, second, third = scene.chain(3)
    astray = scene.changeset([scene.revision(9).line], seq=2, prev="0" * 64)
    unreadable = spoiled(
        third, third.body.replace(b'"title"', b'"title "', 1).replace(b"meeting", b"MEETING")
    )
    path = tmp_path / "a.liaison"
    path.write_bytes(scene.assemble(scene.members_of([first, astray, unreadable])))
    found = inspect_bundle(path)
    assert not found.ok
    assert [one.verifies for one in found.changesets] == [True, False, False]
    assert second.digest not in found.faults[0]
    assert "refused:fork" in found.faults[0]
    unsigned = {
        name: body for name, body in scene.members_of([first]).items() if not name.endswith("jsonl.sig")
    }
    path.write_bytes(scene.assemble(unsigned))
    assert "refused:bad-signature" in inspect_bundle(path).faults[0]


def test_unknown_signers_and_overreach_are_faults_beside_a_roster(tmp_path: Path) -> None:
    stream = StreamKey(STRANGER.node, scene.EPOCH, "fhq/north", Reach.UP)
    sealed = scene.chain(1, by=STRANGER, stream=stream)
    path = scene.write(tmp_path / "a.liaison", sealed, by=STRANGER, rosters=[]).path
    assert inspect_bundle(path).ok
    assert len(inspect_bundle(path, book=BOOK).faults) == 2
    west = StreamKey(EAST.node, scene.EPOCH, "fhq/west", Reach.UP)
    path = scene.write(tmp_path / "b.liaison", scene.chain(1, stream=west)).path
    assert "may not write" in inspect_bundle(path, book=BOOK).faults[0]


@pytest.mark.parametrize("recipients", [None, [HQ.recipient]], ids=["plain", "encrypted"])
@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_is_refused_or_changes_nothing(
    tmp_path: Path, recipients: list[str] | None, data: st.DataObject
) -> None:
    source = tmp_path / "source"
    if not source.exists():
        scene.write(source, scene.chain(1), attachments=[PHOTO], recipients=recipients)
    good = source.read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    changed = (
        good[:at]
        + data.draw(st.sampled_from([b"", b"\x00", b"\xff\xff", good[at : at + 1] * 2]))
        + good[at + 1 :]
    )
    path = tmp_path / "damaged"
    path.write_bytes(changed)
    try:
        with read_bundle(path, [HQ.identity]) as checked:
            found = {name: one.sha256 for name, one in checked.contents.items()}
            verify(checked)
    except BundleError:
        return
    with read_bundle(source, [HQ.identity]) as sound:
        assert found == {name: one.sha256 for name, one in sound.contents.items()}
