"""What must hold: at birth, at every later save and at every step, by the rules of who asks."""

from typing import Any

import pytest

from app.domain.faults import RecordRefusedError
from app.services import records
from app.services.cautions import cautions_of
from app.services.desks import Desk
from app.services.next_steps import next_steps
from app.services.records import Entry
from app.services.views import RecordView
from app.services.wording import fault_words
from tests.services.missions import COMPLETE, Mission, changed, saved
from tests.services.test_levels import said_as_new
from tests.services.test_rights import said_without_asking

RECEIVED = {"title": "Trucks", "received_at": "2026-11-26T09:00:00Z"}
YES = {"mandate": "yes", "security_tasks": "yes", "coordinated_within": "yes", "effect": "none"}
DILIGENT = {
    "risk_assessed": "yes", "risk_evidence": "Low; no unit named in reports", "support_cleared": "yes",
    "clearance_evidence": "DSRSG, 20 Nov", "mitigation": "not_needed", "mitigation_evidence": "Fuel only, escorted",
}  # fmt: skip
HUMANITARIAN = {
    "rule_set": "humanitarian", "unique": "yes", "no_alternative": "yes", "last_resort": "yes", "on_criteria": True,
    "critical_need": True, "civilian_character": True, "respects_code": True, "no_direct_delivery": True,
    "multilateral": True,
}  # fmt: skip
UNIT = "fhq/east/indbatt-1"


def refused(desk: Desk, kind: str, identifier: str | None = None, /, **fields: Any) -> list[str]:
    """Return the sentences of a save that is refused."""
    with pytest.raises(RecordRefusedError) as error:
        records.save(desk, Entry(kind=kind, id=identifier, fields=fields))
    return [fault_words(fault) for fault in error.value.faults]


@pytest.mark.parametrize("state", ["screened", "coordinated"])
def test_nothing_is_born_harmful_behind_the_screening(mission: Mission, state: str) -> None:
    (said,) = refused(
        mission.unit, "support_request", **RECEIVED, state=state, rule_set="national_authority", mandate="no",
        security_tasks="no", coordinated_within="no", effect="harmful", coordination_note="OCHA",
    )  # fmt: skip
    assert said == (
        f"It cannot be {state} like this: Consistent with the mandate: no; No interference with security tasks: no; "
        "Coordinated in the mission, with the Country Team and the wider community: no; Effect on neutrality and on "
        "the safety of beneficiaries and aid workers: harmful. Leave it before that state, or set it aside."
    )
    assert "Judged by the rules for" in refused(mission.unit, "support_request", **RECEIVED, state=state)[0]


@pytest.mark.parametrize(
    ("answer", "value"),
    [("mandate", "no"), ("effect", "harmful"), ("effect", None), ("security_tasks", "no")],
)
def test_an_answer_cannot_be_taken_back_where_the_request_stands_on_it(
    mission: Mission, answer: str, value: str | None
) -> None:
    view = saved(mission.unit, "support_request", state="coordinated")
    (said,) = refused(mission.unit, "support_request", view.id, **{answer: value})
    assert "It could no longer be coordinated" in said
    assert "Take it to received or withdrawn or refused in the same save, with a reason." in said
    back = changed(mission.unit, view, state="received", state_reason="Not as we thought", **{answer: value})
    assert back.state == "received"
    assert refused(mission.unit, "support_request", view.id, state="screened")


def test_what_turns_out_harmful_is_refused_with_a_reason(mission: Mission) -> None:
    view = saved(mission.force, "support_request", unit=UNIT, state="tasked")
    mission.settle()
    assert (
        "needs a reason"
        in refused(mission.unit, "support_request", view.id, state="refused", effect="harmful")[0]
    )
    done = changed(mission.unit, view, state="refused", state_reason="Crowd threatened", effect="harmful")
    assert (done.state, done.fields["effect"]) == ("refused", "harmful")


