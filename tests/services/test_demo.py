"""The demonstration as a whole, on real logbooks in a temporary folder."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.kinds import KINDS
from app.services import conflicts, records
from app.services.demo import DISPUTED, PASSPHRASE, SETTLEMENT, DemoResult, build
from app.services.demo_examples import examples
from app.services.desks import Desk, open_desk
from app.services.errors import FolderInUseError

GENERATED = 40


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoResult, list[tuple[str, float]]]:
    said: list[tuple[str, float]] = []
    folder = tmp_path_factory.mktemp("demo") / "new"
    result = build(
        folder, records=GENERATED, seed=7, say=lambda words, seconds: said.append((words, seconds))
    )
    return result, said


def opened(built: tuple[DemoResult, list[tuple[str, float]]], name: str) -> Desk:
    return open_desk(built[0].logbooks[name], PASSPHRASE)


def test_force_hq_holds_every_record(built: tuple[DemoResult, list[tuple[str, float]]]) -> None:
    with opened(built, "force") as force:
        counts = {kind: records.count(force, kind) for kind in KINDS}
    invented = Counter(
        one.kind for one in examples(datetime.now(UTC).date()) if not one.fields.get("protected_source")
    )
    real = Counter(
        {"qip": 79, "project": 62, "meeting": 32 + GENERATED, "organisation": 65 + 128, "sitrep": 1}
    )
    assert Counter(counts) == real + invented
    assert built[0].records == sum(counts.values())


def test_every_step_says_what_it_made_and_how_long_it_took(
    built: tuple[DemoResult, list[tuple[str, float]]],
) -> None:
    words = "\n".join(said for said, _ in built[1])
    for wanted in (
        "asked to join",
        "admitted",
        "real records",
        "generated",
        "wrote",
        "imported",
        "conflict",
        "sitrep",
    ):
        assert wanted in words
    assert all(said and seconds >= 0 for said, seconds in built[1])


def test_decisions_and_the_settled_conflict_reach_the_unit(
    built: tuple[DemoResult, list[tuple[str, float]]],
) -> None:
    with opened(built, "unit") as unit:
        decisions = records.page(unit, "qip", where=(("state", "=", "approved"),))
        settled = records.page(unit, "meeting", where=(("notes", "contains", DISPUTED),))
        assert conflicts.conflicts(unit) == ()
    assert decisions
    assert "fhq" in {record.unit for record in decisions}
    assert [record.fields["comment"] for record in settled] == [SETTLEMENT]


def test_the_conflict_is_settled_everywhere(built: tuple[DemoResult, list[tuple[str, float]]]) -> None:
    for name in built[0].logbooks:
        with opened(built, name) as desk:
            assert conflicts.conflicts(desk) == ()


def test_the_sitrep_is_a_pdf_and_the_bundles_are_kept(
    built: tuple[DemoResult, list[tuple[str, float]]],
) -> None:
    assert built[0].sitrep.read_bytes().startswith(b"%PDF-")
    bundles = {path.name for path in (built[0].folder / "bundles").iterdir()}
    assert {"1-unit-to-sector.liaison.age", "2-sector-to-unit.liaison.age"} <= bundles


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("keep")
    with pytest.raises(FolderInUseError):
        build(tmp_path, say=lambda words, seconds: None)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
