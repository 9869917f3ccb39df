"""Outcomes: what follows from an answer is shown as soon as it is given: the rules that a requester comes under."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.desktop.context import Context
from app.desktop.editors.form import Form
from app.domain.kinds import kind_named
from app.domain.raw_values import raw_of
from app.services.consequences import consequences


class Outcomes(QObject):
    """Watches the leading fields of a form and puts what follows from them into others, until a person says more."""

    def __init__(self, context: Context, kind: str, form: Form, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._kind, self._form = context, kind, form
        self._leading = kind_named(kind).leading
        self._given: dict[str, Any] = {}
        self._asked = 0
        form.edited.connect(self._on_edited)
        if any(form.values.raw(name) is not None for name in self._leading):
            self._ask(also_loaded=True)

    def _on_edited(self, name: str) -> None:
        if name in self._leading:
            self._ask()

    def _ask(self, *, also_loaded: bool = False) -> None:
        values = self._form.values
        typed = {name for name, raw in self._given.items() if values.raw(name) == raw}
        after = {
            name: wire if name not in typed else values.loaded.get(name)
            for name, wire in values.wire().items()
        }
        before = {} if also_loaded else dict(values.loaded)
        self._asked += 1
        self._context.ask(
            lambda desk: consequences(desk, self._kind, before, after),
            done=partial(self._show, self._asked), owner=self,
        )  # fmt: skip

    def _show(self, asked: int, found: dict[str, Any]) -> None:
        """Put what follows into its fields, unless something was answered since."""
        if asked != self._asked:
            return
        values = self._form.values
        for name in {*self._given, *found} - self._form.locked.keys():
            wire = found.get(name, values.loaded.get(name))
            raw = raw_of(values.fields[name], wire)
            free = name not in values.typed or values.raw(name) == self._given.get(name, object())
            if free and raw != values.raw(name):
                self._form.put(name, raw)
            if free:
                self._given[name] = raw
