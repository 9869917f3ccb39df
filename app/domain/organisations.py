"""Organisations: who we deal with, and how far the relationship goes."""

from __future__ import annotations

from app.domain.audiences import CHAIN, PARTNERS
from app.domain.policy.editors import Editors
from app.domain.records import Record, field
from app.domain.roles import Role
from app.domain.sections import Section
from app.domain.vocabularies import CLUSTER, ORGANISATION_TYPE, TIER


class Organisation(Record, frozen=True, kw_only=True):
    """A body we deal with: an agency, an authority, a non-governmental organisation, a community."""

    kind = "organisation"
    label = "Organisation"
    plural = "Organisations"
    french = ("Organisation", "Organisations")
    hint = "The bodies you deal with; meetings and promises are kept with them."
    prefix = "ORG"
    undated = True
    page = "partners"
    new_menu = 10
    followed_by = (("person", "organisation"), ("follow_up", "counterpart"))
    edited_by = Editors.BRANCH
    known_by = ()
    title_from = ("name",)
    sections = (Section("Who", "Qui"), Section("Relationship", "Relation"))
    columns = ("name", "acronym", "type", "tier", "cooperation", "focal_point")

    name: str | None = field(
        "Name", "Nom", PARTNERS, section="Who", required=True, searched=3, merged=False, tag="#org+name"
    )
    acronym: str | None = field(
        "Acronym", "Sigle", PARTNERS, section="Who", max=40, searched=3, tag="#org+acronym"
    )
    aliases: tuple[str, ...] | None = field(
        "Other names", "Autres noms", PARTNERS, section="Who", searched=2, role=Role.OTHER_NAMES
    )
    type: str | None = field(
        "Type", "Type", PARTNERS, section="Who", choices=ORGANISATION_TYPE, tag="#org+type"
    )
    tier: str | None = field("Where it stands", "Où elle se situe", PARTNERS, section="Who", choices=TIER)
    clusters: tuple[str, ...] | None = field(
        "Clusters", "Groupes sectoriels", PARTNERS, section="Who", choices=CLUSTER, tag="#sector+cluster+list"
    )
    areas: tuple[str, ...] | None = field(
        "Areas of presence", "Zones de présence", PARTNERS, section="Who", searched=1, tag="#loc+name+list"
    )
    cooperation: int | None = field(
        "Coexistence to cooperation", "De la coexistence à la coopération", CHAIN,
        section="Relationship", min_value=1, max_value=5, hint="1 coexistence, 5 cooperation", short="Cooperation",
    )  # fmt: skip
    focal_point: str | None = field(
        "Our focal point", "Notre point focal", CHAIN, section="Relationship", searched=1, role=Role.PERSON
    )
    deputy: str | None = field(
        "Deputy", "Adjoint", CHAIN, section="Relationship", searched=1, role=Role.PERSON
    )
    contact_every: int | None = field(
        "Contact every (days)",
        "Contact tous les (jours)",
        CHAIN,
        section="Relationship",
        min_value=1,
        max_value=730,
    )
    merged_into: str | None = field(
        "Same as",
        "Identique à",
        CHAIN,
        edited_by=Editors.OWNER,
        section="Relationship",
        ref="organisation",
        hint="A double: everything that names it counts for that one",
        merged=False,
        seldom=True,
    )
    not_same: tuple[str, ...] | None = field(
        "Not the same as",
        "Différent de",
        CHAIN,
        section="Relationship",
        ref="organisation",
        hint="Looked alike and were compared",
        merged=False,
        paper=False,
        seldom=True,
    )
    phone: str | None = field(
        "Phone",
        "Téléphone",
        CHAIN,
        section="Relationship",
        sensitive=True,
        role=Role.TELEPHONE,
        tag="#contact+phone",
    )
    email: str | None = field(
        "E-mail",
        "Courriel",
        CHAIN,
        section="Relationship",
        sensitive=True,
        role=Role.MAIL,
        tag="#contact+email",
    )
