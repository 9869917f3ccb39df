"""The child process: takes one message with pictures from its input, answers with one, and ends.

It binds itself before it looks at a foreign byte: memory, time, no file it could write, no core file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from app.pictures.errors import PictureTooLargeError
from app.pictures.messages import packed, unpacked

MEMORY = 1024 * 1024 * 1024
SECONDS = 40
OPEN_FILES = 32


def main() -> int:
    """Answer one message and return the exit code."""
    # Loaded before the limits, which leave no room to load anything large.
    from app.pictures import developing

    _bind()
    head, blobs = unpacked(sys.stdin.buffer.read())
    edge = head.get("edge")
    if isinstance(edge, int):
        drawn = developing.to_print if head.get("print") is True else developing.render
        made = [_answered(partial(drawn, blob, edge)) for blob in blobs]
        said = packed({"shown": [size for size, _ in made]}, [content for _, content in made])
    else:
        facts, parts = _answered(partial(developing.develop, blobs[0]))
        said = packed({"developed": facts}, parts or ())
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
    return 0


def _answered(work: Callable[[], tuple[Any, Any]]) -> tuple[Any, Any]:
    """Do one piece of work; return what it gave, or the word for what is wrong and nothing."""
    try:
        return work()
    except (MemoryError, PictureTooLargeError):
        return "too-large", b""
    except Exception:  # noqa: BLE001 - whatever a decoder raises over foreign bytes means that they are damaged
        return "damaged", b""


def _bind() -> None:
    """Limit what this process may use, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is what remains
        return
    for name, most in (
        ("RLIMIT_AS", MEMORY), ("RLIMIT_CPU", SECONDS), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", OPEN_FILES),
    ):  # fmt: skip
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


if __name__ == "__main__":
    code = main()
    # Without the clean-up of the interpreter, which frees what the system takes back anyway.
    os._exit(code)
