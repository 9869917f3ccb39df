"""Next steps: offered with what is missing, who may, and why nobody may; and what to look at in a record."""

from app.services import next_steps, records
from app.services.cautions import cautions_of
from app.services.desks import Desk
from app.services.views import RecordView
from tests.services.missions import Mission, changed, saved

UNIT = "fhq/east/indbatt-1"


def steps(desk: Desk, view: RecordView, **typed: object) -> dict[str, next_steps.NextStep]:
    values = {**records.show(desk, view.id).fields, **typed}
    return {one.target: one for one in next_steps.next_steps(desk, view.kind, values, view.id)}


def test_steps_say_what_is_missing_and_who_may(mission: Mission) -> None:
    view = saved(mission.unit, "support_request", support_kind="transport", mandate=None)
    found = steps(mission.unit, view)
    assert "Consistent with the mandate" in found["screened"].missing
    assert (found["executing"].missing, found["executing"].who) == (
        ("that it is an emergency, and what it prevents",),
        "",
    )
    urgent = steps(mission.unit, view, emergency=True, emergency_reason="loss_of_life")
    assert urgent["executing"].possible
    assert (found["withdrawn"].reason, found["withdrawn"].possible) == (True, True)
    assert next_steps.next_steps(mission.unit, "meeting", {}) == ()
    first = {one.target: one for one in next_steps.next_steps(mission.unit, "project", {"title": "Roof"})}
    assert "Who was asked" in first["coordinated"].missing


def test_a_sector_is_offered_the_approval_within_the_limit(mission: Mission) -> None:
    view = saved(
        mission.sector, "project", state="coordinated", cost="100.00 USD", coordination=[{"party": "ocha"}]
    )
    assert steps(mission.sector, view)["approved"].who == "Force HQ"
    saved(mission.force, "mission_settings", sector_approves_to="100.00 USD")
    mission.settle()
    assert steps(mission.sector, view)["approved"].possible
    dearer = {"amount": 10_001, "currency": "USD"}
    assert steps(mission.sector, view, cost=dearer)["approved"].who == "Force HQ"


def test_what_needs_a_new_decision_goes_nowhere_and_is_pointed_out(mission: Mission) -> None:
    view = saved(mission.force, "qip", unit=UNIT, state="approved", mou_date="2026-11-20")
    mission.settle()
    assert steps(mission.unit, view)["mou_signed"].possible
    assert cautions_of(mission.unit, records.show(mission.unit, view.id)) == ()
    typed = steps(mission.unit, view, title="Two boreholes")["mou_signed"]
    assert (
        typed.refused
        == "Decided on the version of 21 November 2026; title changed since. It needs a new decision first."
    )
    now = changed(mission.unit, view, title="Two boreholes")
    assert [(one.field, one.code) for one in cautions_of(mission.unit, now)] == [
        ("decided_on", "decision_stale")
    ]
    assert steps(mission.unit, view)["cancelled"].possible


def test_a_limit_that_is_near_or_past_is_pointed_out(mission: Mission) -> None:
    near = saved(mission.force, "qip", state="in_progress", first_disbursed="2026-06-10")
    past = saved(mission.force, "qip", state="in_progress", first_disbursed="2026-01-10")
    soon = saved(mission.force, "qip", state="in_progress", first_disbursed="2026-11-10")
    told = [[one.code for one in cautions_of(mission.force, view)] for view in (near, past, soon)]
    assert told == [["near_limit"], ["past_limit"], []]
    officer = saved(mission.unit, "officer", intelligence_post=True)
    (caution,) = cautions_of(mission.unit, officer)
    assert (caution.field, caution.message[:22]) == ("intelligence_post", "Also holds an intellig")


def test_no_local_committee_opens_the_short_way(mission: Mission) -> None:
    view = saved(mission.unit, "qip", state="drafted")
    assert "committee sits" in steps(mission.unit, view)["submitted_prc"].refused
    saved(mission.force, "mission_settings", local_committee=False)
    mission.settle()
    assert steps(mission.unit, view)["submitted_prc"].possible
