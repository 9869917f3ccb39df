"""No path avoids the approval: a step that its node could not take is kept and sets nothing, wherever it arrives."""

from typing import Any

import pytest

from app.domain.faults import RecordRefusedError
from app.domain.revisions import compose
from app.services import records
from app.services.desks import Desk
from app.services.ledger import Placed, apply_revisions
from app.services.records import Entry
from app.services.views import RecordView
from app.storage.rows import StoredRevision
from tests.services.missions import Mission, changed, meaning, saved


def said_without_asking(desk: Desk, view: RecordView, parents: tuple[str, ...], **fields: Any) -> str:
    """Store a revision as a program would that does not check steps."""
    revision = compose(
        kind=view.kind, record=view.id, parents=parents, at=desk.clock(), officer=desk.officer_id,
        officer_name=desk.identity.officer, fields=fields,
    )  # fmt: skip
    stored = StoredRevision.of(revision, node=desk.identity.node)
    with desk.logbook.writing() as writer:
        placed = Placed(stored, view.unit or "", view.reach, sealed=False)
        apply_revisions(writer, [placed], desk.standing)
    return revision.id


def state_at(desk: Desk, view: RecordView) -> str | None:
    return records.show(desk, view.id).state


@pytest.mark.parametrize("state", ["mou_signed", "in_progress", "approved", "cleared_local"])
def test_a_unit_cannot_begin_behind_a_decision_of_others(mission: Mission, state: str) -> None:
    with pytest.raises(RecordRefusedError) as refused:
        saved(mission.unit, "qip", state=state)
    assert [fault.code for fault in refused.value.faults] == ["level_too_low"]


def test_force_hq_brings_in_an_old_tracker_as_it_stands(mission: Mission) -> None:
    brought = saved(mission.force, "qip", state="in_progress", unit="fhq/east/indbatt-1")
    mission.settle()
    assert state_at(mission.unit, brought) == "in_progress"
    assert changed(mission.unit, brought, state="completed").state == "completed"


def test_a_jump_over_the_approval_is_kept_shown_and_not_applied(mission: Mission) -> None:
    view = saved(mission.unit, "qip", state="drafted")
    jump = said_without_asking(mission.unit, view, view.heads, state="mou_signed", title="Changed beside it")
    mission.settle()
    for desk in (mission.unit, mission.sector, mission.force):
        shown = records.show(desk, view.id)
        assert (shown.state, shown.title) == ("drafted", "Changed beside it")
        (entry,) = [one for one in records.history(desk, view.id) if one.revision == jump]
        assert entry.ignored == ("state",)


def test_what_follows_a_jump_stands_on_the_state_before_it(mission: Mission) -> None:
    view = saved(mission.unit, "qip", state="drafted")
    jump = said_without_asking(mission.unit, view, view.heads, state="mou_signed")
    said_without_asking(mission.unit, view, (jump,), state="first_tranche")
    mission.settle()
    assert state_at(mission.force, view) == "drafted"
    assert changed(mission.unit, records.show(mission.unit, view.id), state="submitted_local").state == (
        "submitted_local"
    )


def test_a_jump_on_a_branch_of_history_does_not_count_either(mission: Mission) -> None:
    view = saved(mission.unit, "qip", state="drafted")
    mission.settle()
    changed(mission.unit, view, summary="Two rooms")
    said_without_asking(mission.unit, view, view.heads, state="completed")
    changed(mission.sector, view, risk="Flood")
    mission.settle()
    states = {}
    for name in ("unit", "sector", "force"):
        with mission[name].logbook.reading() as reader:
            found = reader.record(view.id)
            assert found is not None
            states[name] = meaning(found)
    assert states["unit"] == states["sector"] == states["force"]
    assert state_at(mission.force, view) == "drafted"


def test_two_lawful_steps_at_once_are_a_conflict_that_either_side_may_end(mission: Mission) -> None:
    view = saved(mission.unit, "follow_up")
    mission.settle()
    changed(mission.unit, view, state="done")
    records.save(
        mission.sector,
        Entry(kind="follow_up", id=view.id, fields={"state": "cancelled", "state_reason": "Overtaken"}),
    )
    mission.settle()
    shown = records.show(mission.sector, view.id)
    assert shown.conflicts == ("state",)
    said_without_asking(mission.sector, view, shown.heads, state="done")
    mission.settle()
    for desk in (mission.unit, mission.sector, mission.force):
        assert (state_at(desk, view), records.show(desk, view.id).conflicts) == ("done", ())
