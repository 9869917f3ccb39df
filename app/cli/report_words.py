"""What `verify` found of a report, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.domain.moments import dtg, parse_moment

if TYPE_CHECKING:
    from app.services.reports.checking import ReportCheck

MOST = 20
"""Changed records that are named one by one."""


def check_lines(found: ReportCheck) -> Iterator[str]:
    """Yield who made it, whether it is untouched, and what has changed since."""
    statement = found.statement
    if statement is not None:
        who = ", ".join(part for part in (found.issuer, found.issuer_unit, statement.unit) if part)
        done = "Issued" if statement.issued else "Made, not issued,"
        when = dtg(parse_moment(statement.made_at))
        yield f"{done} by {who}, {when}: {' '.join(filter(None, (statement.serial, statement.title)))}"
        yield f"Node {statement.node}; digest {statement.digest[:16].upper()}, as beside the code on its last page."
        if statement.release:
            yield "This is the version for partners."
        if statement.corrects:
            yield f"It corrects {statement.corrects.lstrip('@')}."
    yield from found.faults
    if found.ok:
        yield "Untouched: every byte is as it was signed."
    yield from found.warnings
    if found.corrected_by:
        yield f"It was corrected by {', '.join(found.corrected_by)}."
    yield from _changes(found)


def _changes(found: ReportCheck) -> Iterator[str]:
    if found.statement is None or not found.ok:
        return
    count = len(found.statement.records)
    if found.changed is None:
        yield f"Built from {count} records; with a logbook of the mission (--logbook) what changed since is named too."
        return
    yield f"{len(found.changed)} of {count} records have changed since."
    for one in found.changed[:MOST]:
        by = f", by {one.by}" if one.by else ""
        yield (
            f"  {one.serial or one.id} {one.title}{by}"
            if not one.missing
            else f"  {one.id} is not in this logbook"
        )
    if len(found.changed) > MOST:
        yield f"  and {len(found.changed) - MOST} more"
