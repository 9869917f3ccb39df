"""Sheet saving: a button that saves what a list shows, or its chosen rows, in every format that can hold them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.desktop.context import Context, Tone
from app.desktop.words import many, tr

if TYPE_CHECKING:
    from app.services.desks import Desk
    from app.services.sheets_out import SheetWritten

FORMATS = {".xlsx": "Excel", ".csv": "CSV", ".geojson": "Map (GeoJSON)", ".ics": "Calendar (ICS)"}
EVERYTHING = "all"
"""The whole logbook, as the writers call it."""
TAGGED = (".xlsx", ".csv")
"""Formats that have room for a row of HXL tags."""
Keys = Callable[["Desk"], "Sequence[int] | None"]
"""Gives the rows to save, in their order, on the lane of the logbook; None stands for all there is."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What to save: a kind, `3w` or `all`, in which format, for whom, and with or without HXL tags."""

    what: str
    suffix: str
    for_partners: bool = False
    tags: bool = False


class SaveButton(QToolButton):
    """Offers the formats that can hold the records of a list, for ourselves and for partners.

    `rows` is asked what to save when a format is chosen; `only` leaves out all formats but these.
    """

    def __init__(
        self, context: Context, what: str, rows: Callable[[], Keys], *, only: Sequence[str] = tuple(FORMATS)
    ) -> None:
        super().__init__()
        self._context, self._what, self._rows, self._only = context, what, rows, tuple(only)
        self.setText(tr("Save as ▾"))
        self.setAccessibleName(tr("Save as a file"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer the formats; done when the menu is opened, so that the first list does not wait for their writers."""
        menu = self.menu()
        if not menu.isEmpty():
            return
        from app.services.sheets_out import formats_of

        offered = [suffix for suffix in formats_of(self._what) if suffix in self._only]
        partners = QMenu(tr("For partners: only what is releasable"), menu)
        for under, for_partners in ((menu, False), (partners, True)):
            for suffix in offered:
                for tags in (False, True) if suffix in TAGGED else (False,):
                    wanted = Wanted(what=self._what, suffix=suffix, for_partners=for_partners, tags=tags)
                    under.addAction(_words(wanted)).triggered.connect(partial(self._save, wanted))
        menu.addSeparator()
        menu.addMenu(partners)

    def _save(self, wanted: Wanted, _checked: bool = False) -> None:
        save(self, self._context, wanted, self._rows())


def _words(wanted: Wanted) -> str:
    form = tr(FORMATS[wanted.suffix])
    return tr("{format} with HXL tags…", format=form) if wanted.tags else tr("{format}…", format=form)


def everything(_desk: Desk) -> None:
    """Choose all rows there are."""


def save(
    owner: QWidget, context: Context, wanted: Wanted, keys: Keys, ended: Callable[[], object] = lambda: None
) -> None:
    """Ask where to save, save there, and say what became of it; `ended` is called when nothing more is done."""
    from app.services import sheets_out  # see SaveButton.fill

    pattern = f"{tr(FORMATS[wanted.suffix])} (*{wanted.suffix})"
    name = f"{wanted.what}{'-releasable' if wanted.for_partners else ''}{wanted.suffix}"
    target = context.files.save_file(owner, tr("Save as"), name, pattern)
    if target is None:
        ended()
        return
    path = _named(target, wanted.suffix)
    if path != target and path.exists():
        # The dialog has asked about the name that was typed, not about this one.
        ended()
        context.message(tr("{file} is there already; choose another name.", file=path.name), Tone.WAIT)
        return

    def work(desk: Desk) -> SheetWritten:
        return sheets_out.write(
            desk, wanted.what, path, keys=keys(desk), for_partners=wanted.for_partners, hxl=wanted.tags
        )

    def done(written: SheetWritten) -> None:
        ended()
        context.message(_said(written), Tone.GOOD)

    def failed(error: Exception) -> None:
        ended()
        context.report(error)

    context.ask(work, done=done, failed=failed, owner=context)


def _named(target: Path, suffix: str) -> Path:
    """Return where to save: what was typed, with the ending of the format."""
    return target if target.suffix.lower() == suffix else target.with_name(target.name + suffix)


def _said(written: SheetWritten) -> str:
    said = tr("Saved: {file}, {rows}.", file=written.path.name, rows=many(written.rows, "entry", "entries"))
    if written.left_out:
        left = many(written.left_out, "record is", "records are")
        said += " " + tr("{left} not releasable and left out.", left=left)
    return said
