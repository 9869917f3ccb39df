"""Guessing: which field each column of a sheet is meant for, from its header, its HXL tag and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Mapping_

import msgspec

from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of
from app.sheets.cell_readings import How, read_cell, read_part
from app.sheets.header_words import HEADERS, TAGS
from app.sheets.mappings import KEY, LINE, NOTES, OUT, Mapping, targets_of
from app.sheets.tables import Cell, Table
from app.sheets.typed_numbers import currency_in
from app.sheets.vocabulary_words import folded

BY_TAG, BY_HEADER, BY_WORDS, BY_CONTENT, BY_NONE = "tag", "header", "words", "content", "none"
SAMPLE = 60
"""Filled cells of a column that are tried."""
READABLE = 0.5
"""Share of the tried cells that must read as the field's type."""
REPEATED = 3
"""Times that names recur where a sheet has a line for each activity of an organisation."""
_SCORES = {BY_TAG: 120, BY_HEADER: 100, BY_WORDS: 60, BY_CONTENT: 20}
_LISTS = (FieldType.TEXTS, FieldType.CHOICES, FieldType.REFS, FieldType.ROWS)
_FREE = (FieldType.REF, FieldType.REFS, FieldType.STATE, FieldType.TEXT, FieldType.LONG, FieldType.TEXTS)
_REFERENCES = frozenset(folded(words) for words in (*HEADERS["reference"], "id", "no", "number", "code"))
_DERIVED = frozenset({"written by unit", "last changed utc", "mgrs of the position"})
"""Columns of our own sheets that say what the logbook gives, and nobody may set."""
_NEUTRAL = frozenset(
    "the of a an in no utc usd us eur project projects qip qips meeting actual planned current expected approved "  # noqa: SIM905
    "total final our le la les du de des d l".split()
)
"""Words of a header that do not say which field it is."""
_PATTERNS = (
    (re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE), "email"),
    (re.compile(r"\d{1,2}[C-X]\s?[A-Z]{2}\s?\d{2,5}\s?\d{2,5}"), "point"),
    (re.compile(r"[A-Z]{2,3}\d{2,12}"), "p_code"),
)


class Guess(msgspec.Struct, frozen=True):
    """The target of a column and what it was guessed from."""

    target: str
    by: str


def guess_mapping(kind: str, table: Table) -> tuple[Mapping, tuple[Guess, ...]]:
    """Return a mapping for a table, and per column what it was guessed from; raises `UnknownKindError`."""
    guesses = _Guesser(kind, table).guesses()
    columns = {name: guess.target for name, guess in zip(table.names, guesses, strict=True)}
    currency = {name: code for name in table.names if columns[name] != NOTES and (code := currency_in(name))}
    return Mapping(kind=kind, columns=columns, currency=currency), guesses