def test_a_closed_request_says_where_to_write_it(mission: Mission) -> None:
    view = saved(
        mission.force,
        "support_request",
        state="reported",
        reported_at="2026-11-21T08:00Z",
        taken_over_by="WFP",
    )
    (said,) = refused(mission.force, "support_request", view.id, effect="harmful")
    assert "It is closed; write that in a new record." in said


def test_every_later_state_keeps_what_was_asked_before(mission: Mission) -> None:
    for state, lost in (
        ("coordinated", "coordination_note"), ("advised", "advice"), ("approved", "finance_consulted"),
        ("approved", "consent_needed"), ("tasked", "tasked_unit"),
    ):  # fmt: skip
        view = saved(mission.force, "support_request", state=state)
        assert (
            "It could no longer be" in refused(mission.force, "support_request", view.id, **{lost: None})[0]
        )


def test_a_change_of_any_answer_needs_a_new_decision(mission: Mission) -> None:
    view = saved(mission.force, "support_request", state="approved", **DILIGENT)
    for answer, value in (("effect", "none"), ("rule_set", "security_force"), ("mitigation", "yes")):
        now = changed(mission.force, view, **{answer: value})
        assert answer in now.undecided


def asker(mission: Mission, kind: str, **more: Any) -> RecordView:
    return saved(mission.unit, "organisation", name=f"The {kind}", type=kind, **more)


@pytest.mark.parametrize(
    ("kind", "humanitarian", "rules"),
    [
        ("mission_component", None, "mission_or_agency"), ("un_agency", False, "mission_or_agency"),
        ("un_agency", True, "humanitarian"), ("un_agency", None, None), ("international_ngo", None, "humanitarian"),
        ("national_authority", None, "national_authority"), ("local_authority", False, "national_authority"),
        ("security_force", None, "security_force"), ("international_military", False, "security_force"),
        ("media", None, None),
    ],
)  # fmt: skip
def test_the_rules_follow_who_asks_and_can_be_changed(
    mission: Mission, kind: str, humanitarian: bool | None, rules: str | None
) -> None:
    who = asker(mission, kind)
    fields = {**RECEIVED, "requester": who.id, "humanitarian": humanitarian}
    view, _ = records.save(mission.unit, Entry(kind="support_request", fields=fields))
    assert view.fields.get("rule_set") == rules
    other = "national_authority" if not humanitarian else "humanitarian"
    assert changed(mission.unit, view, rule_set=other).fields["rule_set"] == other


def test_another_requester_brings_other_rules(mission: Mission) -> None:
    view = saved(mission.unit, "support_request", state="screened")
    ngo = asker(mission, "international_ngo")
    assert "Unique capability" in refused(mission.unit, "support_request", view.id, requester=ngo.id)[0]
    unknown = asker(mission, "media")
    assert "Judged by the rules" in refused(mission.unit, "support_request", view.id, requester=unknown.id)[0]
    said = refused(mission.unit, "support_request", view.id, humanitarian=True, rule_set="security_force")
    assert "rules for a humanitarian actor alone" in said[0]


def test_a_mission_component_is_not_asked_what_binds_humanitarian_actors(mission: Mission) -> None:
    ddr = asker(mission, "mission_component", tier="mission")
    fields = {
        **RECEIVED, **YES, "requester": ddr.id, "humanitarian": False, "support_kind": "escort", "unique": "no",
        "no_alternative": "no", "last_resort": "no",
    }  # fmt: skip
    view, _ = records.save(
        mission.unit, Entry(kind="support_request", fields={**fields, "state": "screened"})
    )
    assert view.state == "screened"


@pytest.mark.parametrize("lost", sorted(HUMANITARIAN.keys() - {"rule_set"}))
def test_a_humanitarian_actor_is_asked_para_10_and_the_principles(mission: Mission, lost: str) -> None:
    fields = {**RECEIVED, **YES, **HUMANITARIAN, "support_kind": "transport", "state": "screened"}
    assert records.save(mission.unit, Entry(kind="support_request", fields=fields))[0].state == "screened"
    assert refused(mission.unit, "support_request", **{**fields, lost: None})


