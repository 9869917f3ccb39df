"""Screened: the rules that were asked of a record, with each answer and what it rests on, for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.policy.questions import BROUGHT_IN, Question, Rule, passes
from app.reports.document import Block, Cell, Text, Told
from app.services.reports.telling import Teller, grid

ANSWERED = (("Test", 42.0), ("Answer", 16.0), ("Evidence", 42.0))
WEIGHED = (("Test", 30.0), ("Evidence", 70.0))


def screened(teller: Teller, rules: Iterable[Rule]) -> Iterator[Block]:
    """Return the tests of each rule as a table; of a record that was brought in, first, that it was not screened.

    Readers who may not know an answer are not shown its test: an empty one would tell them that nobody asked.
    """
    if teller.view.fields.get(BROUGHT_IN):
        yield Text(teller.sources.words.not_screened, tone="muted")
    for rule in rules:
        questions = [
            one
            for one in rule.questions
            if one.field != "support_kind" and teller.sources.shows(teller.view.kind, one.field)
        ]
        if any(one.passes for one in questions):
            rows = [_test(teller, one) for one in questions]
            yield from grid(teller.sources, ANSWERED, rows, title=str(rule.section))
        else:
            told = [(teller.label(one.field), teller.text(one.field)) for one in questions]
            yield from grid(teller.sources, WEIGHED, told, title=str(rule.section))


def _test(teller: Teller, question: Question) -> tuple[Cell, ...]:
    value, said = teller.view.fields.get(question.field), teller.text(question.field)
    answer: Cell = "–"
    if value is not None and said:
        good = passes(question, value)
        answer = (Told(f"✓ {said}", "done") if good else Told(f"✗ {said}", "late"),)
    return teller.label(question.field), answer, teller.text(question.evidence) if question.evidence else ""
