"""`export`, `import`, `inspect` and `verify`: shapes, codes, and bundles that are none."""

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.codes import FAILED, IN_PART, WRONG_USAGE
from app.cli.exchange import code_of, read_size
from app.cli.exits import UsageFaultError
from app.cli.inspection_words import inspection_lines
from app.services.views import FileOutcome, Reason
from tests.cli.conftest import meeting, organisation
from tests.cli.running import Program, is_one_sentence

Put = Callable[..., list[str]]
OUTCOME_KEYS = {"file", "bundle", "outcome", "reasons", "counts", "conflicts", "gaps", "attachments"}


@pytest.fixture
def sent(program: Program, mission: Path, put: Put) -> Path:
    """A bundle from the unit to its sector with three records."""
    put(mission / "unit", organisation("Mairie"), meeting("water"), meeting("grazing"))
    out = mission / "sent.liaison.age"
    assert program("export", "--out", out, "--logbook", mission / "unit").code == 0
    return out


def records(program: Program, logbook: Path) -> dict[str, int]:
    found: dict[str, int] = program("status", "--logbook", logbook, "--json").json["records"]
    return {kind: number for kind, number in found.items() if number}


def test_an_export_says_what_it_wrote(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Mairie"), meeting("water"))
    answer = program("export", "--out", mission, "--logbook", mission / "unit", "--json")
    assert answer.code == 0, answer.err
    wanted = {"path", "bytes", "bundle", "changesets", "revisions", "attachments", "to", "parts"}
    assert wanted <= set(answer.json)
    assert (answer.json["revisions"], answer.json["parts"]) == (2, 1)
    path = Path(answer.json["path"])
    assert path.parent == mission
    assert path.stat().st_size == answer.json["bytes"]
    assert path.read_bytes().startswith(b"age-encryption.org/v1")
    sector = program("status", "--logbook", mission / "sector", "--json").json["node"]
    assert answer.json["to"] == [sector]
    # Sent is what the superior says it has, not what went onto a stick.
    assert program("status", "--logbook", mission / "unit", "--json").json["unsent"] == 2
    program("import", path, "--logbook", mission / "sector")
    back = mission / "back.liaison.age"
    program("export", "--to", "fhq/east/indbatt-1", "--out", back, "--logbook", mission / "sector")
    program("import", back, "--logbook", mission / "unit")
    assert program("status", "--logbook", mission / "unit", "--json").json["unsent"] == 0


def test_a_plain_bundle_is_a_zip_that_anybody_can_open(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Mairie"))
    out = mission / "plain.liaison"
    assert program("export", "--plain", "--out", out, "--logbook", mission / "unit").code == 0
    with zipfile.ZipFile(out) as opened:
        assert opened.namelist()[:3] == ["mimetype", "manifest.json", "manifest.json.sig"]


def test_since_start_sends_everything_again(program: Program, mission: Path, sent: Path, put: Put) -> None:
    unit, sector = mission / "unit", mission / "sector"
    program("import", sent, "--logbook", sector)
    back = mission / "back.liaison.age"
    program("export", "--to", "fhq/east/indbatt-1", "--out", back, "--logbook", sector)
    program("import", back, "--logbook", unit)
    put(unit, organisation("Later"))
    delta = program("export", "--out", mission / "d.liaison.age", "--logbook", unit, "--json").json
    whole = program(
        "export", "--since-start", "--out", mission / "w.liaison.age", "--logbook", unit, "--json"
    ).json
    assert (delta["revisions"], whole["revisions"]) == (1, 4)
    for day, revisions in (("2020-01-01", 4), ("2999-01-01", 1)):
        again = program(
            "export", "--since", day, "--out", mission / "s.liaison.age", "--logbook", unit, "--json"
        ).json
        assert again["revisions"] == revisions


def test_a_size_limit_splits_and_every_part_imports_alone(program: Program, mission: Path, put: Put) -> None:
    unit, sector = mission / "unit", mission / "sector"
    for number in range(4):
        text = "".join(random.Random(number).choices("abcdefghij \n", k=50_000))
        put(unit, meeting(f"m{number}", facts=text, comment=text))
        program("export", "--out", mission / "sealed.liaison.age", "--logbook", unit)
    made = program(
        "export", "--max-size", "60kB", "--out", mission / "parts.liaison.age", "--logbook", unit, "--json"
    )
    assert made.code == 0, made.err
    assert made.json["parts"] > 1
    parts = sorted(mission.glob("parts*"), reverse=True)
    assert len(parts) == made.json["parts"]
    for part in parts:
        assert program("import", part, "--logbook", sector, "--json").json["files"][0]["outcome"] in (
            "applied",
            "held",
        )
    assert records(program, sector) == {"meeting": 4}


@pytest.mark.parametrize("to", ["fhq/west", "nobody"])
def test_an_unknown_reader_is_told(program: Program, mission: Path, to: str) -> None:
    answer = program("export", "--to", to, "--out", mission / "x.liaison.age", "--logbook", mission / "unit")
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)
    assert not (mission / "x.liaison.age").exists()


def test_the_top_has_no_default_reader(program: Program, mission: Path) -> None:
    answer = program("export", "--out", mission / "x.liaison.age", "--logbook", mission / "force")
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)


