"""Settings: what this mission has laid down, by the word of Force HQ, with defaults where it said nothing.

Which of several live records of settings is in force hangs on no clock and no order of arrival, but on the digest in
their ids; that there are several is an alarm until all but one are withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from app.domain.fields import Field
from app.domain.mission_settings import MissionSettings, ReportRule, Template, TermPack
from app.domain.money import Money
from app.domain.policy.community import LIMIT_DAYS_DEFAULT
from app.domain.policy.steps import Limits
from app.domain.qips import TRANCHES_DEFAULT, WARNING_PERCENT_DEFAULT, Qip, TranchePlan
from app.domain.record_identity import unclocked
from app.domain.vocabularies import VOCABULARIES
from app.services.desks import Desk
from app.services.structures import typed_record
from app.services.views import View
from app.storage.logbook import Logbook
from app.storage.reader import Reader
from app.storage.rows import RecordState

KINDS_OF_SETTINGS = ("mission_settings", "term_pack")
SEVERAL = "several-settings"
SEVERAL_WORDS = (
    "There are {count} records of mission settings: {titles}. The first one counts, the others do not. Force HQ keeps "
    "one and withdraws the others."
)
DISCLAIMER_DEFAULT = (
    "The boundaries and names shown and the designations used on this map do not imply official endorsement or "
    "acceptance by the United Nations."
)
_NAMES = {value: name for name, value in VOCABULARIES.items()}


class Settings(View, frozen=True, kw_only=True):
    """The settings in force; every figure is the mission's, or a default that is not a UN rule."""

    qip_ceiling: Money | None = None
    qip_limit_days: int = LIMIT_DAYS_DEFAULT
    qip_warning_percent: int = WARNING_PERCENT_DEFAULT
    clock_start: str = "first_disbursement"
    tranche_plan: tuple[TranchePlan, ...] = TRANCHES_DEFAULT
    pillars: tuple[str, ...] = ()
    local_committee: bool = True
    sector_approves_to: Money | None = None
    reports: tuple[ReportRule, ...] = ()
    cimic_title: str = "CIMIC"
    phase: str | None = None
    map_disclaimer: str = DISCLAIMER_DEFAULT
    marking_labels: Mapping[str, str] = {}
    terms: Mapping[tuple[str, str], str] = {}
    templates: tuple[Template, ...] = ()

    @property
    def warning_days(self) -> int:
        """From how many days left on a QIP is near its limit."""
        return self.qip_limit_days * (100 - self.qip_warning_percent) // 100

    @property
    def sector_limits(self) -> Limits:
        """Up to which cost a sector may approve a project, in cents by currency."""
        return (
            {self.sector_approves_to.currency: self.sector_approves_to.amount}
            if self.sector_approves_to
            else {}
        )

    def days_left(self, qip: Qip, today: date) -> int | None:
        """Return the days to a QIP's limit (negative: late) while its clock runs, else None."""
        return qip.days_left(today, self.qip_limit_days, self.clock_start)

    def near_limit(self, days_left: int | None) -> bool:
        """Return whether so few days are left that somebody should be warned."""
        return days_left is not None and days_left <= self.warning_days

    def cut_off(self, report: str, level: str = "") -> str:
        """Return the hour by which a report of a type is due at a level, as written; empty where none is."""
        rules = [rule for rule in self.reports if rule.type == report and rule.cut_off]
        own = [rule for rule in rules if rule.level == level] or [rule for rule in rules if not rule.level]
        return (own[0].cut_off or "") if own else ""

    def label(self, field: Field, code: str) -> str:
        """Return what this mission calls a word of a field's list."""
        name = _NAMES.get(field.choices, "") if field.choices else ""
        return self.terms.get((name, code)) or field.choice_label(code)

    def choices(self, field: Field) -> tuple[tuple[str, str], ...]:
        """Return the list of a field with the words that this mission uses."""
        return tuple((code, self.label(field, code)) for code, _ in field.choices or ())

    def marking(self, code: str, usual: Mapping[str, str] | None = None) -> str:
        """Return what a marking is called on this mission's paper, else what is `usual` in the paper's language."""
        return self.marking_labels.get(code) or (usual or {}).get(code, code)

    def starting_values(self, kind: str) -> dict[str, Any]:
        """Return the wire values that a form for a new record of a kind begins with."""
        values: dict[str, Any] = {
            one.for_field: one.text for one in self.templates if one.for_kind == kind and one.for_field
        }
        if kind == "qip":
            values["tranches"] = [_share(one) for one in self.tranche_plan]
        return values

    def limiting_values(self, kind: str) -> dict[str, Any]:
        """Return the wire values by which a record of a kind is limited once it is decided on: this mission's."""
        if kind != "qip":
            return {}
        ceiling = {"ceiling": msgspec.to_builtins(self.qip_ceiling)} if self.qip_ceiling else {}
        days = {"limit_days": self.qip_limit_days} if self.qip_limit_days != LIMIT_DAYS_DEFAULT else {}
        return {**ceiling, **days}


