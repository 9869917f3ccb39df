"""Waiting: what exchange cannot finish alone, each in words, with the one act that helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.exchange.wordings import day_words, file_name, heading_words
from app.desktop.style import GAP, SMALL, sizes
from app.desktop.widgets import Cut, button, card, cleared, column, label, pill, row, scrolled
from app.desktop.words import many, tr
from app.domain.kinds import KINDS
from app.domain.scopes import StreamKey
from app.services import exchange, settling, wording
from app.services.applying import MASS_WITHDRAWAL
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.settling import Branch, ForkView
from app.services.views import FileOutcome, Gap, HeldBundle, RosterLine, Status

MOST = 30


class Waiting(QWidget):
    """Kept bundles, missing numbers and forked streams, the ones that need a person first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.count = 0
        inside = QWidget()
        self.lines = QVBoxLayout(inside)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(sizes().of(GAP))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def show_matters(self, stand: Status, forks: Sequence[ForkView], lines: Sequence[RosterLine]) -> None:
        """Show what waits now; the roster's lines give the names of writers."""
        names = {line.node: line.unit_name for line in lines}
        cleared(self.lines)
        cards: list[Callable[[], QFrame]] = [partial(self._fork, fork) for fork in forks]
        held = sorted(stand.held, key=lambda one: not _asks(one))
        cards += [partial(self._held, bundle) for bundle in held]
        cards += [partial(self._gap, gap, names) for gap in stand.gaps]
        self.count = len(cards)
        for make in cards[:MOST]:
            self.lines.addWidget(make())
        if not cards:
            self.lines.addWidget(
                label(tr("Nothing waits. What is missing or kept aside is told here."), "muted", wrap=True)
            )
        elif len(cards) > MOST:
            self.lines.addWidget(label(tr("and {count} more", count=len(cards) - MOST), "muted"))
        self.lines.addStretch(1)

    def _held(self, bundle: HeldBundle) -> QFrame:
        asks = _asks(bundle)
        head = row(
            label(heading_words(bundle.reasons), "head"),
            Cut(f"{day_words(bundle.at, self.context.clock())} · {file_name(bundle.file)}", "muted"),
            pill(tr("waits for you") if asks else tr("waits"), "bad" if asks else "wait"),
        )
        head.setStretch(1, 1)
        words = " ".join(wording.reason_words(reason) for reason in bundle.reasons)
        acts = QHBoxLayout()
        if asks:
            agreed = button(tr("I looked at it: withdraw these records"), partial(self._accept, bundle))
            acts = row(agreed, None)
        return card(column(head, label(words, wrap=True), acts))

    def _gap(self, gap: Gap, names: Mapping[str, str]) -> QFrame:
        who = names.get(StreamKey.parse(gap.stream).node, tr("somebody who is in no roster"))
        numbers = (
            tr("Number {first} is missing", first=gap.first) if gap.first == gap.last
            else tr("Numbers {first} to {last} are missing", first=gap.first, last=gap.last)
        )  # fmt: skip
        head = row(label(tr("Missing from {who}", who=who), "head"), None, pill(tr("waits"), "wait"))
        said = tr(
            "{numbers}. What came after them is kept. The next bundle from {who} brings them by itself, because "
            "ours tells what we hold; write one to them now to have them sooner.",
            numbers=numbers, who=who,
        )  # fmt: skip
        return card(column(head, label(said, wrap=True)))

    def _fork(self, fork: ForkView) -> QFrame:
        who = fork.unit_name
        head = row(
            label(tr("Two laptops write as {who}", who=who), "head"), None,
            pill(tr("stopped here"), "bad"),
        )  # fmt: skip
        lines = column(head, label(_fork_words(fork), wrap=True), space=SMALL)
        if fork.branches:
            sides = row(*(self._side(fork, one) for one in fork.branches), space=GAP)
            for place in range(sides.count()):
                sides.setStretch(place, 1)
            lines.addLayout(sides)
        if fork.may_settle:
            both = button(
                tr("Take both sides in"), partial(self._settle, fork, ()),
                name=tr("Take in both sides of {who}", who=who),
            )  # fmt: skip
            told = tr("Nothing is lost either way: a side that is not taken in is kept and sets nothing.")
            last = row(label(told, "muted", wrap=True), both)
            last.setStretch(0, 1)
            lines.addLayout(last)
        return card(lines)

    def _side(self, fork: ForkView, side: Branch) -> QFrame:
        now = self.context.clock()
        title = tr("The side that stands here") if side.held else tr("The other side")
        written = tr(
            "{revisions} in {records}, {first} to {last}",
            revisions=many(side.revisions, "change", "changes"), records=many(side.records, "record", "records"),
            first=day_words(side.first_at, now), last=day_words(side.last_at, now),
        )  # fmt: skip
        lines = column(
            label(title, "strong"), label(", ".join(side.officers), wrap=True), label(written, wrap=True)
        )
        if fork.may_settle:
            lines.addLayout(row(self._only(fork, side), None))
        made = card(lines, "sunken")
        style.role(made, "sunken")
        return made

    def _only(self, fork: ForkView, side: Branch) -> QPushButton:
        which = tr("the side that stands here") if side.held else tr("the other side")
        name = tr("Take only {which} of {who} in", which=which, who=fork.unit_name)
        number = fork.branches.index(side) + 1
        return button(
            tr("Take only this side in"), partial(self._settle, fork, (side.digest,)),
            name=f"{name} ({number})",
        )  # fmt: skip

    def _settle(self, fork: ForkView, accept: Sequence[str]) -> None:
        self.context.ask(
            lambda desk: settling.settle(desk, fork.stream, accept),
            done=lambda _: self._settled(fork),
            owner=self,
        )

    def _settled(self, fork: ForkView) -> None:
        said = tr(
            "Settled. The next bundles tell every unit; let {who} write on one laptop only.",
            who=fork.unit_name,
        )
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(Changes(kinds=frozenset(KINDS), exchange=True))

    def _accept(self, bundle: HeldBundle) -> None:
        def work(desk: Desk) -> FileOutcome:
            return exchange.accept_withdrawals(desk, bundle.file)

        self.context.ask(work, done=self._accepted, owner=self)

    def _accepted(self, outcome: FileOutcome) -> None:
        good = outcome.outcome == "applied"
        words = " ".join(wording.reason_words(reason) for reason in outcome.reasons)
        self.context.message(tr("Applied.") if good else words, Tone.GOOD if good else Tone.BAD)
        self.context.broadcast(Changes(kinds=frozenset(outcome.counts), exchange=True))


def _asks(bundle: HeldBundle) -> bool:
    return any(reason.code == MASS_WITHDRAWAL for reason in bundle.reasons)


def _fork_words(fork: ForkView) -> str:
    """Say what happened to a forked stream, and what this person can do about it."""
    if fork.own:
        what = tr(
            "A copy of this logbook goes on writing somewhere else, or this one was opened from a copy. What both "
            "wrote up to number {seq} is safe; from there on they differ.", seq=fork.seq or "?",
        )  # fmt: skip
    else:
        what = tr(
            "A copy of their logbook was opened on a second laptop. What they wrote before is here; from {where} on "
            "there are two histories, and nothing more of it is taken in until a headquarters settles it.",
            where=tr("number {seq}", seq=fork.seq) if fork.seq else tr("a number that has not come yet"),
        )  # fmt: skip
    if fork.may_settle:
        return what + " " + tr("Call them, find out which laptop is the right one, then choose.")
    if fork.seq is None:
        return (
            what
            + " "
            + tr("The beginning of the other side has not come yet: ask for a bundle with everything.")
        )
    return what + " " + tr("Tell Force HQ, or the headquarters that admitted them; only they can settle it.")
