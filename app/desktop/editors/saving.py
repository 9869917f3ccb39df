"""Saving: sends what changed off the GUI thread, offers the way back, and sorts faults to their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from app.desktop.context import Context, Tone
from app.desktop.editors import desk_work
from app.desktop.editors.desk_work import Stored
from app.desktop.editors.fault_words import first_of_each
from app.desktop.words import tr
from app.domain.fields import Field
from app.services.errors import RecordRefusedError


def offer_undo(context: Context, kind: str, stored: Stored, *, new: bool) -> None:
    """Say that a record was saved; the banner's Undo writes the old values as a new revision."""
    said = tr("Saved {title}.", title=stored.view.title or stored.view.serial)
    tone = Tone.WAIT if stored.warned else Tone.GOOD
    context.message(
        " ".join((said, *map(tr, stored.warned))), tone,
        None if new or not _way_back(stored) else lambda: undo(context, kind, stored),
    )  # fmt: skip


def undo(context: Context, kind: str, stored: Stored) -> None:
    """Write the values from before a save on top of it."""
    view = stored.view

    def done(again: Stored) -> None:
        context.message(tr("The values from before are back."), Tone.INFO)
        context.broadcast(again.changes)

    context.ask(
        lambda desk: desk_work.store(
            desk, kind=kind, record_id=view.id, typed=_way_back(stored), seen=view.heads, reach=None, draft=""
        ),
        done=done, owner=context,
    )  # fmt: skip


def continue_for_the_branch(context: Context, record_id: str, owner: QObject) -> None:
    """Show what was sent to more people, as a new record that opens on top."""

    def continued(made: Stored) -> None:
        said = tr("Continued as {serial} for the whole branch.", serial=made.view.serial)
        context.message(said, Tone.GOOD)
        context.broadcast(made.changes)
        context.open_record(made.view.kind, made.view.id)

    context.ask(lambda desk: desk_work.for_the_branch(desk, record_id), done=continued, owner=owner)


def _way_back(stored: Stored) -> dict[str, Any]:
    """Return the values to write; a step stays with its reason, because the workflow has its own ways back."""
    step = ("state", "state_reason", "state_evidence") if "state" in stored.undo else ()
    return {name: raw for name, raw in stored.undo.items() if name not in step}


def refused(
    fields: Mapping[str, Field],
    then: Callable[[dict[str, str]], None],
    otherwise: Callable[[Exception], None],
) -> Callable[[Exception], None]:
    """Return what takes a failed save: faults by field to `then`, anything else to `otherwise`."""

    def failed(error: Exception) -> None:
        if isinstance(error, RecordRefusedError):
            then(first_of_each(fields, error.faults))
        else:
            otherwise(error)

    return failed
