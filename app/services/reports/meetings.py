"""Minutes of a meeting: who, what was stated, our comment apart, what was promised, when it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.reports.document import Block, Cell, Pictures, Section, Signing, Told
from app.services import records
from app.services.officers import plain
from app.services.reports.picturing import PHOTOS, pictures
from app.services.reports.sources import Sources
from app.services.reports.telling import Teller, grid, late, section
from app.services.views import RecordView

ENGAGEMENT = ("desired_effect", "messages", "red_lines", "engagement_result")


def minutes(sources: Sources, view: RecordView) -> tuple[Section, ...]:
    """Return the sections of the minutes."""
    teller = Teller(sources, view)
    held = teller.facts(
        "started_at", "ended_at", "date_note", *teller.where, "form", "part", "forum", "host",
        "objective", "atmosphere", "release_level",
    )  # fmt: skip
    said = (*teller.long("agenda"), *teller.apart("facts", "comment"), *teller.long("outcome"))
    sections = [
        section(sources, "Meeting", held),
        section(sources, "Participants", _participants(teller)),
        section(sources, "What was said", said),
        section(sources, "What follows", (*teller.long("requests", "commitments", "information_given"),
                                          *promises(sources, sources.pointing(view.id, "follow_up")),
                                          *teller.facts("next_meeting_at"))),
    ]  # fmt: skip
    if any(view.fields.get(name) for name in ENGAGEMENT):
        sections.insert(3, section(sources, "Key-leader engagement", teller.long(*ENGAGEMENT)))
    area = sources.map([("meeting", view.title, view.fields)])
    if area is not None:
        sections.append(section(sources, "Map", (area,)))
    sources.tells(view, PHOTOS)
    photos = pictures(
        sources.desk, [("", one) for one in view.fields.get("attachments") or ()], sources.words
    )
    if photos:
        sections.append(section(sources, "Photos", (Pictures(photos),)))
    closing = tuple(_closing(teller))
    if closing:
        sections.append(section(sources, "Distribution and signatures", closing))
    return tuple(sections)


def promises(sources: Sources, found: tuple[RecordView, ...]) -> tuple[Block, ...]:
    """Return follow-ups as a table, overdue ones in red."""
    rows = [promise_row(sources, one) for one in found]
    heads = (("What", 40.0), ("Owed by", 10.0), ("Owner", 14.0), ("Due", 15.0), ("State", 12.0))
    return grid(sources, heads, rows, title="Follow-ups")


def promise_row(sources: Sources, view: RecordView) -> tuple[Cell, ...]:
    """Return what was promised, by whom, until when, and how it stands."""
    overdue = is_overdue(sources, view)
    due = sources.text(view, "due")
    days = (sources.today.toordinal() - _ordinal(due)) if overdue else 0
    shown: Cell = (Told(due, "late"), Told(_late(sources, days), "late")) if overdue else due
    return (
        sources.text(view, "what"), sources.text(view, "owed_by"), sources.text(view, "owner"), shown,
        late(sources.words.said("overdue"), when=True) if overdue else sources.text(view, "state"),
    )  # fmt: skip


def is_overdue(sources: Sources, view: RecordView) -> bool:
    """Return whether a promise is open past its date."""
    due = view.fields.get("due")
    return bool(due) and (view.state or "open") == "open" and str(due) < sources.today.isoformat()


def _late(sources: Sources, days: int) -> str:
    words = sources.words
    return (words.day_overdue if days == 1 else words.days_overdue).format(n=days)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _participants(teller: Teller) -> Iterator[Block]:
    sources, view = teller.sources, teller.view
    yield from teller.facts("organisations")
    sources.tells(view, "participants")
    rows = [_participant(sources, row) for row in view.fields.get("participants") or ()]
    heads = (("Name", 30.0), ("Function", 30.0), ("Organisation", 28.0), ("Side", 12.0))
    yield from grid(sources, heads, rows)


def _participant(sources: Sources, row: dict[str, object]) -> tuple[str, ...]:
    person = str(row.get("person") or "")
    written = str(row.get("name") or "")
    name = _called(sources, person, written) if person else written
    side = {"ours": "Ours", "theirs": "Theirs"}.get(str(row.get("side") or ""), "")
    more = f", {sources.words.said('Interpreter').lower()}" if row.get("interpreter") else ""
    organisation = sources.name(str(row.get("organisation") or ""))
    return name, str(row.get("function") or "") + more, organisation, sources.words.said(side)


def _called(sources: Sources, person: str, written: str) -> str:
    """Return a person by name, with what was written down beside it where that differs; of a source neither."""
    name = sources.name(person)
    return name if not written or written == name or sources.shielded(person) else f"{name} ({written})"


def _closing(teller: Teller) -> Iterator[Block]:
    sources, view = teller.sources, teller.view
    yield from teller.facts("distribution")
    if not sources.releasable:
        written = records.show(sources.desk, view.id)
        prepared = sources.words.claimed(plain(written.created_by), written.created_known)
        people = ((sources.words.prepared, prepared), (sources.words.approved, ""))
        yield Signing(people, sources.words.signature)