def test_an_unadmitted_logbook_cannot_export(program: Program, tmp_path: Path) -> None:
    words = ("request", tmp_path / "new", "--unit-name", "U", "--level", "unit", "--officer", "O")
    assert program(*words, "--out", tmp_path / "r").code == 0
    answer = program("export", "--out", tmp_path / "x.liaison.age", "--logbook", tmp_path / "new")
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)


def test_an_import_has_every_key_of_the_contract(program: Program, mission: Path, sent: Path) -> None:
    answer = program("import", sent, "--logbook", mission / "sector", "--json")
    assert answer.code == 0, answer.err
    (outcome,) = answer.json["files"]
    assert set(outcome) >= OUTCOME_KEYS
    assert outcome["outcome"] == "applied"
    assert outcome["counts"]["meeting"] == {"added": 2, "changed": 0} or outcome["counts"]["meeting"] == {
        "added": 2
    }
    assert (outcome["reasons"], outcome["gaps"], outcome["conflicts"]) == ([], [], 0)
    assert records(program, mission / "sector") == {"organisation": 1, "meeting": 2}


def test_a_dry_run_writes_nothing(program: Program, mission: Path, sent: Path) -> None:
    answer = program("import", sent, "--dry-run", "--logbook", mission / "sector", "--json")
    assert answer.json["files"][0]["counts"]["meeting"]["added"] == 2
    assert records(program, mission / "sector") == {}
    assert (
        program("import", sent, "--logbook", mission / "sector", "--json").json["files"][0]["outcome"]
        == "applied"
    )


def test_a_second_import_changes_nothing(program: Program, mission: Path, sent: Path) -> None:
    sector = mission / "sector"
    program("import", sent, "--logbook", sector)
    before = program("list", "meeting", "--json", "--logbook", sector).json
    for _ in range(3):
        answer = program("import", sent, sent, "--logbook", sector, "--json")
        assert answer.code == 0
        assert {each["outcome"] for each in answer.json["files"]} == {"nothing-new"}
    assert program("list", "meeting", "--json", "--logbook", sector).json == before


def test_a_folder_is_read_and_a_bad_file_among_good_ones_is_done_in_part(
    program: Program, mission: Path, sent: Path
) -> None:
    inbox = mission / "inbox"
    inbox.mkdir()
    sent.rename(inbox / "a.liaison.age")
    (inbox / "b.liaison").write_bytes(b"PK nothing")
    (inbox / "c.txt").write_text("not a bundle by its name")
    answer = program("import", inbox, "--logbook", mission / "sector", "--json")
    assert answer.code == IN_PART
    assert {Path(each["file"]).name: each["outcome"] for each in answer.json["files"]} == {
        "a.liaison.age": "applied",
        "b.liaison": "refused",
    }
    assert "refused:not-a-bundle" in answer.err


