"""About kinds: how the list of each kind begins, and what an empty one says."""

from __future__ import annotations

from app.desktop.words import many, tr
from app.domain.kinds import kind_named

NEWEST_FIRST = {
    "meeting": "started_at",
    "visit": "date",
    "sitrep": "period_end",
    "assessment": "assessed_on",
    "note": "observed_at",
    "referral": "referred_at",
    "directive": "valid_from",
    "acknowledgement": "acknowledged_at",
    "budget_period": "start",
}
SOONEST_FIRST = {"follow_up": "due"}
HINTS = {
    "meeting": "Write down who you met, what was said and what was promised.",
    "assessment": "What is there, what is lacking, and what men, women and youth say they need.",
    "note": "What was seen or heard. An urgent one starts a report clock.",
    "referral": "A matter that is not CIMIC's: to whom it was passed on, and whether they said so.",
    "follow_up": "A promise is written with its day and its owner; it comes back on Today before it is late.",
    "organisation": "The bodies you deal with; meetings and promises are kept with them.",
    "person": "The people you meet. A protected source stays on this laptop.",
    "place": "Villages, towns and posts, with their P-code and position.",
    "forum": "Standing meetings, with their day, time and chair; the calendar shows them.",
    "unit": "The headquarters, sectors and battalions of the mission, each below the one it reports to.",
    "officer": "Who holds which CIMIC post, since when, and with which training.",
    "support_request": "What others ask the force to do for them; the form leads through the screening.",
    "qip": "An idea is enough to begin; the form shows what the next step needs.",
    "project": "Community support without QIP money.",
    "visit": "What is built, what is spent, and what to do about it.",
    "budget_period": "What the mission may spend on QIPs in a period, and each sector's share. Force HQ writes it.",
    "lesson": "What happened, why, and what to do differently next time.",
    "directive": "Guidance from above. Each unit says that it has read it, and the answer travels back.",
    "acknowledgement": "That a unit has read a directive.",
    "mission_settings": "Without any, the usual figures count, such as 183 days for a QIP. Force HQ writes them.",
    "term_pack": "The words and templates of this mission. Force HQ writes them.",
}


def hint(kind: str) -> str:
    """Return what an empty list of a kind says."""
    return tr(HINTS.get(kind, "What you write here stays on this laptop until you send it."))


def count_words(kind: str, count: int, narrowed: bool) -> str:
    """Say how many rows a list has."""
    declared = kind_named(kind)
    words = many(count, declared.label, declared.plural)
    return tr("{words}, narrowed", words=words) if narrowed else words


def first_order(kind: str) -> tuple[str, bool]:
    """Return what the list of a kind is sorted by at first, and whether the greatest comes first."""
    if kind in NEWEST_FIRST:
        return NEWEST_FIRST[kind], True
    return (SOONEST_FIRST[kind], False) if kind in SOONEST_FIRST else ("serial", False)
