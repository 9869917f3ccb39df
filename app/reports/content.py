"""The frozen plain data of a situation report: all the renderer knows, already chosen, counted and worded.

Text is plain text: nothing in it is markup, a line break starts a new paragraph. Moments are aware datetimes,
money is integer cents with a currency code, percentages are whole numbers from 0 to 100 (None: not stated).
"""

from datetime import date, datetime

import msgspec

from app.reports.document import Bars, Chart, Narrative, Picture


class MeetingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One liaison meeting; `form` is its kind as shown, such as `Coordination (attended)`."""

    start: datetime
    form: str
    counterparts: str
    place: str = ""
    outcome: str = ""
    comment: str = ""


class SupportRow(msgspec.Struct, frozen=True, kw_only=True):
    """One request for mission support; emergencies that await their report come first and in red."""

    serial: str
    requester: str
    what: str
    state: str
    screening: str = ""
    emergency: bool = False


class NoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """One civil situation note, its facts, comment and assessment apart."""

    observed: datetime
    topic: str
    place: str = ""
    text: Narrative = Narrative()


class ProjectRow(msgspec.Struct, frozen=True, kw_only=True):
    """One community-support project outside the QIP funds."""

    serial: str
    title: str
    place: str
    state: str
    unit: str = ""
    percent_done: int | None = None
    beneficiaries: str = ""
    note: str = ""


class QipRow(msgspec.Struct, frozen=True, kw_only=True):
    """One Quick Impact Project. `days_to_limit` is negative when late; None where the clock does not run."""

    serial: str
    title: str
    place: str
    state: str
    percent_physical: int | None = None
    percent_spent: int | None = None
    days_to_limit: int | None = None
    limit: date | None = None
    near_limit: bool = False
    done: bool = False
    cost_cents: int | None = None
    currency: str = "USD"
    note: str = ""

    @property
    def days_late(self) -> int:
        """Days past the limit, 0 when not late; a finished project is never late."""
        return 0 if self.done or self.days_to_limit is None else max(0, -self.days_to_limit)


class FollowUpRow(msgspec.Struct, frozen=True, kw_only=True):
    """One promise, owed by us (`ours`) or by the counterpart."""

    what: str
    ours: bool
    owner: str
    counterpart: str
    due: date | None = None
    days_overdue: int = 0


class PlannedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing planned for the next period; `when` is a moment, a date, or None where it is not fixed."""

    when: datetime | date | None
    what: str
    place: str = ""
    who: str = ""


class Signature(msgspec.Struct, frozen=True):
    """Who prepared or approved a report: rank and name, appointment, and the moment (None: not yet)."""

    name: str = ""
    appointment: str = ""
    moment: datetime | None = None


class SitrepContent(msgspec.Struct, frozen=True, kw_only=True):
    """One situation report, complete. `language` is `en` or `fr` (labels; others get English)."""

    mission: str
    unit: str
    serial: str
    period_start: datetime
    period_end: datetime
    as_of: datetime
    sender: str
    to: str
    kind: str = "weekly"
    info: str = ""
    marking: str = "UNCLASSIFIED"
    release: str = ""
    language: str = "en"
    paper: str = "A4"
    corrects: str = ""
    prepared: Signature = Signature()
    approved: Signature = Signature()

    flash: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    liaison_summary: str = ""
    meetings: tuple[MeetingRow, ...] = ()
    liaison: Narrative = Narrative()
    support: tuple[SupportRow, ...] = ()
    support_narrative: Narrative = Narrative()
    projects: tuple[ProjectRow, ...] = ()
    projects_narrative: Narrative = Narrative()
    qips: tuple[QipRow, ...] = ()
    qips_narrative: Narrative = Narrative()
    charts: tuple[Bars, ...] = ()
    follow_ups: tuple[FollowUpRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    civil_situation: Narrative = Narrative()
    area: Chart | None = None
    gender_and_protection: Narrative = Narrative()
    decisions: tuple[str, ...] = ()
    planned: tuple[PlannedRow, ...] = ()
    next_period: Narrative = Narrative()
    distribution: tuple[str, ...] = ()
    photos: tuple[Picture, ...] = ()
