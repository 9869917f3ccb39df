"""Partners: a key leader's or an organisation's profile with the history of the engagement, and the liaison matrix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.moments import dtg, parse_moment
from app.reports.document import Block, Cell, Section, Told
from app.services.reports.meetings import promises
from app.services.reports.sources import Sources, Where
from app.services.reports.telling import Teller, grid, section
from app.services.views import RecordView

MOST = 60
"""Most meetings of one partner that are listed; the newest are."""


def profile(sources: Sources, view: RecordView) -> tuple[Section, ...]:
    """Return who it is, what was said since when, what is promised, asked for and built together."""
    teller = Teller(sources, view)
    person = view.kind == "person"
    who = (
        teller.facts("function", "organisation", "sex", "languages", "phone", "email", "consent")
        if person
        else teller.facts("acronym", "type", "tier", "clusters", "areas", "cooperation", "focal_point", "deputy",
                          "contact_every", "phone", "email")
    )  # fmt: skip
    met = met_with(sources, view)
    sections = [section(sources, "Who", (*who, *(teller.long("influence") if person else ())))]
    sections.append(section(sources, "Engagement history", _history(sources, met)))
    sections.append(section(sources, "Promises", promises(sources, sources.pointing(view.id, "follow_up"))))
    if not person:
        people = sources.pointing(view.id, "person") if not sources.releasable else ()
        sections.append(section(sources, "People", _people(sources, people)))
    sections.append(
        section(sources, "Support requests", listed(sources, sources.pointing(view.id, "support_request")))
    )
    return tuple(sections)


def matrix(sources: Sources, where: Where) -> tuple[Section, ...]:
    """Return organisations by where they stand, each with its owner, rhythm, last and next contact."""
    found = sources.some("organisation", (*where, ("merged_into", "empty", None)), ("name", False))
    last, coming = contacts(sources)
    tiers: dict[str, list[tuple[Cell, ...]]] = {}
    for view in found:
        tier = sources.text(view, "tier") or sources.words.said("Where it stands is not said")
        tiers.setdefault(tier, []).append(_line(sources, view, last.get(view.id), coming.get(view.id)))
    heads = (
        ("Organisation", 30.0), ("Type", 18.0), ("Our focal point", 14.0), ("Every (days)", 9.0),
        ("Last contact", 15.0), ("Next contact", 14.0),
    )  # fmt: skip
    return tuple(
        section(sources, tier, grid(sources, heads, rows, ends=(3,), whole=False))
        for tier, rows in sorted(tiers.items())
    )


def contacts(sources: Sources) -> tuple[dict[str, date], dict[str, date]]:
    """Return the day of the last contact with each organisation, and of the next one that is planned."""
    last: dict[str, date] = {}
    coming: dict[str, date] = {}
    for view in sources.some("meeting", (("started_at", "filled", None),), ("started_at", False)):
        held = parse_moment(view.fields["started_at"]).date()
        again = view.fields.get("next_meeting_at")
        days = [held, *([parse_moment(again).date()] if again else [])]
        for identifier in _met(view):
            for day in days:
                if day > sources.today:
                    coming[identifier] = min(day, coming.get(identifier, day))
                elif day == held:
                    last[identifier] = max(day, last.get(identifier, day))
    return last, coming


def by_last_contact(sources: Sources) -> tuple[Block, ...]:
    """Return the partners that were met at all, the latest contact first."""
    last, coming = contacts(sources)
    views = {view.id: view for view in sources.some("organisation", (("merged_into", "empty", None),))}
    ordered = sorted(
        (identifier for identifier in last if identifier in views), key=lambda one: last[one], reverse=True
    )
    rows = [_line(sources, views[one], last[one], coming.get(one)) for one in ordered]
    heads = (
        ("Organisation", 30.0), ("Type", 18.0), ("Our focal point", 14.0), ("Every (days)", 9.0),
        ("Last contact", 15.0), ("Next contact", 14.0),
    )  # fmt: skip
    return grid(sources, heads, rows, ends=(3,), whole=False)


def met_with(sources: Sources, view: RecordView) -> tuple[RecordView, ...]:
    """Return the meetings with a partner, the newest first."""
    found = sources.pointing(view.id, "meeting")
    return tuple(sorted(found, key=lambda one: str(one.fields.get("started_at") or ""), reverse=True)[:MOST])


def listed(sources: Sources, found: tuple[RecordView, ...]) -> tuple[Block, ...]:
    """Return records by serial, title and state."""
    rows = [(one.serial, one.title, sources.text(one, "state")) for one in found]
    return grid(sources, (("Serial", 24.0), ("Title", 56.0), ("State", 20.0)), rows)


def _history(sources: Sources, met: tuple[RecordView, ...]) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for one in met:
        started = one.fields.get("started_at")
        when = dtg(parse_moment(started)) if started else str(one.fields.get("date_note") or "–")
        said = tuple(
            Told(text, "comment" if name == "comment" else "", label if name == "comment" else "")
            for name, label in (
                ("outcome", ""),
                ("facts", ""),
                ("comment", f"{sources.words.comment}{sources.words.colon}"),
            )
            if (text := sources.text(one, name))
        )
        rows.append((when, (Told(one.title), Told(sources.text(one, "place"), "muted")), said,
                     sources.text(one, "atmosphere")))  # fmt: skip
    heads = (("When", 17.0), ("Meeting", 27.0), ("What was said", 43.0), ("Atmosphere", 13.0))
    yield from grid(sources, heads, rows, ends=(3,), whole=False)


def _people(sources: Sources, people: tuple[RecordView, ...]) -> tuple[Block, ...]:
    rows = [
        (sources.name(one.id), sources.text(one, "function"),
         "" if one.fields.get("protected_source") else sources.text(one, "phone"))
        for one in people
    ]  # fmt: skip
    return grid(sources, (("Name", 34.0), ("Function", 36.0), ("Phone", 30.0)), rows)


def _line(sources: Sources, view: RecordView, last: date | None, coming: date | None) -> tuple[Cell, ...]:
    rhythm = view.fields.get("contact_every")
    overdue = bool(rhythm) and (last is None or last + timedelta(days=int(rhythm or 0)) < sources.today)
    shown = last.isoformat() if last else "–"
    words = sources.words
    contact: Cell = (Told(shown, "late"), Told(words.said("overdue"), "late")) if overdue else shown
    return (
        sources.name(view.id), sources.text(view, "type"), sources.text(view, "focal_point"),
        str(rhythm or "–"), contact, coming.isoformat() if coming else "–",
    )  # fmt: skip


def _met(view: RecordView) -> set[str]:
    met = set(view.fields.get("organisations") or ())
    met |= {
        str(row["organisation"]) for row in view.fields.get("participants") or () if row.get("organisation")
    }
    return met
