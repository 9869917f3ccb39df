"""Kept drafts: what was typed and never saved is offered when the logbook opens again, after a crash too."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from app.desktop.context import Context, Tone
from app.desktop.editors.heading import when
from app.desktop.editors.notices import Notice
from app.desktop.words import many, tr
from app.domain.kinds import KINDS
from app.services import records
from app.storage.rows import Draft

OFFERED = 3


class KeptDrafts(Notice):
    """One line that names the drafts, each with the button that opens its form."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def ask(self) -> None:
        """Ask for the drafts and offer them."""
        self.context.ask(records.drafts, done=self.offer, owner=self)

    def offer(self, drafts: tuple[Draft, ...]) -> None:
        """Show the newest drafts whose kind this app knows; nothing where there are none."""
        known = [draft for draft in drafts if draft.kind in KINDS]
        if not known:
            self.close_it()
            return
        now = self.context.clock()
        count = many(len(known), "draft is kept that was", "drafts are kept that were")
        said = tr("{count} never saved. Open one to restore it or to throw it away.", count=count)
        actions = [(_name(draft, now), partial(self._open, draft)) for draft in known[:OFFERED]]
        self.say(said, Tone.INFO, [*actions, (tr("Later"), lambda: None)])

    def _open(self, draft: Draft) -> None:
        if draft.record is None:
            self.context.new_record(draft.kind)
        else:
            self.context.open_record(draft.kind, draft.record)


def _name(draft: Draft, now: datetime) -> str:
    kind = tr(KINDS[draft.kind].label)
    typed = draft.data.get("typed")
    title = typed.get(KINDS[draft.kind].title_from[0]) if isinstance(typed, dict) else None
    words = f"{kind} “{str(title)[:24]}”" if title else kind
    return f"{words} · {when(draft.at, now)}"
