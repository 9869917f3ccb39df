"""A mission by the command line alone: unit, sector and Force HQ, over bundles that get lost, doubled and mixed up.

Also: killed in the middle of saving, exporting or importing, nothing that was acknowledged is lost.
"""

import json
import random
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import ROOT, Answer, call, command, environment
from tests.services.missions import COMPLETE

PATHS = {"force": "fhq", "sector": "fhq/east", "unit": "fhq/east/indbatt-1"}
KINDS = ("organisation", "meeting", "qip", "project")


class Mission:
    """Three enrolled logbooks in one folder, driven by commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bundles = 0

    def __call__(self, name: str, *words: str | Path, code: int = 0) -> Answer:
        """Run a command on one of the logbooks and expect its exit code."""
        answer = call(*words, "--logbook", self.folder / name, "--json")
        assert answer.code == code, answer.out + answer.err
        return answer

    def enrol(self) -> None:
        """Create the mission and admit sector and unit."""
        officer = ("--officer", "Maj A. Diallo", "--json")
        made = call("create", self.folder / "force", "--mission", "M", "--unit-name", "Force HQ", *officer)
        assert made.code == 0, made.err
        for name in ("sector", "unit"):
            request, welcome = self.folder / f"{name}.request", self.folder / f"{name}.liaison.age"
            asked = call(
                "request", self.folder / name, "--unit-name", name, "--level", name, "--out", request, *officer
            )  # fmt: skip
            words = asked.json["fingerprint"]
            self("force", "admit", request, "--unit", PATHS[name], "--fingerprint", words, "--out", welcome)
            self(name, "import", welcome, "--root-fingerprint", made.json["fingerprint"])

    def put(self, name: str, *records: dict[str, Any]) -> list[str]:
        """Save records and return their ids."""
        file = self.folder / "lines.jsonl"
        file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        ids: list[str] = self(name, "put", file).json["ids"]
        return ids

    def export(self, name: str, to: str) -> Path:
        """Write a bundle from one to another."""
        self._bundles += 1
        out = self.folder / f"{self._bundles:03d}-{name}-to-{to}.liaison.age"
        self(name, "export", "--to", PATHS[to], "--out", out)
        return out

    def records(self, name: str) -> dict[str, Any]:
        """Return what a logbook shows of every record, by id."""
        listed = [record for kind in KINDS for record in self(name, "list", kind).json]
        shown = ("kind", "serial", "unit", "reach", "state", "fields", "heads", "conflicts")
        return {record["id"]: {key: record[key] for key in shown} for record in listed}


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The enrolled mission, copied by every test."""
    folder = tmp_path_factory.mktemp("enrolled")
    Mission(folder).enrol()
    return folder


@pytest.fixture
def mission(enrolled: Path, tmp_path: Path) -> Mission:
    return Mission(Path(shutil.copytree(enrolled, tmp_path / "mission")))


def meeting(objective: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "meeting", "fields": {"started_at": "211400ZNOV26", "objective": objective, **fields}}


def test_records_reach_force_hq_whatever_happens_to_the_bundles(mission: Mission) -> None:
    chance = random.Random(7)
    mission.put("unit", {"kind": "organisation", "fields": {"name": "Mairie de Bossangoa"}}, meeting("water"))
    upward = [mission.export("unit", "sector")]
    for number in range(4):
        mission.put("unit", meeting(f"grazing {number}"))
        upward.append(mission.export("unit", "sector"))
    lost, *arriving = upward
    assert lost.exists()
    arriving += chance.sample(arriving, 3)
    chance.shuffle(arriving)
    for bundle in arriving:
        mission("sector", "import", bundle)
    mission.put("sector", {"kind": "project", "fields": {"title": "Pump for Kunin"}})
    for _ in range(2):
        mission("force", "import", mission.export("sector", "force"))
    unit, sector, force = (mission.records(name) for name in ("unit", "sector", "force"))
    assert len(unit) == 6
    assert {record: sector[record] for record in unit} == unit
    assert force == sector
    for name in PATHS:
        assert mission(name, "check").json["ok"] is True


def test_a_missing_bundle_holds_the_later_one_until_it_comes(mission: Mission) -> None:
    mission("sector", "import", mission.export("unit", "sector"))  # brings the roster that names the unit
    before = mission.folder / "sector-before"
    shutil.copytree(mission.folder / "sector", before)
    mission.put("unit", meeting("first"))
    first = mission.export("unit", "sector")
    mission("sector", "import", first)
    mission("unit", "import", mission.export("sector", "unit"))
    mission.put("unit", meeting("second"))
    second = mission.export("unit", "sector")
    held = mission(before.name, "import", second, code=1)
    assert held.json["files"][0]["outcome"] == "held"
    (gap,) = held.json["files"][0]["gaps"]
    assert (gap["from"], gap["to"]) == (1, 1)
    assert "held:gap: unit: Something before it is missing." in held.err
    said = call("status", "--logbook", mission.folder / before.name).out
    assert "Missing of unit: 1 to 1; unit has it\n" in said
    status = mission(before.name, "status").json
    assert [each["stream"] for each in status["gaps"]] == [gap["stream"]]
    assert len(status["held"]) == 1
    assert mission.records(before.name) == {}
    mission(before.name, "import", first)
    assert mission.records(before.name) == mission.records("unit")
    assert mission(before.name, "status").json["held"] == []


