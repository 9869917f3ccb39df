"""The sections of a situation report, each from its rows to strips; an empty one says so."""

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.moments import dtg
from app.reports.bar_charts import bar_chart
from app.reports.blocks import bullets, narrative, paragraph
from app.reports.charts import qip_chart
from app.reports.content import (
    FollowUpRow,
    MeetingRow,
    NoteRow,
    PlannedRow,
    ProjectRow,
    QipRow,
    SitrepContent,
    SupportRow,
)
from app.reports.document import Narrative
from app.reports.maps import map_strips
from app.reports.shaping import Shaper
from app.reports.strips import Strip
from app.reports.style import (
    CELL,
    CELL_BOLD,
    CELL_COMMENT,
    CELL_DONE,
    CELL_LATE,
    CELL_MUTED,
    CELL_PLACE,
    CELL_SOON,
    GAP,
    GAP_SMALL,
    TextStyle,
)
from app.reports.tables import Cell, Column, Part, cells, table
from app.reports.words import Words, counted, money

_DASH = "–"


class Sections:
    """Makes the sections of one report, in its language."""

    def __init__(self, shaper: Shaper, words: Words) -> None:
        """Remember what every section needs."""
        self._shaper = shaper
        self._words = words
        self.nothing = paragraph(shaper, words.nothing, muted=True)
        """What an empty section says."""

    def key_points(self, content: SitrepContent) -> list[Strip]:
        """Emergencies and flash notes that await their report come before the officer's own points."""
        words = self._words
        urgent = [
            (
                f"{words.emergency}{words.colon}",
                f"{', '.join(row.what.splitlines())} ({', '.join(filter(None, (row.serial, row.requester)))})",
            )
            for row in content.support
            if row.emergency
        ]
        urgent += [(f"{words.flash}{words.colon}", text) for text in content.flash]
        return self._or_nothing(bullets(self._shaper, content.key_points, urgent=urgent))

    def liaison(self, content: SitrepContent) -> list[Strip]:
        """Counts, meetings, narrative."""
        rows = [self._meeting(row) for row in content.meetings]
        strips = paragraph(self._shaper, content.liaison_summary, keep=bool(rows))
        strips += self._words_of(content.liaison, strips)
        columns = self._columns(self._words.meeting_columns, (16, 20, 24, 40))
        return self._section(strips, columns, rows)

    def support(self, content: SitrepContent) -> list[Strip]:
        """Requests for mission support, emergencies first."""
        ordered = sorted(content.support, key=lambda row: not row.emergency)
        serial = _serial_share(ordered)
        columns = self._columns(self._words.support_columns, (serial, 19, 47 - serial, 15, 19))
        rows = [self._support(row) for row in ordered]
        return self._section(self._words_of(content.support_narrative), columns, rows)

    def projects(self, content: SitrepContent) -> list[Strip]:
        """Community support outside the QIP funds."""
        serial = _serial_share(content.projects)
        columns = self._columns(
            self._words.project_columns, (serial, 47 - serial, 17, 12, 10, 14), ends=(4, 5)
        )
        rows = [self._project(row) for row in content.projects]
        return self._section(self._words_of(content.projects_narrative), columns, rows)

    def qips(self, content: SitrepContent) -> list[Strip]:
        """Quick Impact Projects: bars, table, total where all costs are in one currency."""
        chart = self._words_of(content.qips_narrative)
        bars = qip_chart(self._shaper, content.qips, self._words)
        chart += [bars[0]._replace(gap=GAP_SMALL), *bars[1:]] if bars else []
        serial = _serial_share(content.qips)
        columns = self._columns(
            self._words.qip_columns, (serial, 39 - serial, 12, 8.5, 8.5, 9.5, 10.5, 13), ends=(3, 4, 5, 6, 7)
        )
        rows = [self._qip(row) for row in content.qips]
        total = self._total(content.qips)
        strips = self._section(chart, columns, rows + total, total=bool(total))
        charts = [strip for one in content.charts for strip in bar_chart(self._shaper, one)]
        return strips + charts

    def follow_ups(self, content: SitrepContent) -> list[Strip]:
        """Promises, the longest overdue first, then by date."""
        latest = date.max
        ordered = sorted(content.follow_ups, key=lambda row: (-max(0, row.days_overdue), row.due or latest))
        columns = self._columns(self._words.follow_up_columns, (38, 9, 17, 20, 16))
        return self._section([], columns, [self._follow_up(row) for row in ordered])

    def civil(self, content: SitrepContent) -> list[Strip]:
        """Notes of the period with facts, comment and assessment apart, the officer's own words, the map."""
        columns = self._columns(self._words.note_columns, (16, 24, 60))
        strips = (
            table(self._shaper, columns, [self._note(row) for row in content.notes], gap=0)
            if content.notes
            else []
        )
        gap = GAP if strips else 0
        strips += narrative(self._shaper, content.civil_situation, self._words, gap=gap)
        if content.area is not None:
            strips += map_strips(self._shaper, content.area)
        return self._or_nothing(strips)

    def written(self, text: Narrative) -> list[Strip]:
        """A section that is narrative alone."""
        return self._or_nothing(self._words_of(text))

    def decisions(self, content: SitrepContent) -> list[Strip]:
        """What somebody above must decide."""
        return self._or_nothing(bullets(self._shaper, content.decisions))

    def next_period(self, content: SitrepContent) -> list[Strip]:
        """What is planned."""
        columns = self._columns(self._words.planned_columns, (17, 43, 20, 20))
        rows = [self._planned(row) for row in content.planned]
        return self._section(self._words_of(content.next_period), columns, rows)

    def _section(
        self,
        strips: list[Strip],
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        *,
        total: bool = False,
    ) -> list[Strip]:
        made = list(strips)
        if rows:
            made += table(self._shaper, columns, rows, gap=GAP_SMALL if strips else 0, total=total)
        return self._or_nothing(made)

    def _words_of(self, text: Narrative, above: Sequence[Strip] = ()) -> list[Strip]:
        """Set what an officer wrote to a section, above its table; labels stand there only to keep things apart."""
        gap = GAP_SMALL if above else 0
        if text.comment.strip() or text.assessment.strip():
            return narrative(self._shaper, text, self._words, gap=gap)
        return paragraph(self._shaper, text.facts, gap=gap) if text.facts.strip() else []

    def _or_nothing(self, strips: list[Strip]) -> list[Strip]:
        return strips or self.nothing

    def _columns(
        self, titles: Sequence[str], shares: Sequence[float], ends: Sequence[int] = ()
    ) -> list[Column]:
        return [
            Column(title, share, "end" if number in ends else "start")
            for number, (title, share) in enumerate(zip(titles, shares, strict=True))
        ]

    def _meeting(self, row: MeetingRow) -> list[Cell]:
        outcome = [Part(row.outcome)]
        if row.comment.strip():
            outcome.append(Part(row.comment, CELL_COMMENT, f"{self._words.comment}{self._words.colon}"))
        return [
            [Part(dtg(row.start))],
            [Part(row.form), Part(row.place, CELL_PLACE)],
            [Part(row.counterparts)],
            outcome,
        ]

    def _support(self, row: SupportRow) -> list[Cell]:
        state = Part(row.state, CELL_LATE if row.emergency else CELL)
        return [*cells(row.serial, row.requester, row.what), [state], [Part(row.screening)]]

    def _note(self, row: NoteRow) -> list[Cell]:
        words, text = self._words, row.text
        said = [Part(text.facts)]
        if text.comment.strip():
            said.append(Part(text.comment, CELL_COMMENT, f"{words.comment}{words.colon}"))
        if text.assessment.strip():
            said.append(Part(text.assessment, CELL, f"{words.assessment}{words.colon}"))
        return [[Part(dtg(row.observed))], [Part(row.topic), Part(row.place, CELL_PLACE)], said]

    def _project(self, row: ProjectRow) -> list[Cell]:
        return [
            [Part(row.serial)],
            self._titled(row.title, row.place, row.note),
            *cells(row.unit, row.state, self._percent(row.percent_done), row.beneficiaries or _DASH),
        ]

    def _qip(self, row: QipRow) -> list[Cell]:
        return [
            [Part(row.serial)],
            self._titled(row.title, row.place, row.note),
            [Part(row.state, CELL_DONE if row.done else CELL)],
            *cells(self._percent(row.percent_physical), self._percent(row.percent_spent)),
            [Part(*self._days_left(row))],
            *cells(
                row.limit.isoformat() if row.limit else _DASH,
                _DASH if row.cost_cents is None else money(row.cost_cents, row.currency, self._words),
            ),
        ]

    def _days_left(self, row: QipRow) -> tuple[str, TextStyle]:
        words = self._words
        if row.done or row.days_to_limit is None:
            return _DASH, CELL_MUTED
        if row.days_late:
            return counted(row.days_late, words.day_late, words.days_late), CELL_LATE
        return counted(row.days_to_limit, words.day, words.days), CELL_SOON if row.near_limit else CELL

    def _total(self, rows: Sequence[QipRow]) -> list[list[Cell]]:
        known = [(row.cost_cents, row.currency) for row in rows if row.cost_cents is not None]
        if len(known) < 2 or len({currency for _, currency in known}) != 1:
            return []
        amount = money(sum(cents for cents, _ in known), known[0][1], self._words)
        complete = len(known) == len(rows)
        what = self._words.total if complete else self._words.total_known.format(n=len(known))
        return [[[], [Part(what, CELL_BOLD)], [], [], [], [], [], [Part(amount, CELL_BOLD)]]]

    def _follow_up(self, row: FollowUpRow) -> list[Cell]:
        words = self._words
        due = [Part(row.due.isoformat() if row.due else _DASH)]
        if row.days_overdue > 0:
            due.append(Part(counted(row.days_overdue, words.day_overdue, words.days_overdue), CELL_LATE))
        return [*cells(row.what, words.us if row.ours else words.them, row.owner, row.counterpart), due]

    def _planned(self, row: PlannedRow) -> list[Cell]:
        if isinstance(row.when, datetime):
            when = dtg(row.when)
        else:
            when = row.when.isoformat() if row.when else self._words.to_be_fixed
        return cells(when, row.what, row.place, row.who)

    def _titled(self, title: str, place: str, note: str) -> Cell:
        return [Part(title), Part(place, CELL_PLACE), Part(note, CELL_COMMENT)]

    def _percent(self, value: int | None) -> str:
        return _DASH if value is None else self._words.percent.format(n=value).replace(" ", "\u00a0")


def _serial_share(rows: Sequence[SupportRow | ProjectRow | QipRow]) -> float:
    """Return the hundredths of the width that the serials of a table need, between a short and a long number."""
    return min(19.0, max(8.0, 1.2 * max((len(row.serial) for row in rows), default=0) + 2))