def test_a_humanitarian_escort_has_its_criteria(mission: Mission) -> None:
    fields = {**RECEIVED, **YES, **HUMANITARIAN, "support_kind": "escort", "state": "screened"}
    assert "Plan to stop using escorts" in refused(mission.unit, "support_request", **fields)[0]


@pytest.mark.parametrize("lost", sorted(DILIGENT))
def test_nothing_goes_to_a_security_force_without_due_diligence(mission: Mission, lost: str) -> None:
    fields = {**RECEIVED, **YES, **DILIGENT, "rule_set": "security_force", "state": "screened"}
    assert records.save(mission.unit, Entry(kind="support_request", fields=fields))[0].state == "screened"
    assert refused(mission.unit, "support_request", **{**fields, lost: None})
    if lost in ("risk_assessed", "support_cleared", "mitigation"):
        assert refused(mission.unit, "support_request", **{**fields, lost: "no"})


OBJECTION = {"party": "ocha", "who": "OCHA Bentiu", "asked_on": "2026-11-20", "answer": "objects"}


@pytest.mark.parametrize("kind", ["project", "qip"])
def test_a_hand_out_to_which_ocha_objects_waits_for_its_answer(mission: Mission, kind: str) -> None:
    first, last = ("idea", "coordinated") if kind == "project" else ("drafted", "submitted_prc")
    handed = {"title": "Food for the market", "coordination": [OBJECTION]}
    assert "objection" in refused(mission.force, kind, **{**COMPLETE[kind], **handed, "state": last})[0]
    view = saved(mission.force, kind, state=first, **handed)
    found = {one.target: one for one in next_steps(mission.force, kind, view.fields, view.id)}
    step = "coordinated" if kind == "project" else "submitted_local"
    assert found[step].possible is (kind == "qip")
    others = [
        OBJECTION,
        {"party": "local_authority", "answer": "supports"},
        {**OBJECTION, "answer": "no_answer"},
    ]
    assert refused(mission.force, kind, **{**COMPLETE[kind], **handed, "coordination": others, "state": last})
    answered = [OBJECTION, {**OBJECTION, "asked_on": "2026-11-21", "answer": "no_objection"}]
    assert saved(mission.force, kind, **{**handed, "coordination": answered, "state": last}).state == last


@pytest.mark.parametrize("kind", ["project", "qip"])
@pytest.mark.parametrize(
    "against",
    [{"mandate": "no"}, {"mandate": None}, {"security_tasks": "no"}, {"effect": "harmful"}, {"coordination": None},
     {"guidance_in_line": False}, {"coordination": [OBJECTION]}],
)  # fmt: skip
def test_para_9_is_asked_of_works_before_and_after_the_decision(
    mission: Mission, kind: str, against: dict[str, Any]
) -> None:
    assert refused(mission.force, kind, **{**COMPLETE[kind], **against, "state": "approved"})
    view = saved(mission.force, kind, state="approved")
    assert "Take it to" in refused(mission.force, kind, view.id, **against)[0]
    stopped = changed(mission.force, view, state="suspended", state_reason="Raised by OCHA", **against)
    assert stopped.state == "suspended"
    on = "under_way" if kind == "project" else "approved"
    assert refused(mission.force, kind, view.id, state=on, state_reason="Go on")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cost": "950000.00 USD"}, "a cost within the ceiling"), ({"end": "2029-11-02"}, "within the time limit"),
        ({"scores": None}, "Selection criteria"), ({"end": None}, "End"), ({"cost": "50000.01 USD"}, "ceiling"),
        ({"cost": "2000.00 XAF"}, "ceiling"), ({"end": "2027-05-05"}, "within the time limit"),
        ({"scores": [{"criterion": "urgency", "score": 3, "remark": "Dry"}]}, "nine selection criteria"),
    ],
)  # fmt: skip
def test_a_qip_beyond_the_usual_limits_is_not_approved(
    mission: Mission, fields: dict[str, Any], said: str
) -> None:
    assert said in refused(mission.force, "qip", **{**COMPLETE["qip"], **fields, "state": "approved"})[0]


