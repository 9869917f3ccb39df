"""Kinds: the register of every record kind that this app knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from app.domain.assessments import Assessment
from app.domain.budget_periods import BudgetPeriod
from app.domain.chain_of_command import Officer, Unit
from app.domain.directives import Acknowledgement, Directive
from app.domain.fields import Field
from app.domain.follow_ups import FollowUp
from app.domain.forums import Forum
from app.domain.lessons import Lesson
from app.domain.meetings import Meeting
from app.domain.mission_settings import MissionSettings, TermPack
from app.domain.notes import Note
from app.domain.organisations import Organisation
from app.domain.persons import Person
from app.domain.places import Place
from app.domain.projects import Project
from app.domain.qips import Qip
from app.domain.records import Record
from app.domain.referrals import Referral
from app.domain.revisions import WITHDRAWN
from app.domain.roles import Role
from app.domain.sections import COMMON, HANDLING, STATE, WHERE, Section
from app.domain.sitreps import Sitrep
from app.domain.support_requests import SupportRequest
from app.domain.visits import Visit

ALL: tuple[type[Record], ...] = (
    Meeting, FollowUp, Assessment, Note, Referral, Organisation, Person, Place, Forum, Unit, Officer, SupportRequest,
    Project, Qip, Visit, BudgetPeriod, Sitrep, Lesson, Directive, Acknowledgement, MissionSettings, TermPack,
)  # fmt: skip
KINDS: dict[str, type[Record]] = {kind.kind: kind for kind in ALL}
SCHEMA = 3
"""The schema number that changesets and bundles carry.

It grows by one with everything that an older program can keep without knowing it: a kind, a field, a choice, a wider
type, another rule on what counts (an upgrade works every record out again). It goes on to the next thousand (see
`schemas`) where an older program must not take what this one writes, because it would act wrongly on it: a field that
means something else than before, or another way to merge. Each number needs bundles in `tests/vectors/released/`.
"""
TITLE_LIMIT = 200
"""Most characters of a title, and of the key that lists sort by."""


class UnknownKindError(LookupError):
    """No kind of that name is declared; the argument is the name."""


def kind_named(name: str) -> type[Record]:
    """Return the kind of a name; raises `UnknownKindError`."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKindError(name) from None


def knows(kind: str, fields: Iterable[str]) -> bool:
    """Return whether this app knows a kind and all of these fields; to withdraw is known everywhere."""
    return kind in KINDS and all(name == WITHDRAWN or name in KINDS[kind].__fields__ for name in fields)


def title_of(kind: str, values: Mapping[str, Any]) -> str:
    """Return the first of the kind's title fields that holds text, on one line; empty where none does."""
    name = title_field(kind, values)
    return " ".join(values[name][: 4 * TITLE_LIMIT].split())[:TITLE_LIMIT] if name else ""


def title_field(kind: str, values: Mapping[str, Any]) -> str:
    """Return the field that gives a record its title; empty where none holds text."""
    for name in KINDS[kind].title_from if kind in KINDS else ():
        value = values.get(name)
        if isinstance(value, str) and value.strip():
            return name
    return ""


def field_of_role(name: str, *roles: Role) -> str:
    """Return the field of a kind that has the first of some roles that any has; empty where none has one."""
    fields = kind_named(name).__fields__.values()
    return next((one.name for role in roles for one in fields if one.role is role), "")


def fields_of(name: str) -> dict[str, Field]:
    """Return the fields of a kind in the order of its form; sections a kind does not order come last."""
    return dict(_in_order(kind_named(name)))


def sections_of(name: str) -> tuple[Section, ...]:
    """Return the sections of a kind that are declared: its own, then those that several kinds share."""
    own = kind_named(name).sections
    return (*own, *(one for one in COMMON if one not in own))


def made_by_hand() -> tuple[type[Record], ...]:
    """Return the kinds that the menu "New" offers, in its order."""
    return tuple(sorted((kind for kind in ALL if kind.new_menu), key=lambda kind: kind.new_menu or 0))


@cache
def _in_order(kind: type[Record]) -> tuple[tuple[str, Field], ...]:
    order = (*kind.sections, WHERE, STATE)
    rank: dict[str, int] = {section: place for place, section in reversed(list(enumerate(order)))}
    last: dict[str, int] = {str(HANDLING): len(order) + 1}
    return tuple(
        sorted(
            kind.__fields__.items(),
            key=lambda item: rank.get(item[1].section, last.get(item[1].section, len(order))),
        )
    )
