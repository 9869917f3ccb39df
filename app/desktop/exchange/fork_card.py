"""Fork card: two laptops that write under one name, both sides beside each other, and the act that settles it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.exchange.wordings import day_words
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, card, column, label, pill, row
from app.desktop.words import many, tr
from app.domain.kinds import KINDS
from app.services import settling
from app.services.changes import Changes
from app.services.settling import Branch, ForkView


class ForkCard(QFrame):
    """One fork: what happened, both sides, and for who may settle it the recommended answer first."""

    def __init__(self, context: Context, fork: ForkView) -> None:
        super().__init__()
        self.context = context
        self.fork = fork
        style.role(self, "card")
        self.setAccessibleName(tr("Two laptops write as {who}", who=fork.unit_name))
        head = row(
            label(tr("Two laptops write as {who}", who=fork.unit_name), "head"), None,
            pill(tr("stopped here"), "bad"),
        )  # fmt: skip
        lines = QVBoxLayout(self)
        lines.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        lines.setSpacing(sizes().of(SMALL))
        lines.addLayout(head)
        lines.addWidget(label(self._words(), wrap=True))
        if fork.branches:
            sides = row(*(self._side(one) for one in fork.branches), space=GAP)
            for place in range(sides.count()):
                sides.setStretch(place, 1)
            lines.addLayout(sides)
        if fork.may_settle:
            lines.addLayout(self._answers())

    def _words(self) -> str:
        """Say what happened, and what this person can do about it."""
        fork, now = self.fork, self.context.clock()
        since = day_words(min((one.first_at for one in fork.branches), default=None), now)
        if fork.own:
            what = tr(
                "A copy of this logbook goes on writing somewhere else, or this one is the copy. What was written "
                "before {since} is safe; from then on the two differ. Both go on under a new number.", since=since,
            )  # fmt: skip
        elif fork.branches:
            what = tr(
                "A copy of their logbook was opened on a second laptop. What they wrote before is here; from {since} "
                "on there are two histories, and no more of either is taken in until a headquarters settles it.",
                since=since,
            )  # fmt: skip
        else:
            what = tr("A copy of their logbook was opened on a second laptop, and the two went on apart.")
        return f"{what} {self._advice()}"

    def _advice(self) -> str:
        if self.fork.seq is None:
            return tr(
                "The beginning of the other side has not come yet: ask them for a bundle with everything."
            )
        if self.fork.own:
            return tr("Tell the headquarters that admitted you, or Force HQ; only they can settle it.")
        if not self.fork.may_settle:
            return tr("Tell Force HQ, or the headquarters that admitted them; only they can settle it.")
        return tr("Call them, and find out which laptop is whose.")

    def _answers(self) -> QVBoxLayout:
        told = tr(
            "Recommended if both laptops are theirs: take both sides in. If one was lost or stolen, take only the "
            "other. Nothing is lost either way: a side that is not taken in is kept and sets nothing."
        )
        both = button(
            tr("Take both sides in"), partial(self._settle, ()),
            name=tr("Take in both sides of {who}", who=self.fork.unit_name),
        )  # fmt: skip
        return column(label(told, "muted", wrap=True), row(both, None))

    def _side(self, side: Branch) -> QFrame:
        title = tr("The side that stands here") if side.held else tr("The other side")
        lines = column(
            label(title, "strong"),
            label(", ".join(side.officers), wrap=True),
            label(self._written(side), wrap=True),
        )
        if side.titles:
            lines.addWidget(label(_titles(side), "muted", wrap=True))
        lines.addStretch(1)
        if self.fork.may_settle:
            lines.addLayout(row(self._only(side), None))
        return card(lines, "sunken")

    def _written(self, side: Branch) -> str:
        now = self.context.clock()
        first, last = day_words(side.first_at, now), day_words(side.last_at, now)
        return tr(
            "{revisions} in {records}, {when}",
            revisions=many(side.revisions, "change", "changes"), records=many(side.records, "record", "records"),
            when=first if first == last else tr("{first} to {last}", first=first, last=last),
        )  # fmt: skip

    def _only(self, side: Branch) -> QPushButton:
        which = tr("the side that stands here") if side.held else tr("the other side")
        name = tr("Take only {which} of {who} in", which=which, who=self.fork.unit_name)
        number = self.fork.branches.index(side) + 1
        return button(
            tr("Take only this side in"), partial(self._settle, (side.digest,)), name=f"{name} ({number})"
        )

    def _settle(self, accept: Sequence[str]) -> None:
        stream = self.fork.stream
        self.context.ask(
            lambda desk: settling.settle(desk, stream, accept), done=lambda _: self._settled(), owner=self
        )

    def _settled(self) -> None:
        said = tr(
            "Settled. The next bundles tell every unit. Let {who} write on one laptop; the other asks to join anew.",
            who=self.fork.unit_name,
        )
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(Changes(kinds=frozenset(KINDS), exchange=True))


def _titles(side: Branch) -> str:
    said = ", ".join(side.titles)
    more = side.records - len(side.titles)
    return tr("{titles} and {count} more", titles=said, count=more) if more > 0 else said
