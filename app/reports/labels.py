"""The labels that a report prints: which there are, whatever the language."""

import msgspec

from app.domain.fields import Field, FieldType
from app.domain.writing import state_text
from app.reports import french


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """All labels of a situation report in one language."""

    kinds: dict[str, str]
    sender: str
    to: str
    info: str
    serial: str
    period: str
    period_to: str
    as_of: str
    prepared: str
    claims: str
    approved: str
    corrects: str
    not_yet: str
    signature: str
    page: str
    key_points: str
    liaison: str
    support: str
    projects: str
    qips: str
    follow_ups: str
    civil_situation: str
    gender: str
    decisions: str
    next_period: str
    distribution: str
    nothing: str
    unrecorded: str
    facts: str
    comment: str
    assessment: str
    meeting_columns: tuple[str, ...]
    support_columns: tuple[str, ...]
    project_columns: tuple[str, ...]
    qip_columns: tuple[str, ...]
    follow_up_columns: tuple[str, ...]
    planned_columns: tuple[str, ...]
    note_columns: tuple[str, ...]
    emergency: str
    flash: str
    annex: str
    releasable: str
    draft: str
    seal_title: str
    seal_issued: str
    seal_draft: str
    seal_check: str
    seal_record: str
    seal_records: str
    no_picture: str
    picture_absent: str
    picture_damaged: str
    picture_more: str
    pictures_more: str
    disclaimer: str
    map_title: str
    signs: dict[str, str]
    money_title: str
    money_key: str
    spent_of: str
    by_sector: str
    by_category: str
    states_title: str
    time_title: str
    time_key: str
    folded: dict[str, str]
    unreported: str
    exempt: str
    not_screened: str
    victim: str
    para_10: dict[str, str]
    meeting: str
    meetings: str
    attended: str
    attended_many: str
    hosted: str
    hosted_many: str
    with_one: str
    with_many: str
    late_point: str
    left_out: dict[str, str]
    next_one: str
    translated: bool = False

    def said(self, text: str) -> str:
        """Return a heading of a report in this language; as it is where it has none."""
        return french.headings().get(text, text) if self.translated else text

    def claimed(self, name: str, known: bool) -> str:
        """Return the name of who wrote something: as it is where it belongs to the post, else as what it claims."""
        return name if known or not name else self.claims.format(name=name)

    def label(self, field: Field) -> str:
        """Return a field's label in this language."""
        return field.french if self.translated and field.french else field.label

    def choice(self, field: Field, code: str) -> str:
        """Return a word of a field's list, or a state, in this language; in English where it has none."""
        said = field.choice_french(code) if self.translated else ""
        return said or (state_text(code) if field.type is FieldType.STATE else field.choice_label(code))

    day: str
    days: str
    day_late: str
    days_late: str
    day_overdue: str
    days_overdue: str
    day_left: str
    days_left: str
    completed: str
    built: str
    chart_key: str
    chart_more: str
    markings: dict[str, str]
    total: str
    total_known: str
    us: str
    them: str
    to_be_fixed: str
    thousands: str
    decimal: str
    percent: str
    colon: str
