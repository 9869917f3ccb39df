"""A progress bar on standard error, for a terminal."""

from __future__ import annotations

import sys

WIDTH = 30


def silent(done: float = 0, total: float = 0, words: str = "") -> None:
    """Report progress to nobody."""


class Bar:
    """A bar that redraws its one line only when a whole percent has passed, and leaves it when it is full."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._shown = -1

    def __call__(self, done: float = 0, total: float = 1, words: str = "") -> None:
        """Show that `done` of `total` is behind us; `words` replaces what is being done."""
        share = min(1.0, done / total) if total else 1.0
        percent = int(share * 100)
        if percent == self._shown:
            return
        self._shown = percent
        filled = int(share * WIDTH)
        bar = "#" * filled + "." * (WIDTH - filled)
        end = "\n" if percent == 100 else ""
        sys.stderr.write(f"\r{(words or self._words)[:40]:<20} [{bar}] {percent:3d} %{end}")
        sys.stderr.flush()
