"""Places: the report of an area assessment."""

from __future__ import annotations

from app.reports.document import Block, Pictures, Points, Section
from app.services.reports.people import people
from app.services.reports.picturing import PHOTOS, pictures
from app.services.reports.sources import Sources
from app.services.reports.telling import Teller, section
from app.services.views import RecordView

STATE = (
    "access", "security", "water", "health", "education", "food_market", "livelihood", "shelter", "power_telecoms",
    "justice",
)  # fmt: skip


def assessment(sources: Sources, view: RecordView) -> tuple[Section, ...]:
    """Return who lives there, what there is, what men, women and youth need, and how sure we are."""
    teller = Teller(sources, view)
    expired = str(view.fields.get("valid_until") or "9999") < sources.today.isoformat()
    trust = teller.facts("confidence", "valid_until", "sources")
    what = teller.facts("assessed_on", "assessed_by", *teller.where)
    sections = [
        section(sources, "What", (*what, *trust, *_expired(sources, expired))),
        section(sources, "People", (*people(teller, "population"),
                                    *teller.facts("displaced", "returnees", "actors"), *teller.long("leaders"))),
        section(sources, "State of the place", teller.long(*STATE)),
        section(sources, "Needs as voiced", teller.long("needs_men", "needs_women", "needs_youth")),
    ]  # fmt: skip
    if sources.shows(view.kind, "protection"):
        sections.append(section(sources, "Protection concerns", teller.long("protection")))
    area = sources.map([("assessment", view.title, view.fields)])
    if area is not None:
        sections.append(section(sources, "Map", (area,)))
    sources.tells(view, PHOTOS)
    shown = pictures(sources.desk, [("", one) for one in view.fields.get("attachments") or ()], sources.words)
    if shown:
        sections.append(section(sources, "Photos", (Pictures(shown),)))
    return tuple(sections)


def _expired(sources: Sources, expired: bool) -> tuple[Block, ...]:
    text = sources.words.said("This assessment is past the day until which it was valid.")
    return (
        (Points(urgent=(text,), label=sources.words.said("Expired") + sources.words.colon),)
        if expired
        else ()
    )
