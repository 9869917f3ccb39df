"""Cautions: what somebody should look at in a record, and what stops nobody from saving it."""

from __future__ import annotations

from app.domain.faults import Fault
from app.domain.kinds import KINDS
from app.domain.qips import Qip
from app.domain.writing import state_text
from app.services import decisions, settings
from app.services.desks import Desk
from app.services.invariants import unmet_in
from app.services.naming_sources import SourceNames
from app.services.naming_victims import VictimNames
from app.services.structures import typed_record
from app.services.views import RecordView, View
from app.services.wording import fault_words


class Caution(View, frozen=True, kw_only=True):
    """One thing to look at: the field it concerns, a code and the sentence for a person."""

    field: str
    code: str
    message: str


def cautions_of(desk: Desk, view: RecordView) -> tuple[Caution, ...]:
    """Return everything about a record that somebody should look at today."""
    if view.kind not in KINDS:
        return ()
    today = desk.clock().date()
    record = typed_record(view.kind, view.fields)
    found = [_caution(fault) for fault in record.warnings(today)]
    with desk.logbook.reading() as reader:
        state = reader.record(view.id)
        if state is not None:
            named = (*SourceNames(reader).warnings(state), *VictimNames(reader).warnings(state))
            found += [_caution(one) for one in named]
    unmet = unmet_in(record, view.state)
    if unmet:
        said = {"state": state_text(view.state), "answers": "; ".join(one.words for one in unmet)}
        found.append(_caution(Fault("state", "does_not_hold", said)))
    decision = decisions.decision_of(desk, view)
    if decision is not None and not decision.stands:
        found.append(Caution(field="decided_on", code="decision_stale", message=decision.words))
    if isinstance(record, Qip):
        laid_down = settings.current(desk)
        left = laid_down.days_left(record, today)
        if left is not None and laid_down.near_limit(left):
            fault = Fault("state", "past_limit" if left < 0 else "near_limit", {"days": abs(left)})
            found.append(_caution(fault))
    return tuple(found)


def _caution(fault: Fault) -> Caution:
    return Caution(field=fault.field, code=fault.code, message=fault_words(fault))
