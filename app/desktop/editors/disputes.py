"""Disputes: the values of other people that stand below the fields of a form, each with a button to take it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from app.desktop.editors import meanwhile
from app.desktop.editors.form import Form
from app.desktop.editors.other_values import OtherValues
from app.desktop.words import tr
from app.domain.fields import Field
from app.domain.raw_values import raw_of
from app.services.conflicts import settling_words
from app.services.views import Candidate, Conflict


class Disputes:
    """What others wrote while the form was open, and the sides of conflicts; the form stays usable meanwhile."""

    def __init__(self, form: Form, fields: Mapping[str, Field], title: Callable[[str], str]) -> None:
        self._form, self._fields, self._title = form, fields, title
        self.typed_over, self.sides = OtherValues(form), OtherValues(form)

    def show_meanwhile(self, news: meanwhile.Meanwhile) -> None:
        """Show the values that came for fields in which something else is typed."""
        for name, theirs in news.kept.items():
            words = meanwhile.short_words(self._fields[name], theirs, self._title)
            self.typed_over.add(name, words, news.by, partial(self._take_typed, name, theirs))

    def show_conflicts(
        self, conflicts: Iterable[Conflict], when: Callable[[str], str], settle: Callable[[str, str], None]
    ) -> None:
        """Show every side of each conflict but the one the form shows; `settle` takes a field and a revision."""
        self.sides.clear()
        for conflict in conflicts:
            for side in conflict.candidates[1:]:
                said = (side.by, side.unit, when(side.at), tr(settling_words(conflict)))
                whose = " · ".join(part for part in said if part)
                take = partial(settle, conflict.field, side.revision) if side.may_take else None
                self.sides.add(conflict.field, self._words(conflict.field, side), whose, take)

    def saved(self) -> None:
        """Take away what others had typed meanwhile, after a save on top of it."""
        self.typed_over.clear()

    def _words(self, name: str, side: Candidate) -> str:
        if name not in self._fields:
            return side.text
        return meanwhile.short_words(self._fields[name], side.value, self._title)

    def _take_typed(self, name: str, wire: Any) -> None:
        self._form.put(name, raw_of(self._fields[name], wire))
        self.typed_over.clear()