def test_the_usual_limits_are_those_of_the_mission_where_it_laid_some_down(mission: Mission) -> None:
    assert (
        saved(mission.force, "qip", state="approved", cost="50000.00 USD", end="2027-05-04").state
        == "approved"
    )
    saved(mission.force, "mission_settings", qip_ceiling="80000.00 USD", qip_limit_days=300)
    view = saved(mission.force, "qip", state="recommended", cost="75000.00 USD", end="2027-08-01")
    done = changed(mission.force, view, state="approved")
    assert done.fields["ceiling"] == {"amount": 8_000_000, "currency": "USD"}
    assert done.fields["limit_days"] == 300
    assert "could no longer be" in refused(mission.force, "qip", view.id, end="2029-08-01")[0]
    for name, value in (("ceiling", "900000.00 USD"), ("limit_days", 900)):
        assert refused(mission.unit, "qip", **{**COMPLETE["qip"], name: value}) == [
            "Only Force HQ may set this; leave it as it is and send the record up."
        ]


def test_an_old_tracker_is_brought_in_by_force_hq_alone_and_at_birth(mission: Mission) -> None:
    old = {"title": "Old well", "state": "completed", "brought_in": True}
    view, _ = records.save(mission.force, Entry(kind="qip", fields=old, unit=UNIT))
    assert view.fields["brought_in"] is True
    assert changed(mission.force, view, percent_done=100).state == "completed"
    assert "could no longer be" in refused(mission.force, "qip", view.id, effect="harmful")[0]
    assert refused(mission.force, "qip", title="Old well", state="completed")
    assert refused(mission.unit, "qip", title="Old well", brought_in=True)
    plain = saved(mission.force, "qip")
    assert refused(mission.force, "qip", plain.id, brought_in=True) == [
        "This is said of a record when it is first entered, and never later."
    ]


def test_a_qip_is_not_born_before_the_committee_without_a_proposal(mission: Mission) -> None:
    saved(mission.force, "mission_settings", local_committee=False)
    assert "Cost in cash" in refused(mission.force, "qip", title="Q2", state="submitted_prc")[0]


def test_what_two_honest_saves_broke_together_is_pointed_out_and_goes_no_further(mission: Mission) -> None:
    view = saved(mission.unit, "support_request")
    mission.settle()
    changed(mission.sector, view, state="screened")
    changed(mission.unit, view, effect="harmful")
    mission.settle()
    both = records.show(mission.force, view.id)
    assert both.state == "screened"
    said = [one.message for one in cautions_of(mission.force, both) if one.code == "does_not_hold"]
    assert len(said) == 1
    assert "harmful" in said[0]
    assert changed(mission.unit, view, notes="Asked the sector").fields["notes"]
    assert refused(mission.unit, "support_request", view.id, state="coordinated")
    assert changed(mission.unit, view, state="refused", state_reason="Harmful").state == "refused"


def test_what_arrives_past_its_screening_is_kept_and_not_applied(mission: Mission) -> None:
    """By a program that checks nothing: born harmful, changed after an honest screening, a claim of an old tracker."""
    answers = {**RECEIVED, **YES, "rule_set": "national_authority", "coordination_note": "OCHA"}
    born = said_as_new(mission.unit, {**answers, "state": "coordinated", "effect": "harmful"})
    old = said_as_new(mission.unit, {**RECEIVED, "state": "coordinated", "brought_in": True})
    view = saved(mission.unit, "support_request", state="coordinated")
    said_without_asking(mission.unit, view, view.heads, mandate="no", effect="harmful")
    mission.settle()
    for desk in (mission.sector, mission.force):
        assert records.show(desk, born).state != "coordinated"
        claimed = records.show(desk, old)
        assert (claimed.state, claimed.fields.get("brought_in")) == (None, None)
        shown = records.show(desk, view.id)
        assert (shown.state, shown.fields["mandate"], shown.fields["effect"]) == (
            "coordinated",
            "yes",
            "acceptable",
        )
