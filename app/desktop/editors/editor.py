"""The editor of any kind: it loads a record, saves what is typed, and tells what others changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from app.desktop.context import Context, Tone
from app.desktop.editors import desk_work, meanwhile
from app.desktop.editors.desk_work import KeptDraft, Loaded, Stored
from app.desktop.editors.drafts import DraftKeeper
from app.desktop.editors.fault_words import reasons
from app.desktop.editors.files import join_position
from app.desktop.editors.form import Form
from app.desktop.editors.form_values import FormValues
from app.desktop.editors.frame import EditorFrame
from app.desktop.editors.heading import heading, when
from app.desktop.editors.history import told
from app.desktop.editors.making import WidgetMaker
from app.desktop.editors.parts import Parts
from app.desktop.editors.releasing import review_for_partners
from app.desktop.editors.saving import continue_for_the_branch, offer_undo, refused
from app.desktop.editors.standing import Line
from app.desktop.editors.states import steps_of
from app.desktop.words import tr
from app.domain.identifiers import new_id
from app.domain.kinds import fields_of, kind_named
from app.domain.moments import in_zone, parse_moment
from app.domain.raw_values import raw_fields, raw_of
from app.services.changes import Changes
from app.services.following import FOLLOWS
from app.services.next_steps import NextStep

SIDE_FIELDS = ("marking", "releasable", "attachments")


class RecordEditor(EditorFrame):
    """A page with the form of one record; `record_id` None means a new one that begins with `prefill`."""

    saved = Signal(str)
    ready = Signal()
    refused = Signal()

    def __init__(
        self,
        context: Context,
        kind: str,
        record_id: str | None = None,
        prefill: Mapping[str, Any] | None = None,
    ) -> None:
        declared = kind_named(kind)
        super().__init__(context, title=tr("New: {kind}", kind=tr(declared.label)), kinds=(kind,))
        self.kind, self.record_id, self._prefill = kind, record_id, dict(prefill or {})
        self.fields = fields_of(kind)
        self.values = FormValues(self.fields)
        self.loaded: Loaded | None = None
        self.parts: Parts | None = None
        self._saving = False
        self._maker = WidgetMaker(context, self, workflow=declared.workflow, steps=self._steps_from)
        key = f"{kind}:{record_id}" if record_id else f"new:{kind}:{new_id(context.clock())}"
        self.drafts = DraftKeeper(
            context, kind=kind, record_id=record_id, key=key, snapshot=self._snapshot, parent=self
        )
        self.drafts.kept.connect(self._on_kept)
        self.strip.wanted.connect(self._on_wanted)
        self.side.opened.connect(context.open_record)
        self.side.new_wanted.connect(self._on_new_wanted)
        self.side.reach.changed.connect(self._on_reach)
        self.side.reach.more_wanted.connect(self._continue)
        self.side.history.restore_wanted.connect(self._restore)

    @property
    def marking(self) -> str:
        """The marking that the form shows."""
        return str(self.values.raw("marking") or "")

    @property
    def dirty(self) -> bool:
        """Whether anything is typed that is not saved."""
        return bool(self._typed()) or self.side.reach.wanted is not None

    def concerns(self, changes: Changes) -> bool:
        """Return whether this record changed, or one that may point to it."""
        return self.record_id is not None and (
            self.record_id in changes.ids or bool(changes.kinds - self.kinds)
        )

    def reload(self) -> None:
        """Ask for the record as it is now; what is typed stays."""
        if self._saving:
            self.stale = True
            return
        kind, record_id, prefill = self.kind, self.record_id, self._prefill
        self.ask(lambda desk: desk_work.load(desk, kind, record_id, prefill), self._on_loaded)

    def leave(self) -> bool:
        """Keep the draft at once."""
        if self.form is not None:
            self.drafts.keep_if_due()
        return True

    def close_editor(self) -> None:
        """Leave the editor; what is typed stays as a draft."""
        if self.dirty:
            self.drafts.keep()
            self.context.message(
                tr("Not saved. The draft is kept and offered when you come back."), Tone.INFO
            )
        self.closed.emit()

    def save(self) -> None:
        """Save what changed; faults appear at their fields and nothing is lost."""
        if self.form is None or self._saving:
            return
        typed = self._typed()
        if self.record_id is not None and not self.dirty:
            self.context.message(tr("Nothing has changed since the last save."), Tone.INFO)
            return
        if self.record_id is None:
            typed = {**raw_fields(self.fields, self._prefilled()), **typed}
        self._busy(True)
        view = self.loaded.view if self.loaded else None
        kind, record_id, reach, draft = self.kind, self.record_id, self.side.reach.wanted, self.drafts.key
        heads = view.heads if view else ()
        self.drafts.stop()
        self.context.ask(
            lambda desk: desk_work.store(
                desk, kind=kind, record_id=record_id, typed=typed, seen=heads, reach=reach, draft=draft
            ),
            done=self._on_saved, failed=refused(self.fields, self._on_refused, self._on_failed), owner=self,
        )  # fmt: skip

    def _on_saved(self, stored: Stored) -> None:
        new = self.record_id is None
        self.record_id = self.drafts.record_id = stored.view.id
        self.drafts.key = f"{self.kind}:{stored.view.id}"
        self._busy(False)
        self.values.load(stored.view.fields, keep_typed=True)
        if self.form is not None:
            self.form.show_faults({})
            self.form.forget_undo()
            self.form.show_values(name for name in self.form.widgets if name not in self.values.typed)
        if self.parts is not None:
            self.parts.saved(stored.view)
        self.side.show_draft("")
        offer_undo(self.context, self.kind, stored, new=new)
        if self.loaded is not None:
            self.loaded = msgspec.structs.replace(self.loaded, view=stored.view)
        self.stale = True
        self.context.broadcast(stored.changes)
        self.saved.emit(stored.view.id)

    def _on_refused(self, faults: dict[str, str]) -> None:
        self._busy(False)
        self.drafts.note_edit()
        self.side.reach.show_fault(faults.get("reach"))
        assert self.form is not None  # noqa: S101 - only a shown form can be saved
        self.form.show_faults({name: words for name, words in faults.items() if name in self.fields})
        if self.parts is not None:
            self.parts.show_faults(faults)
        beside = [name for name in faults if name in self.fields and self.fields[name].form]
        elsewhere = [
            words for name, words in faults.items() if name not in beside and not name.startswith(FOLLOWS)
        ]
        said = " ".join(elsewhere) or tr(
            "Not saved yet: see the fields marked below. What you typed is kept."
        )
        self.notice.say(said, Tone.BAD)
        self.refused.emit()

    def _on_failed(self, error: Exception) -> None:
        self._busy(False)
        self.drafts.note_edit()
        self.context.report(error)

    def _busy(self, busy: bool) -> None:
        self._saving = busy
        self.save_button.setEnabled(not busy)
        if busy:
            self.notice.close_it()

    def _on_loaded(self, loaded: Loaded) -> None:
        before, self.loaded = self.loaded, loaded
        self._maker.lookup.titles.update(loaded.titles)
        if self.form is None:
            self._first(loaded)
        elif loaded.view is not None:
            self._again(before, loaded)
        self._show_side(loaded)
        self._show_conflicts(loaded)
        if self.parts is not None:
            self.parts.show_referring(loaded.referring)
        self._show_head()
        self.show_reports(self.kind, loaded.view)
        self.show_standing()
        self.marked.emit()
        self.ready.emit()

    def _first(self, loaded: Loaded) -> None:
        """Make the form and offer a draft from before."""
        self._maker.settings = loaded.settings
        begin = loaded.view.fields if loaded.view else self._prefilled()
        self.values.load(begin)
        elsewhere = (*SIDE_FIELDS, *(name for name, field in self.fields.items() if not field.form))
        form = Form(
            self.fields, self.values, self._maker.widget, self.context.theme,
            kind=self.kind, elsewhere=elsewhere,
        )  # fmt: skip
        form.lock(reasons(self.fields, loaded.read_only))
        form.edited.connect(self._on_edited)
        for name in SIDE_FIELDS:
            self.side.add_field(form.place(self._maker.widget(self.fields[name])))
        join_position(form.widgets["attachments"], form)
        self.show_form(form)
        self.parts = Parts(
            self.context, self.kind, form, self._maker.lookup,
            notice=self.notice, save=self.save, parent=self,
        )  # fmt: skip
        self.parts.edited.connect(lambda: self._on_edited(FOLLOWS))
        self.parts.opened.connect(self.context.open_record)
        if loaded.draft is not None:
            self._offer_draft(loaded.draft)
        next(iter(form.widgets.values())).setFocus()

    def _again(self, before: Loaded | None, loaded: Loaded) -> None:
        """Show what changed underneath; what is typed stays."""
        assert loaded.view is not None  # noqa: S101 - `_on_loaded` saw to both
        assert self.form is not None  # noqa: S101
        known = frozenset(entry.revision for entry in before.history) if before else None
        typed = self.values.changed()
        by = ", ".join(meanwhile.writers(loaded.history, known or frozenset()))
        news = meanwhile.compare(
            self.fields, before=self.values.loaded, after=loaded.view.fields, typed=typed,
            title=self._maker.lookup.title, by=by,
        )  # fmt: skip
        self.values.load(loaded.view.fields, keep_typed=True)
        self.form.lock(reasons(self.fields, loaded.read_only))
        self.form.show_values(news.taken)
        foreign = known is not None and meanwhile.foreign(loaded.history, known, loaded.identity.node)
        if self.parts is not None and (news.kept or (news.taken and foreign)):
            self.parts.tell_meanwhile(news)

    def _show_side(self, loaded: Loaded) -> None:
        view = loaded.view
        self.side.show_saves(told(loaded.history, self.fields, self._maker.lookup.title))
        self.side.show_links(loaded.pointing, loaded.counts)
        self.side.show_new(self.kind if view is not None else "")
        self.side.reach.show_record(
            view.reach if view else "up",
            sealed=bool(view and view.sealed),
            continued=bool(view and view.fields.get("continued_in")),
        )
        self.side.reach.protect(self._protected())
        if view is not None and view.withdrawn is not None:
            self.notice.say(tr("Withdrawn: {reason}", reason=view.withdrawn), Tone.WAIT)

    def _show_conflicts(self, loaded: Loaded) -> None:
        if self.parts is not None:
            self.parts.disputes.show_conflicts(loaded.conflicts, self._when, self._settle)

    def _settle(self, field: str, revision: str) -> None:
        record_id = self.record_id or ""
        self.values.forget(field)
        self.context.ask(
            lambda desk: desk_work.settle(desk, record_id, field, revision),
            done=self.context.broadcast, owner=self,
        )  # fmt: skip

    def _offer_draft(self, draft: KeptDraft) -> None:
        said = tr("Draft kept {when}. It was not saved.", when=self._when(draft.at))
        self.notice.say(
            said, Tone.INFO,
            [
                (tr("Restore"), lambda: self._take_draft(draft)),
                (tr("Discard"), lambda: self.drafts.drop(draft.key)),
            ],
        )  # fmt: skip

    def _take_draft(self, draft: KeptDraft) -> None:
        self.drafts.adopt(draft.key)
        if self.form is None:
            return
        for name, raw in draft.typed.items():
            if name in self.fields:
                self.form.put(name, raw)
        self.side.reach.choose(draft.reach)
        if self.parts is not None:
            self.parts.restore(draft.typed)
        self._on_edited("")

    def _on_edited(self, name: str) -> None:
        self.drafts.note_edit()
        self._show_head()
        self.show_standing()
        if name == "protected_source":
            self.side.reach.protect(self._protected())
        if name == "marking":
            self.marked.emit()

    def _on_reach(self) -> None:
        self.side.reach.show_fault(None)
        self.drafts.note_edit()
        self._show_head()

    def review_for_partners(self) -> None:
        """Show the saved texts of the record as partners would read them."""
        if self.dirty:
            self.context.message(tr("Save what you typed first; then review it."), Tone.WAIT)
        elif self.record_id is not None:
            review_for_partners(self.context, self, self.record_id)

    def _continue(self) -> None:
        """Show what was sent to more people, as a new record that opens on top."""
        record_id = self.record_id
        if record_id is None:
            return
        if self.dirty:
            self.context.message(tr("Save what you typed first; then continue it."), Tone.WAIT)
            return
        continue_for_the_branch(self.context, record_id, self)

    def _on_kept(self, at: str) -> None:
        if self.dirty:
            moment = in_zone(parse_moment(at), self.context.clock().tzinfo)
            self.side.show_draft(tr("Draft kept {time} on this laptop", time=f"{moment:%H:%M:%S}"))

    def _on_new_wanted(self, kind: str, field: str) -> None:
        self.context.new_record(kind, {field: self.record_id})

    def _restore(self, field: str, wire: Any) -> None:
        """Put a value from the history into its field; it is saved with the form."""
        if self.form is not None and field in self.fields:
            self.form.put(field, raw_of(self.fields[field], wire))
            self.form.go_to_field(field)

    def _typed(self) -> dict[str, Any]:
        """Return the raw values that differ from what is stored, and the lines of what follows."""
        return {**self.values.changed(), **(self.parts.typed() if self.parts is not None else {})}

    def _snapshot(self) -> tuple[dict[str, Any], str | None]:
        """Return what a draft holds; that of a new record also what it began with."""
        typed = self._typed()
        if typed and self.record_id is None:
            typed = {**raw_fields(self.fields, self._prefill), **typed}
        return typed, self.side.reach.wanted

    def _protected(self) -> bool:
        return "protected_source" in self.fields and self.values.raw("protected_source") is True

    def _prefilled(self) -> dict[str, Any]:
        defaults = {name: field.default for name, field in self.fields.items() if field.default is not None}
        begins = self.loaded.begins if self.loaded is not None else {}
        closed = self.loaded.read_only if self.loaded is not None else {}
        given = {**defaults, **begins, **self._prefill}
        return {name: wire for name, wire in given.items() if name in self.fields and name not in closed}

    def _steps_from(self, source: str) -> tuple[NextStep, ...]:
        workflow = kind_named(self.kind).workflow
        if workflow is None or self.loaded is None:
            return ()
        taken = self.loaded.decision
        return steps_of(
            workflow, self.values.record(self.kind), source, self.loaded.identity.level, self.loaded.settings,
            stale=taken.words if taken is not None and not taken.stands else "", barred=self.loaded.barred,
        )  # fmt: skip

    def _when(self, at: str) -> str:
        return when(at, self.context.clock())

    def show_standing(self) -> None:
        """Show what is true above the form, and the red button while it may be pressed."""
        if self.parts is not None:
            self.parts.refresh()
            self.urgent.setVisible(self.parts.urgency is not None and self.parts.urgency.possible)
        self.strip.refresh()

    def standing(self) -> tuple[Line, ...]:
        """Return the lines above the form."""
        return self.parts.standing(self.loaded) if self.parts is not None and self.loaded is not None else ()

    def take_back(self) -> None:
        """Offer the values from before one's own last save, where nothing is typed since."""
        if self.parts is not None and self.loaded is not None and not self._saving and not self.dirty:
            self.parts.offer_back(self.loaded)

    def declare_emergency(self) -> None:
        """Ask what an emergency prevents."""
        if self.parts is not None and self.parts.urgency is not None:
            self.parts.urgency.ask()

    def _on_wanted(self, does: str, field: str) -> None:
        if self.parts is not None:
            self.parts.do(does, field, self.loaded.view if self.loaded else None)

    def _show_head(self) -> None:
        view = self.loaded.view if self.loaded else None
        self.show_head(*heading(self.kind, self.values, view, dirty=self.dirty))
