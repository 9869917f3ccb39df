"""Approvals: each step of a record's workflow as its history has it: when, to what state, by whom, why."""

from __future__ import annotations

from app.domain.kinds import fields_of
from app.domain.moments import dtg, parse_moment
from app.reports.document import Block
from app.services import records
from app.services.officers import plain
from app.services.reports.sources import Sources
from app.services.reports.telling import grid
from app.services.views import RecordView


def steps(sources: Sources, view: RecordView) -> tuple[Block, ...]:
    """Return the steps a record has taken, oldest first, as a table; partners are not told who took them."""
    field, rows = fields_of(view.kind)["state"], []
    for entry in records.history(sources.desk, view.id):
        if "state" not in entry.fields or "state" in entry.ignored:
            continue
        why = str(entry.fields.get("state_reason") or "") if sources.shows(view.kind, "state_reason") else ""
        who = "" if sources.releasable else sources.words.claimed(plain(entry.by), entry.by_known)
        unit = sources.unit_name(entry.unit) if entry.unit else ""
        entered = sources.words.choice(field, str(entry.fields["state"]))
        rows.append((dtg(parse_moment(entry.at)), entered, ", ".join(filter(None, (who, unit))), why))
    heads = (("When", 17.0), ("State", 18.0), ("Who", 30.0), ("Why", 35.0))
    return grid(sources, heads, rows, title="Steps", whole=not sources.releasable)
