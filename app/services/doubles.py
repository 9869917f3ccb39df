"""Doubles: which partners look like one another, with the reason in words; what was compared stays remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from app.domain.doubles import APART, DOUBLED
from app.domain.likeness import Likeness
from app.domain.name_index import NameIndex
from app.domain.names import Named
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import UnknownRecordError
from app.services.links import kept_map
from app.services.newest import recency
from app.services.saving import Entry, put_in
from app.services.showing import view_of
from app.services.views import RecordView, View
from app.storage.reader import Reader
from app.storage.rows import RecordState
from app.storage.writer import Writer

LONGEST_SHORT = 8
"""Letters of one word that may be an acronym, however it is typed."""
REASONS: Mapping[str, str] = {
    "name": "The same name, but for capitals, accents, blanks or points.",
    "alias": "Both are called “{one}”.",
    "initials": "Both use the acronym “{one}”.",
    "letters": "“{one}” and “{other}” differ only in blanks and hyphens.",
    "known": "“{one}” and “{other}” are names of one body.",
    "acronym": "“{one}” is the acronym of “{other}”.",
    "order": "The same words in another order.",
    "spelling": "“{one}” and “{other}” differ by a slip of the pen.",
    "general": "“{other}” is “{one}” with “international” added.",
    "section": "“{other}” looks like a national section of “{one}”.",
    "longer": "“{other}” is “{one}” with more added: perhaps a section or a programme of it.",
    "together": "“{one}” is named there together with another body.",
    "elsewhere": "The same name, but in different organisations.",
}
"""The sentence of each reason; `one` and `other` are the texts that were compared."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("name", "acronym", "aliases"),
    "person": ("name", "organisation"),
    "place": ("name", "other_names", "p_code", "admin1", "admin2"),
}


class Near(View, frozen=True, kw_only=True):
    """A record that is there already and looks like what is typed; `same` is false where it is only related."""

    id: str
    kind: str
    serial: str
    title: str
    score: int
    same: bool
    reason: str


class Suggestion(View, frozen=True, kw_only=True):
    """Two records that look like one, the one to keep first: that to which more points, else the older one.

    Of a body and its section that is the body. `counts` says how many links lead to each; `code` and `texts` are the
    reason for another language.
    """

    kind: str
    keep: RecordView
    double: RecordView
    counts: tuple[int, int]
    score: int
    same: bool
    reason: str
    code: str
    texts: tuple[str, str]


class _Names:
    """The name indexes of one open logbook, brought up to date with what was stored since they were last used."""

    def __init__(self) -> None:
        self._indexes: dict[str, tuple[int, NameIndex]] = {}

    def of(self, reader: Reader, kind: str) -> NameIndex:
        newest = reader.last_revision()
        seen, index = self._indexes.get(kind, (-1, NameIndex()))
        if seen < 0:
            for identifier, values in reader.field_values(kind, _FIELDS[kind]).items():
                index.put(_named(kind, identifier, values))
        elif seen != newest:
            self._follow(reader, kind, index, reader.revised_since(kind, seen))
        self._indexes[kind] = (newest, index)
        return index

    def _follow(self, reader: Reader, kind: str, index: NameIndex, changed: set[str]) -> None:
        found = reader.field_values(kind, _FIELDS[kind], changed)
        for identifier in changed:
            if identifier in found:
                index.put(_named(kind, identifier, found[identifier]))
            else:
                index.remove(identifier)


_names: WeakKeyDictionary[Desk, _Names] = WeakKeyDictionary()


def near(desk: Desk, kind: str, text: str, limit: int = 5) -> tuple[Near, ...]:
    """Return what is there already and looks like a typed name, best first; doubles stand for what they lead to."""
    if kind not in DOUBLED or not text.strip():
        return ()
    short = text.strip() if len(text.strip()) <= LONGEST_SHORT and len(text.split()) == 1 else ""
    with desk.logbook.reading() as reader:
        typed = Named(id="", kind=kind, name=text, acronym=short)
        matches = _index(desk, reader, kind).near(typed, 3 * limit)
        kept = kept_map(reader, (kind,))
        best: dict[str, Likeness] = {}
        for match in matches:
            best.setdefault(kept.get(match.named.id, match.named.id), match.likeness)
        states = reader.records(best)
    return tuple(_near(states[one], alike) for one, alike in best.items() if one in states)[:limit]


def suggestions(desk: Desk, kind: str | None = None, limit: int = 200) -> tuple[Suggestion, ...]:
    """Return the pairs that look like one, of one kind or of all, the surest first.

    Pairs that were merged, or compared and found different, are left out.
    """
    with desk.logbook.reading() as reader:
        found = [pair for one in DOUBLED if kind in (None, one) for pair in _pairs(desk, reader, one)]
        found.sort(key=lambda pair: (-pair[2].score, pair[0], pair[1]))
        ids = {one for pair in found[: 2 * limit] for one in pair[:2]}
        states, counts = reader.records(ids), reader.reference_counts(ids)
    made = (
        _suggestion(states[one], states[other], alike, counts)
        for one, other, alike in found[: 2 * limit]
        if not _told_apart(states[one], states[other])
    )
    return tuple(made)[:limit]


