"""Meetings: what was said, by whom, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.faults import Fault
from app.domain.records import Located, Moment, Record, Row, field, order_fault
from app.domain.vocabularies import CONSENT, MEETING_FORM, OUR_PART, RELEASE_LEVEL, SIDE

WHEN, WHO, SAID, NEXT, KEY = "When", "Who", "What was said", "What follows", "Key-leader engagement"


class Participant(Row, frozen=True, kw_only=True):
    """One who took part: a person or an organisation from the register, or just a name."""

    name: str | None = field("Name", sensitive=True, searched=2)
    function: str | None = field("Function")
    person: str | None = field("Person", ref="person")
    organisation: str | None = field("Organisation", ref="organisation")
    side: str | None = field("Side", choices=SIDE)
    interpreter: bool | None = field("Interpreter")
    consent: str | None = field("Consents to be recorded", choices=CONSENT)


class Meeting(Located, Record, frozen=True, kw_only=True):
    """A liaison meeting that we hosted or attended."""

    kind = "meeting"
    label = "Meeting"
    plural = "Meetings"
    prefix = "MTG"
    title_from = ("title", "objective", "place")
    columns = ("started_at", "title", "place", "form", "part", "outcome")
    sections = (WHEN, "Where", WHO, SAID, NEXT, KEY)

    title: str | None = field("Title", section=WHEN, searched=3)
    started_at: Moment | None = field("Started", section=WHEN, required=True, unless="date_note")
    date_note: str | None = field(
        "Date as written", section=WHEN, searched=1, hint="Where the day is not known, what is known of it"
    )
    ended_at: Moment | None = field("Ended", section=WHEN)
    form: str | None = field("Form", section=WHO, choices=MEETING_FORM)
    part: str | None = field("We", section=WHO, choices=OUR_PART)
    forum: str | None = field("Forum", section=WHO, ref="forum")
    host: str | None = field("Host", section=WHO, searched=1)
    organisations: tuple[str, ...] | None = field("Organisations", section=WHO, ref="organisation")
    participants: tuple[Participant, ...] | None = field("Participants", section=WHO)
    objective: str | None = field("Objective", section=SAID, searched=2)
    agenda: str | None = field("Agenda", section=SAID, long=True, searched=1)
    facts: str | None = field("Facts stated", section=SAID, long=True, searched=1)
    comment: str | None = field(
        "Our comment", section=SAID, long=True, searched=1, sensitive=True, hint="Kept apart, not released"
    )
    requests: str | None = field("Requests received", section=NEXT, long=True, searched=1)
    commitments: str | None = field("Commitments made", section=NEXT, long=True, searched=1)
    information_given: str | None = field("Information given back", section=NEXT, long=True, searched=1)
    release_level: str | None = field("Released to", section=NEXT, choices=RELEASE_LEVEL)
    atmosphere: int | None = field(
        "Atmosphere", section=NEXT, min_value=1, max_value=5, hint="1 hostile, 5 friendly"
    )
    outcome: str | None = field("Outcome", section=NEXT, long=True, searched=1)
    next_meeting_at: Moment | None = field("Next meeting", section=NEXT)
    distribution: tuple[str, ...] | None = field("Distribution", section=NEXT)
    desired_effect: str | None = field("Desired effect", section=KEY, long=True, sensitive=True)
    messages: str | None = field("Messages", section=KEY, long=True, sensitive=True)
    red_lines: str | None = field("Red lines", section=KEY, long=True, sensitive=True)
    engagement_result: str | None = field("Result", section=KEY, long=True, sensitive=True)

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where the meeting ends before it starts."""
        return order_fault(self.started_at, self.ended_at, "ended_at")
