"""The entry point: quick answers, shared options, exit codes of wrong use, and pipes that close early."""

import subprocess
import sys

import pytest

from app import __version__
from app.cli.codes import FAILED, WRONG_USAGE
from tests.cli.running import ROOT, START, Program, command, environment, run

HEAVY = {"typer", "msgspec", "sqlalchemy", "nacl", "PySide6", "reportlab", "argparse", "asyncio"}


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


def modules_loaded_by(*words: str) -> set[str]:
    """Return the top names of all modules that one command loads."""
    ask = (
        f"import sys; sys.argv = ['liaison', *{list(words)!r}]; from app.cli.entry import main; main(); "
        + ("print('\\n'.join(sys.modules), file=sys.stderr)")
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_the_version_is_printed_without_loading_anything_heavy() -> None:
    assert run("--version").out == f"liaison {__version__}\n"
    assert modules_loaded_by("--version") & HEAVY == set()


def test_the_version_is_known_beside_other_options(program: Program) -> None:
    answer = program("--quiet", "--version")
    assert (answer.code, answer.out) == (0, f"liaison {__version__}\n")


def test_listing_the_kinds_loads_no_store_and_no_keys() -> None:
    loaded = modules_loaded_by("kinds", "--json")
    assert "msgspec" in loaded
    assert loaded & {"sqlalchemy", "nacl", "PySide6", "reportlab", "rich"} == set()


@pytest.mark.parametrize(
    "words",
    [
        ("no-such-command",),
        ("list",),
        ("list", "meeting", "--limit", "0"),
        ("list", "meeting", "--limit", "many"),
        ("kinds", "--no-such-option"),
        ("kinds", "too", "many"),
        ("--logbook",),
        ("resolve", "x", "y"),
        ("sitrep", "--until", "yesterday", "--out", "x.pdf"),
        ("export", "--max-size", "huge"),
        ("request", "x", "--unit-name", "A", "--level", "army", "--officer", "B", "--out", "y"),
        ("create", "x", "--mission", " ", "--unit-name", "A", "--officer", "B"),
        ("status",),
    ],
)
def test_wrong_use_is_told_and_has_its_code(program: Program, words: tuple[str, ...]) -> None:
    answer = program(*words)
    assert answer.code == WRONG_USAGE
    assert answer.out == ""
    assert answer.err.strip()
    assert "Traceback" not in answer.err


def test_status_loads_no_validation_library_and_no_front_end() -> None:
    loaded = modules_loaded_by("status", "--logbook", "not-there")
    assert "sqlalchemy" in loaded
    assert loaded & {"pydantic", "rich", "PySide6", "reportlab", "alembic"} == set()


def test_completion_is_offered_where_it_is_asked_for(program: Program) -> None:
    assert "--install-completion" in program("--help").out
    asked = environment(_LIAISON_COMPLETE="complete_bash", COMP_WORDS="liaison sta", COMP_CWORD="1")
    ask = "import sys; sys.argv = ['liaison']; from app.bootstrap import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", ask], env=asked, capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.split() == ["status"]


def test_wrong_use_points_to_the_help(program: Program) -> None:
    assert "Try 'liaison list -h' for help." in program("list").err


def test_shared_options_stand_before_or_after_the_command(program: Program) -> None:
    before, after = program("--json", "kinds"), program("kinds", "--json")
    assert before.code == after.code == 0
    assert before.json == after.json


def test_the_option_after_the_command_wins(program: Program) -> None:
    answer = program("--logbook", "first", "status", "--logbook", "second-that-is-not-there", "--json")
    assert answer.code == 4
    assert answer.out == ""


def test_every_command_explains_itself(program: Program) -> None:
    shown = program("--help")
    assert shown.code == 0
    names = _listed(shown.out)
    wanted = (
        "demo create request admit roster put list show search kinds export import inspect verify "
        "conflicts resolve status sitrep backup restore check self-check"
    )
    assert set(wanted.split()) <= set(names)
    for name in names:
        answer = program(name, "--help")
        assert answer.code == 0
        inner = [program(name, one, "--help") for one in _listed(answer.out)]
        assert all("--passphrase-file" in one.out for one in inner or [answer])


def _listed(help_text: str) -> list[str]:
    """Return the commands that a help lists, none for a command that has none below it."""
    listed = help_text.partition("Commands:")[2].partition("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines() if line.strip()]


def test_a_reader_that_leaves_early_is_no_failure_to_shout_about() -> None:
    script = f"{sys.executable} -c '{START}' kinds | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.startswith("meeting")
    assert done.stderr == ""


def test_names_in_any_script_are_written_in_utf8_whatever_the_locale() -> None:
    env = environment(LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii:strict")
    done = subprocess.run(
        command("show", "Préfecture", "--logbook", "حولا"), capture_output=True, env=env, check=False
    )
    assert done.returncode in (FAILED, 4)
    assert "Traceback" not in done.stderr.decode("utf-8")