def test_an_empty_folder_and_a_missing_file_are_told(program: Program, mission: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    nothing = program("import", tmp_path / "empty", "--logbook", mission / "sector")
    missing = program("import", tmp_path / "none.liaison", "--logbook", mission / "sector")
    assert (nothing.code, missing.code) == (FAILED, WRONG_USAGE)
    assert is_one_sentence(nothing.err)
    assert is_one_sentence(missing.err)


def test_a_bundle_for_somebody_else_cannot_be_opened(program: Program, mission: Path, sent: Path) -> None:
    answer = program("import", sent, "--logbook", mission / "force", "--json")
    assert answer.code == FAILED
    assert answer.json["files"][0]["reasons"][0]["code"] == "refused:cannot-decrypt"
    assert is_one_sentence(answer.err)


def damaged() -> list[tuple[str, bytes]]:
    """Return files that are no bundle, from a fixed seed."""
    chance = random.Random(7)
    return [
        ("empty", b""),
        ("one byte", b"P"),
        ("noise", chance.randbytes(4096)),
        ("an age header alone", b"age-encryption.org/v1\n"),
        ("a huge age header", b"age-encryption.org/v1\n" + b"-> X25519 " + b"A" * 200_000),
        ("text", b"Bonjour, voici le rapport"),
    ]


@pytest.mark.parametrize(("name", "data"), damaged(), ids=[name for name, _ in damaged()])
def test_what_is_no_bundle_is_refused_and_changes_nothing(
    program: Program, mission: Path, name: str, data: bytes
) -> None:
    file = mission / "bad.liaison"
    file.write_bytes(data)
    answer = program("import", file, "--logbook", mission / "sector", "--json")
    assert answer.code == FAILED
    (outcome,) = answer.json["files"]
    assert outcome["outcome"] == "refused"
    assert outcome["reasons"][0]["code"].startswith("refused:")
    assert is_one_sentence(answer.err)
    assert records(program, mission / "sector") == {}
    looked_at = program("inspect", file, "--logbook", mission / "sector", "--json")
    assert looked_at.code == FAILED
    assert looked_at.err.startswith(outcome["reasons"][0]["code"])


def test_any_flipped_bit_is_refused(program: Program, mission: Path, put: Put) -> None:
    unit, sector, good = mission / "unit", mission / "sector", mission / "good.liaison"
    put(unit, organisation("Mairie"))
    program("export", "--plain", "--out", good, "--logbook", unit)
    data, chance = good.read_bytes(), random.Random(7)
    inbox = mission / "inbox"
    inbox.mkdir()
    for number in range(500):
        bad = bytearray(data)
        bad[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (inbox / f"{number:03d}.liaison").write_bytes(bad)
    answer = program("import", inbox, "--logbook", sector, "--json")
    assert answer.code == FAILED
    assert {each["outcome"] for each in answer.json["files"]} == {"refused"}
    assert records(program, sector) == {}


def test_a_cut_bundle_is_refused(program: Program, mission: Path, sent: Path) -> None:
    data = sent.read_bytes()
    for size in (len(data) - 1, len(data) // 2, 200):
        sent.write_bytes(data[:size])
        assert program("import", sent, "--logbook", mission / "sector").code == FAILED
    assert records(program, mission / "sector") == {}


def test_inspect_needs_no_logbook_for_a_plain_bundle(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Mairie"))
    out = mission / "plain.liaison"
    program("export", "--plain", "--out", out, "--logbook", mission / "unit")
    answer = program("inspect", out, "--json")
    assert answer.code == 0, answer.err
    text = json.dumps(answer.json)
    assert program("status", "--logbook", mission / "unit", "--json").json["node"] in text
    assert "organisation" not in answer.json.get("fields", {})
    assert program("inspect", out).out.strip()


def test_inspect_and_verify_open_an_encrypted_bundle_with_its_logbook(
    program: Program, mission: Path, sent: Path
) -> None:
    with_logbook = ("--logbook", mission / "sector")
    assert program("inspect", sent, *with_logbook, "--json").code == 0
    assert program("verify", sent, *with_logbook, "--json").json == {"ok": True, "faults": []}
    assert program("verify", sent, *with_logbook).code == 0
    for command in ("inspect", "verify"):
        closed = program(command, sent, "--logbook", mission / "force")
        assert closed.code == FAILED
        assert "Traceback" not in closed.err


def test_verify_says_where_nobody_vouches_for_the_signers(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Mairie"))
    out = mission / "plain.liaison"
    program("export", "--plain", "--out", out, "--logbook", mission / "unit")
    alone = program("verify", out)
    assert alone.code == 0
    assert "No roster was at hand" in alone.err
    with zipfile.ZipFile(out) as opened:
        name = next(
            each for each in opened.namelist() if each.startswith("rosters/") and each.endswith(".json")
        )
        (mission / "roster.json").write_bytes(opened.read(name))
    answer = program("verify", out, "--roster", mission / "roster.json", "--json")
    assert (answer.code, answer.json) == (0, {"ok": True, "faults": []})
    with_noise = program("verify", out, "--roster", out)
    assert with_noise.code == FAILED
    assert with_noise.err.startswith("The roster is damaged")


def test_two_exports_to_a_folder_within_a_second_are_two_files(
    program: Program, mission: Path, put: Put, tmp_path: Path
) -> None:
    put(mission / "unit", organisation("Mairie"))
    to_folder = ("export", "--out", tmp_path, "--logbook", mission / "unit", "--json")
    paths = {program(*to_folder).json["path"] for _ in range(3)}
    assert {str(path) for path in tmp_path.glob("*.liaison.age")} == paths
    assert len(paths) == 3


def test_verify_finds_a_changed_bundle(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Mairie"))
    out = mission / "plain.liaison"
    program("export", "--plain", "--out", out, "--logbook", mission / "unit")
    data = bytearray(out.read_bytes())
    data[len(data) // 2] ^= 1
    out.write_bytes(data)
    answer = program("verify", out, "--logbook", mission / "sector", "--json")
    assert answer.code == FAILED
    assert answer.json["ok"] is False
    assert answer.json["faults"]


@pytest.mark.parametrize(
    ("text", "size"),
    [("5MB", 5_000_000), ("500 kB", 500_000), ("1.5GB", 1_500_000_000), ("42", 42), ("7B", 7)],
)
def test_sizes_are_read(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "MB", "0", "-5MB", "5 TB", "٥MB", "1e9"])
def test_other_sizes_are_wrong_usage(text: str) -> None:
    with pytest.raises(UsageFaultError):
        read_size(text)


def outcome(what: str, *codes: str) -> FileOutcome:
    return FileOutcome(file="f", bundle="b", outcome=what, reasons=tuple(Reason(code=code) for code in codes))


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ((outcome("applied"),), 0),
        ((outcome("applied"), outcome("nothing-new")), 0),
        ((outcome("refused", "refused:malformed"),), 1),
        ((outcome("held", "held:gap"),), 1),
        ((outcome("applied"), outcome("held", "held:gap")), 5),
        ((outcome("applied", "refused:fork"),), 5),
    ],
)
def test_the_code_says_whether_all_some_or_none_was_taken(
    outcomes: tuple[FileOutcome, ...], code: int
) -> None:
    assert code_of(outcomes) == code


def test_an_inspection_reads_as_indented_lines() -> None:
    found: dict[str, Any] = {
        "ok": True,
        "signer": {"unit": None},
        "to": ["a", "b"],
        "sets": [{"seq": 1, "x": {"y": 2}}],
    }
    assert list(inspection_lines(found)) == [
        "ok: yes",
        "signer:",
        "  unit: -",
        "to: a, b",
        "sets: 1",
        "  - seq 1",
        "    x:",
        "      y: 2",
    ]