class _Guesser:
    """One guess: the fields of a kind against the columns of a table."""

    def __init__(self, kind: str, table: Table) -> None:
        self._kind = kind
        self._table = table
        self._fields = fields_of(kind)
        self._targets = set(targets_of(kind)) - {KEY, LINE, OUT}
        self._samples = [_sample(table.column(place)) for place in range(len(table.names))]

    def guesses(self) -> tuple[Guess, ...]:
        """Give each column the best target that is left; fields that hold lists take several columns."""
        found = [Guess(NOTES, BY_NONE)] * len(self._table.names)
        taken: set[str] = set()
        done: set[int] = set()
        for _, place, target, by in sorted(self._candidates(), key=lambda each: (-each[0], each[1])):
            if place in done or target in taken or self._covered(target, taken):
                continue
            found[place] = Guess(target, by)
            done.add(place)
            if not self._takes_many(target):
                taken.add(target)
        found = [self._left_over(place, guess) for place, guess in enumerate(found)]
        return tuple(self._with_lines(self._widened(found)))

    def _covered(self, target: str, taken: set[str]) -> bool:
        """Tell whether a point comes from its two halves already; the whole beneficiaries may stand beside parts."""
        return (target == "point" and "point.lat" in taken) or (
            target.startswith("point.") and "point" in taken
        )

    def _takes_many(self, target: str) -> bool:
        return target == NOTES or (target in self._fields and self._fields[target].type in _LISTS)

    def _candidates(self) -> Iterable[tuple[float, int, str, str]]:
        for place, name in enumerate(self._table.names):
            if folded(name) in _DERIVED:
                continue
            for target, by, bonus in self._named(name, self._table.tags[place], self._samples[place]):
                if target in self._targets and self._readable(target, self._samples[place], by):
                    yield _SCORES[by] + bonus, place, target, by

    def _named(self, name: str, tag: str, sample: Sequence[Cell]) -> Iterable[tuple[str, str, float]]:
        tagged = _tag_targets(tag)
        for rank, target in enumerate(tagged):
            yield target, BY_TAG, -rank
        header = folded(name).removesuffix(" utc")
        words = set(header.split())
        for target in self._targets:
            phrases = _phrases(target, self._fields)
            if header in phrases:
                # The very name of a field says more than a tag, which several fields may share.
                place = phrases.index(header)
                yield target, BY_HEADER, 30 if place < 2 else -place / 10
                continue
            inside = [set(phrase.split()) for phrase in phrases]
            best = max((len(phrase) for phrase in inside if len(phrase) > 1 and phrase <= words), default=0)
            if best or " ".join(word for word in header.split() if word not in _NEUTRAL) in phrases:
                yield target, BY_WORDS, best - len(words) / 10
        if not words & {"column"}:
            return
        for pattern, target in _PATTERNS:
            if sample and all(isinstance(cell, str) and pattern.fullmatch(cell.strip()) for cell in sample):
                yield target, BY_CONTENT, 0

    def _readable(self, target: str, sample: Sequence[Cell], by: str) -> bool:
        """Tell whether what stands in a column can be what the target holds; an empty column says nothing against."""
        if target == NOTES or not sample:
            return True
        name, _, part = target.partition(".")
        field = self._fields[name]
        if part:
            return sum(read_part(field, part, cell) is not None for cell in sample) >= READABLE * len(sample)
        if field.type in _FREE:
            return field.required or self._is_words(field, sample)
        how = How(currency="USD", guess=False)
        read = sum(read_cell(field, cell, how) is not None for cell in sample)
        wanted = 0.25 if field.type is FieldType.CHOICE and by != BY_WORDS else READABLE
        return read >= wanted * len(sample) or (field.type is FieldType.CHOICES and read > 0)

    def _is_words(self, field: Field, sample: Sequence[Cell]) -> bool:
        """Tell whether short texts are short enough for a field, mostly."""
        long = sum(isinstance(cell, str) and len(cell) > field.max for cell in sample)
        return field.type is not FieldType.TEXT or long <= 0.2 * len(sample)

    def _left_over(self, place: int, guess: Guess) -> Guess:
        """Give what has no field its word: a reference is a key, what our own sheets derive stays out."""
        header = folded(self._table.names[place])
        if guess.by != BY_NONE:
            return guess
        if header in _DERIVED:
            return Guess(OUT, BY_HEADER)
        cells = [cell for cell in self._table.column(place) if cell is not None]
        if header in _REFERENCES and len(cells) == len(self._table.rows) == len(set(map(str, cells))):
            return Guess(KEY, BY_HEADER)
        return guess

    def _widened(self, found: list[Guess]) -> list[Guess]:
        """Let columns that often hold more than one field's words try both."""
        wider = {"form": "form|part", "started_at": "started_at|date_note"} if self._kind == "meeting" else {}
        return [Guess(wider.get(guess.target, guess.target), guess.by) for guess in found]

    def _with_lines(self, found: list[Guess]) -> list[Guess]:
        """Keep each activity of an organisation as one line, where a sheet has many lines for one name."""
        named = [place for place, guess in enumerate(found) if guess.target == "name"]
        if self._kind != "organisation" or not named:
            return found
        names = [folded(str(cell)) for cell in self._table.column(named[0]) if cell is not None]
        if len(names) < REPEATED * len(set(names)):
            return found
        alone = {"name", "type", "acronym", "serial", "aliases", KEY, OUT}
        return [
            guess if guess.target in alone
            else Guess(LINE if guess.target == NOTES else f"{guess.target}+{LINE}", guess.by)
            for guess in found
        ]  # fmt: skip


def _sample(cells: Iterable[Cell]) -> list[Cell]:
    filled: list[Cell] = [cell for cell in cells if cell is not None]
    step = max(1, len(filled) // SAMPLE)
    return filled[::step][:SAMPLE]


def _tag_targets(tag: str) -> tuple[str, ...]:
    """Return the targets of the most special known tag whose attributes a column's tag has."""
    base, *attributes = tag.split("+")
    for known, targets in TAGS.items():
        known_base, *wanted = known.split("+")
        if base == known_base and set(wanted) <= set(attributes):
            return targets
    return ()


def _phrases(target: str, fields: Mapping_[str, Field]) -> list[str]:
    name, _, part = target.partition(".")
    label = fields[name].label if name in fields else ""
    own = [f"{name.replace('_', ' ')} {part}", f"{label} {part}"]
    return [folded(words) for words in (*own, *HEADERS.get(target, ()))]
