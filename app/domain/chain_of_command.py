"""The chain of command as people see it: units and the officers in post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.faults import Fault
from app.domain.records import Record, Row, field, order_fault
from app.domain.roles import Role
from app.domain.sections import WHERE, Section
from app.domain.shared_fields import Located
from app.domain.vocabularies import TRAINING_LEVEL, words

CELLS: dict[str, tuple[str, ...]] = {
    "force": (
        "Chief CIMIC (Col or Lt Col)", "Deputy (Lt Col or Maj)", "Desk officer, sectors", "Desk officer, QIPs",
        "Desk officer, information",
    ),
    "sector": ("CIMIC officer (Maj or Capt)", "CIMIC team"),
    "unit": ("CIMIC officer beside another post (second in command or adjutant)",),
}  # fmt: skip
"""Usual posts of a cell by level (default, after de Coning 2007: Force HQ 3 to 7, rarely more than 10)."""
UNIT_LEVEL = words(
    ("force", "Force HQ", "QG de la force"), ("sector", "Sector HQ", "QG de secteur"), ("unit", "Unit", "Unité"),
)  # fmt: skip


class Unit(Located, Record, frozen=True, kw_only=True):
    """A headquarters, sector or battalion in the tree of the chain of command."""

    kind = "unit"
    label = "Unit"
    plural = "Units"
    french = ("Unité", "Unités")
    hint = "The headquarters, sectors and battalions of the mission, each below the one it reports to."
    prefix = "UNT"
    undated = True
    page = "partners"
    new_menu = 0
    known_by = ()
    title_from = ("name",)
    columns = ("name", "unit_path", "level", "contributor", "place", "parent")
    sections = (Section("Unit", "Unité"), WHERE)

    name: str | None = field(
        "Name", "Nom", PARTNERS, section="Unit", required=True, searched=3, tag="#org+name"
    )
    unit_path: str | None = field(
        "Unit path",
        "Chemin de l’unité",
        CHAIN,
        section="Unit",
        searched=2,
        hint="Such as fhq/east/indbatt-1",
        role=Role.CODE,
    )
    level: str | None = field("Level", "Niveau", MISSION, section="Unit", choices=UNIT_LEVEL)
    parent: str | None = field("Reports to", "Relève de", CHAIN, section="Unit", ref="unit")
    contributor: str | None = field(
        "Troop contributor", "Pays contributeur", MISSION, section="Unit", searched=1
    )
    cell: str | None = field(
        "CIMIC cell", "Cellule CIMIC", CHAIN, section="Unit", long=True, searched=1, hint="Posts and titles"
    )


class Training(Row, frozen=True, kw_only=True):
    """One course of the four levels of the 2002 policy (paragraphs 22 and 23)."""

    level: str | None = field("Level", "Niveau", CHAIN, choices=TRAINING_LEVEL)
    course: str | None = field("Course", "Cours", CHAIN)
    taken_on: date | None = field("Taken on", "Suivi le", CHAIN)
    expires_on: date | None = field("Expires on", "Expire le", CHAIN)


class Officer(Record, frozen=True, kw_only=True):
    """An officer in a CIMIC post, with dates in post and trainings."""

    kind = "officer"
    label = "Officer"
    plural = "Officers"
    french = ("Officier", "Officiers")
    hint = "Who holds which CIMIC post, since when, and with which training."
    overdue_name = "In post"
    overdue_when = (("in_post_to", "empty", None),)
    prefix = "OFF"
    page = "partners"
    new_menu = 0
    known_by = ("rank",)
    title_from = ("name",)
    columns = ("rank", "name", "appointment", "serves_in", "in_post_from", "in_post_to")
    sections = (Section("Officer", "Officier"), Section("Post", "Poste"), Section("Training", "Formation"))

    rank: str | None = field("Rank", "Grade", MISSION, section="Officer", max=40)
    name: str | None = field(
        "Name", "Nom", MISSION, section="Officer", required=True, searched=3, role=Role.NAME, tag="#org+name"
    )
    phone: str | None = field(
        "Phone",
        "Téléphone",
        CHAIN,
        section="Officer",
        sensitive=True,
        role=Role.TELEPHONE,
        tag="#contact+phone",
    )
    appointment: str | None = field(
        "Appointment",
        "Fonction",
        MISSION,
        section="Post",
        searched=2,
        hint="S9, G9, U9 …",
        role=Role.FUNCTION,
    )
    serves_in: str | None = field("Serves in", "Sert dans", MISSION, section="Post", ref="unit")
    in_post_from: date | None = field(
        "In post from", "En poste depuis le", CHAIN, section="Post", role=Role.DAY
    )
    in_post_to: date | None = field("In post to", "En poste jusqu’au", CHAIN, section="Post", role=Role.DUE)
    intelligence_post: bool | None = field(
        "Also holds an intelligence or information post",
        "Occupe aussi un poste de renseignement ou d’information",
        CHAIN, section="Post", hint="Should not be double-hatted (de Coning 2007)",
    )  # fmt: skip
    trainings: tuple[Training, ...] | None = field("Trainings", "Formations", CHAIN, section="Training")

    def faults(self) -> Iterator[Fault]:
        """Yield faults of a post or a training that ends before it starts."""
        yield from order_fault(self.in_post_from, self.in_post_to, "in_post_to")
        for training in self.trainings or ():
            yield from order_fault(training.taken_on, training.expires_on, "trainings")

    def warnings(self, today: date) -> Iterator[Fault]:
        """Yield warnings of an intelligence or information post held as well, and of trainings that have expired."""
        if self.intelligence_post:
            yield Fault("intelligence_post", "double_hatted")
        newest: dict[str | None, date] = {}
        for one in self.trainings or ():
            newest[one.level] = max(newest.get(one.level, date.min), one.expires_on or date.max)
        if any(day < today for day in newest.values()):
            yield Fault("trainings", "training_expired")
