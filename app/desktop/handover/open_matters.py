"""Open matters: everything an officer leaves behind, counted, with the most pressing of each to open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context
from app.desktop.reports.offering import write_report
from app.desktop.style import GAP, SMALL, TINY, WIDE, sizes
from app.desktop.widgets import Cut, button, cleared, label, pill, row
from app.desktop.words import many, tr
from app.domain.writing import state_text
from app.services.handover import Leftover
from app.services.reports.making import Wanted
from app.services.views import RecordView

SHOWN = 4


class OpenMatters(QFrame):
    """The first step."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        style.role(self, "card")
        self.context = context
        self._inside = QVBoxLayout()
        self._inside.setSpacing(sizes().of(TINY))
        box = QVBoxLayout(self)
        space = sizes().of(WIDE)
        box.setContentsMargins(space, sizes().of(GAP), space, sizes().of(GAP))
        box.setSpacing(sizes().of(SMALL))
        self.pack = button(tr("Write the hand-over pack…"), self.write_pack)
        self.pack.setToolTip(
            tr("A PDF for your successor: open promises, live work, partners, lessons, directives")
        )
        box.addLayout(row(label(tr("1  What stays open"), "head"), None, self.pack))
        box.addLayout(self._inside)

    def write_pack(self) -> None:
        """Ask where the hand-over pack goes and write it."""
        write_report(self.context, self, Wanted(report="handover"))

    def show_found(self, found: Leftover) -> None:
        """Show what is open; what should be done before leaving comes first."""
        cleared(self._inside)
        first = [pill(words, tone) for words, tone in _first(found)]
        if first:
            self._inside.addLayout(row(*first, None))
        groups = (
            (tr("Emergencies not reported to Mission HQ"), found.emergencies),
            (tr("Promises we owe"), found.promises),
            (tr("Promises owed to us"), found.expected),
            (tr("Requests for support"), found.requests),
            (tr("QIPs and community support"), found.works),
            (tr("Meetings in the next 30 days"), found.meetings),
        )
        for title, views in groups:
            if views:
                self._group(title, views)
        if not any(views for _, views in groups):
            self._inside.addWidget(label(tr("Nothing is open."), "muted"))

    def _group(self, title: str, views: Sequence[RecordView]) -> None:
        self._inside.addSpacing(sizes().of(TINY))
        self._inside.addWidget(label(f"{title} · {len(views)}", "strong"))
        for view in views[:SHOWN]:
            opened = partial(self.context.open_record, view.kind, view.id)
            shown = view.title if len(view.title) <= 80 else view.title[:79] + "…"
            line = row(button(shown, opened, "link", name=tr("Open {title}", title=view.title)))
            line.addWidget(Cut(_facts(view), "small"), 1)
            self._inside.addLayout(line)
        if len(views) > SHOWN:
            self._inside.addWidget(label(tr("and {count} more", count=len(views) - SHOWN), "small"))


def _first(found: Leftover) -> list[tuple[str, str]]:
    said = []
    if found.overdue:
        said.append((tr("{count} overdue", count=many(found.overdue, "promise", "promises")), "bad"))
    if found.drafts:
        said.append((tr("{count} not saved", count=many(found.drafts, "draft", "drafts")), "wait"))
    if found.unsent:
        said.append((tr("{count} not sent", count=many(found.unsent, "change", "changes")), "wait"))
    return said


def _facts(view: RecordView) -> str:
    facts = [view.serial, tr(state_text(view.state or ""))]
    if view.fields.get("due"):
        facts.append(tr("by {day}", day=view.fields["due"]))
    return " · ".join(fact for fact in facts if fact)
