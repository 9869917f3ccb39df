"""Relevance: which sections and fields of a form matter for what is typed so far; what holds a value always shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.desktop.editors.screening import wanted
from app.domain import meetings, support_requests
from app.domain.fields import Field
from app.domain.policy import community, screening
from app.domain.policy.questions import always

Raw = Callable[[str], Any]
Rule = Callable[[Raw], bool]


def _asked(section: str) -> Rule:
    """Return whether the rules of who asks lead to a section."""
    return lambda raw: section in wanted(raw)


LATE_STATES = ("executing", "done", "reported")

SECTION_RULES: Mapping[str, Mapping[str, Rule]] = {
    "meeting": {meetings.KEY: lambda raw: raw("form") == "key_leader_engagement"},
    "support_request": {
        support_requests.EMERGENCY: lambda raw: raw("emergency") is True,
        **{rule.section: _asked(rule.section) for rule in screening.RULES if rule.asks is not always},
        support_requests.HANDOVER: lambda raw: raw("state") in LATE_STATES,
    },
}
"""When a section is wanted; sections without a rule always are."""
FIELD_RULES: Mapping[str, Mapping[str, Rule]] = {
    "support_request": {"consent_on": lambda raw: raw("consent_needed") is True},
    "note": {"reported_at": lambda raw: raw("flash") is True},
}
"""When a field is wanted; fields without a rule always are."""
ANY_KIND = ""
ORDER: Mapping[str, tuple[str, ...]] = {
    "Where": ("place", "point", "admin1", "admin2", "admin3", "p_code", "coarsen"),
    meetings.WHEN: ("title", "started_at", "ended_at", "date_note"),
}
"""The order of a section's fields where that of their declaration reads less well."""
_TESTS = tuple(
    (one.field, one.evidence) for rule in screening.RULES for one in rule.questions if one.evidence
)
_WORK_TESTS = tuple((one.field, one.evidence) for rule in community.RULES for one in rule.questions)
_WORK_SHARES = {**{answer: 5 for answer, _ in _WORK_TESTS}, **{evidence: 7 for _, evidence in _WORK_TESTS}}
SHARES: Mapping[str, Mapping[str, int]] = {
    ANY_KIND: {"place": 6, "point": 6, "admin1": 4, "admin2": 4, "admin3": 4, "p_code": 6, "coarsen": 4},
    "support_request": {
        **{answer: 5 for answer, _ in _TESTS},
        **{evidence: 7 for _, evidence in _TESTS},
        **dict.fromkeys(("need_criticality", "authorities", "safety_security", "sustainability"), 6),
        **dict.fromkeys(
            ("on_criteria", "critical_need", "civilian_character", "respects_code", "no_direct_delivery",
             "multilateral"), 6,
        ),
    },
    "project": _WORK_SHARES,
    "qip": _WORK_SHARES,
    "assessment": dict.fromkeys(
        ("access", "security", "water", "health", "education", "food_market", "livelihood", "shelter",
         "power_telecoms", "justice"), 6,
    ),
    "meeting": {"title": 12, "date_note": 12},
    "note": {"comment": 6, "assessment": 6},
    "visit": {"project": 6, "visitors": 6, "deviations": 6, "action": 6},
    "person": {"name": 6, "function": 6},
}  # fmt: skip
"""Twelfths of the row that a field takes, where its type's own share reads less well."""


def irrelevant(kind: str, fields: Mapping[str, Field], raw: Raw) -> tuple[set[str], set[str]]:
    """Return the sections and the fields of a kind that nothing asks for now and that hold nothing."""
    held = {name for name in fields if not blank(raw(name))}
    full = {fields[name].section for name in held}
    rules = SECTION_RULES.get(kind, {})
    sections = {title for title, wanted in rules.items() if title not in full and not wanted(raw)}
    asked = FIELD_RULES.get(kind, {})
    names = {
        name for name, wanted in asked.items() if name in fields and name not in held and not wanted(raw)
    }
    seldom = {name for name, field in fields.items() if field.seldom}
    return sections, names | (seldom - held)


def arranged(title: str, fields: Iterable[Field]) -> list[Field]:
    """Return the fields of a section in the order of its form."""
    order = {name: place for place, name in enumerate(ORDER.get(title, ()))}
    return sorted(fields, key=lambda field: order.get(field.name, len(order)))


def share(kind: str, name: str, usual: int) -> int:
    """Return the twelfths of a row that a field takes in the form of a kind."""
    return SHARES.get(kind, {}).get(name) or SHARES[ANY_KIND].get(name) or usual


def blank(raw: Any) -> bool:
    """Return whether a raw value holds nothing."""
    return raw is None or raw in ("", [], {}, ())
