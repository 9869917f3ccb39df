"""Questions: what a rule asks of a record, and which answers it takes.

A rule holds where every question is answered in a way that passes. A record that was brought in from before there was a
logbook is excused what nobody answered; an answer that stands against a rule is never excused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.domain.audiences import CHAIN, MISSION
from app.domain.fields import field
from app.domain.sections import Section
from app.domain.vocabularies import YES_NO

PARA9 = Section("Policy para 9 (any no blocks)", "Politique, par. 9 (tout non bloque)")
BROUGHT_IN = "brought_in"
Asks = Callable[[Any], bool]


def always(record: Any) -> bool:
    """Ask a rule of every record."""
    return True


def answer(label: str, french: str, section: Section) -> Any:
    """Declare the field of an answer, yes or no."""
    return field(label, french, MISSION, section=section, choices=YES_NO, width=5)


def evidence(section: Section) -> Any:
    """Declare the field of what an answer rests on, which stands beside it in the form."""
    return field("Evidence", "Justification", CHAIN, section=section, long=True, width=7)


class Question(msgspec.Struct, frozen=True):
    """One question: the field of its answer, the answers that pass (none named: any that says something), and the
    field of what it rests on, which is `proven` where nothing counts without it.
    """

    field: str
    passes: tuple[str | bool, ...] = ()
    evidence: str = ""
    proven: bool = False


MANDATED = (
    Question("mandate", ("yes",), "mandate_evidence"),
    Question("security_tasks", ("yes",), "security_evidence"),
)
"""What policy para 9 asks of requests and of community work alike."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of what must be true: its name as a gate, the section of the form it stands in, its questions, and of
    which records it is asked.
    """

    name: str
    section: Section
    questions: tuple[Question, ...]
    asks: Asks = always

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that hold the answers."""
        return tuple(one.field for one in self.questions)

    @property
    def looks_at(self) -> tuple[str, ...]:
        """Every field the rule looks at: the answers, and what nothing counts without."""
        return (*self.fields, *(one.evidence for one in self.questions if one.proven))


def blank(value: object) -> bool:
    """Return whether a value says nothing."""
    return value is None or value in ("", ()) or (isinstance(value, str) and not value.strip())


def passes(question: Question, value: object) -> bool:
    """Return whether an answer passes."""
    return value in question.passes if question.passes else not blank(value)


def unmet(rule: Rule, record: Any) -> tuple[str, ...]:
    """Return the fields of a rule that are not answered, or in a way that stands against it."""
    if not rule.asks(record):
        return ()
    excused = bool(getattr(record, BROUGHT_IN, False))
    found = []
    for one in rule.questions:
        value = getattr(record, one.field)
        if not passes(one, value) and not (excused and blank(value)):
            found.append(one.field)
        elif one.proven and not excused and blank(getattr(record, one.evidence)):
            found.append(one.evidence)
    return tuple(found)
