"""Directives: guidance from above, and that it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.audiences import CHAIN
from app.domain.faults import Fault
from app.domain.records import NOW, Moment, Record, field, order_fault
from app.domain.roles import Role
from app.domain.scopes import Level, Reach
from app.domain.sections import Section


class Directive(Record, frozen=True, kw_only=True):
    """Guidance by the Force Commander or the DSRSG/RC/HC; a mission-wide one only Force HQ issues."""

    kind = "directive"
    label = "Directive"
    plural = "Directives"
    french = ("Directive", "Directives")
    hint = "Guidance from above. Each unit says that it has read it, and the answer travels back."
    order = ("valid_from", True)
    overdue_name = "In force"
    overdue_when = (("valid_from", "<=", NOW),)
    prefix = "DIR"
    page = "reports"
    new_menu = 0
    shows_referring = True
    title_from = ("title",)
    travels = Reach.BRANCH
    written_by = Level.SECTOR
    reserved_by = "mission_wide"
    columns = ("title", "issued_by", "valid_from", "valid_to")
    sections = (Section("Directive", "Directive"),)

    title: str | None = field(
        "Title",
        "Titre",
        CHAIN,
        section="Directive",
        required=True,
        searched=3,
        level=Level.SECTOR,
        tag="#activity+name",
    )
    issued_by: str | None = field(
        "Issued by", "Émise par", CHAIN, section="Directive", searched=1, level=Level.SECTOR, role=Role.PERSON
    )
    mission_wide: bool | None = field(
        "For the whole mission", "Pour toute la mission", CHAIN, section="Directive", level=Level.FORCE, default=True,
        hint="Only Force HQ issues and changes it",
    )  # fmt: skip
    text: str | None = field(
        "Text", "Texte", CHAIN, section="Directive", long=True, searched=1, level=Level.SECTOR
    )
    valid_from: date | None = field(
        "Valid from", "Valable du", CHAIN, section="Directive", level=Level.SECTOR, role=Role.DAY
    )
    valid_to: date | None = field(
        "Valid to", "Valable au", CHAIN, section="Directive", level=Level.SECTOR, role=Role.DUE
    )

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where it ends before it starts."""
        return order_fault(self.valid_from, self.valid_to, "valid_to")

    def in_force(self, today: date) -> bool:
        """Return whether the directive holds on a day."""
        begun = self.valid_from is None or self.valid_from <= today
        return begun and (self.valid_to is None or today <= self.valid_to)


class Acknowledgement(Record, frozen=True, kw_only=True):
    """A unit's word that it has read a directive; a record of its own, so that units never contradict each other."""

    kind = "acknowledgement"
    label = "Acknowledgement"
    plural = "Acknowledgements"
    french = ("Accusé de réception", "Accusés de réception")
    hint = "That a unit has read a directive."
    order = ("acknowledged_at", True)
    prefix = "ACK"
    page = "reports"
    new_menu = 0
    title_from = ("by_unit",)
    columns = ("directive", "by_unit", "acknowledged_at", "officer")
    sections = (Section("Acknowledgement", "Accusé de réception"),)

    directive: str | None = field(
        "Directive", "Directive", CHAIN, section="Acknowledgement", required=True, ref="directive"
    )
    by_unit: str | None = field(
        "Unit",
        "Unité",
        CHAIN,
        section="Acknowledgement",
        required=True,
        searched=2,
        hint="Unit path",
        role=Role.CODE,
    )
    acknowledged_at: Moment | None = field(
        "Acknowledged", "Accusé reçu", CHAIN, section="Acknowledgement", required=True, role=Role.DAY
    )
    officer: str | None = field("Officer", "Officier", CHAIN, section="Acknowledgement", role=Role.OFFICER)
