"""Sitreps: what was reported, on which records, and the issued file."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.faults import Fault
from app.domain.records import Moment, Record, field, order_fault
from app.domain.roles import Role
from app.domain.sections import Section
from app.domain.vocabularies import SITREP_TYPE

WHAT = Section("Report", "Compte rendu")
WORDS = Section("Narrative", "Texte")
ISSUE = Section("Issue", "Émission")


class Sitrep(Record, frozen=True, kw_only=True):
    """A situation report; once issued it never changes, a correction is a new one that names the old."""

    kind = "sitrep"
    label = "Situation report"
    plural = "Situation reports"
    french = ("Compte rendu de situation", "Comptes rendus de situation")
    hint = "What you write here stays on this laptop until you send it."
    order = ("period_end", True)
    prefix = "SITREP"
    page = "reports"
    new_menu = 0
    frozen_by = "issued_at"
    title_from = ("title",)
    sections = (WHAT, WORDS, ISSUE)
    columns = ("title", "type", "period_start", "period_end", "prepared_by", "issued_at")

    title: str | None = field("Title", "Titre", PARTNERS, section=WHAT, searched=3, tag="#activity+name")
    type: str | None = field(
        "Type", "Type", PARTNERS, section=WHAT, required=True, choices=SITREP_TYPE, tag="#org+type"
    )
    period_start: Moment | None = field("From", "Du", PARTNERS, section=WHAT, required=True)
    period_end: Moment | None = field("Until", "Au", PARTNERS, section=WHAT, required=True, role=Role.DAY)
    report_unit: str | None = field(
        "Unit", "Unité", PARTNERS, section=WHAT, hint="Unit path the report covers", role=Role.CODE
    )
    key_points: str | None = field(
        "Key points", "Points clés", PARTNERS, section=WORDS, long=True, searched=1
    )
    liaison_words: str | None = field("Liaison", "Liaison", PARTNERS, section=WORDS, long=True, searched=1)
    request_words: str | None = field(
        "Mission support", "Appui à la mission", PARTNERS, section=WORDS, long=True, searched=1
    )
    support_words: str | None = field(
        "Community support", "Appui aux communautés", PARTNERS, section=WORDS, long=True, searched=1
    )
    qip_words: str | None = field(
        "Quick Impact Projects", "Projets à impact rapide", PARTNERS, section=WORDS, long=True, searched=1
    )
    civil_facts: str | None = field(
        "Civil situation: facts", "Situation civile : faits", PARTNERS, section=WORDS, long=True, searched=1
    )
    civil_comment: str | None = field(
        "Civil situation: comment",
        "Situation civile : commentaire",
        CHAIN,
        section=WORDS,
        long=True,
        searched=1,
    )
    civil_assessment: str | None = field(
        "Civil situation: assessment",
        "Situation civile : appréciation",
        CHAIN,
        section=WORDS,
        long=True,
        searched=1,
    )
    gender_words: str | None = field(
        "Gender and protection", "Genre et protection", MISSION, section=WORDS, long=True, searched=1
    )
    decisions: str | None = field(
        "Matters for decision", "Questions à trancher", CHAIN, section=WORDS, long=True, searched=1
    )
    next_period: str | None = field(
        "Next period", "Période suivante", PARTNERS, section=WORDS, long=True, searched=1
    )
    records: tuple[str, ...] | None = field(
        "Chosen records", "Fiches retenues", CHAIN, section=ISSUE, ref="*"
    )
    sent_to: str | None = field("To", "À", CHAIN, section=ISSUE)
    distribution: tuple[str, ...] | None = field("Distribution", "Diffusion", CHAIN, section=ISSUE)
    prepared_by: str | None = field(
        "Prepared by", "Établi par", CHAIN, section=ISSUE, searched=1, role=Role.OFFICER
    )
    approved_by: str | None = field(
        "Approved by", "Approuvé par", CHAIN, section=ISSUE, searched=1, role=Role.OFFICER
    )
    corrects: str | None = field("Corrects", "Corrige", PARTNERS, section=ISSUE, ref="sitrep")
    issued_at: Moment | None = field("Issued", "Émis le", PARTNERS, section=ISSUE, carried=False)
    issued_sha256: str | None = field(
        "SHA-256 of the issued file",
        "SHA-256 du fichier émis",
        CHAIN,
        section=ISSUE,
        max=64,
        searched=0,
        role=Role.CODE,
        carried=False,
    )

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where the period ends before it starts."""
        return order_fault(self.period_start, self.period_end, "period_end")
