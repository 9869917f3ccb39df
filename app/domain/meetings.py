"""Meetings: what was said, by whom, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.audiences import CHAIN, PARTNERS
from app.domain.faults import Fault
from app.domain.records import Moment, Record, Row, field, order_fault
from app.domain.roles import Role
from app.domain.sections import WHERE, Section
from app.domain.shared_fields import Located
from app.domain.vocabularies import CONSENT, MEETING_FORM, OUR_PART, RELEASE_LEVEL, SIDE

WHEN = Section("When", "Quand", order=("title", "started_at", "ended_at", "date_note"))
WHO = Section("Who", "Qui")
SAID = Section("What was said", "Ce qui a été dit")
NEXT = Section("What follows", "Suites")
KEY = Section(
    "Key-leader engagement", "Entretien avec un responsable", wanted_when=("form", ("key_leader_engagement",))
)


class Participant(Row, frozen=True, kw_only=True):
    """One who took part: a person or an organisation from the register, or just a name."""

    name: str | None = field("Name", "Nom", CHAIN, sensitive=True, searched=2, role=Role.NAME)
    function: str | None = field("Function", "Fonction", PARTNERS, role=Role.FUNCTION)
    person: str | None = field("Person", "Personne", CHAIN, ref="person")
    organisation: str | None = field("Organisation", "Organisation", PARTNERS, ref="organisation")
    side: str | None = field("Side", "Côté", PARTNERS, choices=SIDE)
    interpreter: bool | None = field("Interpreter", "Interprète", CHAIN)
    consent: str | None = field(
        "Consents to be recorded", "Consent à être enregistré", CHAIN, choices=CONSENT, paper=False
    )


class Meeting(Located, Record, frozen=True, kw_only=True):
    """A liaison meeting that we hosted or attended."""

    kind = "meeting"
    label = "Meeting"
    plural = "Meetings"
    french = ("Réunion", "Réunions")
    hint = "Write down who you met, what was said and what was promised."
    order = ("started_at", True)
    prefix = "MTG"
    page = "liaison"
    new_menu = 1
    followed_by = (("follow_up", "source"),)
    follow_lines, follow_lines_in = ("us", "them", "request"), NEXT
    shows_referring = True
    title_from = ("title", "objective", "place")
    columns = ("started_at", "title", "place", "form", "part", "outcome")
    sections = (WHEN, WHERE, WHO, SAID, NEXT, KEY)

    title: str | None = field(
        "Title", "Titre", PARTNERS, section=WHEN, searched=3, tag="#activity+name", width=12
    )
    started_at: Moment | None = field(
        "Started",
        "Début",
        PARTNERS,
        section=WHEN,
        required=True,
        unless="date_note",
        role=Role.DAY,
        tag="#date+start",
    )
    date_note: str | None = field(
        "Date as written",
        "Date telle qu’écrite",
        PARTNERS,
        section=WHEN,
        searched=1,
        hint="Where the day is not known, what is known of it",
        width=12,
    )
    ended_at: Moment | None = field("Ended", "Fin", PARTNERS, section=WHEN, tag="#date+end")
    weather: str | None = field("Weather", "Météo", PARTNERS, section=WHEN)
    form: str | None = field("Form", "Forme", PARTNERS, section=WHO, choices=MEETING_FORM)
    part: str | None = field("We", "Nous", PARTNERS, section=WHO, choices=OUR_PART)
    forum: str | None = field("Forum", "Instance", PARTNERS, section=WHO, ref="forum")
    host: str | None = field("Host", "Hôte", CHAIN, section=WHO, searched=1, role=Role.PERSON)
    organisations: tuple[str, ...] | None = field(
        "Organisations", "Organisations", PARTNERS, section=WHO, ref="organisation"
    )
    participants: tuple[Participant, ...] | None = field(
        "Participants", "Participants", PARTNERS, section=WHO
    )
    objective: str | None = field("Objective", "Objectif", PARTNERS, section=SAID, searched=2)
    agenda: str | None = field("Agenda", "Ordre du jour", PARTNERS, section=SAID, long=True, searched=1)
    facts: str | None = field(
        "Facts stated", "Faits énoncés", PARTNERS, section=SAID, long=True, searched=1, tag="#description"
    )
    comment: str | None = field(
        "Our comment",
        "Notre commentaire",
        CHAIN,
        section=SAID,
        long=True,
        searched=1,
        sensitive=True,
        hint="Kept apart, not released",
    )
    requests: str | None = field(
        "Requests received", "Demandes reçues", PARTNERS, section=NEXT, long=True, searched=1
    )
    commitments: str | None = field(
        "Commitments made", "Engagements pris", PARTNERS, section=NEXT, long=True, searched=1
    )
    information_given: str | None = field(
        "Information given back",
        "Informations données en retour",
        PARTNERS,
        section=NEXT,
        long=True,
        searched=1,
    )
    release_level: str | None = field(
        "Released to", "Communiqué à", CHAIN, section=NEXT, choices=RELEASE_LEVEL
    )
    atmosphere: int | None = field(
        "Atmosphere", "Climat", CHAIN, section=NEXT, min_value=1, max_value=5, hint="1 hostile, 5 friendly"
    )
    outcome: str | None = field("Outcome", "Résultat", PARTNERS, section=NEXT, long=True, searched=1)
    next_meeting_at: Moment | None = field("Next meeting", "Prochaine réunion", PARTNERS, section=NEXT)
    distribution: tuple[str, ...] | None = field("Distribution", "Diffusion", CHAIN, section=NEXT)
    desired_effect: str | None = field(
        "Desired effect", "Effet recherché", CHAIN, section=KEY, long=True, sensitive=True
    )
    messages: str | None = field("Messages", "Messages", CHAIN, section=KEY, long=True, sensitive=True)
    red_lines: str | None = field("Red lines", "Lignes rouges", CHAIN, section=KEY, long=True, sensitive=True)
    engagement_result: str | None = field("Result", "Résultat", CHAIN, section=KEY, long=True, sensitive=True)

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where the meeting ends before it starts."""
        return order_fault(self.started_at, self.ended_at, "ended_at")
