"""Sources: where a report reads from; it remembers the revisions of every record that it was built from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of
from app.domain.policy.release import may_read
from app.domain.vocabularies import MARKINGS
from app.domain.writing import value_text
from app.reports.document import Chart
from app.reports.words import Words, money, words_for
from app.services import links, records, settings
from app.services.desks import Desk
from app.services.errors import ServiceError, UnknownRecordError
from app.services.reports.positions import Sign, map_of, position_text
from app.services.reports.release import (
    CLOSED,
    OPEN_TO_PARTNERS,
    Release,
    audience_of,
    for_audience,
    is_for,
    left_out,
)
from app.services.views import RecordView

Where = tuple[tuple[str, str, Any], ...]
HIDDEN = "a protected source"
SCALE = (1, 5)
"""The ends of a scale on which people judge; its figures say nothing without them."""


class NotReleasableError(ServiceError):
    """A version for partners was asked of a record that may not be shown to them."""

    sentence = (
        "{name} may not be shown to partners: it is not marked releasable, or not UNCLASSIFIED. "
        "Change that in the record first, or make the full report."
    )


class Sources:
    """Reads records for one report, in its language, for our own people or for partners."""

    def __init__(self, desk: Desk, *, language: str, releasable: bool, as_of: datetime) -> None:
        self.desk = desk
        self.language = language
        self.releasable = releasable
        self.audience = audience_of(releasable=releasable)
        self.as_of = as_of
        self.words: Words = words_for(language)
        self.settings = settings.current(desk)
        self.heads: dict[str, tuple[str, ...]] = {}
        self._placed: dict[str, set[str]] = {}
        self._markings: set[str] = set()
        self._names: dict[str, str] = {}
        self._people: list[Mapping[str, Any]] = []

    @property
    def today(self) -> date:
        """The day the report speaks of."""
        return self.as_of.date()

    @property
    def marking(self) -> str:
        """The highest marking of the records that were read."""
        return max(self._markings, key=MARKINGS.index, default=MARKINGS[0])

    @property
    def marking_words(self) -> str:
        """What that marking is called: as the mission calls it, where these readers may know its words."""
        usual = self.words.markings
        own = self.shows("mission_settings", "marking_labels")
        return self.settings.marking(self.marking, usual) if own else usual.get(self.marking, self.marking)

    def one(self, name: str, *kinds: str) -> RecordView:
        """Return the record a report is about, by id or serial.

        Raises `UnknownRecordError`, `NotOfKindError`, `NotReleasableError`.
        """
        view = records.show(self.desk, name)
        if kinds and view.kind not in kinds:
            raise NotOfKindError(name=view.serial or name, kinds=" or ".join(kinds))
        if not is_for(view, self.audience):
            raise NotReleasableError(name=view.serial or name)
        return self._noted(view)

    def some(
        self,
        kind: str,
        where: Where = (),
        order: tuple[str, bool] = ("serial", False),
        limit: int | None = None,
    ) -> tuple[RecordView, ...]:
        """Return the records of a kind that meet the conditions and may be shown in this version."""
        asked = (*where, *OPEN_TO_PARTNERS) if self.releasable else where
        found = records.page(self.desk, kind, where=asked, order=order, limit=limit)
        return tuple(self._noted(view) for view in found if is_for(view, self.audience))

    def pointing(self, record: str, kind: str, limit: int = 200) -> tuple[RecordView, ...]:
        """Return the records of a kind that point to a record or to its doubles, by serial."""
        ids = dict.fromkeys(
            one.id for one in links.pointing_to(self.desk, record, limit=limit) if one.kind == kind
        )
        views = [records.show(self.desk, identifier) for identifier in ids]
        kept = [self._noted(view) for view in views if is_for(view, self.audience)]
        return tuple(sorted(kept, key=lambda view: view.serial))

    def name(self, identifier: str | None) -> str:
        """Return what a referred record is called; of a protected source only the function.

        Partners are told the function of people, and the name of nothing that may not itself be shown to them.
        """
        if not identifier:
            return ""
        if identifier not in self._names:
            self._names.update(self._called([identifier]))
        return self._names.get(identifier, "")

    def shielded(self, identifier: str) -> bool:
        """Return whether a referred record is a protected source, or is not here so that nobody can tell."""
        try:
            return bool(records.show(self.desk, identifier).fields.get("protected_source"))
        except UnknownRecordError:
            return True

    def learn(self, identifiers: Iterable[str]) -> None:
        """Read what many records are called at once."""
        self._names.update(self._called([one for one in identifiers if one not in self._names]))

    def tells(self, view: RecordView, *names: str) -> None:
        """Note that the report tells these fields of a record."""
        self._placed.setdefault(view.id, set()).update(names)

    def placed(self, view: RecordView) -> frozenset[str]:
        """Return the fields of a record that the report has told so far."""
        return frozenset(self._placed.get(view.id, ()))

    def text(self, view: RecordView, name: str) -> str:
        """Return a field of a record in words; empty where it has none, or had none for these readers."""
        self.tells(view, name)
        field, value = fields_of(view.kind)[name], view.fields.get(name)
        text = "" if value is None else self.value(field, value, view.fields)
        return self.words.claimed(text, name not in view.claimed)

    def shows(self, kind: str, *names: str) -> bool:
        """Return whether this version's readers may read all of some fields of a kind."""
        return all(may_read(fields_of(kind)[name], self.audience) for name in names)

    def value(self, field: Field, value: Any, values: Mapping[str, Any]) -> str:
        """Return a wire value in the words of this report's language."""
        words = self.words
        match field.type:
            case FieldType.REF:
                return self.name(str(value))
            case FieldType.REFS:
                return "; ".join(filter(None, (self.name(str(one)) for one in value)))
            case FieldType.POINT:
                return position_text({**values, "point": value}, releasable=self.releasable)
            case FieldType.CHOICE:
                return self.label(field, str(value))
            case FieldType.CHOICES:
                return ", ".join(self.label(field, str(one)) for one in value)
            case FieldType.STATE:
                return words.choice(field, str(value))
            case FieldType.BOOLEAN:
                return words.said("Yes" if value else "No")
            case FieldType.MONEY:
                return money(value["amount"], value["currency"], words)
            case FieldType.INTEGER if (field.min_value, field.max_value) == SCALE:
                return words.said("{n} of {most}").format(n=value, most=field.max_value)
            case FieldType.INTEGER:
                return f"{value:,}".replace(",", words.thousands)
            case _:
                return value_text(field, value)

    def label(self, field: Field, code: str) -> str:
        """Return a word of a field's list: as the mission calls it, in English, or in this report's language."""
        if self.language == "en" and self.shows("term_pack", "terms"):
            return self.settings.label(field, code)
        return self.words.choice(field, code)

    def map(self, placed: Sequence[tuple[Sign, str, Mapping[str, Any]]]) -> Chart | None:
        """Return the map of some records, with the mission's own words below it where the report is in English."""
        disclaimer = self.settings.map_disclaimer if self.language == "en" else ""
        made = map_of(placed, self.words, releasable=self.releasable, disclaimer=disclaimer)
        return msgspec.structs.replace(made, title="") if made else None

    def release(self) -> Release:
        """Return the rules that clean every text of a version for partners."""
        people = [view.fields for view in records.page(self.desk, "person")]
        return Release([*people, *self._people], self.words.left_out)

    def unit_name(self, unit: str | None) -> str:
        """Return what a unit path is called in the roster; the path where nobody is there."""
        own = self.desk.identity
        if not unit or unit == own.unit or self.desk.book is None:
            return own.unit_name
        return next((entry.unit_name for entry in self.desk.book.active_at(unit)), unit)

    def _called(self, identifiers: Sequence[str]) -> dict[str, str]:
        found = {}
        for identifier in identifiers:
            try:
                view = records.show(self.desk, identifier)
            except UnknownRecordError:
                continue
            found[identifier] = self._calling(view)
        return found

    def _calling(self, view: RecordView) -> str:
        if not is_for(view, self.audience):
            return left_out(CLOSED, self.words.left_out)
        protected = view.fields.get("protected_source")
        view = for_audience(view, self.audience, self.words.left_out)
        fields = view.fields
        if view.kind == "person" and (self.releasable or protected):
            return str(fields.get("function") or HIDDEN)
        name = str(fields.get("name") or view.title)
        acronym = str(fields.get("acronym") or "")
        return f"{name} ({acronym})" if acronym and view.kind == "organisation" and len(name) < 40 else name

    def _noted(self, view: RecordView) -> RecordView:
        """Remember where a record stands; return it as this version's readers may read it."""
        self.heads[view.id] = view.heads
        self._people += view.fields.get("participants") or ()
        marking = view.fields.get("marking")
        if marking in MARKINGS:
            self._markings.add(str(marking))
        return for_audience(view, self.audience, self.words.left_out)


class NotOfKindError(ServiceError):
    """A report was asked of a record of another kind."""

    sentence = "{name} is no {kinds}; this report is made of those."
