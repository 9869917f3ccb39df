"""Telling: the fields of a record as blocks of a report; empty ones are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.fields import Field
from app.domain.kinds import fields_of
from app.domain.policy.release import may_read
from app.domain.sections import WHERE
from app.reports.document import Apart, Block, Cell, Column, Facts, Grid, Narrative, Section, Text, Told
from app.services.reports.sources import Sources
from app.services.views import RecordView

EMPTY: tuple[Cell, ...] = ("", "–", ())


class Teller:
    """Tells one record."""

    def __init__(self, sources: Sources, view: RecordView) -> None:
        self.sources = sources
        self.view = view
        self._fields = fields_of(view.kind)

    @property
    def where(self) -> tuple[str, ...]:
        """The fields that say where it is."""
        return tuple(name for name, one in self._fields.items() if one.section == WHERE and one.paper)

    def text(self, name: str) -> str:
        """Return a field in words; empty where there is nothing to show."""
        return self.sources.text(self.view, name)

    def label(self, name: str) -> str:
        """Return a field's label in the report's language."""
        return self.sources.words.label(self._fields[name])

    def pairs(self, *names: str) -> tuple[tuple[str, str], ...]:
        """Return label and text of the fields that hold something."""
        return tuple((self.label(name), text) for name in names if (text := self.text(name)))

    def facts(self, *names: str) -> tuple[Block, ...]:
        """Return the fields as pairs in two columns; nothing where all are empty."""
        pairs = self.pairs(*names)
        return (Facts(pairs),) if pairs else ()

    def long(self, *names: str) -> tuple[Block, ...]:
        """Return each field as a paragraph under its label."""
        return tuple(Text(text, self.label(name)) for name in names if (text := self.text(name)))

    def apart(self, facts: str, comment: str = "", assessment: str = "") -> tuple[Block, ...]:
        """Return facts, comment and assessment set apart."""
        told = Narrative(*(self.text(name) if name else "" for name in (facts, comment, assessment)))
        return (Apart(told),) if told else ()

    def rows(self, name: str, shares: Mapping[str, float]) -> tuple[Block, ...]:
        """Return the lines of a field as a grid of the columns named, with their shares of the width."""
        self.sources.tells(self.view, name)
        lines = self.view.fields.get(name) or ()
        columns = [one for one in self._fields[name].columns if one.name in shares]
        columns.sort(key=lambda one: list(shares).index(one.name))
        used = [one for one in columns if any(line.get(one.name) is not None for line in lines)]
        rows = tuple(
            tuple("" if line.get(one.name) is None else self._said(one, line) for one in used)
            for line in lines
        )
        heads = tuple(Column(self.sources.words.label(one), shares[one.name]) for one in used)
        title = self.label(name)
        return (Grid(heads, rows, title=title),) if rows and heads else ()

    def _said(self, column: Field, line: Mapping[str, object]) -> str:
        return self.sources.value(column, line[column.name], line)

    def may(self, field: Field) -> bool:
        """Return whether this version may show a field or a column at all."""
        return may_read(field, self.sources.audience)


def section(sources: Sources, title: str, blocks: Iterable[Block], *, new_page: bool = False) -> Section:
    """Return a section under its heading in the report's language."""
    return Section(sources.words.said(title), tuple(blocks), new_page)


def grid(
    sources: Sources,
    heads: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[Cell]],
    *,
    ends: Sequence[int] = (),
    title: str = "",
    total: bool = False,
    whole: bool = True,
) -> tuple[Block, ...]:
    """Return a table with its heads in the report's language; nothing where it has no rows.

    Columns in which nothing stands are left out unless the table is to stand `whole`.
    """
    made = [tuple(row) for row in rows]
    if not made:
        return ()
    used = [number for number in range(len(heads)) if whole or any(row[number] not in EMPTY for row in made)]
    columns = tuple(Column(sources.words.said(heads[one][0]), heads[one][1], one in ends) for one in used)
    kept = tuple(tuple(row[one] for one in used) for row in made)
    return (Grid(columns, kept, total, sources.words.said(title) if title else ""),)


def late(text: str, *, when: bool) -> Cell:
    """Return a cell that is red where something is late."""
    return (Told(text, "late"),) if when else text
