"""A support request with its screening and approval sheet: every test with its answer and its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.moments import parse_moment
from app.domain.policy import screening
from app.reports.document import Block, Points, Section, Signing, Text
from app.services.reports.approvals import steps
from app.services.reports.screened import screened
from app.services.reports.sources import Sources
from app.services.reports.telling import Teller, section
from app.services.structures import typed_record
from app.services.views import RecordView


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
    yield from teller.facts("rule_set")
    yield from screened(teller, screening.asked(typed_record("support_request", fields)))


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
