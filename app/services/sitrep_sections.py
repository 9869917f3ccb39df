"""The sections of a sitrep: typed records put into the rows and words of the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.audiences import PARTNERS
from app.domain.kinds import fields_of
from app.domain.meetings import Meeting
from app.domain.moments import dtg
from app.domain.notes import Note
from app.domain.policy.release import CONFIRMATIONS, may_read, released
from app.domain.policy.victims import without_names
from app.domain.qips import Qip
from app.domain.reading import clean_text
from app.domain.vocabularies import MARKINGS
from app.reports.content import (
    QipRow,
    Signature,
    SitrepContent,
)
from app.reports.document import Narrative, Picture
from app.reports.words import Words, counted, words_for
from app.services.desks import Desk
from app.services.officers import is_own
from app.services.reports.positions import map_of
from app.services.reports.release import UNCONFIRMED, audience_of, left_out
from app.services.sitrep_figures import charts
from app.services.sitrep_material import Gathered, Period
from app.services.sitrep_rows import (
    follow_up_row,
    meeting_row,
    note_row,
    planned_rows,
    project_row,
    qip_row,
    support_row,
    with_short_serials,
)

if TYPE_CHECKING:
    from app.services.sitreps import Ask

JOINT_OPERATIONS = "Joint Operations Centre (JOC)"
"""Where Force HQ reports to (domain: Force HQ, then JOC, then UN Headquarters); the officer may write another."""


def content_of(
    desk: Desk,
    ask: Ask,
    period: Period,
    found: Gathered,
    *,
    serial: str,
    issued_at: datetime | None,
    photos: tuple[Picture, ...] = (),
) -> SitrepContent:
    """Return the whole report; `issued_at` None marks a draft, dated by its period so that it is repeatable."""
    today = period.end.date()
    words = words_for(ask.lang)
    text = spoken(ask, words)
    rows = tuple(
        with_short_serials([qip_row(identifier, qip, found, today, words) for identifier, qip in found.qips])
    )
    named, what = _naming(desk, found, words)
    return SitrepContent(
        mission=desk.identity.mission_name or desk.identity.unit_name,
        unit=_unit_name(desk, ask.unit),
        serial=serial or words.draft,
        period_start=period.start,
        period_end=period.end,
        as_of=issued_at or period.end,
        sender=_unit_name(desk, ask.unit),
        to="–" if ask.releasable else ask.sent_to or _superior(desk),
        kind=ask.type,
        marking=_marking(found, ask, words),
        release=words.releasable if ask.releasable else "",
        language=ask.lang,
        paper=ask.paper,
        corrects=(ask.corrects or "").removeprefix("@"),
        prepared=_prepared(desk, ask, issued_at, words),
        approved=_approved(desk, ask, words),
        flash=tuple(_flash(note, words) for note in found.notes if note.flash and note.reported_at is None),
        key_points=(*_lines(text.get("key_points")), *_late_points(rows, words)),
        liaison_summary=_summary(found.meetings, words),
        meetings=tuple(meeting_row(meeting, found, words) for meeting in found.meetings),
        liaison=Narrative(facts=text.get("liaison_words", "")),
        support=tuple(
            with_short_serials(
                [
                    support_row(request, found, words, screened=not ask.releasable)
                    for request in found.requests
                ]
            )
        ),
        support_narrative=Narrative(facts=text.get("request_words", "")),
        projects=tuple(with_short_serials([project_row(project, words) for project in found.projects])),
        projects_narrative=Narrative(facts=text.get("support_words", "")),
        qips=rows,
        qips_narrative=Narrative(facts=text.get("qip_words", "")),
        charts=charts(found.qips, named, what, today, found.settings, words, spent=not ask.releasable),
        follow_ups=tuple(follow_up_row(promise, found, today) for promise in found.follow_ups),
        notes=tuple(note_row(note, words) for note in found.notes),
        civil_situation=_civil(text),
        area=map_of(found.placed, words, releasable=ask.releasable, disclaimer=_disclaimer(found, ask)),
        gender_and_protection=Narrative(facts=text.get("gender_words", "")),
        decisions=_lines(text.get("decisions")),
        planned=planned_rows(found, period, words),
        next_period=Narrative(facts=text.get("next_period", "")),
        distribution=() if ask.releasable else tuple(ask.distribution),
        photos=photos,
    )


def _marking(found: Gathered, ask: Ask, words: Words) -> str:
    """The mission's own word for a marking, where the report's readers may know its words."""
    declared = fields_of("mission_settings")["marking_labels"]
    if may_read(declared, audience_of(releasable=ask.releasable)):
        return found.settings.marking(found.marking, words.markings)
    return words.markings.get(found.marking, found.marking)


def _disclaimer(found: Gathered, ask: Ask) -> str:
    """The mission's own words under a map are English; other languages have the usual ones."""
    return found.settings.map_disclaimer if ask.lang == "en" else ""


