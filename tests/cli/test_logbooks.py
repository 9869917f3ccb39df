"""`create`, `request`, `status`, `backup`, `restore`, `check`; wrong passphrases and damaged logbooks."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.codes import FAILED, NO_LOGBOOK, WRONG_PASSPHRASE
from tests.cli.conftest import organisation
from tests.cli.running import PASSPHRASE, Program, command, environment, is_one_sentence, run

Put = Callable[..., list[str]]


def test_create_makes_the_root_of_a_mission(program: Program, tmp_path: Path) -> None:
    words = (
        "create",
        tmp_path / "new",
        "--mission",
        "MINUSCA",
        "--unit-name",
        "Force HQ",
        "--officer",
        "Maj A.",
    )
    answer = program(*words, "--json")
    assert answer.code == 0, answer.err
    assert {"path", "bytes", "node", "fingerprint"} <= set(answer.json)
    assert len(answer.json["fingerprint"].split()) == 6
    status = program("status", "--logbook", tmp_path / "new", "--json").json
    assert (status["node"], status["unit"], status["level"]) == (answer.json["node"], "fhq", "force")


def test_what_is_there_already_is_never_overwritten(program: Program, mission: Path) -> None:
    before = program("status", "--logbook", mission / "force", "--json").json
    for path in (mission / "force", mission):
        answer = program("create", path, "--mission", "M", "--unit-name", "U", "--officer", "O")
        assert answer.code == FAILED
        assert is_one_sentence(answer.err)
    assert program("status", "--logbook", mission / "force", "--json").json["node"] == before["node"]


def test_a_request_is_written_and_the_logbook_works_alone(program: Program, tmp_path: Path, put: Put) -> None:
    out = tmp_path / "ask.request"
    words = (
        "request",
        tmp_path / "new",
        "--unit-name",
        "INDBATT-2",
        "--level",
        "unit",
        "--officer",
        "Maj B.",
    )
    answer = program(*words, "--out", out, "--json")
    assert answer.code == 0, answer.err
    assert (answer.json["path"], answer.json["bytes"]) == (str(out), out.stat().st_size)
    assert len(answer.json["fingerprint"].split()) == 6
    put(tmp_path / "new", organisation("Mairie"))
    status = program("status", "--logbook", tmp_path / "new", "--json").json
    assert status["unit"] is None
    assert status["records"]["organisation"] == 1


def test_status_has_every_key_of_the_contract(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Mairie"))
    status = program("status", "--logbook", mission / "unit", "--json").json
    wanted = "node unit level mission epoch schema format records unsent peers gaps held forks conflicts"
    wanted += " backup warnings"
    assert set(wanted.split()) <= set(status)
    assert status["records"]["organisation"] == 1
    assert status["unsent"] == 1
    assert status["format"] == 2
    for peer in status["peers"]:
        assert {"node", "unit", "has", "lacks", "last_in", "last_out"} <= set(peer)
    out = program("status", "--logbook", mission / "unit").out
    assert "INDBATT-1" in out
    assert status["node"] in out


@pytest.mark.parametrize("words", [("status",), ("list", "meeting"), ("export",), ("check",), ("conflicts",)])
def test_a_wrong_passphrase_has_its_own_code(
    program: Program, mission: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    for number, wrong in enumerate(("wrong", "", " ", PASSPHRASE.upper(), "x" * 4000)):
        file = tmp_path / f"pass-{number}"
        file.write_text(wrong + "\n", encoding="utf-8")
        answer = program(*words, "--logbook", mission / "unit", "--passphrase-file", file)
        assert answer.code == WRONG_PASSPHRASE
        assert answer.out == ""
        assert is_one_sentence(answer.err)


def test_the_passphrase_file_goes_before_the_environment(
    program: Program, mission: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pass"
    file.write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\n")
    monkeypatch.setenv("LIAISON_PASSPHRASE", "wrong")
    assert program("--passphrase-file", file, "status", "--logbook", mission / "unit").code == 0


def test_accents_typed_apart_open_the_logbook_too(tmp_path: Path) -> None:
    composed, apart = "caf\u00e9 de Bangui", "cafe\u0301 de Bangui"
    words = ("create", tmp_path / "new", "--mission", "M", "--unit-name", "U", "--officer", "O")
    assert run(*words, env=environment(composed)).code == 0
    assert run("status", "--logbook", tmp_path / "new", env=environment(apart)).code == 0


def test_without_a_terminal_a_missing_passphrase_is_wrong_usage(mission: Path) -> None:
    answer = run("status", "--logbook", mission / "unit", env=environment(None))
    assert answer.code == 2
    assert is_one_sentence(answer.err)


@pytest.mark.parametrize("make", ["nothing", "file", "empty folder", "plain database"])
def test_what_is_no_logbook_has_its_own_code_and_stays_untouched(
    program: Program, tmp_path: Path, make: str
) -> None:
    path = tmp_path / "place"
    if make == "file":
        path.write_bytes(b"not a logbook")
    elif make == "empty folder":
        path.mkdir()
    elif make == "plain database":
        path.mkdir()
        (path / "logbook.db").write_bytes(b"SQLite format 3\x00" + bytes(4080))
    before = {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()}
    answer = program("status", "--logbook", path)
    assert answer.code == NO_LOGBOOK
    assert answer.out == ""
    assert is_one_sentence(answer.err)
    assert {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()} == before


def test_a_damaged_logbook_has_its_own_code(program: Program, mission: Path, put: Put) -> None:
    logbook = mission / "unit"
    put(logbook, organisation("Mairie"))
    database = logbook / "logbook.db"
    data = bytearray(database.read_bytes())
    data[100 : len(data) // 2] = bytes(len(data) // 2 - 100)
    database.write_bytes(data)
    file = mission / "more.jsonl"
    file.write_text('{"kind":"organisation","fields":{"name":"More"}}')
    for words in (("status",), ("list", "organisation"), ("put", file)):
        answer = program(*words, "--logbook", logbook)
        assert answer.code == NO_LOGBOOK
        assert answer.out == ""
        assert is_one_sentence(answer.err)


def test_both_key_files_gone_is_a_damaged_logbook(program: Program, mission: Path) -> None:
    logbook = mission / "unit"
    for path in logbook.glob("*.json*"):
        path.write_bytes(b"{")
    answer = program("status", "--logbook", logbook)
    assert answer.code == NO_LOGBOOK
    assert is_one_sentence(answer.err)


def test_a_backup_is_restored_in_a_new_epoch(
    program: Program, mission: Path, tmp_path: Path, put: Put
) -> None:
    logbook = mission / "unit"
    put(logbook, organisation("Mairie"))
    made = program("backup", "--to", tmp_path / "stick", "--logbook", logbook, "--json")
    assert made.code == 0, made.err
    assert Path(made.json["path"]).is_relative_to(tmp_path / "stick")
    assert Path(made.json["path"]).stat().st_size == made.json["bytes"]
    assert program("backup", "--logbook", logbook).code == 0
    status = program("status", "--logbook", logbook, "--json").json
    assert status["backup"]["path"]
    again = program("restore", made.json["path"], tmp_path / "again", "--json")
    assert again.code == 0, again.err
    restored = program("status", "--logbook", tmp_path / "again", "--json").json
    assert restored["node"] == status["node"]
    assert restored["epoch"] != status["epoch"]
    assert restored["records"] == status["records"]
    assert program("check", "--logbook", tmp_path / "again", "--json").json == {"ok": True, "faults": []}


def test_a_backup_is_never_restored_over_something(program: Program, mission: Path, tmp_path: Path) -> None:
    made = program("backup", "--to", tmp_path, "--logbook", mission / "unit", "--json").json
    answer = program("restore", made["path"], mission / "sector")
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)
    assert program("status", "--logbook", mission / "sector", "--json").json["unit"] == "fhq/east"


def test_a_damaged_backup_is_refused(program: Program, tmp_path: Path) -> None:
    bad = tmp_path / "bad.backup"
    bad.write_bytes(b"nothing of the kind" * 100)
    answer = program("restore", bad, tmp_path / "again")
    assert answer.code in (FAILED, NO_LOGBOOK)
    assert is_one_sentence(answer.err)
    assert not (tmp_path / "again").exists()


def test_a_sound_logbook_has_no_faults(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Mairie"))
    answer = program("check", "--logbook", mission / "unit", "--json")
    assert (answer.code, answer.json) == (0, {"ok": True, "faults": []})
    assert program("check", "--logbook", mission / "unit").out == "No fault was found.\n"


def test_a_prompt_on_a_terminal_asks_for_the_passphrase(mission: Path) -> None:
    """A terminal is real here: a pseudo-terminal of the operating system."""
    script = (
        "import json, os, pty, sys\n"
        "words = json.loads(sys.argv[1])\n"
        "typed = iter([sys.argv[2].encode() + b'\\n'])\n"
        "seen = b''\n"
        "pid, tty = pty.fork()\n"
        "if pid == 0: os.execv(words[0], words)\n"
        "while True:\n"
        "    try: piece = os.read(tty, 4096)\n"
        "    except OSError: break\n"
        "    if not piece: break\n"
        "    seen += piece\n"
        "    if b'Passphrase:' in piece: os.write(tty, next(typed))\n"
        "sys.stdout.buffer.write(seen)\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n"
    )
    words = command("status", "--logbook", mission / "unit")
    done = subprocess.run(
        [words[0], "-c", script, json.dumps(words), PASSPHRASE],
        capture_output=True,
        env=environment(None),
        check=False,
    )
    shown = done.stdout.decode()
    assert done.returncode == 0, shown
    assert "INDBATT-1" in shown
    assert PASSPHRASE not in shown


def test_a_request_that_could_not_be_written_is_written_again(program: Program, tmp_path: Path) -> None:
    words = ("request", tmp_path / "new", "--unit-name", "U-1", "--level", "unit", "--officer", "Maj B.")
    away = program(*words, "--out", tmp_path / "STICK" / "a.request")
    assert away.code == FAILED
    assert is_one_sentence(away.err)
    assert list(tmp_path.iterdir()) == []
    first = program(*words, "--out", tmp_path / "a.request", "--json")
    (tmp_path / "a.request").unlink()
    again = program(*words, "--out", tmp_path / "b.request", "--json")
    assert (first.code, again.code) == (0, 0), again.err
    assert again.json["node"] == first.json["node"]
    assert (tmp_path / "b.request").stat().st_size == again.json["bytes"]
    other = program(*words[:3], "Another", *words[4:], "--out", tmp_path / "c.request")
    assert other.code == FAILED
    assert is_one_sentence(other.err)
    assert not (tmp_path / "c.request").exists()


def test_the_passphrase_is_changed(program: Program, mission: Path, tmp_path: Path) -> None:
    logbook, new, short = mission / "unit", tmp_path / "new", tmp_path / "short"
    new.write_text("a longer one of words\n")
    short.write_text("short\n")
    before = [(logbook / name).read_bytes() for name in ("keys.json", "keys.copy.json")]
    refused = program("passphrase", "--logbook", logbook, "--new-passphrase-file", short)
    assert (refused.code, refused.out) == (FAILED, "")
    assert is_one_sentence(refused.err)
    wrong = program(
        "passphrase", "--logbook", logbook, "--new-passphrase-file", new, "--passphrase-file", short
    )
    assert wrong.code == WRONG_PASSPHRASE
    assert [(logbook / name).read_bytes() for name in ("keys.json", "keys.copy.json")] == before
    done = program("passphrase", "--logbook", logbook, "--new-passphrase-file", new, "--json")
    assert (done.code, done.json["changed"]) == (0, True), done.err
    assert program("status", "--logbook", logbook).code == WRONG_PASSPHRASE
    assert program("status", "--logbook", logbook, "--passphrase-file", new).code == 0
    after = [(logbook / name).read_bytes() for name in ("keys.json", "keys.copy.json")]
    assert after[0] == after[1]
    for name in ("keys.json", "keys.copy.json"):
        (logbook / name).write_bytes(b"\xff")
        assert program("status", "--logbook", logbook, "--passphrase-file", new).code == 0
