"""Vocabulary words: the other words that sheets use for the words of our lists, and for the states of our workflows."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache

from app.domain.fields import Field
from app.domain.vocabularies import LEGACY_MARKINGS, MARKING, Vocabulary
from app.domain.workflows import Workflow

OTHER = "other"
NEAR = 0.86
"""How like a word of the list a word must be to count as misspelt."""
_SYNONYMS = {
    "donors": "donor", "government": "national_authority", "governmental": "national_authority",
    "ministry": "national_authority", "ingo": "international_ngo", "nngo": "national_ngo", "local ngo": "national_ngo",
    "un": "un_agency", "united nations": "un_agency", "agence onu": "un_agency",
    "ong internationale": "international_ngo", "ong nationale": "national_ngo", "ong locale": "national_ngo",
    "red cross": "red_cross_red_crescent",
    "red cross movement": "red_cross_red_crescent", "red crescent": "red_cross_red_crescent",
    "croix rouge": "red_cross_red_crescent", "cso": "civil_society", "military": "international_military",
    "key leader": "key_leader_engagement", "kle": "key_leader_engagement", "townhall": "town_hall",
    "hosted by us": "hosted", "wash": "water_sanitation", "watsan": "water_sanitation", "water": "water_sanitation",
    "eau et assainissement": "water_sanitation", "sante": "health", "securite": "security_rule_of_law",
    "rule of law": "security_rule_of_law", "roads": "roads_bridges", "infrastructure": "public_buildings",
    "unit stores": "shared_unit_stores", "inconnu": "unknown", "n a": "unknown",
    "female": "f", "woman": "f", "femme": "f", "male": "m", "man": "m", "homme": "m", "oui": "yes", "non": "no",
    "food": "food_security", "food security and livelihoods": "food_security", "water sanitation and hygiene": "wash",
    "us": "us", "we": "us", "they": "them", "monthly report": "monthly", "weekly report": "weekly",
}  # fmt: skip
_STATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"remise partielle|partially handed", ("in_progress", "under_way")),
    (r"hand(ed)?[ -]?over|remis\b|donated|delivered", ("handed_over",)),
    (r"(lance puis )?realise|cite comme realise|complet|finish|travaux acheves|acheve|termine", ("completed", "done")),
    (r"inaugur|dedicated|fourni|done\b|implemented", ("completed", "done", "handed_over")),
    (r"launch|lance\b|en cours|en construction|ongoing|on going|in progress|under ?way|started|running", (
        "in_progress", "under_way", "executing", "open")),
    (r"approuv|finance\b|funded|approved|visite\b|visited", ("approved",)),
    (r"planned|proposed|idea|prevu|planifie|draft|pipeline|new\b", ("idea", "received", "open")),
    (r"suspend|on hold|stopped", ("suspended",)),
    (r"cancel|annul|withdrawn|dropped", ("cancelled", "withdrawn")),
    (r"reject|refus|rejete", ("rejected", "refused")),
    (r"closed|clos\b|cloture", ("closed", "done")),
    (r"open|pending|overdue|en attente|outstanding", ("open", "received")),
)  # fmt: skip
"""How a reported status begins, folded, and the state it says; the first that the workflow has is taken."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return words in small letters without accents and marks, single blanks between them."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))


def choice_of(field: Field, text: str, *, guess: bool = True) -> tuple[str, bool] | None:
    """Return the word of a field's list that a text means, and whether it says just that; None where none fits.

    With `guess` a misspelt word counts, and `other` stands for any word that is not in the list.
    """
    known = _folded_words(field.choices) if field.choices else {}
    word = folded(text)
    if field.choices is MARKING and text.strip().upper() in LEGACY_MARKINGS:
        return LEGACY_MARKINGS[text.strip().upper()], False
    if word in known:
        return known[word], True
    codes = {code for code, _ in field.choices or ()}
    if _SYNONYMS.get(word) in codes:
        return _SYNONYMS[word], False
    if not guess:
        return None
    near = difflib.get_close_matches(word, known, n=1, cutoff=NEAR) if len(word) > 4 else []
    near = near or (
        [w for w in difflib.get_close_matches(word, _SYNONYMS, n=1, cutoff=NEAR) if _SYNONYMS[w] in codes]
    )
    if near:
        return known.get(near[0]) or _SYNONYMS[near[0]], False
    return (OTHER, word == OTHER) if OTHER in codes else None


@lru_cache(maxsize=256)
def _folded_words(choices: Vocabulary) -> dict[str, str]:
    return {folded(words): code for code, label in reversed(choices) for words in (label, code)}


def state_of(workflow: Workflow, text: str) -> tuple[str, bool] | None:
    """Return the state that a reported status means, and whether it says just that; None where it means none."""
    word = folded(text)
    exact = {folded(state): state for state in workflow.states}
    if word in exact:
        return exact[word], True
    for pattern, states in _STATES:
        if re.match(pattern, word):
            return next(((state, False) for state in states if state in workflow.states), None)
    return None
