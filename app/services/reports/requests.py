"""A support request with its screening and approval sheet: every test with its answer and its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.moments import parse_moment
from app.reports.document import Block, Cell, Points, Section, Signing, Text, Told
from app.services.reports.approvals import steps
from app.services.reports.sources import Sources
from app.services.reports.telling import Teller, grid, section
from app.services.views import RecordView

PARA_9 = (
    ("mandate", "mandate_evidence"), ("security_tasks", "security_evidence"),
    ("coordinated_within", "coordinated_evidence"),
)  # fmt: skip
PARA_10 = (
    ("unique", "unique_evidence"), ("no_alternative", "alternative_evidence"),
    ("last_resort", "last_resort_evidence"),
)  # fmt: skip
PRINCIPLES = (
    "on_criteria", "critical_need", "civilian_character", "respects_code", "no_direct_delivery", "multilateral",
)  # fmt: skip
ESCORT = ("need_criticality", "authorities", "safety_security", "sustainability", "plan_to_stop")
GOOD = frozenset({"yes", "none", "acceptable", True})
BAD = frozenset({"no", "harmful", False})


def sheet(sources: Sources, view: RecordView) -> tuple[Section, ...]:
    """Return the request, its screening, its decision, and who signs."""
    teller = Teller(sources, view)
    asked = (
        *teller.facts("tracking_number", "received_at", "received_how", "requester", "requester_name", "contact",
                      "humanitarian", "support_kind", "quantity", "priority", "needed_from", "needed_to",
                      *teller.where, "beneficiaries", "state"),
        *teller.long("description"),
    )  # fmt: skip
    sections = [section(sources, "Request", asked)]
    if view.fields.get("emergency"):
        sections.append(section(sources, "Emergency (para 21)", _emergency(teller)))
    if sources.shows(view.kind, "mandate", "effect"):
        sections.append(section(sources, "Screening", _screening(teller)))
    if not sources.releasable:
        sections.append(section(sources, "Advice and decision", _decision(teller)))
    sections.append(
        section(sources, "Hand-over", teller.facts("taken_over_by", "take_over_due", "take_over_missing"))
    )
    area = sources.map([("support_request", view.title, view.fields)])
    if area is not None:
        sections.append(section(sources, "Map", (area,)))
    return tuple(sections)


def _emergency(teller: Teller) -> Iterator[Block]:
    yield from teller.facts("emergency_reason", "executed_at", "reported_at")
    if not teller.view.fields.get("reported_at"):
        words = teller.sources.words
        yield Points(urgent=(waited(teller),), label=f"{words.emergency}{words.colon}")


def waited(teller: Teller) -> str:
    """Say how long an emergency has waited to be reported to Mission HQ, in hours and minutes."""
    fields, sources = teller.view.fields, teller.sources
    started = fields.get("executed_at") or fields.get("received_at")
    if not started:
        return ""
    minutes = max(0, int((sources.as_of - parse_moment(started)).total_seconds()) // 60)
    return sources.words.said("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def _screening(teller: Teller) -> Iterator[Block]:
    sources, fields = teller.sources, teller.view.fields
    if fields.get("emergency"):
        yield Text(sources.words.exempt, tone="muted")
    heads = (("Test", 42.0), ("Answer", 16.0), ("Evidence", 42.0))
    for title, tests in (("Policy para 9 (any no blocks)", PARA_9), ("Policy para 10", PARA_10)):
        yield from grid(sources, heads, [_test(teller, *test) for test in tests], title=title)
    if fields.get("humanitarian"):
        principles = [_test(teller, name) for name in PRINCIPLES]
        yield from grid(sources, heads, principles, title="Six operating principles")
    effect = [_test(teller, "effect", "effect_evidence")]
    yield from grid(sources, heads, effect, title="Neutrality and safety")
    if fields.get("support_kind") == "escort":
        rows = [(teller.label(name), teller.text(name)) for name in ESCORT]
        yield from grid(sources, (("Test", 30.0), ("Evidence", 70.0)), rows, title="Armed escort")


def _test(teller: Teller, name: str, evidence: str = "") -> tuple[Cell, ...]:
    value = teller.view.fields.get(name)
    said = teller.text(name)
    answer: Cell = "–" if value is None else said
    if value in GOOD:
        answer = (Told(f"✓ {said}", "done"),)
    elif value in BAD:
        answer = (Told(f"✗ {said}", "late"),)
    return teller.label(name), answer, teller.text(evidence) if evidence else ""


def _decision(teller: Teller) -> Iterator[Block]:
    sources = teller.sources
    yield from teller.facts(
        "finance_consulted", "consent_needed", "consent_on", "tasked_unit", "decided_on", "state_reason"
    )
    yield from teller.long("coordination_note", "advice")
    yield from steps(sources, teller.view)
    words = sources.words
    people = (
        (words.said("Screened by"), ""), (words.said("Recommended by"), ""),
    )  # fmt: skip
    yield Signing(people, words.signature)
    yield Signing(
        ((words.said("Approved for the Head of Mission"), ""), (words.said("Unit tasked"), "")),
        words.signature,
    )
