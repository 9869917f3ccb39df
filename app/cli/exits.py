"""Failures: which exit code an error has, and the one sentence that a person reads."""

from __future__ import annotations

import os
import sys

from app.cli.codes import FAILED, NO_LOGBOOK, WRONG_PASSPHRASE, WRONG_USAGE

CODES = {
    "WrongPassphraseError": WRONG_PASSPHRASE,
    **dict.fromkeys(
        (
            "LogbookMissingError", "LogbookDamagedError", "LogbookNewerError", "LogbookBusyError",
            "LogbookReadOnlyError", "KeySlotsDamagedError", "NotALogbookError", "MigrationFailedError",
        ),
        NO_LOGBOOK,
    ),
}  # fmt: skip
"""Exit codes by the name of an error's class or one it derives from, so that no store is loaded to tell."""


class UsageFaultError(Exception):
    """A command was used wrongly; the text says how to use it."""


class RefusedError(Exception):
    """A command was refused for a reason that only the command line knows; the text is the sentence."""


def report(error: Exception) -> int:
    """Print the sentence of an error on standard error and return its exit code."""
    code, sentence = _judged(error)
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return code


def _judged(error: Exception) -> tuple[int, str]:
    if isinstance(error, UsageFaultError):
        return WRONG_USAGE, str(error)
    if isinstance(error, RefusedError):
        return FAILED, str(error)
    for name in (each.__name__ for each in type(error).__mro__):
        if name in CODES:
            return CODES[name], _words(error)
    return FAILED, _words(error)


def _words(error: Exception) -> str:
    # Loaded when something has failed: a command that goes well need not read the words for what went wrong.
    from app.services.wording import sentence

    return system_words(error) if isinstance(error, OSError) else sentence(error)


def system_words(error: OSError) -> str:
    """Return the sentence for what the operating system refused, with the file it was about."""
    what = error.strerror or type(error).__name__
    where = f" ({os.fsdecode(error.filename)})" if isinstance(error.filename, str | bytes) else ""
    return f"{what}{where}: nothing was changed; see to it and run the command again."
