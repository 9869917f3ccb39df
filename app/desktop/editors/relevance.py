"""Relevance: which sections and fields of a form matter for what is typed so far; what holds a value always shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.desktop.editors.screening import wanted
from app.domain import support_requests
from app.domain.fields import Field
from app.domain.kinds import sections_of
from app.domain.policy import screening
from app.domain.policy.questions import always

Raw = Callable[[str], Any]
Rule = Callable[[Raw], bool]


def _asked(section: str) -> Rule:
    """Return whether the rules of who asks lead to a section."""
    return lambda raw: section in wanted(raw)


ASKED_OF: Mapping[str, Mapping[str, Rule]] = {
    support_requests.SupportRequest.kind: {
        rule.section: _asked(rule.section) for rule in screening.RULES if rule.asks is not always
    },
}
"""Sections that are wanted by whom a record is for; what hangs on one field only is declared with the section."""


def irrelevant(kind: str, fields: Mapping[str, Field], raw: Raw) -> tuple[set[str], set[str]]:
    """Return the sections and the fields of a kind that nothing asks for now and that hold nothing."""
    held = {name for name in fields if not blank(raw(name))}
    full = {fields[name].section for name in held}
    rules = ASKED_OF.get(kind, {})
    sections = {title for title, wanted in rules.items() if title not in full and not wanted(raw)}
    sections |= {
        str(one)
        for one in sections_of(kind)
        if one.wanted_when and one not in full and raw(one.wanted_when[0]) not in one.wanted_when[1]
    }
    names = {
        name
        for name, field in fields.items()
        if field.seldom or (field.wanted_when and raw(field.wanted_when[0]) != field.wanted_when[1])
    }
    return sections, names - held


def arranged(kind: str, title: str, fields: Iterable[Field]) -> list[Field]:
    """Return the fields of a section in the order of its form."""
    first = next((one.order for one in sections_of(kind) if one == title), ())
    order = {name: place for place, name in enumerate(first)}
    return sorted(fields, key=lambda field: order.get(field.name, len(order)))


def blank(raw: Any) -> bool:
    """Return whether a raw value holds nothing."""
    return raw is None or raw in ("", [], {}, ())
