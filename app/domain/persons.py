"""Persons: the people we meet; some of them can be harmed if it leaks that we did."""

from __future__ import annotations

from app.domain.audiences import CHAIN, PARTNERS
from app.domain.policy.editors import Editors
from app.domain.records import Record, field
from app.domain.roles import Role
from app.domain.sections import Section
from app.domain.vocabularies import CONSENT, SEX


class Person(Record, frozen=True, kw_only=True):
    """A person we deal with; a protected source stays on the laptop until an officer releases it."""

    kind = "person"
    label = "Person"
    plural = "People"
    french = ("Personne", "Population")
    hint = "The people you meet. A protected source stays on this laptop."
    prefix = "PER"
    undated = True
    page = "partners"
    new_menu = 11
    edited_by = Editors.BRANCH
    known_by = ("organisation",)
    title_from = ("name",)
    sections = (
        Section("Who", "Qui"),
        Section("Contact", "Contact"),
        Section("Standing", "Place"),
        Section("Protection", "Protection"),
    )
    columns = ("name", "function", "organisation", "phone", "protected_source")

    name: str | None = field(
        "Name",
        "Nom",
        CHAIN,
        section="Who",
        required=True,
        searched=3,
        sensitive=True,
        role=Role.NAME,
        merged=False,
        tag="#contact+name",
        width=6,
    )
    function: str | None = field(
        "Function",
        "Fonction",
        PARTNERS,
        section="Who",
        searched=2,
        role=Role.FUNCTION,
        width=6,
    )
    organisation: str | None = field(
        "Organisation", "Organisation", PARTNERS, section="Who", ref="organisation"
    )
    sex: str | None = field("Sex", "Sexe", CHAIN, section="Who", choices=SEX)
    languages: tuple[str, ...] | None = field("Languages", "Langues", CHAIN, section="Who")
    phone: str | None = field(
        "Phone",
        "Téléphone",
        CHAIN,
        section="Contact",
        sensitive=True,
        max=80,
        role=Role.TELEPHONE,
        tag="#contact+phone",
    )
    email: str | None = field(
        "E-mail", "Courriel", CHAIN, section="Contact", sensitive=True, role=Role.MAIL, tag="#contact+email"
    )
    merged_into: str | None = field(
        "Same as",
        "Identique à",
        CHAIN,
        edited_by=Editors.OWNER,
        section="Standing",
        ref="person",
        hint="A double: everything that names it counts for that one",
        merged=False,
        seldom=True,
    )
    not_same: tuple[str, ...] | None = field(
        "Not the same as",
        "Différent de",
        CHAIN,
        section="Standing",
        ref="person",
        hint="Looked alike and were compared",
        merged=False,
        paper=False,
        seldom=True,
    )
    influence: str | None = field(
        "Influence", "Influence", CHAIN, section="Standing", long=True, sensitive=True, searched=1
    )
    consent: str | None = field(
        "Consents to be recorded", "Consent à être enregistré", CHAIN, section="Protection", choices=CONSENT
    )
    protected_source: bool | None = field(
        "Protected source", "Source protégée", CHAIN, section="Protection", edited_by=Editors.OWNER, closes=True,
        hint="Stays on this laptop until released; reports show the function only",
    )  # fmt: skip
