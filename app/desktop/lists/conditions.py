"""Conditions: what the chips above a list mean to the store, for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.desktop.lists.standpoint import Standpoint
from app.domain.fields import Field, FieldType
from app.domain.kinds import field_of_role, kind_named
from app.domain.moments import moment_text
from app.domain.records import NOW
from app.domain.roles import Role

Condition = tuple[str, str, Any]
OPEN, STATE, UNIT, PERIOD, MINE, DUE, EMERGENCY, CONFLICT, HIDDEN = (
    "open", "state", "unit", "period", "mine", "due", "emergency", "conflict", "withdrawn",
)  # fmt: skip
SET = "yes"
"""What a chip that is only on or off holds where it is on."""
PERIODS = {
    "today": "Today",
    "week": "This week",
    "past_7": "Last 7 days",
    "past_30": "Last 30 days",
    "next_7": "Next 7 days",
    "month": "This month",
    "last_month": "Last month",
    "year": "This year",
}


def period_field(kind: str) -> str:
    """Return the field that a period speaks of; kinds without a day go by when they were last saved."""
    return field_of_role(kind, Role.DAY, Role.DUE) or "updated_at"


def conditions_of(kind: str, chips: Mapping[str, str], stand: Standpoint) -> tuple[Condition, ...]:
    """Return what the chips mean. Which QIPs are late is not here: it hangs on tranches, see `asking`."""
    found: list[Condition] = []
    workflow = kind_named(kind).workflow
    if chips.get(OPEN) and workflow is not None:
        found.append(("state", "in", [state for state in workflow.states if state not in workflow.closed]))
    if chips.get(STATE):
        found.append(("state", "=", chips[STATE]))
    if chips.get(UNIT):
        found.append(("unit", "under", chips[UNIT]))
    if chips.get(MINE):
        found.append(("created_by", "=", stand.officer))
    if chips.get(EMERGENCY) and "emergency" in kind_named(kind).__fields__:
        found.append(("emergency", "=", True))
    if chips.get(CONFLICT):
        found.append(("conflicts", ">", 0))
    if chips.get(HIDDEN):
        found.append(("withdrawn", "filled", None))
    if chips.get(PERIOD) in PERIODS:
        found += _in_period(kind, chips[PERIOD], stand)
    if chips.get(DUE):
        found += _due(kind, stand)
    return tuple(found)


def _due(kind: str, stand: Standpoint) -> list[Condition]:
    declared = kind_named(kind)
    workflow = declared.workflow
    found: list[Condition] = []
    if workflow is not None and declared.overdue_when:
        found.append(("state", "in", [state for state in workflow.states if state not in workflow.closed]))
    for name, comparison, value in declared.overdue_when:
        found.append((name, comparison, _now(declared.__fields__[name], stand) if value == NOW else value))
    return found


def _now(field: Field, stand: Standpoint) -> str:
    day = field.type is FieldType.DATE
    return stand.today if day else moment_text(stand.now.replace(microsecond=0))


def span(period: str, stand: Standpoint) -> tuple[datetime, datetime]:
    """Return the first moment of a period and the first one after it."""
    today = stand.day(0)
    first = today.replace(day=1)
    tomorrow = today + timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    return {
        "today": (today, tomorrow),
        "week": (monday, monday + timedelta(days=7)),
        "past_7": (stand.day(-6), tomorrow),
        "past_30": (stand.day(-29), tomorrow),
        "next_7": (today, stand.day(7)),
        "month": (first, (first + timedelta(days=32)).replace(day=1)),
        "last_month": ((first - timedelta(days=1)).replace(day=1), first),
        "year": (first.replace(month=1), first.replace(month=1, year=first.year + 1)),
    }[period]


def _in_period(kind: str, period: str, stand: Standpoint) -> list[Condition]:
    name = period_field(kind)
    first, after = span(period, stand)
    return [(name, ">=", _stored(kind, name, first)), (name, "<", _stored(kind, name, after))]


def _stored(kind: str, name: str, moment: datetime) -> str:
    field = kind_named(kind).__fields__.get(name)
    if field is None:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return moment.date().isoformat() if field.type is FieldType.DATE else moment_text(moment)