def keep_apart(desk: Desk, one: str, other: str, *, apart: bool = True) -> Changes:
    """Remember that two records are not the same, or take that back; it travels with the record."""
    with desk.logbook.writing() as writer:
        states = writer.records((one, other))
        if len(states) < 2:
            raise UnknownRecordError(name=other if one in states else one)
        first, second = (states[name] for name in sorted(states))
        for state, name in ((first, second.id), (second, first.id)):
            known = tuple(state.values.get(APART) or ())
            wanted = (*known, name) if apart and state is first else tuple(n for n in known if n != name)
            if set(wanted) != set(known):
                _remember(desk, writer, state, tuple(dict.fromkeys(wanted)))
    return Changes.of(first.kind, first.id, second.id)


def _remember(desk: Desk, writer: Writer, state: RecordState, names: tuple[str, ...]) -> None:
    fields: dict[str, Any] = {APART: list(names) or None}
    put_in(desk, writer, Entry(kind=state.kind, id=state.id, fields=fields))


def _index(desk: Desk, reader: Reader, kind: str) -> NameIndex:
    return _names.setdefault(desk, _Names()).of(reader, kind)


def _pairs(desk: Desk, reader: Reader, kind: str) -> list[tuple[str, str, Likeness]]:
    """Return the best likeness of every two records that stay."""
    kept = kept_map(reader, (kind,))
    best: dict[tuple[str, str], Likeness] = {}
    for one, other, alike in _index(desk, reader, kind).pairs():
        first, second = sorted((kept.get(one.id, one.id), kept.get(other.id, other.id)))
        known = best.get((first, second))
        if first != second and (known is None or alike.score > known.score):
            best[first, second] = alike
    return [(first, second, alike) for (first, second), alike in best.items()]


def _told_apart(one: RecordState, other: RecordState) -> bool:
    return other.id in (one.values.get(APART) or ()) or one.id in (other.values.get(APART) or ())


def _suggestion(
    one: RecordState, other: RecordState, alike: Likeness, counts: Mapping[str, int]
) -> Suggestion:
    def order(state: RecordState) -> tuple[bool, int, str]:
        is_body = alike.same or state.values.get("name") == alike.one
        return not is_body, -counts.get(state.id, 0), state.id

    keep, double = sorted((one, other), key=order)
    return Suggestion(
        kind=one.kind, keep=view_of(keep), double=view_of(double), score=alike.score, same=alike.same,
        counts=(counts.get(keep.id, 0), counts.get(double.id, 0)), reason=_reason(alike), code=alike.code,
        texts=(alike.one, alike.other),
    )  # fmt: skip


def _near(state: RecordState, alike: Likeness) -> Near:
    view = view_of(state)
    return Near(
        id=view.id, kind=view.kind, serial=view.serial, title=view.title, score=alike.score, same=alike.same,
        reason=_reason(alike),
    )  # fmt: skip


def _reason(alike: Likeness) -> str:
    return REASONS[alike.code].format(one=alike.one, other=alike.other)


def _named(kind: str, identifier: str, values: tuple[Any, ...]) -> Named:
    held = dict(zip(_FIELDS[kind], values, strict=True))
    others = held.get("aliases") or held.get("other_names") or ()
    apart = (
        (held.get("organisation") or "",)
        if kind == "person"
        else tuple(str(held.get(name) or "") for name in ("p_code", "admin1", "admin2"))
    )
    return Named(
        id=identifier, kind=kind, name=str(held["name"] or ""), acronym=str(held.get("acronym") or ""),
        aliases=tuple(name for name in others if isinstance(name, str)), apart=apart,
    )  # fmt: skip


class MergedDouble(View, frozen=True, kw_only=True):
    """A double and the record that it leads to."""

    double: RecordView
    kept: RecordView


def merged(desk: Desk, kind: str | None = None) -> tuple[MergedDouble, ...]:
    """Return what was merged, of one kind or of all, the newest first."""
    now = desk.clock()
    with desk.logbook.reading() as reader:
        kept = kept_map(reader, DOUBLED if kind is None else (kind,))
        states = reader.records({*kept, *kept.values()})
    made = [
        MergedDouble(double=view_of(states[double]), kept=view_of(states[stays]))
        for double, stays in kept.items()
        if double in states and stays in states
    ]
    return tuple(sorted(made, key=lambda one: recency(one.double.updated_at, now), reverse=True))
