"""Keeper: holds the newest overview of the open logbook and asks again when something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.desktop.context import Context

if TYPE_CHECKING:
    from app.desktop.today.overview import Overview
    from app.services.views import Status

SETTLE = 150
"""Milliseconds to wait for more changes before asking."""


class Keeper(QObject):
    """Asks once for Today and the counts of the left column together; `ready` brings an `Overview`."""

    ready = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.overview: Overview | None = None
        self._number = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self.ask)
        context.changed.connect(lambda _: self._settle.start())

    def ask(self) -> None:
        """Ask for Today, then for the status; an answer overtaken by a newer question is dropped."""
        # Late: this loads the use cases, which the window does not wait for.
        import msgspec

        from app.desktop.today.overview import overview
        from app.services.status import status

        now = self.context.clock()
        self._number += 1
        number = self._number

        def today(found: Overview) -> None:
            if number == self._number:
                before = self.overview.status if self.overview else None
                self._tell(msgspec.structs.replace(found, status=before))
                self.context.ask(status, done=exchange, owner=self)

        def exchange(stand: Status) -> None:
            if number == self._number and self.overview is not None:
                self._tell(msgspec.structs.replace(self.overview, status=stand))

        self.context.ask(lambda desk: overview(desk, now), done=today, owner=self)

    def _tell(self, found: Overview) -> None:
        self.overview = found
        self.ready.emit(found)
