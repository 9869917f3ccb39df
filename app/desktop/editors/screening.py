"""Screening: what the answers of a support request amount to, section by section, as a guide through the sheet.

The tests are those of the DPKO policy of 2002 (paras 9 and 10), the IASC principles of 1995 and the escort criteria
of 2013.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from app.desktop.words import many, tr
from app.domain.support_requests import ESCORT, NEUTRALITY, PARA9, PARA10, PRINCIPLES

Raw = Callable[[str], Any]
TESTS: Mapping[str, tuple[str, ...]] = {
    PARA9: ("mandate", "security_tasks", "coordinated_within"),
    PARA10: ("unique", "no_alternative", "last_resort"),
    PRINCIPLES: (
        "on_criteria", "critical_need", "civilian_character", "respects_code", "no_direct_delivery",
        "multilateral",
    ),
    NEUTRALITY: ("effect",),
    ESCORT: ("need_criticality", "authorities", "safety_security", "sustainability", "plan_to_stop"),
}  # fmt: skip
"""The answers of each section of the sheet."""
GUIDES: Mapping[str, str] = {
    PARA9: "Three tests. A no to any of them blocks the request. Write beside each answer what it rests on.",
    PARA10: "Military means are used only where civilian ones cannot do it in time.",
    PRINCIPLES: "Only for humanitarian requests. All six must hold.",
    NEUTRALITY: "Ask what these means do to the neutrality of the response and to the people near them.",
    ESCORT: "Armed escorts are a last resort. Each of the four criteria and the plan to stop need a few words.",
}
BLOCKING = ("no", False, "harmful")


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


def _verdict(raw: Raw, names: tuple[str, ...]) -> Verdict:
    answers = {name: raw(name) for name in names}
    blocking = [name for name, answer in answers.items() if answer in BLOCKING]
    open_ = [name for name, answer in answers.items() if answer is None or answer == ""]
    if blocking:
        return Verdict(tr("✕ blocks"), "bad", blocking[0])
    if open_:
        return Verdict(tr("{count} to answer", count=many(len(open_), "test", "tests")), "wait", open_[0])
    return Verdict(tr("✓ passed"), "good")
