"""Release: what of a record reports and sheets are made from, for our own people and for partners.

Whatever makes a report or a sheet is given records in which only the fields of its audience are left (see
`domain.policy.release`), so that nothing else can be written by mistake. A text that was confirmed for release is
cleaned once more of what is certainly a telephone, an address, a position or somebody's name: a second net, which
misses much. The list of revisions that a report was built from stays whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from app.domain.audiences import CHAIN, PARTNERS, Audience
from app.domain.kinds import title_of
from app.domain.policy.findings import Finding, People, findings
from app.domain.policy.release import is_open, released, texts
from app.domain.vocabularies import MARKINGS
from app.services.views import RecordView
from app.storage.rows import RecordState

T = TypeVar("T")
OPEN_TO_PARTNERS = (("releasable", "=", True), ("marking", "=", MARKINGS[0]))
"""What a record must be to stand in a releasable report at all."""
UNCONFIRMED, CLOSED = "unconfirmed", "closed"
"""The words in place of a text that nobody confirmed, and of a record that may not be named."""


class Release:
    """The second net of one version for partners: the people it looks for, and the words in place of what it finds."""

    def __init__(self, people: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> None:
        self._words = words
        self.people = People(people)

    def text(self, text: str) -> str:
        """Return a text without what is certainly a name, a telephone, an address or a position."""
        return self.cut(text)[0]

    def cut(self, text: str) -> tuple[str, tuple[Finding, ...]]:
        """Return a text as it goes, and everything that was found in it, at its place in what goes."""
        made, moved, done = "", [], 0
        for one in findings(text, self.people):
            made += text[done : one.start]
            start, done = len(made), one.end
            made += (one.said or self.word(one.what)) if one.certain else text[one.start : one.end]
            moved.append(msgspec.structs.replace(one, start=start, end=len(made)))
        return made + text[done:], tuple(moved)

    def cleaned(self, content: T) -> T:
        """Return a structure of a report with every text in it cleaned; bytes, numbers and moments stay."""
        cleaned: T = self._walk(content)
        return cleaned

    def values(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a record with its free texts cleaned; codes, figures and words of lists stay."""
        free = texts(kind, values)
        return {name: self._walk(value) if name in free else value for name, value in values.items()}

    def word(self, what: str) -> str:
        """Return the word in brackets for something that was left out."""
        return left_out(what, self._words)

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple | list):
            return type(value)(self._walk(part) for part in value)
        if isinstance(value, dict):
            return {name: self._walk(part) for name, part in value.items()}
        if isinstance(value, msgspec.Struct):
            return msgspec.structs.replace(
                value, **{name: self._walk(getattr(value, name)) for name in value.__struct_fields__}
            )
        return value


def left_out(what: str, words: Mapping[str, str]) -> str:
    """Return the word in brackets for something that was left out."""
    return f"[{words.get(what, what)}]"


def audience_of(*, releasable: bool) -> Audience:
    """Return for whom a version is: partners, or our own chain of command."""
    return PARTNERS if releasable else CHAIN


def is_for(view: RecordView | RecordState, audience: Audience) -> bool:
    """Return whether a record may be shown to an audience at all."""
    return is_open(view.kind, _values(view), audience)


def for_audience(view: RecordView, audience: Audience, words: Mapping[str, str]) -> RecordView:
    """Return a record as an audience may read it; partners are not told who wrote it."""
    kept = released(view.kind, view.fields, audience, word=left_out(UNCONFIRMED, words))
    title = title_of(view.kind, kept) or view.serial
    if audience < PARTNERS:
        return msgspec.structs.replace(view, fields=kept, title=title)
    return msgspec.structs.replace(
        view, fields=kept, title=title, state=kept.get("state"), conflicts=(), withdrawn=None, created_by="",
        updated_by="", undecided=(), built=None,
    )  # fmt: skip


def state_for(state: RecordState, audience: Audience, words: Mapping[str, str]) -> RecordState:
    """Return the state of a record as an audience may read it."""
    kept = released(state.kind, state.values, audience, word=left_out(UNCONFIRMED, words))
    return msgspec.structs.replace(state, values=kept)


def _values(view: RecordView | RecordState) -> Mapping[str, Any]:
    return view.fields if isinstance(view, RecordView) else view.values
