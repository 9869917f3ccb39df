"""`demo`: it prints each step with its time, and its logbooks open with the published passphrase."""

from pathlib import Path

from app.cli.codes import FAILED
from tests.cli.running import environment, is_one_sentence, run


def test_the_demonstration_builds_three_logbooks_that_open(tmp_path: Path) -> None:
    answer = run("demo", tmp_path / "demo", "--records", "12", "--seed", "3", env=environment(None))
    assert answer.code == 0, answer.err
    steps = [line for line in answer.out.splitlines() if " s  " in line]
    assert len(steps) > 15
    assert "liaison-demo" in answer.out
    env = environment("liaison-demo")
    for name in ("unit", "sector", "force"):
        status = run("status", "--logbook", tmp_path / "demo" / name, "--json", env=env)
        assert status.code == 0, status.err
        assert status.json["conflicts"] == 0
    assert status.json["records"]["qip"] == 79 + 3  # the real ones, and invented examples
    assert (tmp_path / "demo" / "sitrep.pdf").read_bytes().startswith(b"%PDF-")


def test_the_answer_as_json_is_one_document(tmp_path: Path) -> None:
    answer = run("demo", tmp_path / "demo", "--json")
    assert answer.code == 0, answer.err
    assert {"path", "logbooks", "sitrep", "serial", "records", "steps"} <= set(answer.json)
    assert all(set(step) == {"step", "seconds"} for step in answer.json["steps"])


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("keep")
    answer = run("demo", tmp_path)
    assert answer.code == FAILED
    assert answer.out == ""
    assert is_one_sentence(answer.err)
