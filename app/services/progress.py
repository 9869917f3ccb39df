"""Progress: how far a project or QIP is, physically and in money, by its newest monitoring visit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.domain.visits import Visit
from app.services.desks import Desk
from app.services.newest import recency
from app.services.structures import typed_record
from app.services.views import View
from app.storage.reader import Reader
from app.storage.rows import RecordState

VISIT = "visit"
AT_ONCE = 500
WORKS = frozenset({"project", "qip"})
"""The kinds that visits are paid to."""


class Progress(View, frozen=True, kw_only=True):
    """The newest figures of one project: percent physical and spent, the visit each came from, and the next visit.

    A figure that no visit gave is the one entered in the project; its visit is then empty. Dates are wire text.
    """

    physical: int | None = None
    physical_visit: str = ""
    spent: int | None = None
    spent_visit: str = ""
    visited_on: str = ""
    next_visit: str = ""


def progress_of(desk: Desk, projects: Iterable[str]) -> dict[str, Progress]:
    """Return the progress of projects and QIPs by id; unknown ids are left out."""
    with desk.logbook.reading() as reader:
        return read(reader, projects, desk.clock())


def read(reader: Reader, projects: Iterable[str], now: datetime) -> dict[str, Progress]:
    """Return the progress of projects and QIPs as one snapshot of the logbook has it."""
    states = reader.records(projects)
    visits = visits_of(reader, states, now)
    return {identifier: progress(state, visits.get(identifier, [])) for identifier, state in states.items()}


def visits_of(reader: Reader, projects: Iterable[str], now: datetime) -> dict[str, list[RecordState]]:
    """Return the visits to projects by project, the newest first: by day, then by when they were last written.

    What is dated ahead of this laptop's clock, day or save, comes after all others.
    """
    wanted = sorted(projects)
    found: dict[str, list[RecordState]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        where = (("project", "in", wanted[start : start + AT_ONCE]),)
        for state in reader.states(reader.keys(VISIT, where)):
            found.setdefault(str(state.values["project"]), []).append(state)
    for visits in found.values():
        visits.sort(
            key=lambda one: (
                *recency(str(one.values.get("date") or ""), now),
                *recency(one.updated_at, now),
                one.id,
            ),
            reverse=True,
        )
    return found


def progress(project: RecordState, visits: Iterable[RecordState]) -> Progress:
    """Return the progress of a project by its visits, the newest first."""
    typed = [
        (state, visit) for state in visits if isinstance(visit := typed_record(VISIT, state.values), Visit)
    ]
    physical = next(((v.percent_physical, s.id) for s, v in typed if v.percent_physical is not None), None)
    spent = next(((v.percent_spent, s.id) for s, v in typed if v.percent_spent is not None), None)
    newest = typed[0][0].values if typed else {}
    own = project.values
    return Progress(
        physical=physical[0] if physical else own.get("percent_done"),
        physical_visit=physical[1] if physical else "",
        spent=spent[0] if spent else own.get("percent_spent"),
        spent_visit=spent[1] if spent else "",
        visited_on=str(newest.get("date") or ""),
        next_visit=str(newest.get("next_visit") or ""),
    )
