"""Sheets out: lists, filters or the whole logbook as XLSX, CSV, 3W, GeoJSON or a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from app.domain.fields import Field, FieldType
from app.domain.kinds import ALL, fields_of, kind_named
from app.domain.vocabularies import MARKINGS
from app.services import records, sheets_3w, sheets_calendar
from app.services.desks import Desk
from app.services.sheets_columns import told_columns
from app.services.sheets_errors import SheetFormatError, SheetTooLargeError
from app.services.sheets_release import (
    is_withheld,
    may_be_released,
    released,
    shielded,
    shown_position,
    shown_titles,
)
from app.services.sheets_titles import references_of
from app.services.views import RecordView, View
from app.sheets.calendar_writing import write_calendar
from app.sheets.csv_writing import write_csv
from app.sheets.geojson_writing import Feature, write_geojson
from app.sheets.tables import Cell
from app.sheets.written import Written
from app.sheets.xlsx_writing import MOST_ROWS, write_xlsx

PAGE = 500
GIVEN = frozenset({"decided_on", "continued_in"})
"""Fields that the logbook sets for itself, which say nothing to whoever reads a sheet."""
THREE_W, EVERYTHING = "3w", "all"
"""What can be written beside a kind."""
SUFFIXES = (".xlsx", ".csv", ".geojson", ".ics")


class SheetWritten(View, frozen=True, kw_only=True):
    """A written file, how many rows it has, and how many records were left out because they may not be shown."""

    path: Path
    bytes: int
    rows: int
    left_out: int


class _Source:
    """The records that are asked for, page by page; counts what may not be shown."""

    def __init__(self, desk: Desk, where: Sequence[records.Condition], for_partners: bool) -> None:
        self._desk = desk
        self._where = tuple(where)
        self._for_partners = for_partners
        self.left_out = 0

    def count(self, kind: str) -> int:
        return records.count(self._desk, kind, where=self._where)

    def pages(self, kind: str) -> Iterator[list[RecordView]]:
        """Yield pages of records as they may be shown, in the order of their serials."""
        keys = records.keys(self._desk, kind, where=self._where)
        for start in range(0, len(keys), PAGE):
            found = records.rows(self._desk, keys[start : start + PAGE])
            if self._for_partners:
                shown = [released(view) for view in found if may_be_released(view)]
                self.left_out += len(found) - len(shown)
            else:
                shown = [shielded(view) for view in found]
            yield shown

    def views(self, kind: str) -> Iterator[RecordView]:
        for page in self.pages(kind):
            yield from page

    def whole_views(self, kind: str) -> Iterator[RecordView]:
        """Yield records with their position, which is coarsened by whoever shows it."""
        keys = records.keys(self._desk, kind, where=self._where)
        for start in range(0, len(keys), PAGE):
            for view in records.rows(self._desk, keys[start : start + PAGE]):
                if not self._for_partners or may_be_released(view):
                    yield shielded(view)
                else:
                    self.left_out += 1

    def titles(self, kind: str, views: Iterable[RecordView]) -> dict[str, str]:
        return shown_titles(self._desk, references_of(kind, views), for_partners=self._for_partners)


def write(
    desk: Desk,
    what: str,
    out: Path,
    *,
    where: Sequence[records.Condition] = (),
    for_partners: bool = False,
    hxl: bool = False,
) -> SheetWritten:
    """Write a kind, `3w` or `all` into a file whose name says the format; the file is there whole or not at all.

    `for_partners` writes only what is releasable; `hxl` adds the row of tags, which 3W always has. Raises
    `SheetFormatError` where the format cannot hold it, `UnknownKindError` and `SheetTooLargeError`.
    """
    if what not in (THREE_W, EVERYTHING):
        kind_named(what)
    if out.suffix.lower() not in SUFFIXES:
        raise SheetFormatError(path=out.name, detail=f"a name ends with one of {', '.join(SUFFIXES)}")
    source = _Source(desk, where, for_partners)
    writer = {".xlsx": _xlsx, ".csv": _csv, ".geojson": _geojson, ".ics": _ics}[out.suffix.lower()]
    part = out.with_name(f".{out.name}.part")
    try:
        rows = writer(source, what, part, _Options(desk, for_partners, hxl or what == THREE_W, out.name))
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return SheetWritten(path=out, bytes=out.stat().st_size, rows=rows, left_out=source.left_out)


class _Options:
    def __init__(self, desk: Desk, for_partners: bool, tags: bool, name: str) -> None:
        self.desk, self.for_partners, self.tags, self.name = desk, for_partners, tags, name


def _xlsx(source: _Source, what: str, path: Path, options: _Options) -> int:
    kinds = _kinds(what)
    for kind in kinds:
        if (count := source.count(kind)) >= MOST_ROWS:
            raise SheetTooLargeError(count=count)
    marking = MARKINGS[0] if options.for_partners else _highest_marking(options.desk, kinds)
    title = "3W" if what == THREE_W else "Logbook" if what == EVERYTHING else kind_named(what).plural
    return write_xlsx(path, _sheets(source, what, options), title=title, marking=marking, tags=options.tags)


def _csv(source: _Source, what: str, path: Path, options: _Options) -> int:
    if what == EVERYTHING:
        raise SheetFormatError(
            path=options.name, detail="the whole logbook needs one sheet for each kind, as XLSX has"
        )
    return write_csv(path, next(iter(_sheets(source, what, options))), tags=options.tags)


def _geojson(source: _Source, what: str, path: Path, options: _Options) -> int:
    kinds = [kind for kind in _kinds(what) if "point" in fields_of(kind)]
    if not kinds:
        raise SheetFormatError(path=options.name, detail="these records have no position")
    return write_geojson(
        path, (one for kind in kinds for one in _features(source, kind, options.for_partners))
    )


def _ics(source: _Source, what: str, path: Path, options: _Options) -> int:
    kinds = [kind for kind in _kinds(what) if kind in sheets_calendar.KINDS]
    if not kinds or what == THREE_W:
        raise SheetFormatError(path=options.name, detail="a calendar holds meetings and follow-ups")
    views = (view for kind in kinds for view in source.views(kind))
    return write_calendar(path, sheets_calendar.events_of(views), name="Liaison Logbook")


def _kinds(what: str) -> tuple[str, ...]:
    if what == THREE_W:
        return sheets_3w.KINDS
    return tuple(kind.kind for kind in ALL) if what == EVERYTHING else (what,)


def _sheets(source: _Source, what: str, options: _Options) -> Iterator[Written]:
    if what == THREE_W:
        views = (view for kind in sheets_3w.KINDS for view in source.whole_views(kind))
        yield Written("3W", sheets_3w.COLUMNS, sheets_3w.rows_of(views, for_partners=options.for_partners))
        return
    for kind in _kinds(what):
        if what != EVERYTHING or source.count(kind):
            yield _sheet(source, kind, options.for_partners)


def _sheet(source: _Source, kind: str, for_partners: bool) -> Written:
    left_out: Callable[[Field], bool] = is_withheld if for_partners else _is_internal_only
    told = told_columns(kind, left_out)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for views in source.pages(kind):
            titles = source.titles(kind, views)
            for view in views:
                yield tuple([one.tell(view, titles) for one in told])

    return Written(kind_named(kind).plural, tuple(one.column for one in told), rows())


def _is_internal_only(field: Field) -> bool:
    return field.type is FieldType.FILES or field.name in GIVEN


def _features(source: _Source, kind: str, for_partners: bool) -> Iterator[Feature]:
    columns = ("place", "admin1", "admin2", "admin3", "p_code")
    for view in source.whole_views(kind):
        open_ = released(view) if for_partners else view
        yield Feature(
            shown_position(view, for_partners=for_partners),
            {
                "serial": view.serial, "kind": kind, "title": open_.title if not for_partners else _title(open_),
                "state": view.state, **{name: open_.fields.get(name) for name in columns},
                "shown_as": view.fields.get("coarsen", "exact"),
            },
        )  # fmt: skip


def _title(view: RecordView) -> str:
    """Return the title of a record from what partners may see of it."""
    names = (name for name in kind_named(view.kind).title_from if view.fields.get(name))
    return next((str(view.fields[name]) for name in names), view.serial)


def _highest_marking(desk: Desk, kinds: Iterable[str]) -> str:
    """Return the highest marking among the records, which stands on top of the printed sheet."""
    held = list(kinds)
    for marking in reversed(MARKINGS):
        if any(records.count(desk, kind, where=[("marking", "=", marking)]) for kind in held):
            return marking
    return MARKINGS[0]
