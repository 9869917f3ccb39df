"""Lessons: what happened, why, and what to do differently."""

from __future__ import annotations

from app.domain.audiences import MISSION, PARTNERS
from app.domain.records import Record, field
from app.domain.sections import Section


class Lesson(Record, frozen=True, kw_only=True):
    """A lesson from a project or a meeting."""

    kind = "lesson"
    label = "Lesson"
    plural = "Lessons"
    french = ("Enseignement", "Enseignements")
    hint = "What happened, why, and what to do differently next time."
    prefix = "LSN"
    undated = True
    page = "reports"
    new_menu = 14
    title_from = ("title", "what_happened")
    columns = ("title", "theme", "recommendation", "source")
    sections = (Section("Lesson", "Enseignement"),)

    title: str | None = field("Title", "Titre", PARTNERS, section="Lesson", searched=3, tag="#activity+name")
    theme: str | None = field("Theme", "Thème", PARTNERS, section="Lesson", searched=2)
    what_happened: str | None = field(
        "What happened", "Ce qui s’est passé", MISSION, section="Lesson", required=True, long=True, searched=1
    )
    why: str | None = field("Why", "Pourquoi", MISSION, section="Lesson", long=True, searched=1)
    recommendation: str | None = field(
        "Recommendation", "Recommandation", PARTNERS, section="Lesson", long=True, searched=1
    )
    source: str | None = field("Comes from", "Vient de", MISSION, section="Lesson", ref="*")