def test_a_disagreement_made_apart_is_settled_above_and_comes_down(mission: Mission) -> None:
    (record,) = mission.put("unit", {"kind": "organisation", "fields": {"name": "Mairie"}})
    mission("sector", "import", mission.export("unit", "sector"))
    for name, deputy in (("unit", "Lt Rao"), ("sector", "Capt Ndiaye")):
        mission.put(name, {"kind": "organisation", "id": record, "fields": {"deputy": deputy}})
    mission("sector", "import", mission.export("unit", "sector"))
    mission("unit", "import", mission.export("sector", "unit"))
    assert mission.records("unit") == mission.records("sector")
    (conflict,) = mission("sector", "conflicts").json
    mission("sector", "resolve", record, "deputy", "--take", conflict["candidates"][-1]["revision"])
    mission("unit", "import", mission.export("sector", "unit"))
    mission("force", "import", mission.export("sector", "force"))
    assert mission.records("unit") == mission.records("sector") == mission.records("force")
    assert mission("unit", "conflicts").json == []


def test_a_decision_of_force_hq_reaches_the_unit_and_a_unit_cannot_make_it(mission: Mission) -> None:
    fields = {**COMPLETE["qip"], "title": "Water point", "state": "approved"}
    approved = {"kind": "qip", "reach": "branch", "fields": fields}
    file = mission.folder / "decision.jsonl"
    file.write_text(json.dumps(approved), encoding="utf-8")
    refused = mission("unit", "put", file, code=1)
    assert refused.json["faults"][0]["code"] == "level_too_low"
    (record,) = mission.put("force", approved)
    mission("sector", "import", mission.export("force", "sector"))
    mission("unit", "import", mission.export("sector", "unit"))
    assert mission.records("unit")[record]["state"] == "approved"


def test_each_failure_has_its_code(mission: Mission) -> None:
    mission.put("unit", meeting("water"))
    good = mission.export("unit", "sector")
    bad = mission.folder / "bad.liaison"
    bad.write_bytes(good.read_bytes()[:-7])
    mission("sector", "import", good, bad, code=5)
    mission("sector", "import", bad, code=1)
    assert call("status", "--logbook", mission.folder / "unit", passphrase="wrong").code == 3
    assert call("status", "--logbook", mission.folder / "nowhere").code == 4
    (mission.folder / "unit" / "logbook.db").write_bytes(b"\x00" * 8192)
    assert call("status", "--logbook", mission.folder / "unit").code == 4


def test_a_killed_save_loses_nothing_that_was_acknowledged(mission: Mission) -> None:
    saving = (
        "import json, sys\nfrom app.cli.entry import main\nfrom pathlib import Path\n"
        "file = Path(sys.argv[2])\n"
        "for number in range(10_000):\n"
        "    record = {'kind': 'organisation', 'fields': {'name': f'Mairie {number}'}}\n"
        "    file.write_text(json.dumps(record))\n"
        "    main(['put', str(file), '--logbook', sys.argv[1], '--quiet'])\n"
    )
    logbook, acknowledged = mission.folder / "unit", set()
    for wanted in (1, 3, 2):
        words = [*command()[:2], saving, str(logbook), str(mission.folder / "one.jsonl")]
        with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment(), cwd=ROOT) as process:
            assert process.stdout is not None
            for _ in range(wanted):
                acknowledged.add(process.stdout.readline().decode().strip())
            process.kill()
            # What it still said before it died was acknowledged too.
            acknowledged.update(process.stdout.read().decode().split())
    assert "" not in acknowledged
    assert acknowledged <= set(mission.records("unit"))
    assert mission("unit", "check").json["ok"] is True


@pytest.mark.parametrize("share", [0.6, 0.9])
def test_a_killed_export_leaves_a_whole_bundle_or_none(mission: Mission, share: float) -> None:
    mission.put("unit", *(meeting(f"m{number}", facts="x " * 2000) for number in range(300)))
    out = mission.folder / "out" / "up.liaison.age"
    out.parent.mkdir()
    words = ("export", "--to", PATHS["sector"], "--out", out, "--logbook", mission.folder / "unit")
    kill_at(share, words, trial=("status", "--logbook", mission.folder / "unit"))
    if out.exists():
        mission("sector", "verify", out)
    mission("unit", *words[:5], "--since-start")
    assert [path for path in out.parent.iterdir() if path.suffix == ".age"] == [out]
    mission("sector", "import", out)
    assert mission.records("sector") == mission.records("unit")
    assert mission("unit", "check").json["ok"] is True


@pytest.mark.parametrize("share", [0.6, 0.9])
def test_a_killed_import_is_whole_or_not_at_all(mission: Mission, share: float) -> None:
    mission.put("unit", *(meeting(f"m{number}", facts="x " * 2000) for number in range(300)))
    bundle = mission.export("unit", "sector")
    words = ("import", bundle, "--logbook", mission.folder / "sector")
    kill_at(share, words, trial=(*words, "--dry-run"))
    assert len(mission.records("sector")) in (0, 300)
    mission("sector", "import", bundle)
    assert mission.records("sector") == mission.records("unit")
    assert mission("sector", "check").json["ok"] is True


def kill_at(share: float, words: tuple[str | Path, ...], trial: tuple[str | Path, ...]) -> None:
    """Kill a command after a share of the time that a like command takes; it may have ended before."""
    start = time.perf_counter()
    subprocess.run(command(*trial), env=environment(), cwd=ROOT, check=True, capture_output=True)
    patience = share * (time.perf_counter() - start)
    with subprocess.Popen(command(*words), env=environment(), cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
