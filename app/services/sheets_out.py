"""Sheets out: lists, filters or the whole logbook as XLSX, CSV, 3W, GeoJSON or a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.domain.kinds import ALL, fields_of, kind_named
from app.domain.vocabularies import MARKINGS
from app.services import records, sheets_3w, sheets_calendar
from app.services.desks import Desk
from app.services.sheets_columns import told_columns
from app.services.sheets_errors import SheetFormatError, SheetTooLargeError
from app.services.sheets_release import (
    highest_marking,
    marking_of,
    may_be_released,
    release_of,
    released,
    shielded,
    shown_position,
    shown_titles,
    withheld,
)
from app.services.sheets_titles import references_of
from app.services.targets import writing
from app.services.views import RecordView, View
from app.sheets.calendar_writing import write_calendar
from app.sheets.csv_writing import write_csv
from app.sheets.geojson_writing import Feature, write_geojson
from app.sheets.tables import Cell
from app.sheets.written import Written
from app.sheets.xlsx_writing import MOST_ROWS, write_xlsx

PAGE = 500
THREE_W, EVERYTHING = "3w", "all"
"""What can be written beside a kind."""
SUFFIXES = (".xlsx", ".csv", ".geojson", ".ics")
_CANNOT = {
    ".csv": "the whole logbook needs one sheet for each kind, as XLSX has",
    ".geojson": "these records have no position",
    ".ics": "a calendar holds meetings and follow-ups",
}


class SheetWritten(View, frozen=True, kw_only=True):
    """A written file, how many rows it has, and how many records were left out because they may not be shown."""

    path: Path
    bytes: int
    rows: int
    left_out: int


class _Source:
    """The records that are asked for, page by page, as they may be shown; notes what is left out, and the marking."""

    def __init__(
        self, desk: Desk, where: Sequence[records.Condition], keys: Sequence[int] | None, for_partners: bool
    ) -> None:
        self._desk = desk
        self._where = tuple(where)
        self._keys = keys
        self.release = release_of(desk) if for_partners else None
        self.left_out = 0
        self.marking = MARKINGS[0]

    def count(self, kind: str) -> int:
        return records.count(self._desk, kind, where=self._where) if self._keys is None else len(self._keys)

    def pages(self, kind: str) -> Iterator[list[RecordView]]:
        """Yield pages of records in their order."""
        keys = records.keys(self._desk, kind, where=self._where) if self._keys is None else self._keys
        for start in range(0, len(keys), PAGE):
            found = records.rows(self._desk, keys[start : start + PAGE])
            shown = [self._shown(view) for view in found if self.release is None or may_be_released(view)]
            self.left_out += len(found) - len(shown)
            self.marking = highest_marking((self.marking, *(marking_of(view) for view in shown)))
            yield shown

    def views(self, kind: str) -> Iterator[RecordView]:
        for page in self.pages(kind):
            yield from page

    def titles(self, kind: str, views: Iterable[RecordView]) -> dict[str, str]:
        return shown_titles(self._desk, references_of(kind, views), self.release)

    def _shown(self, view: RecordView) -> RecordView:
        return shielded(view) if self.release is None else released(view, self.release)


def write(
    desk: Desk,
    what: str,
    out: Path,
    *,
    where: Sequence[records.Condition] = (),
    keys: Sequence[int] | None = None,
    for_partners: bool = False,
    hxl: bool = False,
) -> SheetWritten:
    """Write a kind, `3w` or `all` into a file whose name says the format; the file is there whole or not at all.

    `keys` are the rows of one kind in the order to write them, in place of a filter. `for_partners` writes only what is
    releasable; `hxl` adds the row of tags, which 3W always has. Raises `SheetFormatError` where the format cannot hold
    it, `UnknownKindError` and `SheetTooLargeError`.
    """
    if what not in (THREE_W, EVERYTHING):
        kind_named(what)
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise SheetFormatError(path=out.name, detail=f"a name ends with one of {', '.join(SUFFIXES)}")
    if suffix not in formats_of(what):
        raise SheetFormatError(path=out.name, detail=_CANNOT[suffix])
    source = _Source(desk, where, keys, for_partners)
    writer = {".xlsx": _xlsx, ".csv": _csv, ".geojson": _geojson, ".ics": _ics}[suffix]
    with writing(out, suffix) as part:
        rows = writer(source, what, part, _Options(for_partners, hxl or what == THREE_W))
    return SheetWritten(path=out, bytes=out.stat().st_size, rows=rows, left_out=source.left_out)


def formats_of(what: str) -> tuple[str, ...]:
    """Return the endings of the files that can hold a kind, `3w` or `all`."""
    kinds = _kinds(what)
    possible = {
        ".xlsx": True,
        ".csv": what != EVERYTHING,
        ".geojson": any("point" in fields_of(kind) for kind in kinds),
        ".ics": what != THREE_W and any(kind in sheets_calendar.KINDS for kind in kinds),
    }
    return tuple(suffix for suffix in SUFFIXES if possible[suffix])


class _Options:
    def __init__(self, for_partners: bool, tags: bool) -> None:
        self.for_partners, self.tags = for_partners, tags


def _xlsx(source: _Source, what: str, path: Path, options: _Options) -> int:
    for kind in _kinds(what):
        if (count := source.count(kind)) >= MOST_ROWS:
            raise SheetTooLargeError(count=count)
    title = "3W" if what == THREE_W else "Logbook" if what == EVERYTHING else kind_named(what).plural
    return write_xlsx(
        path, _sheets(source, what, options), title=title, marking=lambda: source.marking, tags=options.tags
    )


def _csv(source: _Source, what: str, path: Path, options: _Options) -> int:
    return write_csv(path, next(iter(_sheets(source, what, options))), tags=options.tags)


def _geojson(source: _Source, what: str, path: Path, options: _Options) -> int:
    kinds = [kind for kind in _kinds(what) if "point" in fields_of(kind)]
    return write_geojson(
        path, (one for kind in kinds for one in _features(source, kind, options.for_partners))
    )


def _ics(source: _Source, what: str, path: Path, options: _Options) -> int:
    kinds = [kind for kind in _kinds(what) if kind in sheets_calendar.KINDS]
    views = (view for kind in kinds for view in source.views(kind))
    return write_calendar(path, sheets_calendar.events_of(views), name="Liaison Logbook")


def _kinds(what: str) -> tuple[str, ...]:
    if what == THREE_W:
        return sheets_3w.KINDS
    return tuple(kind.kind for kind in ALL) if what == EVERYTHING else (what,)


def _sheets(source: _Source, what: str, options: _Options) -> Iterator[Written]:
    if what == THREE_W:
        views = (view for kind in sheets_3w.KINDS for view in source.views(kind))
        yield Written("3W", sheets_3w.COLUMNS, sheets_3w.rows_of(views, for_partners=options.for_partners))
        return
    for kind in _kinds(what):
        if what != EVERYTHING or source.count(kind):
            yield _sheet(source, kind, options.for_partners)


def _sheet(source: _Source, kind: str, for_partners: bool) -> Written:
    told = told_columns(kind, withheld(for_partners=for_partners))

    def rows() -> Iterator[tuple[Cell, ...]]:
        for views in source.pages(kind):
            titles = source.titles(kind, views)
            for view in views:
                yield tuple([one.tell(view, titles) for one in told])

    return Written(kind_named(kind).plural, tuple(one.column for one in told), rows())


def _features(source: _Source, kind: str, for_partners: bool) -> Iterator[Feature]:
    columns = ("place", "admin1", "admin2", "admin3", "p_code")
    for view in source.views(kind):
        yield Feature(
            shown_position(view, for_partners=for_partners),
            {
                "serial": view.serial, "kind": kind, "title": view.title, "state": view.state,
                **{name: view.fields.get(name) for name in columns},
                "shown_as": view.fields.get("coarsen", "exact"), "marking": marking_of(view),
            },
        )  # fmt: skip
