"""Every vector comes out as its description says, and the committed files are what the builder makes."""

import json
from pathlib import Path

import pytest

from app.sync.errors import BundleError
from app.sync.planning import outcome_of, plan
from app.sync.verification import read_bundle, verify
from tests.sync.scene import Held
from tests.vectors.build import FOLDER, description, vectors

VECTORS = {vector.name: vector for vector in vectors()}

OUTCOMES = {
    "held:unknown-signer",
    "held:gap",
    "held:newer-schema",
    "refused:not-a-bundle",
    "refused:malformed",
    "refused:too-large",
    "refused:bad-signature",
    "refused:digest-mismatch",
    "refused:wrong-mission",
    "refused:not-for-you",
    "refused:not-allowed",
    "refused:fork",
    "refused:revoked",
    "refused:cannot-decrypt",
}


def outcome(path: Path, held: Held) -> tuple[str, list[str]]:
    """Return what becomes of a file, and why."""
    try:
        with read_bundle(path, [held.identity]) as checked:
            result = plan(verify(checked), held)
    except BundleError as error:
        return outcome_of(error).value, [error.code]
    return result.outcome.value, [reason.code for reason in result.reasons]


@pytest.mark.parametrize("name", VECTORS)
def test_vector_comes_out_as_described(name: str) -> None:
    vector = VECTORS[name]
    path = FOLDER / vector.file
    said = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert outcome(path, vector.held) == (said["outcome"], said["codes"])
    assert (said["outcome"], tuple(said["codes"])) == (vector.outcome, vector.codes)


@pytest.mark.parametrize("name", VECTORS)
def test_committed_file_is_what_the_builder_makes(name: str) -> None:
    vector = VECTORS[name]
    path = FOLDER / vector.file
    assert path.with_suffix(".json").read_text("utf-8") == description(vector)
    if not vector.is_random:
        assert path.read_bytes() == vector.data


def test_every_outcome_has_a_vector_and_every_file_belongs_to_one() -> None:
    assert {code for vector in VECTORS.values() for code in vector.codes} == OUTCOMES
    assert {vector.outcome for vector in VECTORS.values()} == {"applied", "nothing-new", "held", "refused"}
    files = {path.name for path in FOLDER.iterdir() if path.suffix != ".json"}
    assert files == {vector.file for vector in VECTORS.values()}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_100_000
