"""Photos: what a photo of a work shows, and whether a file has what its closing needs."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.records import File
from app.domain.vocabularies import words

SHOWS = words(("before", "Before", "Avant"), ("during", "During", "Pendant"), ("after", "After", "Après"))


def before_and_after(files: Iterable[File]) -> bool:
    """Return whether at least one file shows the work before, and one after."""
    return {"before", "after"} <= {file.shows for file in files}
