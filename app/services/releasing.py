"""Releasing: the texts of a record as partners would read them, what was found in them, and confirming them.

Only what is declared for partners is offered, exactly as it would go. A confirmation holds for the text as it stood:
whoever changes the text later takes it back by that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from app.domain.audiences import PARTNERS
from app.domain.fields import Field
from app.domain.kinds import fields_of, kind_named, knows
from app.domain.policy.release import (
    CONFIRMATIONS,
    confirmations,
    is_open,
    texts,
    waiting,
)
from app.domain.reading import read_fields
from app.domain.writing import value_text
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import ServiceError, UnknownRecordError
from app.services.records import show
from app.services.reports.release import Release
from app.services.saving import Entry, put_in
from app.services.sheets_release import release_of
from app.services.showing import view_of
from app.services.views import RecordView, View


class FoundIn(View, frozen=True, kw_only=True):
    """A stretch of a text that a person should look at: its place, what it looks like, and whether it is left out."""

    start: int
    end: int
    what: str
    left_out: bool


class TextReview(View, frozen=True, kw_only=True):
    """One free text as partners would read it, whether it is confirmed as it stands, and what was found in it."""

    field: str
    label: str
    text: str
    confirmed: bool
    found: tuple[FoundIn, ...]

    @property
    def doubtful(self) -> int:
        """How many marks of the text are uncertain and would go as they stand."""
        return sum(not part.left_out for part in self.found)


class ReleaseReview(View, frozen=True, kw_only=True):
    """A record before it goes to partners: whether it may go at all, and each of its free texts.

    `heads` are the saves that were looked at; a confirmation of these texts holds for them alone.
    """

    record: str
    kind: str
    serial: str
    title: str
    open: bool
    texts: tuple[TextReview, ...]
    heads: tuple[str, ...]


class NoSuchTextError(ServiceError):
    """A field that should be confirmed has no text that partners could read."""

    sentence = "{field} has no text to confirm for partners. There are: {names}."


class ChangedSinceError(ServiceError):
    """A record changed between the look at its texts and their confirmation."""

    sentence = "{name} was changed since you looked at it. Look at its texts again, then confirm them."


def release_review(desk: Desk, name: str) -> ReleaseReview:
    """Return each free text of a record as it would go to partners; raises `UnknownRecordError`."""
    view = show(desk, name)
    return ReleaseReview(
        record=view.id,
        kind=view.kind,
        serial=view.serial,
        title=view.title,
        open=is_open(view.kind, view.fields, PARTNERS),
        texts=review_words(desk, view.kind, view.fields),
        heads=view.heads,
    )


def review_words(desk: Desk, kind: str, values: Mapping[str, Any]) -> tuple[TextReview, ...]:
    """Return the free texts among some values of a kind, saved or not, as they would go to partners."""
    found, open_ = texts(kind, values), waiting(kind, values)
    if not found:
        return ()
    net, order = release_of(desk), fields_of(kind)
    return tuple(
        _reviewed(net, order[name], found[name], confirmed=name not in open_)
        for name in order
        if name in found
    )  # fmt: skip


def sitrep_review(
    desk: Desk, words: Mapping[str, str], held: Iterable[Mapping[str, str]] = ()
) -> ReleaseReview:
    """Return an officer's words for a sitrep as they would go to partners; `held` confirms some of them already."""
    values, _ = read_fields(fields_of("sitrep"), words)
    kept = {name: text for name, text in values.items() if text}
    return ReleaseReview(
        record="", kind="sitrep", serial="", title=kind_named("sitrep").label, open=True, heads=(),
        texts=review_words(desk, "sitrep", {**kept, CONFIRMATIONS: list(held)}),
    )  # fmt: skip


def confirm_release(
    desk: Desk,
    name: str,
    fields: Iterable[str],
    *,
    withdrawn: Collection[str] = (),
    seen: tuple[str, ...] | None = None,
) -> tuple[RecordView, Changes]:
    """Confirm texts of a record for partners as they stand now; those `withdrawn` are confirmed no more.

    `seen` holds the heads of the review that somebody looked at. Raises `UnknownRecordError`, `NoSuchTextError`,
    `ChangedSinceError`, `RecordRefusedError`.
    """
    found = show(desk, name)
    with desk.logbook.writing() as writer:
        state = writer.record(found.id)
        if state is None:
            raise UnknownRecordError(name=name)
        if seen is not None and state.heads != seen:
            raise ChangedSinceError(name=found.serial or name)
        wanted = frozenset(fields)
        there = texts(state.kind, state.values)
        for field in sorted((wanted | set(withdrawn)) - there.keys()):
            raise NoSuchTextError(field=field, names=", ".join(there) or "none")
        still = there.keys() - set(waiting(state.kind, state.values))
        rows = confirmations(state.kind, state.values, frozenset((still | wanted) - set(withdrawn)))
        entry = Entry(kind=state.kind, id=state.id, fields={CONFIRMATIONS: rows or None})
        put_in(desk, writer, entry, seen=state.heads, confirms=True)
        after = writer.record(state.id)
        assert after is not None  # noqa: S101 - it was there before
        return view_of(after), Changes.of(state.kind, state.id)


def confirmed_words(kind: str, typed: Mapping[str, str], names: Iterable[str]) -> tuple[dict[str, str], ...]:
    """Return what confirms words that are not saved yet, such as a sitrep's, as they will stand in its record."""
    known = {name: text for name, text in typed.items() if knows(kind, (name,))}
    values, _ = read_fields(fields_of(kind), known)
    return tuple(confirmations(kind, values, frozenset(names)))


def _reviewed(net: Release, field: Field, value: Any, *, confirmed: bool) -> TextReview:
    text, found = net.cut(value_text(field, value))
    return TextReview(
        field=field.name, label=field.label, text=text, confirmed=confirmed,
        found=tuple(FoundIn(start=one.start, end=one.end, what=one.what, left_out=one.certain) for one in found),
    )  # fmt: skip
