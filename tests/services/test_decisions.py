"""Decisions bind to the version they were taken on: seen by everybody, asked of every further step, and taken anew."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.decisions import DECIDED_ON, decided_day, version_moment
from app.domain.faults import RecordRefusedError
from app.services import decisions, records
from app.services.desks import Desk
from app.services.errors import NotAllowedError
from app.services.records import Entry
from app.services.rights import RecordRights
from app.services.views import RecordView
from app.services.wording import fault_words
from tests.services.missions import Mission, changed, saved
from tests.services.test_rights import said_without_asking

UNIT = "fhq/east/indbatt-1"
COST = {"amount": "24500.00", "currency": "USD"}
MORE = {"amount": "29000.00", "currency": "USD"}


def approved(mission: Mission, kind: str = "qip", **fields: Any) -> RecordView:
    """Return a record of the unit that Force HQ has approved, as the unit sees it."""
    state = {"qip": "recommended", "project": "coordinated", "support_request": "advised"}[kind]
    view = saved(mission.force, kind, unit=UNIT, state=state, **fields)
    more = {"finance_consulted": True, "consent_needed": False} if kind == "support_request" else {}
    changed(mission.force, view, state="approved", **more)
    mission.settle()
    return records.show(mission.unit, view.id)


def refused(desk: Desk, view: RecordView, **fields: Any) -> list[tuple[str, str]]:
    with pytest.raises(RecordRefusedError) as error:
        changed(desk, view, **fields)
    assert all(fault_words(fault) for fault in error.value.faults)
    return [(fault.field, fault.code) for fault in error.value.faults]


def stands(desk: Desk, view: RecordView) -> bool | None:
    """Tell whether the decision on a record stands; None where it rests on none."""
    found = decisions.decision_of(desk, view)
    return None if found is None else found.stands


def test_a_decision_names_the_version_it_was_taken_on(mission: Mission) -> None:
    view = saved(mission.force, "qip", unit=UNIT, state="recommended", cost=COST)
    done = changed(mission.force, view, state="approved")
    version = done.fields[DECIDED_ON]
    assert decided_day(version) == mission.clock.moment.date()
    assert version.split(" ")[1] == view.heads[0]
    assert version_moment(version) is not None
    found = decisions.decision_of(mission.force, done)
    assert found is not None
    assert (found.stands, found.may_confirm, found.words) == (True, True, "Decided on 21 November 2026.")
    assert stands(mission.force, view) is True
    before = saved(mission.force, "qip", unit=UNIT, state="recommended")
    assert decisions.decision_of(mission.force, before) is None


@pytest.mark.parametrize(
    ("kind", "step", "change", "names"),
    [
        ("qip", {"state": "mou_signed", "mou_date": "2026-11-20"}, {"cost": MORE}, "cost in cash"),
        ("qip", {"state": "mou_signed", "mou_date": "2026-11-20"}, {"title": "Borehole and pump"}, "title"),
        ("qip", {"state": "mou_signed", "mou_date": "2026-11-20"}, {"budget": [{"line": "Pipes"}]}, "budget lines"),
        ("project", {"state": "under_way"}, {"place": "Rubkona"}, "place"),
        ("support_request", {"state": "tasked", "tasked_unit": "Indbatt"}, {"quantity": "Six trucks"}, "quantity"),
    ],
)  # fmt: skip
def test_what_mattered_changed_needs_a_new_decision(
    mission: Mission, kind: str, step: dict[str, Any], change: dict[str, Any], names: str
) -> None:
    view = approved(mission, kind)
    changed(mission.unit, view, **change)
    mission.settle()
    for desk in (mission.unit, mission.sector, mission.force):
        shown = records.show(desk, view.id)
        assert shown.undecided == tuple(change)
        found = decisions.decision_of(desk, shown)
        assert found is not None
        assert not found.stands
        assert (
            found.words
            == f"Decided on the version of 21 November 2026; {names} changed since: needs a new decision."
        )
        assert found.may_confirm is (desk is mission.force)
    assert refused(mission.unit, view, **step) == [("state", "decision_stale")]
    assert refused(mission.force, view, **step) == [("state", "decision_stale")]
    decisions.confirm(mission.force, records.show(mission.force, view.id))
    mission.settle()
    assert records.show(mission.unit, view.id).undecided == ()
    assert changed(mission.unit, view, **step).state == step["state"]


def test_what_does_not_matter_leaves_a_decision_standing(mission: Mission) -> None:
    tranches = [{"percent": 80, "trigger": "MOU"}, {"percent": 20, "trigger": "Final report"}]
    view = approved(mission, tranches=tranches)
    paid = [{**tranches[0], "paid_on": "2026-11-20", "evidence": "Voucher 12"}, tranches[1]]
    changed(mission.unit, view, summary="Pump chosen", tranches=paid, percent_done=10)
    assert records.show(mission.unit, view.id).undecided == ()
    changed(mission.unit, view, cost=MORE)
    assert records.show(mission.unit, view.id).undecided == ("cost",)
    assert changed(mission.unit, view, cost=COST).undecided == ()
    other = [{"percent": 50, "trigger": "MOU"}, {"percent": 50, "trigger": "Final report"}]
    assert changed(mission.unit, view, tranches=other).undecided == ("tranches",)


def test_a_change_made_beside_the_decision_is_found_when_they_meet(mission: Mission) -> None:
    view = saved(mission.force, "qip", unit=UNIT, state="recommended", cost=COST)
    mission.settle()
    changed(mission.unit, view, cost=MORE)
    changed(mission.force, view, state="approved")
    assert records.show(mission.force, view.id).undecided == ()
    mission.settle()
    for desk in (mission.unit, mission.sector, mission.force):
        assert records.show(desk, view.id).undecided == ("cost",)


def test_a_disagreement_about_what_mattered_is_a_change(mission: Mission) -> None:
    view = approved(mission, cost=COST)
    changed(mission.unit, view, place="Rubkona")
    changed(mission.sector, view, place="Leer")
    changed(mission.sector, records.show(mission.sector, view.id), place="Bentiu")
    mission.settle()
    shown = records.show(mission.force, view.id)
    assert shown.conflicts == ("place",)
    assert shown.undecided == ("place",)


def test_only_the_version_that_was_seen_is_decided_on(mission: Mission) -> None:
    view = approved(mission, cost=COST)
    changed(mission.unit, view, cost=MORE)
    mission.settle()
    seen = records.show(mission.force, view.id)
    changed(mission.unit, view, title="Two boreholes")
    decisions.confirm(mission.force, seen)
    mission.settle()
    assert records.show(mission.force, view.id).undecided == ("title",)


def test_deciding_is_not_for_everybody_nor_typed_by_hand(mission: Mission) -> None:
    view = approved(mission)
    with pytest.raises(NotAllowedError, match="Only Force HQ"):
        decisions.confirm(mission.unit, view)
    assert refused(mission.unit, view, decided_on="now") == [(DECIDED_ON, "level_too_low")]
    assert refused(mission.force, view, decided_on="2026-11-21 - cost=1") == [
        (DECIDED_ON, "decided_by_the_logbook")
    ]
    early = saved(mission.force, "qip", unit=UNIT)
    assert refused(mission.force, early, decided_on="now") == [(DECIDED_ON, "no_decision_here")]
    assert refused(mission.force, saved(mission.force), decided_on="now") == [(DECIDED_ON, "unknown_field")]
    again = Entry(kind="qip", id=view.id, fields={DECIDED_ON: " NOW "})
    assert records.put(mission.force, [again]).faults == ()
    back = Entry(kind="qip", id=view.id, fields=dict(records.show(mission.force, view.id).fields))
    assert records.put(mission.force, [back]).faults == ()


def test_a_decision_said_by_a_unit_is_kept_and_not_applied(mission: Mission) -> None:
    view = approved(mission)
    stale = changed(mission.unit, view, cost=MORE)
    forged = " ".join(
        part if not part.startswith("cost=") else "cost=-"
        for part in str(stale.fields[DECIDED_ON]).split(" ")
    )
    said_without_asking(mission.unit, stale, stale.heads, decided_on=forged)
    mission.settle()
    for desk in (mission.unit, mission.sector, mission.force):
        assert records.show(desk, view.id).undecided == ("cost",)
    assert records.history(mission.force, view.id)[-1].ignored == (DECIDED_ON,)


def test_an_old_tracker_is_decided_on_as_it_was_brought_in(mission: Mission) -> None:
    brought = saved(mission.force, "qip", state="in_progress", unit=UNIT, cost=COST)
    mission.settle()
    assert stands(mission.unit, brought) is True
    changed(mission.unit, brought, cost=MORE)
    assert refused(mission.unit, brought, state="completed") == [("state", "decision_stale")]
    assert changed(mission.unit, brought, state="cancelled", state_reason="Flooded").state == "cancelled"
    assert records.show(mission.unit, brought.id).undecided == ()


def test_an_approval_that_does_not_say_what_was_approved_is_none(mission: Mission) -> None:
    view = saved(mission.force, "qip", unit=UNIT, state="recommended", cost=COST)
    said_without_asking(mission.force, view, view.heads, state="approved")
    mission.settle()
    shown = records.show(mission.unit, view.id)
    assert (shown.state, stands(mission.unit, shown)) == ("recommended", None)
    assert records.history(mission.unit, view.id)[-1].reasons == {"state": "decision_unproven"}


def test_an_emergency_rests_on_no_decision(mission: Mission) -> None:
    now = {"emergency": True, "emergency_reason": "loss_of_life", "state": "executing"}
    view = saved(mission.unit, "support_request", **now)
    assert DECIDED_ON not in view.fields
    assert decisions.decision_of(mission.unit, view) is None
    assert changed(mission.unit, view, state="done", quantity="Two trucks").undecided == ()


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["unit", "sector", "force"]),
        st.sampled_from(["cost", "title", "summary", "place", "confirm", "meet"]),
        st.integers(0, 2),
    ),
    max_size=10,
)  # fmt: skip


@given(EDITS)
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_whether_a_decision_stands_is_what_history_says(
    mission_again: "Any", edits: list[tuple[str, str, int]]
) -> None:
    mission: Mission = mission_again
    view = approved(mission, cost=COST)
    for name, what, number in edits:
        desk = mission[name]
        if what == "meet":
            mission.settle()
        elif what == "confirm":
            decisions.confirm(mission.force, records.show(mission.force, view.id))
        else:
            value: Any = f"{number}000.00 USD" if what == "cost" else f"{what} {number}"
            records.save(desk, Entry(kind="qip", id=view.id, fields={what: value}))
    mission.settle()
    told = {records.show(mission[name], view.id).undecided for name in ("unit", "sector", "force")}
    assert len(told) == 1
    with mission.force.logbook.reading() as reader:
        occurrences = reader.revisions_of([view.id])[view.id]
        state = reader.record(view.id)
    assert state is not None
    rights = RecordRights(occurrences, mission.force.standing)
    deciding = [one for one in occurrences if DECIDED_ON in one.fields and rights.may_set(one, DECIDED_ON)]
    shown = next(one for one in reversed(deciding) if one.fields[DECIDED_ON] == state.values[DECIDED_ON])
    then = rights.values_at(shown.id)
    differs = (name for name in ("cost", "title", "place") if then.get(name) != state.values.get(name))
    expected = {*differs, *(set(state.conflicts) & {"cost", "title", "place"})}
    assert set(told.pop()) == expected


def test_who_decides_without_tranches_decides_on_the_usual_ones(mission: Mission) -> None:
    view = approved(mission)
    shares = [one["percent"] for one in view.fields["tranches"]]
    assert shares == [80, 20]
    paid = [{**one, "paid_on": "2026-11-21"} for one in view.fields["tranches"]]
    changed(mission.unit, view, tranches=paid)
    found = decisions.decision_of(mission.unit, view)
    assert found is not None
    assert found.stands


def test_reason_and_evidence_are_those_of_the_last_step(mission: Mission) -> None:
    view = saved(mission.unit, "project", state="idea")
    view = changed(mission.unit, view, state="cancelled", state_reason="Flooded", state_evidence="Letter 4")
    assert (view.fields["state_reason"], view.fields["state_evidence"]) == ("Flooded", "Letter 4")
    promise = saved(mission.unit, "follow_up")
    promise = changed(mission.unit, promise, state="cancelled", state_reason="Not asked for")
    promise = changed(mission.unit, promise, state="open", state_reason="Not asked for")
    assert promise.fields["state_reason"] == "Not asked for"
    promise = changed(mission.unit, promise, state="done")
    assert "state_reason" not in promise.fields
    assert refused(mission.unit, promise, state="open") == [("state_reason", "reason_required")]


def test_no_record_names_itself(mission: Mission) -> None:
    note = saved(mission.unit, "note")
    assert refused(mission.unit, note, continues=note.id) == [("continues", "itself")]
    partner = saved(mission.unit, "organisation")
    assert refused(mission.unit, partner, merged_into=partner.id, not_same=[partner.id]) == [
        ("merged_into", "itself"), ("not_same", "itself"),
    ]  # fmt: skip
