"""Lessons: what happened, why, and what to do differently."""

from __future__ import annotations

from app.domain.records import Record, field


class Lesson(Record, frozen=True, kw_only=True):
    """A lesson from a project or a meeting."""

    kind = "lesson"
    label = "Lesson"
    plural = "Lessons"
    prefix = "LSN"
    title_from = ("title", "what_happened")
    columns = ("title", "theme", "recommendation", "source")
    sections = ("Lesson",)

    title: str | None = field("Title", section="Lesson", searched=3)
    theme: str | None = field("Theme", section="Lesson", searched=2)
    what_happened: str | None = field("What happened", section="Lesson", required=True, long=True, searched=1)
    why: str | None = field("Why", section="Lesson", long=True, searched=1)
    recommendation: str | None = field("Recommendation", section="Lesson", long=True, searched=1)
    source: str | None = field("Comes from", section="Lesson", ref="*")