def _share(planned: TranchePlan) -> dict[str, Any]:
    """Return one tranche of a new QIP, on the wire."""
    share = {"percent": planned.percent, "trigger": planned.trigger}
    return {name: value for name, value in share.items() if value is not None}


_Signature = tuple[tuple[str, ...], ...]
_CACHE: WeakKeyDictionary[Logbook, tuple[_Signature, Settings]] = WeakKeyDictionary()


def current(desk: Desk) -> Settings:
    """Return the settings in force on this logbook; cheap, they are put together again only when they change."""
    with desk.logbook.reading() as reader:
        return read(desk, reader)


def read(desk: Desk, reader: Reader) -> Settings:
    """Return the settings in force as one snapshot of the logbook has them."""
    found = [state for kind in KINDS_OF_SETTINGS for state in _live(reader, kind)]
    signature = tuple((state.id, *state.heads) for state in found)
    kept = _CACHE.get(desk.logbook)
    if kept is None or kept[0] != signature:
        kept = _CACHE[desk.logbook] = (signature, settings_of(found))
    return kept[1]


def several(reader: Reader) -> str:
    """Return a sentence where more than one record of settings is live, the one in force first; else nothing."""
    titles = [
        f"{state.values['title']} ({state.values.get('serial') or state.id})" for state in _live(reader)
    ]
    return SEVERAL_WORDS.format(count=len(titles), titles=", ".join(titles)) if len(titles) > 1 else ""


def _live(reader: Reader, kind: str = "mission_settings") -> list[RecordState]:
    """Return the records of a kind that Force HQ laid down and did not withdraw, that in force first."""
    found = [
        state for state in reader.states(reader.keys(kind)) if state.values.get("title")
    ]  # its alone to give
    return sorted(found, key=lambda state: (unclocked(state.id), state.id), reverse=True)


def settings_of(found: Sequence[RecordState]) -> Settings:
    """Put settings together from the records of Force HQ: the first one of settings, and every term pack.

    Where two packs have a word for the same thing, that of the first counts.
    """
    typed = [typed_record(state.kind, state.values) for state in found]
    laid_down = next((one for one in typed if isinstance(one, MissionSettings)), MissionSettings())
    packs = [one for one in typed if isinstance(one, TermPack)]
    given = {
        name: value
        for name in Settings.__struct_fields__
        if name in MissionSettings.__struct_fields__
        and name != "marking_labels"
        and (value := getattr(laid_down, name)) not in (None, "", ())
    }
    return Settings(
        **given,
        marking_labels={
            one.marking: one.label for one in laid_down.marking_labels or () if one.marking and one.label
        },
        terms={
            (one.vocabulary, one.code): one.label
            for pack in reversed(packs)
            for one in pack.terms or ()
            if one.vocabulary and one.code and one.label
        },
        templates=tuple(one for pack in packs for one in pack.templates or ()),
    )
