"""Heading: what stands in the head of an editor: what the record is called, its serial, its state."""

from __future__ import annotations

from datetime import datetime

from app.desktop.editors.form_values import FormValues
from app.desktop.words import clock, near_day, tr
from app.domain.kinds import kind_named
from app.domain.moments import in_zone, parse_moment
from app.domain.writing import state_text
from app.services.views import RecordView


def heading(kind: str, values: FormValues, view: RecordView | None, *, dirty: bool) -> tuple[str, str]:
    """Return the title of a record as it is typed, and its facts in one line."""
    declared = kind_named(kind)
    named = str(values.wire().get(declared.title_from[0]) or "") or (view.title if view else "")
    title = named or (tr(declared.label) if view else tr("New: {kind}", kind=tr(declared.label)))
    facts = [view.serial or tr("not applied") if view else tr(declared.label)]
    if view is not None and view.state:
        facts.append(tr(state_text(view.state)))
    if dirty or view is None:
        facts.append(tr("not saved"))
    return " ".join(title.split()), " · ".join(facts)


def when(at: str, now: datetime) -> str:
    """Return a wire moment as a day near today and the time here."""
    moment = in_zone(parse_moment(at), now.tzinfo)
    return f"{near_day(moment.date(), now.date())} {clock(moment)}"
