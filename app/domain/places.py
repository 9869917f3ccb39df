"""Places: villages, towns and posts, told apart by their administrative units and P-code."""

from __future__ import annotations

from app.domain.audiences import CHAIN, PARTNERS
from app.domain.policy.editors import Editors
from app.domain.records import Record, field
from app.domain.roles import Role
from app.domain.sections import WHERE, Section
from app.domain.shared_fields import Located


class Place(Located, Record, frozen=True, kw_only=True):
    """A place we go to, with its other names, population and access by season."""

    kind = "place"
    label = "Place"
    plural = "Places"
    french = ("Lieu", "Lieux")
    hint = "Villages, towns and posts, with their P-code and position."
    prefix = "PLC"
    undated = True
    page = "partners"
    new_menu = 12
    edited_by = Editors.BRANCH
    known_by = ("admin1", "admin2")
    title_from = ("name",)
    sections = (WHERE, Section("Facts", "Faits"))
    columns = ("name", "admin1", "admin2", "p_code", "population")

    name: str | None = field(
        "Name", "Nom", PARTNERS, section="Where", required=True, searched=3, merged=False, tag="#loc+name"
    )
    other_names: tuple[str, ...] | None = field(
        "Other names", "Autres noms", PARTNERS, section="Where", searched=2, role=Role.OTHER_NAMES
    )
    merged_into: str | None = field(
        "Same as",
        "Identique à",
        CHAIN,
        edited_by=Editors.OWNER,
        section="Facts",
        ref="place",
        hint="A double: everything that names it counts for that one",
        merged=False,
        seldom=True,
    )
    not_same: tuple[str, ...] | None = field(
        "Not the same as",
        "Différent de",
        CHAIN,
        section="Facts",
        ref="place",
        hint="Looked alike and were compared",
        merged=False,
        paper=False,
        seldom=True,
    )
    population: int | None = field(
        "Population", "Population", PARTNERS, section="Facts", max_value=100_000_000, tag="#population"
    )
    access_dry: str | None = field(
        "Access in the dry season", "Accès en saison sèche", PARTNERS, section="Facts", long=True, searched=1
    )
    access_wet: str | None = field(
        "Access in the wet season",
        "Accès en saison des pluies",
        PARTNERS,
        section="Facts",
        long=True,
        searched=1,
    )
