"""Runs the real program: in a process of its own, or in this one where many commands follow each other."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

from app.cli.entry import main

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "correct horse battery"
START = "import sys; from app.bootstrap import main; sys.exit(main())"
"""What the installed `liaison` script does."""
ONE_SENTENCE = 400
"""Letters that one plain sentence may take, with the paths in it."""


class Answer:
    """What a command answered: its exit code, standard output and standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


def environment(passphrase: str | None = PASSPHRASE, **more: str) -> dict[str, str]:
    """Return the environment of a command, without what the developer's own shell says about logbooks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIAISON_")}
    given = {} if passphrase is None else {"LIAISON_PASSPHRASE": passphrase}
    return {**kept, **given, **more}


def command(*words: str | Path) -> list[str]:
    """Return the words that start the program in a process of its own."""
    return [sys.executable, "-c", START, *map(str, words)]


def run(
    *words: str | Path,
    env: Mapping[str, str] | None = None,
    data: bytes = b"",
    cwd: Path | None = None,
) -> Answer:
    """Run one command line in its own process and return what it answered."""
    done = subprocess.run(
        command(*words),
        input=data,
        capture_output=True,
        env=dict(env or environment()),
        cwd=cwd or ROOT,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def call(*words: str | Path, passphrase: str = PASSPHRASE) -> Answer:
    """Run one command line in this process, which is quicker, and return what it answered."""
    out, err = io.StringIO(), io.StringIO()
    env = {"LIAISON_PASSPHRASE": passphrase}
    with mock.patch.dict(os.environ, env), redirect_stdout(out), redirect_stderr(err):
        os.environ.pop("LIAISON_LOGBOOK", None)
        code = main([str(word) for word in words])
    return Answer(code, out.getvalue(), err.getvalue())


class Program:
    """The program in this process, with its output captured by pytest."""

    def __init__(self, capsys: Any, monkeypatch: Any) -> None:
        self._capsys = capsys
        monkeypatch.setenv("LIAISON_PASSPHRASE", PASSPHRASE)
        monkeypatch.delenv("LIAISON_LOGBOOK", raising=False)

    def __call__(self, *words: str | Path) -> Answer:
        """Run one command line and return what it answered."""
        self._capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = self._capsys.readouterr()
        return Answer(code, out, err)


def is_one_sentence(text: str) -> bool:
    """Tell whether a complaint is one line of plain words, with no trace of the inside."""
    lines = text.strip().splitlines()
    return (
        len(lines) == 1
        and 10 < len(lines[0]) < ONE_SENTENCE
        and "Traceback" not in text
        and "Error(" not in text
    )
