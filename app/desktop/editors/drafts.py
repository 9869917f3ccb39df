"""Drafts: what is typed is kept every two seconds, so that a crash or an empty battery loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from app.desktop.context import Context
from app.desktop.editors import desk_work

EVERY_MS = 2_000


class DraftKeeper(QObject):
    """Keeps the draft of one form. `snapshot` returns the raw values typed and the reach chosen."""

    kept = Signal(str)

    def __init__(
        self, context: Context, *, kind: str, record_id: str | None, key: str,
        snapshot: Callable[[], tuple[dict[str, Any], str | None]], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context, self._kind, self._snapshot = context, kind, snapshot
        self.record_id, self.key = record_id, key
        self._timer = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._timer.timeout.connect(self.keep)
        self._is_kept = False

    def note_edit(self) -> None:
        """Keep the draft within two seconds."""
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Keep nothing more until the next edit, because everything is saved."""
        self._timer.stop()
        self._is_kept = False

    def adopt(self, key: str) -> None:
        """Go on with a draft that was kept before."""
        self.key, self._is_kept = key, True

    def keep(self) -> None:
        """Keep what is typed now, or drop the draft where everything is as it was."""
        self._timer.stop()
        typed, reach = self._snapshot()
        key, kind, record_id = self.key, self._kind, self.record_id
        if typed or reach:
            self._is_kept = True
            # The context owns the answer: the work is wanted even where the form is gone by then.
            self._context.ask(
                lambda desk: desk_work.keep(
                    desk, key=key, kind=kind, record_id=record_id, typed=typed, reach=reach
                ),
                done=self._on_kept, owner=self._context,
            )  # fmt: skip
        elif self._is_kept:
            self.drop(key)

    def keep_if_due(self) -> None:
        """Keep at once what the timer still waits with."""
        if self._timer.isActive():
            self.keep()

    def drop(self, key: str) -> None:
        """Forget a draft."""
        self._is_kept = False
        self._context.ask(lambda desk: desk_work.drop(desk, key), done=lambda _: None, owner=self._context)

    def _on_kept(self, at: str) -> None:
        if shiboken6.isValid(self):
            self.kept.emit(at)
