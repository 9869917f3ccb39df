"""Undo: takes out again what imports brought, each as a whole, and says what that did."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.desktop.context import Context, Tone
from app.desktop.exchange.wordings import file_name
from app.desktop.words import many, tr
from app.services import undoing
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.undoing import Undone


def take_out(
    context: Context, bundles: Sequence[str] = (), failed: Callable[[Exception], None] | None = None
) -> None:
    """Take out what these bundles brought, the latest first; without any, what the last import brought."""

    def work(desk: Desk) -> list[Undone]:
        return [undoing.undo_import(desk, bundle) for bundle in reversed(bundles)] or [
            undoing.undo_import(desk)
        ]

    context.ask(work, done=lambda done: _said(context, done), failed=failed or context.report, owner=context)


def _said(context: Context, done: Sequence[Undone]) -> None:
    file = file_name(done[0].file) if len(done) == 1 else many(len(done), "file", "files")
    gone, back = sum(one.removed for one in done), sum(one.restored for one in done)
    what = [tr("{records} gone", records=many(gone, "record is", "records are"))] if gone else []
    if back:
        what.append(tr("{records} as before", records=many(back, "record is", "records are")))
    said = tr(
        "{file} taken out: {what}. Take the file in again to have it back.", file=file, what=", ".join(what)
    )
    context.message(said, Tone.GOOD)
    kinds = frozenset[str]().union(*(one.changes.kinds for one in done))
    ids = frozenset[str]().union(*(one.changes.ids for one in done))
    context.broadcast(Changes(kinds, ids, exchange=True))
