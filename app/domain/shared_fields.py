"""Shared fields: groups of fields that several kinds have: a state, a decision, a place.

A group is a plain class among the bases of a kind (see `records`).
"""

from __future__ import annotations

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.fields import field
from app.domain.points import Point
from app.domain.policy.editors import Editors
from app.domain.roles import Role
from app.domain.scopes import Level
from app.domain.sections import STATE, WHERE
from app.domain.vocabularies import COARSEN


class Staged:
    """Fields of a record with a workflow: its state, why, and on what evidence (who and when is history)."""

    __slots__ = ()

    state: str | None = field(
        "State", "État", PARTNERS, section=STATE, state=True, tag="#status", edited_by=Editors.STEP
    )
    state_reason: str | None = field(
        "Reason for the last step",
        "Motif de la dernière étape",
        CHAIN,
        section=STATE,
        edited_by=Editors.STEP,
        long=True,
        searched=1,
    )
    state_evidence: str | None = field(
        "Evidence for the last step",
        "Justificatif de la dernière étape",
        CHAIN,
        section=STATE,
        edited_by=Editors.STEP,
        long=True,
    )


class Decided:
    """Fields of a record that is decided on: the version the decision was taken on (see `decisions`), and whether it
    was brought in from before there was a logbook, so that what was not asked then is not asked now.
    """

    __slots__ = ()

    decided_on: str | None = field(
        "Decided on version", "Décidé sur la version", CHAIN, section=STATE, searched=0, max=4000, level=Level.FORCE,
        edited_by=Editors.STEP,
        hint="Kept by the logbook when a decision is taken; write now to decide anew on what stands here",
        role=Role.CODE, form=False, listed=False, sheet=False, carried=False,
    )  # fmt: skip
    brought_in: bool | None = field(
        "Brought in from an older tracker", "Repris d’un ancien suivi", MISSION,
        section=STATE, level=Level.FORCE, at_birth=True, seldom=True, carried=False, hint="Not screened here",
    )  # fmt: skip


class Located:
    """Fields of a record with a place: its name, administrative units, and point with its precision."""

    __slots__ = ()

    place: str | None = field("Place", "Lieu", PARTNERS, section=WHERE, searched=2, tag="#loc+name", width=6)
    admin1: str | None = field(
        "State or province",
        "État ou province",
        PARTNERS,
        section=WHERE,
        searched=1,
        tag="#adm1+name",
        width=4,
    )
    admin2: str | None = field(
        "County or district",
        "Comté ou district",
        PARTNERS,
        section=WHERE,
        searched=1,
        tag="#adm2+name",
        width=4,
    )
    admin3: str | None = field(
        "Payam or commune",
        "Payam ou commune",
        PARTNERS,
        section=WHERE,
        searched=1,
        tag="#adm3+name",
        width=4,
    )
    p_code: str | None = field(
        "P-code",
        "Code P",
        PARTNERS,
        section=WHERE,
        max=40,
        hint="OCHA place code of the lowest unit known",
        role=Role.CODE,
        tag="#loc+code",
        width=6,
    )
    point: Point | None = field(
        "Position",
        "Position",
        PARTNERS,
        section=WHERE,
        sensitive=True,
        role=Role.POSITION,
        width=6,
    )
    coarsen: str | None = field(
        "Show in reports as",
        "Affichage dans les comptes rendus",
        PARTNERS,
        section=WHERE,
        choices=COARSEN,
        paper=False,
        width=4,
    )
