"""Parts: what belongs to the form of one record beside its fields: steps, disputes, urgency, guides, what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.desktop.context import Context, Tone
from app.desktop.editors import desk_work, screening, taking_back
from app.desktop.editors.desk_work import Loaded
from app.desktop.editors.disputes import Disputes
from app.desktop.editors.follow_lines import FollowLines
from app.desktop.editors.form import Form
from app.desktop.editors.history import told
from app.desktop.editors.lookups import Lookup
from app.desktop.editors.meanwhile import Meanwhile
from app.desktop.editors.notices import Action, Notice
from app.desktop.editors.outcomes import Outcomes
from app.desktop.editors.standing import ACKNOWLEDGE, DECIDE, GO, REPORT, Line, Situation, lines
from app.desktop.editors.step_fields import STATE, StepFields
from app.desktop.editors.urgency import Urgency
from app.desktop.words import tr
from app.domain.identifiers import is_id
from app.domain.kinds import KINDS, kind_named
from app.services.following import FOLLOWS
from app.services.views import RecordView

SCREENED = "support_request"


class Parts(QObject):
    """The pieces of one form; which of them there are hangs on the kind."""

    edited = Signal()
    opened = Signal(str, str)

    def __init__(
        self, context: Context, kind: str, form: Form, lookup: Lookup, *,
        notice: Notice, save: Callable[[], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.context, self.kind, self.form = context, kind, form
        self._lookup, self._notice, self._save = lookup, notice, save
        self.disputes = Disputes(form, form.values.fields, lookup.title)
        self.steps = StepFields(form, self) if STATE in form.values.fields else None
        self.outcomes = Outcomes(context, kind, form, self) if kind_named(kind).leading else None
        self.urgency: Urgency | None = None
        if kind == SCREENED and self.steps is not None:
            self.urgency = Urgency(form, self.steps, notice, context.clock, save, self)
            for title, words in screening.GUIDES.items():
                form.cards[title].guide(tr(words))
        self.follows: FollowLines | None = None
        if KINDS[kind].follow_lines:
            self.follows = FollowLines(kind, lookup, self._partner)
            self.follows.changed.connect(self.edited)
            self.follows.opened.connect(self.opened)
            form.cards[KINDS[kind].follow_lines_in].head_with(self.follows)

    def refresh(self) -> None:
        """Judge the sections of a screening again."""
        if self.kind == SCREENED:
            for title, verdict in screening.verdicts(self.form.values.raw, self.form.shows).items():
                self.form.cards[title].judge(verdict.words, verdict.tone)

    def standing(self, loaded: Loaded) -> tuple[Line, ...]:
        """Return the lines that stand above the form."""
        values, closed = self.form.values, self.form.locked_alike
        first = (Line(tr("What is greyed is read-only. {reason}", reason=closed), "wait"),) if closed else ()
        return first + lines(
            self.kind,
            Situation(
                record=values.record(self.kind), raw=values.raw, shown=self.form.shows, view=loaded.view,
                referring=loaded.referring, unit=loaded.identity.unit or "", now=self.context.clock(),
                settings=loaded.settings, decision=loaded.decision,
            ),
        )  # fmt: skip

    def do(self, does: str, field: str, view: RecordView | None) -> None:
        """Do what the button of a standing line says."""
        done = self.context.broadcast
        if does == GO:
            self.form.go_to_field(field)
        elif does == REPORT:
            self.form.put(field, self.context.clock().replace(second=0, microsecond=0).isoformat())
            self._save()
        elif does == ACKNOWLEDGE and view is not None:
            self.context.ask(lambda desk: desk_work.acknowledge(desk, view.id), done=done, owner=self)
        elif does == DECIDE and view is not None:
            self.context.ask(lambda desk: desk_work.decide_again(desk, view), done=done, owner=self)

    def offer_back(self, loaded: Loaded) -> None:
        """Offer the values from before one's own last save; taken, they are a new save."""
        saves = told(loaded.history, self.form.values.fields, self._lookup.title)
        saved = taking_back.last_save(saves, loaded.identity.node)
        if saved is None:
            self.context.message(tr("There is no save of yours to take back here."), Tone.INFO)
            return
        back = taking_back.values_before(saved, self.form.values.fields)
        actions: list[Action] = [
            (tr("Take back"), partial(self._write_back, back)),
            (tr("Leave it"), lambda: None),
        ]
        self._notice.say(taking_back.words(saved), Tone.INFO, actions)
        self._notice.buttons[0].setFocus()

    def _write_back(self, raw: Mapping[str, Any]) -> None:
        for name, value in raw.items():
            self.form.put(name, value)
        self._save()

    def tell_meanwhile(self, news: Meanwhile) -> None:
        """Say what others changed while the form was open, and show their values where others are typed."""
        said = tr("Changed meanwhile by {who}. {what}", who=news.by or tr("somebody"), what=news.words)
        self._notice.say(said, Tone.WAIT, [(tr("Understood"), lambda: None)])
        self.disputes.show_meanwhile(news)

    def typed(self) -> dict[str, Any]:
        """Return what is typed beside the fields, ready to be added to them."""
        lines = self.follows.raw() if self.follows is not None else []
        return {FOLLOWS: lines} if lines else {}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Show what a draft holds beside the fields."""
        if self.follows is not None:
            self.follows.restore(typed.get(FOLLOWS, ()))
        if self.steps is not None:
            self.steps.show_lines()

    def saved(self, view: RecordView) -> None:
        """Show what a save changed: the state, and typed lines that are records now."""
        self.disputes.saved()
        if self.steps is not None:
            self.steps.state.set_value(view.state)
            self.steps.show_lines()
        if self.follows is not None:
            self.follows.clear()

    def show_referring(self, views: Iterable[RecordView]) -> None:
        """Show the promises and requests that came from this record."""
        if self.follows is not None:
            self.follows.show_there(one for one in views if one.fields.get("source"))

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Show the faults of the lines beside them; the first of each is enough."""
        if self.follows is None:
            return
        found: dict[int, str] = {}
        for name, words in faults.items():
            head, _, rest = name.partition(".")
            if head == FOLLOWS:
                found.setdefault(int(rest.partition(".")[0]), words)
        self.follows.show_faults(found)

    def _partner(self) -> str | None:
        """Return the first organisation of the meeting, which most promises are made to."""
        named = self.form.values.raw("organisations") if "organisations" in self.form.values.fields else None
        first = str(named[0]) if named else ""
        return first if is_id(first) else None
