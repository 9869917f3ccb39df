"""Passphrases: read from a file, the environment or a prompt, and never shown."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from app.cli.exits import UsageFaultError

LONGEST = 4096
"""Most bytes of a passphrase; what is larger is some other file."""


def ask(file: Path | None) -> str:
    """Return the passphrase of an existing logbook."""
    given = _given(file)
    return _prompt("Passphrase: ") if given is None else given


def ask_new(file: Path | None) -> str:
    """Return the passphrase of a new logbook; at a prompt it is typed twice."""
    given = _given(file)
    if given is None:
        given = _prompt("New passphrase: ")
        if _prompt("The same again: ") != given:
            raise UsageFaultError("The two passphrases differ; nothing was made.")
    if not given.strip():
        raise UsageFaultError("A logbook needs a passphrase; an empty one protects nothing.")
    return given


def ask_change(file: Path | None) -> str:
    """Return the passphrase that replaces another, from its own file or variable, or typed twice."""
    given = _given(file, "LIAISON_NEW_PASSPHRASE")
    if given is None:
        given = _prompt("New passphrase: ")
        if _prompt("The same again: ") != given:
            raise UsageFaultError("The two new passphrases differ; nothing was changed.")
    return given


def _given(file: Path | None, variable: str = "LIAISON_PASSPHRASE") -> str | None:
    if file is None:
        return os.environ.get(variable)
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageFaultError(f"The passphrase file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageFaultError("The passphrase file is not text in UTF-8.") from error
    if len(data) > LONGEST:
        raise UsageFaultError(f"The passphrase file is larger than {LONGEST} bytes: is it the right file?")
    return text.removesuffix("\n").removesuffix("\r")


def _prompt(words: str) -> str:
    if not (sys.stdin.isatty() or sys.stderr.isatty()):
        raise UsageFaultError(
            "No terminal to ask for the passphrase: give --passphrase-file FILE or set LIAISON_PASSPHRASE."
        )
    try:
        return getpass.getpass(words, stream=sys.stderr)
    except EOFError as error:
        raise UsageFaultError("No passphrase was typed.") from error
