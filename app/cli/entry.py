"""The entry point of the command line: answers the quick questions at once and lets no traceback out.

Nothing heavy is imported before it is known to be needed: `--version` costs little more than an empty Python.
"""

import gc
import os
import sys

from app import __version__
from app.cli.codes import DONE, FAILED, STOPPED

SWEEP_AFTER = 50_000
"""New objects between two looks for garbage: the usual 700 take a quarter of the time in which libraries load."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words == ["--version"]:
        sys.stdout.write(f"liaison {__version__}\n")
        return DONE
    _write_utf8()
    gc.set_threshold(SWEEP_AFTER)
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        code = STOPPED
    if code == STOPPED:
        sys.stderr.write("\nStopped. What was acknowledged before is kept; nothing was written half.\n")
    return code


def _run(words: list[str]) -> int:
    # Loaded here, so that the questions above are answered before the command line library is read.
    from app.cli.program import run

    return run(words)


def _write_utf8() -> None:
    """Write UTF-8 whatever the locale says: names are written in many scripts, JSON is always UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _reader_left() -> int:
    """Stay quiet when the reader of a pipe has seen enough, also while Python closes its streams."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
