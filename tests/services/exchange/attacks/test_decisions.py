"""No decision without the statement of what was decided, none above its level, and no way around one that was taken."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.decisions import version_text
from app.domain.faults import RecordRefusedError
from app.domain.kinds import KINDS
from app.domain.revisions import Revision
from app.services import conflicts, records
from tests.services.exchange.attacks.lab import Lab
from tests.services.missions import changed

UP = "fhq/east/indbatt-1"
DAY = datetime(2026, 11, 21, tzinfo=UTC).date()


def forged(kind: str, heads: tuple[str, ...], values: dict[str, Any]) -> str:
    """Return the statement of a decision as anybody may write one."""
    return version_text(KINDS[kind].binding, heads, values, DAY)


def spread(lab: Lab, by: str, unit: str, *revisions: Revision) -> None:
    """Let everybody else have what a node says, each save by itself and in any order."""
    readers = ("force",) if unit == "fhq/east" else ("force", "sector", "unit")
    lab.spread(by, *(lab.sealed(by, [one], unit) for one in revisions), to=readers)


def test_a_sector_does_not_approve_above_its_limit_by_a_statement_of_its_own(lab: Lab) -> None:
    lab.complete("force", "mission_settings", sector_approves_to="5000.00 USD")
    view = lab.complete("sector", "project", cost="4000.00 USD", state="coordinated")
    big = {"amount": 900_000_000, "currency": "USD"}
    said = forged("project", view.heads, {**view.fields, "cost": big})
    early = lab.said("sector", "project", view.id, view.heads, state="approved", decided_on=said)
    then = lab.said("sector", "project", view.id, (early.id,), cost=big)
    at_once = lab.said("sector", "project", view.id, view.heads, state="approved", decided_on=said, cost=big)
    spread(lab, "sector", "fhq/east", early, then, at_once)
    shown = lab.show("force", view.id)
    assert (shown.state, shown.fields.get("decided_on")) == ("coordinated", None)
    assert lab.history("force", early).reasons == {
        "decided_on": "decision_unproven", "state": "decision_unproven",
    }  # fmt: skip
    assert set(lab.history("force", at_once).reasons) == {"decided_on", "state"}


def test_a_sector_that_approves_and_then_raises_the_cost_goes_no_further(lab: Lab) -> None:
    lab.complete("force", "mission_settings", sector_approves_to="5000.00 USD")
    view = lab.complete("sector", "project", cost="4000.00 USD", state="coordinated")
    approved = lab.changed("sector", view.id, state="approved")
    dearer = lab.said(
        "sector", "project", view.id, approved.heads, cost={"amount": 900_000_000, "currency": "USD"}
    )
    on = lab.said("sector", "project", view.id, (dearer.id,), state="under_way")
    spread(lab, "sector", "fhq/east", dearer, on)
    assert lab.show("force", view.id).state == "approved"
    assert lab.show("force", view.id).undecided == ("cost",)
    assert lab.history("force", on).reasons == {"state": "decision_stale"}


@pytest.mark.parametrize("ended", ["rejected", "cancelled"])
def test_a_qip_that_force_hq_ended_does_not_come_back_by_a_side_branch(lab: Lab, ended: str) -> None:
    view = lab.complete("unit", "qip", state="drafted")
    lab.changed("unit", view.id, state="submitted_local")
    lab.changed("force", view.id, state="cleared_local")
    before = lab.changed("force", view.id, state="submitted_prc").heads
    after = lab.changed("force", view.id, state=ended, state_reason="no").heads
    side = lab.said("unit", "qip", view.id, before, state="suspended", state_reason="x")
    back = lab.said("unit", "qip", view.id, (*sorted({side.id, *after}),), state="idea", state_reason="y")
    taken = lab.said("unit", "qip", view.id, (*sorted({side.id, *after}),), state="suspended")
    again = lab.said("unit", "qip", view.id, after, state=ended)
    spread(lab, "unit", UP, side, back, taken, again)
    assert lab.agree(view.id, "force", "sector")["values"]["state"] == ended
    for one in (back, taken, again):
        assert lab.history("force", one).reasons["state"] == "terminal_state"
    lab.mission.settle()
    with pytest.raises(RecordRefusedError):
        changed(lab.mission.unit, lab.show("unit", view.id), state="idea", state_reason="y")


def test_a_conflict_that_decides_is_not_settled_by_the_side_it_favours(lab: Lab) -> None:
    view = lab.complete("force", "qip", unit=UP, state="recommended")
    before = view.heads
    lab.changed("force", view.id, state="approved")
    side = lab.said("unit", "qip", view.id, before, state="cancelled", state_reason="x")
    lab.send("unit", "force", lab.sealed("unit", [side], UP))
    lab.mission.settle()
    assert lab.show("sector", view.id).conflicts == ("state",)
    assert lab.show("force", view.id).state == "approved"
    for name in ("unit", "sector"):
        found = [one for one in conflicts.conflicts(lab.mission[name]) if one.field == "state"]
        for candidate in (one for conflict in found for one in conflict.candidates):
            with pytest.raises(RecordRefusedError):
                conflicts.resolve(lab.mission[name], view.id, "state", take=candidate.revision)
    (conflict,) = [one for one in conflicts.conflicts(lab.mission.force) if one.field == "state"]
    conflicts.resolve(lab.mission.force, view.id, "state", take=conflict.candidates[0].revision)
    lab.mission.settle()
    assert lab.agree(view.id)["conflicts"] == {}
    assert lab.show("unit", view.id).state == "approved"


def test_a_refused_request_is_not_executed_as_an_emergency(lab: Lab) -> None:
    view = lab.complete("unit", "support_request")
    before = view.heads
    after = lab.changed("force", view.id, state="refused", state_reason="no").heads
    words: dict[str, Any] = {"state": "executing", "emergency": True, "emergency_reason": "loss_of_life"}
    on_top = lab.said("unit", "support_request", view.id, after, **words)
    side = lab.said("unit", "support_request", view.id, before, **words)
    settled = lab.said("unit", "support_request", view.id, (*sorted({side.id, *after}),), state="executing")
    spread(lab, "unit", UP, on_top, side, settled)
    assert lab.agree(view.id, "force", "sector")["values"]["state"] == "refused"
    assert lab.history("force", on_top).reasons["state"] == "terminal_state"
    assert lab.history("force", settled).reasons == {"state": "terminal_state"}


def test_an_emergency_that_is_none_any_more_launders_nothing(lab: Lab) -> None:
    view = lab.complete("unit", "support_request")
    heads = view.heads
    words: dict[str, Any] = {"state": "executing", "emergency": True, "emergency_reason": "loss_of_life"}
    begun = lab.said("unit", "support_request", view.id, heads, **words)
    denied = lab.said("unit", "support_request", view.id, (begun.id,), emergency=False, emergency_reason=None)
    done = lab.said(
        "unit", "support_request", view.id, (denied.id,), state="done", reported_at="2026-11-30T10:00:00.000Z"
    )
    spread(lab, "unit", UP, begun, denied, done)
    shown = lab.show("force", view.id)
    assert shown.fields["emergency"] is True
    assert lab.history("force", denied).reasons == {
        "emergency": "would_not_hold", "emergency_reason": "would_not_hold",
    }  # fmt: skip


def test_screened_honestly_and_answered_otherwise_afterwards(lab: Lab) -> None:
    """The answers of a screened request cannot be turned round; what would break its state is not applied."""
    view = lab.complete("unit", "support_request", state="screened")
    harmful = lab.said(
        "unit", "support_request", view.id, view.heads, mandate="no", effect="harmful", notes="x"
    )
    jump = lab.said("unit", "support_request", view.id, (harmful.id,), state="coordinated")
    born = lab.begun(
        "unit", "support_request", title="Born so", received_at="2026-11-20T09:00:00Z", state="screened"
    )
    spread(lab, "unit", UP, harmful, jump, born)
    shown = lab.show("force", view.id)
    assert (shown.fields["mandate"], shown.fields["effect"], shown.fields["notes"]) == (
        "yes",
        "acceptable",
        "x",
    )
    assert lab.history("force", harmful).reasons == {"mandate": "would_not_hold", "effect": "would_not_hold"}
    assert lab.show("force", born.record).state is None
    assert lab.history("force", born).reasons == {"state": "would_not_hold"}


def test_only_the_owner_gives_a_work_up_for_good(lab: Lab) -> None:
    """A unit takes part in what its sector does with Force HQ's approval, and cannot end it without a way back."""
    view = lab.complete("force", "qip", unit="fhq/east", reach="branch", state="recommended")
    lab.changed("force", view.id, state="approved")
    asked = lab.complete("force", "support_request", unit="fhq", reach="branch")
    cancelled = lab.said(
        "unit", "qip", view.id, lab.heads("unit", view.id), state="cancelled", state_reason="x"
    )
    refused = lab.said("west", "support_request", asked.id, lab.heads("west", asked.id), state="refused")
    lab.spread("unit", lab.sealed("unit", [cancelled], "fhq/east", "branch"), to=("force", "sector"))
    lab.spread("west", lab.sealed("west", [refused], "fhq", "branch"), to=("force", "sector"))
    for name in ("force", "sector"):
        assert lab.show(name, view.id).state == "approved"
        assert lab.show(name, asked.id).state == "received"
        assert lab.history(name, cancelled).reasons == {"state": "not_yours"}
    with pytest.raises(RecordRefusedError):
        changed(lab.mission.unit, lab.show("unit", view.id), state="cancelled", state_reason="x")
    lab.changed("unit", view.id, state="suspended", state_reason="The road is flooded")
    lab.changed("sector", view.id, state="cancelled", state_reason="No money")
    assert lab.agree(view.id, "force", "sector")["values"]["state"] == "cancelled"


def test_honest_steps_go_on(lab: Lab) -> None:
    view = lab.complete("unit", "qip", state="drafted")
    lab.changed("unit", view.id, state="submitted_local")
    for state in ("cleared_local", "submitted_prc", "recommended", "approved"):
        lab.changed("force", view.id, state=state)
    lab.changed("unit", view.id, state="mou_signed", mou_date="2026-11-20")
    assert lab.agree(view.id)["values"]["state"] == "mou_signed"
    assert all(not one.ignored for one in records.history(lab.mission.unit, view.id))
