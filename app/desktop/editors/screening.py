"""Screening: what the answers of a support request amount to, section by section, as a guide through the sheet.

Which sections there are hangs on who asks: the rules are those of `policy.screening`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from app.desktop.words import many, tr
from app.domain.policy.questions import Question, blank, passes
from app.domain.policy.screening import (
    DILIGENCE,
    ESCORT,
    NEUTRALITY,
    PARA9,
    PARA10,
    PRINCIPLES,
    RULES,
    SETS,
    asked,
)
from app.domain.support_requests import ASKED

Raw = Callable[[str], Any]
TESTS: Mapping[str, tuple[Question, ...]] = {
    ASKED: (Question("rule_set", tuple(sorted(SETS))),),
    **{rule.section: tuple(one for one in rule.questions if one.field != "support_kind") for rule in RULES},
}
"""The questions of each section of the sheet."""
GUIDES: Mapping[str, str] = {
    PARA9: "Three tests. A no to any of them blocks the request. Write beside each answer what it rests on.",
    PARA10: "Only for humanitarian actors. Military means are used only where civilian ones cannot do it in time.",
    PRINCIPLES: "Only for humanitarian actors. All six must hold.",
    NEUTRALITY: "Ask what these means do to the neutrality of the response and to the people near them.",
    ESCORT: "Only for humanitarian actors. Armed escorts are a last resort: four criteria and a plan to stop.",
    DILIGENCE: "Only for security forces. Support that risks grave violations is not given. Three questions (default).",
}


class Typed:
    """A request as it is typed so far, as the rules look at one."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        return self._raw(name)


def wanted(raw: Raw) -> frozenset[str]:
    """Return the sections whose rules are asked of what is typed so far."""
    return frozenset(rule.section for rule in asked(Typed(raw)))


class Verdict(msgspec.Struct, frozen=True):
    """What a section amounts to: its words, their tone, and the first field that needs an answer."""

    words: str
    tone: str
    next: str = ""


def verdicts(raw: Raw, shown: Callable[[str], bool]) -> dict[str, Verdict]:
    """Return the verdict of every section of the sheet that is shown."""
    return {title: _verdict(raw, names) for title, names in TESTS.items() if shown(title)}


def summary(found: Mapping[str, Verdict]) -> Verdict:
    """Return what the whole sheet amounts to."""
    blocked = [tr(title) for title, one in found.items() if one.tone == "bad"]
    waiting = [one for one in found.values() if one.tone == "wait"]
    if blocked:
        return Verdict(tr("Screening: blocked by {what}.", what="; ".join(blocked)), "bad")
    if waiting:
        done = len(found) - len(waiting)
        said = tr("Screening: {done} of {all} sections passed.", done=done, all=len(found))
        return Verdict(said, "wait", waiting[0].next)
    return Verdict(tr("Screening: every test is passed. The next step is to mark it as screened."), "good")


def _verdict(raw: Raw, questions: tuple[Question, ...]) -> Verdict:
    answers = {one: raw(one.field) for one in questions}
    blocking = [one.field for one, answer in answers.items() if not blank(answer) and not passes(one, answer)]
    open_ = [one.field for one, answer in answers.items() if blank(answer)]
    open_ += [one.evidence for one in questions if one.proven and blank(raw(one.evidence))]
    if blocking:
        return Verdict(tr("✕ blocks"), "bad", blocking[0])
    if open_:
        return Verdict(tr("{count} to answer", count=many(len(open_), "test", "tests")), "wait", open_[0])
    return Verdict(tr("✓ passed"), "good")
