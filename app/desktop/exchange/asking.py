"""Asking: one act that writes a small file to somebody who holds what is missing here."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.desktop.context import Context, Tone
from app.desktop.exchange.wordings import PATTERN, bundle_name
from app.desktop.words import tr
from app.services import exchange
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.views import Exported


def ask_for_missing(context: Context, parent: QWidget, node: str, name: str) -> None:
    """Let a person choose where the request to a node goes, write it, and say what to do with it."""
    desk = context.desk
    if desk is None:
        return
    suggested = f"ask-{bundle_name(desk.identity.unit_name, name, context.clock().date())}"
    out = context.files.save_file(parent, tr("Where the request goes"), suggested, tr(PATTERN))
    if out is None:
        return

    def work(desk: Desk) -> Exported:
        return exchange.export(desk, to=[node], out=out, request=True)

    context.ask(work, done=partial(_written, context, name), owner=parent)


def _written(context: Context, name: str, done: Exported) -> None:
    said = tr(
        "Wrote {file}. Carry it to {name}: when they take it in, their next bundle for you brings what is missing.",
        file=done.path.name, name=name,
    )  # fmt: skip
    context.message(said, Tone.GOOD)
    context.broadcast(Changes(exchange=True))
