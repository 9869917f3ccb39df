"""Manifests and rosters as bytes: each key is looked at."""

from typing import Any

import pytest

from app.domain import canonical
from app.sync import manifest
from app.sync.errors import BundleError
from app.sync.manifest import encode_manifest, parse_manifest
from app.sync.rosters import verify_roster
from tests.sync import scene
from tests.sync.scene import HQ

SOUND = scene.manifest_of(scene.members_of(scene.chain(1)))
MEMBER = SOUND["members"][0]
CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"bundle": "x"}, "refused:malformed"),
    ({"mission": "x"}, "refused:malformed"),
    ({"from": "x"}, "refused:malformed"),
    ({"to": ["x"]}, "refused:malformed"),
    ({"to": [f"{'a' * 23}{letter}" for letter in "aa"]}, "refused:malformed"),
    ({"wants": ["x"]}, "refused:malformed"),
    ({"wants": ["0" * 64] * 2}, "refused:malformed"),
    ({"marking": ""}, "refused:malformed"),
    ({"app": "x" * 65}, "refused:malformed"),
    ({"schema": 0}, "refused:malformed"),
    ({"created_at": "now"}, "refused:malformed"),
    ({"have": {str(scene.EAST_UP): 1}}, "refused:malformed"),
    ({"have": {str(scene.EAST_UP): {"seq": 0, "digest": "0" * 16}}}, "refused:malformed"),
    ({"have": {str(scene.EAST_UP): {"seq": 100_000_000, "digest": "0" * 16}}}, "refused:malformed"),
    ({"have": {str(scene.EAST_UP): {"seq": 1}}}, "refused:malformed"),
    ({"have": {str(scene.EAST_UP): {"seq": 1, "digest": "0" * 15}}}, "refused:malformed"),
    ({"have": {str(scene.EAST_UP): {"seq": 1, "digest": "0" * 16 + "\n"}}}, "refused:malformed"),
    ({"have": {"x": {"seq": 1, "digest": "0" * 16}}}, "refused:malformed"),
    ({"rosters": {"x": {"version": 1, "digest": "0" * 40}}}, "refused:malformed"),
    ({"rosters": {HQ.node: {"version": 0, "digest": "0" * 40}}}, "refused:malformed"),
    ({"rosters": {HQ.node: {"version": 1, "digest": "0" * 41}}}, "refused:malformed"),
    ({"rosters": {HQ.node: {"version": 1}}}, "refused:malformed"),
    ({"members": [MEMBER, MEMBER]}, "refused:malformed"),
    ({"members": [{**MEMBER, "sha256": "x"}]}, "refused:malformed"),
    ({"members": [{**MEMBER, "size": 2**32}]}, "refused:too-large"),
    ({"part": {"series": "x", "number": 1, "of": 2}}, "refused:malformed"),
    ({"format": 3}, "held:newer-schema"),
    ({"format": 1}, "refused:malformed"),
]


def test_manifest_is_written_as_it_was_read() -> None:
    data = canonical.encode(SOUND)
    assert encode_manifest(parse_manifest(data)) == data


@pytest.mark.parametrize("filling", [b"{},", b"[],", b'"",', b"["])
def test_a_manifest_of_very_many_values_is_refused_before_it_is_decoded(filling: bytes) -> None:
    with pytest.raises(BundleError) as caught:
        parse_manifest(b'{"members":[' + filling * 500_001 + b"0]}")
    assert caught.value.code == "refused:too-large"


def test_the_receipt_and_the_recipients_are_bounded() -> None:
    one = {"seq": 1, "digest": "0" * 16}
    have = {f"{HQ.node}/{epoch:08x}/fhq.up": one for epoch in range(50_000)}
    assert len(parse_manifest(canonical.encode({**SOUND, "have": have})).have) == 50_000
    nodes = [f"{number:024}".translate(str.maketrans("0123456789", "abcdefghij")) for number in range(1_001)]
    assert len(parse_manifest(canonical.encode({**SOUND, "to": nodes[:-1]})).to) == 1_000
    for change, code in (
        ({"have": {**have, str(scene.EAST_UP): one}}, "refused:too-large"),
        ({"to": nodes}, "refused:malformed"),
        ({"rosters": {key: {"version": 1, "digest": "0" * 40} for key in nodes}}, "refused:malformed"),
    ):
        with pytest.raises(BundleError) as caught:
            parse_manifest(canonical.encode({**SOUND, **change}))
        assert caught.value.code == code


@pytest.mark.parametrize(("change", "code"), CHANGES, ids=map(str, range(len(CHANGES))))
def test_changed_manifests_are_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(BundleError) as caught:
        parse_manifest(canonical.encode({**SOUND, **change}))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [({"recipient": "age1" + "q" * 58}, "refused:malformed"), ({}, "held:newer-schema")],
    ids=["recipient", "format"],
)
def test_changed_rosters_are_refused(change: dict[str, str], code: str) -> None:
    body = canonical.decode(scene.roster().data)
    body["entries"][0] |= change
    body["format"] = 2 if change else 3
    data = canonical.encode(body)
    with pytest.raises(BundleError) as caught:
        verify_roster(data, HQ.sign(data, namespace="roster@liaison-logbook"))
    assert caught.value.code == code


def test_the_members_that_a_manifest_lists_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "MAX_MEMBERS", len(SOUND["members"]))
    assert len(parse_manifest(canonical.encode(SOUND)).members) == len(SOUND["members"])
    monkeypatch.setattr(manifest, "MAX_MEMBERS", len(SOUND["members"]) - 1)
    with pytest.raises(BundleError) as caught:
        parse_manifest(canonical.encode(SOUND))
    assert caught.value.code == "refused:too-large"
