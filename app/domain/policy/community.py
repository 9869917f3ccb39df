"""Community support: what must be true of a project or a Quick Impact Project before it is decided on, and after.

Paragraph 9 of the DPKO policy of 2002 speaks of all non-security tasks, so it is asked of these too (confirmed). That
an objection of OCHA, of a cluster lead or of the DSRSG/RC/HC stands until the same party takes it back, and the ceiling
and time limit of a QIP where the mission laid down none, are defaults: 50,000 USD and six months stand on the pages of
several missions, and the text of the directive was not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from app.domain.money import Money
from app.domain.policy.questions import MANDATED, Question, Rule, unmet
from app.domain.policy.questions import PARA9 as PARA9

RULES = (
    Rule(
        name="para_9",
        section=PARA9,
        questions=MANDATED,
    ),
    Rule(
        name="harmless",
        section=PARA9,
        questions=(Question("effect", ("none", "acceptable"), "effect_evidence"),),
    ),
)
"""The rules that are questions; coordination is asked by `objecting` and `uncoordinated`."""
BY_NAME = {rule.name: rule for rule in RULES}
OBJECTORS = ("ocha", "cluster_lead", "resident_coordinator")
"""Whose objection blocks (default): who plans and coordinates relief and development (para 11)."""
CEILING_DEFAULT = Money(amount=5_000_000, currency="USD")
"""50,000 USD (default; MINUSMA 2015-16, MINUSCA page 2021)."""
LIMIT_DAYS_DEFAULT = 183
"""Six months (default; MINUSCA page 2021: "ideally <= 6 months")."""


def objecting(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Return the last word of each party that may block and objects.

    The last is the one with the latest day, then the lowest in the list: an objection is answered when the same party
    is asked again and no longer objects. That somebody was asked and has not answered takes nothing back.
    """
    last: dict[tuple[str, str], Any] = {}
    for row in sorted(rows, key=lambda row: row.asked_on or date.min):
        if row.party in OBJECTORS and row.answer in ("objects", "no_objection", "supports"):
            last[row.party, (row.who or "").strip().casefold()] = row
    return tuple(row for row in last.values() if row.answer == "objects")


def coordination_unmet(work: Any) -> tuple[str, ...]:
    """Return what keeps a work from counting as coordinated: nobody asked, an objection, or guidance against it."""
    found = []
    rows = [row for row in work.coordination or () if row.party]
    if (not rows and not work.brought_in) or objecting(rows):
        found.append("coordination")
    if work.guidance_in_line is False:
        found.append("guidance_in_line")
    return tuple(found)


def work_unmet(work: Any, name: str) -> tuple[str, ...] | None:
    """Return the fields that keep a gate of any community work shut; None where it is no such gate."""
    if name == "coordinated":
        return coordination_unmet(work)
    return unmet(BY_NAME[name], work) if name in BY_NAME else None


def within_ceiling(cost: Money | None, ceiling: Money | None) -> bool:
    """Return whether a cost is said and not above a ceiling in its currency, the usual one where none was granted."""
    most = ceiling or CEILING_DEFAULT
    return cost is not None and cost.currency == most.currency and cost.amount <= most.amount


def within_time(start: date | None, end: date | None, days: int | None) -> bool:
    """Return whether a work is said to start and end within so many days, the usual number where none was granted."""
    limit = timedelta(days=days or LIMIT_DAYS_DEFAULT)
    return start is not None and end is not None and end - start <= limit


def all_scored(scores: Iterable[Any], criteria: Iterable[str]) -> bool:
    """Return whether each selection criterion has a score."""
    given = {one.criterion for one in scores if one.score is not None}
    return given >= set(criteria)