def _prepared(desk: Desk, ask: Ask, issued_at: datetime | None, words: Words) -> Signature:
    """Partners are told which headquarters wrote, not who."""
    unit = desk.identity.unit_name
    if ask.releasable:
        return Signature(name=unit, moment=issued_at)
    officer = desk.identity.officer
    return Signature(name=words.claimed(officer, is_own(desk, officer)), appointment=unit, moment=issued_at)


def _approved(desk: Desk, ask: Ask, words: Words) -> Signature:
    """Partners are told that a report was approved, not by whom."""
    if ask.releasable:
        return Signature(name=desk.identity.unit_name if ask.approved_by else "")
    return Signature(name=words.claimed(ask.approved_by, is_own(desk, ask.approved_by)))


def spoken(ask: Ask, words: Words) -> dict[str, str]:
    """Return the officer's words as the readers of a report may read them, by the fields of its record."""
    said = {name: clean_text(text) for name, text in ask.narrative.items()}
    if not ask.releasable:
        return said
    record = {
        **{name: text for name, text in said.items() if text},
        "marking": MARKINGS[0], "releasable": True, CONFIRMATIONS: list(ask.released_texts),
    }  # fmt: skip
    found = released("sitrep", record, PARTNERS, word=left_out(UNCONFIRMED, words.left_out))
    return {name: str(found[name]) for name in said if name in found}


def _civil(text: Mapping[str, str]) -> Narrative:
    return Narrative(
        facts=text.get("civil_facts", ""),
        comment=text.get("civil_comment", ""),
        assessment=text.get("civil_assessment", ""),
    )


def _flash(note: Note, words: Words) -> str:
    place = note.place or note.admin1 or ""
    observed = dtg(note.observed_at) if note.observed_at else ""
    where = ", ".join(part for part in (note.serial or "", place, observed) if part)
    return f"{without_names(note.topic or '', f'[{words.victim}]')} ({where})"


def _naming(desk: Desk, found: Gathered, words: Words) -> tuple[Callable[[Qip], str], str]:
    """Say by what money is summed: by sector where the report covers several, else by sort of project."""
    sectors = {identifier: "/".join(unit.split("/")[:2]) for identifier, unit in found.units.items()}
    of_qips = {qip.serial: sectors.get(identifier, "") for identifier, qip in found.qips}
    if len(set(of_qips.values())) > 1:
        return lambda qip: _unit_name(desk, of_qips[qip.serial]), words.by_sector
    category = fields_of("qip")["category"]
    return lambda qip: words.choice(category, qip.category) if qip.category else "", words.by_category


def _unit_name(desk: Desk, unit: str | None) -> str:
    if unit is None or unit == desk.standing.unit or desk.book is None:
        return desk.identity.unit_name
    return next((entry.unit_name for entry in desk.book.active_at(unit)), unit)


def _superior(desk: Desk) -> str:
    above = desk.book.superiors_of(desk.standing.unit) if desk.book else ()
    return ", ".join(dict.fromkeys(entry.unit_name for entry in above)) or JOINT_OPERATIONS


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _summary(meetings: tuple[Meeting, ...], words: Words) -> str:
    if not meetings:
        return ""
    hosted = sum(meeting.part == "hosted" for meeting in meetings)
    attended = sum(meeting.part == "attended" for meeting in meetings)
    partners = len({partner for meeting in meetings for partner in meeting.organisations or ()})
    parts = [counted(attended, words.attended, words.attended_many)] if attended else []
    parts += [counted(hosted, words.hosted, words.hosted_many)] if hosted else []
    shares = f" ({', '.join(parts)})" if parts else ""
    with_whom = f" {counted(partners, words.with_one, words.with_many)}" if partners else ""
    return f"{counted(len(meetings), words.meeting, words.meetings)}{shares}{with_whom}."


def _late_points(qips: tuple[QipRow, ...], words: Words) -> tuple[str, ...]:
    late = [qip for qip in qips if qip.days_late]
    return tuple(
        words.late_point.format(serial=qip.serial, title=qip.title, place=qip.place, n=qip.days_late)
        for qip in late[:3]
    )
