"""French for the headings of reports: what is declared with kinds and fields, and the sentences of reports alone.

A field's own label and the words of its list are read from the field (`Words.label`, `Words.choice`). This is for the
headings that a layout names in English; what is missing stays in English.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from app.assets import resource
from app.domain.fields import Field
from app.domain.kinds import ALL
from app.domain.photos import SHOWS
from app.domain.sections import COMMON
from app.domain.vocabularies import VOCABULARIES


@cache
def headings() -> dict[str, str]:
    """Return the French of each English heading."""
    return {**sentences(), **dict(declared())}


@cache
def sentences() -> dict[str, str]:
    """Return the French of what reports say beyond what is declared, read once."""
    return msgspec.json.decode(resource("labels", "fr.json").read_bytes(), type=dict[str, str])


def declared() -> Iterator[tuple[str, str]]:
    """Yield English and French of every kind, section, field, column and word of a list."""
    yield from ((str(section), section.french) for section in COMMON)
    for vocabulary in (*VOCABULARIES.values(), SHOWS):
        yield from ((english, french) for _, english, french in vocabulary.items)
    for kind in ALL:
        yield kind.label, kind.french[0]
        yield kind.plural, kind.french[1]
        yield from ((str(section), section.french) for section in kind.sections)
        for field in kind.__fields__.values():
            yield from _of_field(field)


def _of_field(field: Field) -> Iterator[tuple[str, str]]:
    yield field.label, field.french
    if field.choices:
        yield from ((english, french) for _, english, french in field.choices.items)
    for column in field.columns:
        yield from _of_field(column)
