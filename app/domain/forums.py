"""Forums: the standing bodies we sit in, and their battle rhythm."""

from __future__ import annotations

from app.domain.audiences import CHAIN, PARTNERS
from app.domain.policy.editors import Editors
from app.domain.records import Record, field
from app.domain.roles import Role
from app.domain.sections import WHERE, Section
from app.domain.shared_fields import Located
from app.domain.vocabularies import FORUM_TYPE, WEEKDAY


class Forum(Located, Record, frozen=True, kw_only=True):
    """A standing meeting: its type, chair, rhythm and our representative."""

    kind = "forum"
    label = "Forum"
    plural = "Forums"
    french = ("Instance", "Instances")
    hint = "Standing meetings, with their day, time and chair; the calendar shows them."
    prefix = "FOR"
    undated = True
    page = "partners"
    new_menu = 13
    edited_by = Editors.BRANCH
    known_by = ()
    title_from = ("name",)
    sections = (Section("What", "Quoi"), Section("Battle rhythm", "Rythme"), WHERE)
    columns = ("name", "type", "chair", "weekday", "time", "place", "representative")

    name: str | None = field(
        "Name", "Nom", PARTNERS, section="What", required=True, searched=3, tag="#meta+forum"
    )
    type: str | None = field("Type", "Type", PARTNERS, section="What", choices=FORUM_TYPE, tag="#org+type")
    chair: str | None = field("Chair", "Président", CHAIN, section="What", searched=1, role=Role.PERSON)
    weekday: str | None = field("Day", "Jour", PARTNERS, section="Battle rhythm", choices=WEEKDAY)
    time: str | None = field("Time", "Heure", PARTNERS, section="Battle rhythm", max=40, role=Role.CODE)
    representative: str | None = field(
        "Our representative",
        "Notre représentant",
        CHAIN,
        section="Battle rhythm",
        searched=1,
        role=Role.PERSON,
    )
