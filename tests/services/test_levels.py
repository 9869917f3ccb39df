"""Who may set what: every field of every kind at each level, in forms, in `put` and where a revision arrives."""

from typing import Any

import pytest

from app.domain.faults import RecordRefusedError
from app.domain.fields import Field
from app.domain.identifiers import new_id
from app.domain.kinds import KINDS
from app.domain.levels import RANKS
from app.domain.record_identity import record_id
from app.domain.revisions import WITHDRAWN, compose
from app.domain.scopes import Level
from app.services import records
from app.services.desks import Desk
from app.services.ledger import Placed, apply_revisions
from app.services.limits import sector_limits
from app.services.records import Entry
from app.services.rights import RecordRights
from app.storage.rows import StoredRevision
from tests.services.missions import COMPLETE, START, Mission, changed, saved
from tests.services.test_rights import said_without_asking, state_at

UNIT = "fhq/east/indbatt-1"
NODE = "a" * 24
SALT = "0123456789abcdef"
EMERGENCY = {"emergency": True, "emergency_reason": "loss_of_life"}


def lowest(kind: str, field: Field) -> Level:
    """Return the lowest level that may set a field of a kind."""
    least = Level.UNIT if field.at_birth or field.rising else KINDS[kind].written_by
    return max(field.level, least, key=RANKS.__getitem__)


def revision(kind: str, fields: dict[str, Any], node: str = NODE) -> StoredRevision:
    made = compose(
        kind=kind,
        record=record_id(node, kind, SALT, START),
        salt=SALT,
        parents=(),
        at=START,
        officer=new_id(START),
        officer_name="Maj A",
        fields=fields,
    )
    return StoredRevision.of(made, node=node)


FIXED = {
    "support_request": {"advice": Level.SECTOR, "finance_consulted": Level.FORCE, "consent_on": Level.FORCE},
    "qip": {"decided_on": Level.FORCE, "cost": Level.UNIT},
    "budget_period": {"allotment": Level.FORCE, "quotas": Level.FORCE, "notes": Level.FORCE},
    "mission_settings": {"qip_ceiling": Level.FORCE, "base_layers": Level.FORCE, "tags": Level.FORCE},
    "term_pack": {"terms": Level.FORCE, "attachments": Level.FORCE},
    "directive": {"text": Level.SECTOR, "mission_wide": Level.FORCE, "tags": Level.SECTOR},
    "acknowledgement": {"by_unit": Level.UNIT},
}


@pytest.mark.parametrize(
    ("kind", "field", "level"), [(k, f, lv) for k, fs in FIXED.items() for f, lv in fs.items()]
)
def test_the_levels_that_are_laid_down(kind: str, field: str, level: Level) -> None:
    assert lowest(kind, KINDS[kind].__fields__[field]) == level


@pytest.mark.parametrize("kind", ["mission_settings", "term_pack", "budget_period", "directive"])
@pytest.mark.parametrize("name", ["unit", "sector", "force"])
def test_forms_refuse_what_a_level_may_not_write(mission: Mission, kind: str, name: str) -> None:
    may = RANKS[mission[name].standing.level] >= RANKS[KINDS[kind].written_by]  # type: ignore[index]
    entry = Entry(kind=kind, fields=dict(COMPLETE[kind]))
    result = records.put(mission[name], [entry])
    assert bool(result.ids) is may
    assert {fault.code for fault in result.faults} <= {"level_too_low"}
    view = saved(mission.force, kind)
    mission.settle()
    assert records.show(mission.unit, view.id).title == view.title
    expected = name == "force" if KINDS[kind].reserved_by else may
    tagged = records.put(mission[name], [Entry(kind=kind, id=view.id, fields={"tags": ["read"]})])
    hidden = records.put(mission[name], [Entry(kind=kind, id=view.id, fields={}, withdrawn="Not wanted")])
    assert (bool(tagged.ids), bool(hidden.ids)) == (expected, expected)


def test_a_unit_cannot_hide_the_settings_of_the_mission(mission: Mission) -> None:
    view = saved(mission.force, "mission_settings", qip_limit_days=90)
    mission.settle()
    shown = records.show(mission.unit, view.id)
    said = said_without_asking(
        mission.unit, shown, shown.heads, withdrawn={"reason": "no"}, qip_limit_days=365
    )
    mission.settle()
    for desk in (mission.unit, mission.sector, mission.force):
        found = records.show(desk, view.id)
        assert (found.withdrawn, found.fields["qip_limit_days"]) == (None, 90)
    (entry,) = [one for one in records.history(mission.force, view.id) if one.revision == said]
    assert entry.ignored == ("qip_limit_days", WITHDRAWN)


def test_a_directive_for_the_whole_mission_is_force_hqs_alone(mission: Mission) -> None:
    ours = saved(mission.sector, "directive", title="East: no visits after dark")
    theirs = saved(mission.force, "directive")
    assert (ours.fields.get("mission_wide"), theirs.fields["mission_wide"]) == (None, True)
    with pytest.raises(RecordRefusedError):
        changed(mission.sector, ours, mission_wide=True)
    mission.settle()
    shown = records.show(mission.sector, theirs.id)
    said_without_asking(mission.sector, shown, shown.heads, title="Projects everywhere")
    mission.settle()
    for desk in (mission.unit, mission.sector, mission.force):
        assert records.show(desk, theirs.id).title == "No projects within a kilometre of a camp"
    assert changed(mission.sector, ours, text="Return by 18:00").fields["text"] == "Return by 18:00"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"state": "executing"}, "received"),
        ({"state": "executing", "emergency": True}, "received"),
        ({"state": "executing", **EMERGENCY}, "executing"),
    ],
)
def test_what_arrives_goes_around_the_approval_only_in_an_emergency(
    mission: Mission, fields: dict[str, Any], state: str
) -> None:
    view = saved(mission.unit, "support_request")
    jump = said_without_asking(mission.unit, view, view.heads, **fields)
    said_without_asking(mission.unit, view, (jump,), emergency=True, emergency_reason="property_loss")
    mission.settle()
    assert {state_at(desk, view) for desk in (mission.unit, mission.sector, mission.force)} == {state}


def test_an_emergency_begins_carried_out_and_nothing_else_does(mission: Mission) -> None:
    view = saved(mission.unit, "support_request", state="executing", **EMERGENCY)
    assert view.state == "executing"
    for fields in ({}, {"emergency": True}):
        with pytest.raises(RecordRefusedError):
            saved(mission.unit, "support_request", state="executing", **fields)
    with pytest.raises(RecordRefusedError) as refused:
        changed(mission.unit, view, emergency=False, emergency_reason=None)
    assert [fault.code for fault in refused.value.faults] == ["not_decided", "must_hold_back"]
    begun = said_as_new(mission.unit, {"title": "Jump", "state": "executing"})
    mission.settle()
    assert state_at(mission.force, records.show(mission.force, begun)) is None


def said_as_new(desk: Desk, fields: dict[str, Any], kind: str = "support_request") -> str:
    """Begin a record as a program would that checks nothing; return its id."""
    begun = record_id(desk.identity.node, kind, SALT, desk.clock())
    made = compose(
        kind=kind, record=begun, salt=SALT, parents=(), at=desk.clock(), officer=desk.officer_id,
        officer_name=desk.identity.officer, fields=fields,
    )  # fmt: skip
    stored = StoredRevision.of(made, node=desk.identity.node)
    with desk.logbook.writing() as writer:
        apply_revisions(writer, [Placed(stored, desk.standing.unit, "up", sealed=False)], desk.standing)
    return made.record


def settings_of(mission: Mission, cents: str | None) -> None:
    found = records.page(mission.force, "mission_settings")
    if found:
        changed(mission.force, found[0], sector_approves_to=cents)
    else:
        saved(mission.force, "mission_settings", sector_approves_to=cents)


def ready(mission: Mission, cost: str) -> Any:
    coordination = [{"party": "ocha", "answer": "no_objection"}]
    return saved(mission.sector, "project", state="coordinated", cost=cost, coordination=coordination)


def test_a_sector_approves_up_to_the_limit_of_the_mission(mission: Mission) -> None:
    project = ready(mission, "5000.00 USD")
    with pytest.raises(RecordRefusedError) as refused:
        changed(mission.sector, project, state="approved")
    assert [fault.code for fault in refused.value.faults] == ["level_too_low"]
    settings_of(mission, "5000.00 USD")
    mission.settle()
    assert sector_limits_at(mission.sector) == {"USD": 500_000}
    for cost in ("5000.01 USD", "10.00 XAF", None):
        with pytest.raises(RecordRefusedError) as refused:
            changed(mission.sector, ready(mission, "1.00 USD"), cost=cost, state="approved")
        assert [fault.code for fault in refused.value.faults] == ["above_sector_limit"]
    done = changed(mission.sector, project, state="approved")
    mission.settle()
    for desk in (mission.sector, mission.force):
        assert state_at(desk, done) == "approved"
        assert records.show(desk, done.id).undecided == ()
    changed(mission.sector, done, cost="6000.00 USD")
    with pytest.raises(RecordRefusedError) as refused:
        changed(mission.sector, done, decided_on="now")
    assert [fault.code for fault in refused.value.faults] == ["level_too_low"]


def sector_limits_at(desk: Desk) -> Any:
    with desk.logbook.reading() as reader:
        return sector_limits(reader, desk.standing)


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0), (1, 0, 2)])
def test_what_a_sector_approved_is_judged_alike_in_any_order(
    mission: Mission, order: tuple[int, ...], seen: bool
) -> None:
    """What Force HQ had seen when it lowered the limit stays approved; what comes later is judged by the new one."""
    mission.ask("second", "force")
    mission.take("second", mission.admit("second", "fhq", beside=True))
    mission.send("force", "sector")
    settings_of(mission, "5000.00 USD")
    laid_down = mission.bundle("force", "sector", "second")
    mission.take("sector", laid_down)
    project = changed(mission.sector, ready(mission, "4000.00 USD"), state="approved")
    big = ready(mission, "9000.00 USD")
    said_without_asking(mission.sector, big, big.heads, state="approved", decided_on="2026-11-21 -")
    work = mission.bundle("sector", "force", "second")
    if seen:
        mission.take("force", work)
    settings_of(mission, "10.00 USD")
    lowered = mission.bundle("force", "second")
    bundles = (laid_down, work, lowered)
    for number in order:
        mission.take("second", bundles[number])
    mission.take("force", work)
    mission.send("force", "sector")
    for desk in (mission["second"], mission.force, mission.sector):
        assert state_at(desk, project) == ("approved" if seen else "coordinated")
        assert records.show(desk, project.id).undecided == ()
        shown = records.show(desk, big.id)
        assert (shown.state, shown.fields.get("decided_on")) == ("coordinated", None)
    another = ready(mission, "4000.00 USD")
    with pytest.raises(RecordRefusedError) as refused:
        changed(mission.sector, another, state="approved")
    assert [fault.code for fault in refused.value.faults] == ["above_sector_limit"]
    later = said_without_asking(
        mission.sector, another, another.heads, state="approved", decided_on="2026-11-21 -"
    )
    mission.send("sector", "force")
    assert state_at(mission.force, another) == "coordinated"
    (entry,) = [one for one in records.history(mission.force, another.id) if one.revision == later]
    assert "state" in entry.ignored


def test_a_limit_that_was_set_by_mistake_is_corrected_again_and_again(mission: Mission) -> None:
    settings_of(mission, "5000.00 USD")
    mission.settle()
    first = changed(mission.sector, ready(mission, "4000.00 USD"), state="approved")
    mission.settle()
    for cost in ("10.00 USD", None, "3000.00 USD"):
        settings_of(mission, cost)
        mission.settle()
        for desk in (mission.sector, mission.force):
            assert state_at(desk, first) == "approved"
    assert sector_limits_at(mission.sector) == {"USD": 300_000}
    second = changed(mission.sector, ready(mission, "2000.00 USD"), state="approved")
    saved(mission.force, "mission_settings", title="Newer settings", sector_approves_to="1.00 USD")
    mission.settle()
    assert state_at(mission.force, second) == "coordinated"
    assert state_at(mission.sector, first) == "approved"
    assert sector_limits_at(mission.unit) == {"USD": 100}


@pytest.mark.parametrize("field", ["limit_kept", "limit_replaces"])
def test_what_a_former_limit_counted_is_written_by_the_logbook_alone(mission: Mission, field: str) -> None:
    with pytest.raises(RecordRefusedError) as refused:
        saved(mission.force, "mission_settings", **{field: ["a"]})
    assert [fault.code for fault in refused.value.faults] == ["read_only"]


def test_a_trial_that_is_rolled_back_leaves_the_limits_as_they_were(mission: Mission) -> None:
    entry = Entry(kind="mission_settings", fields={"title": "S", "sector_approves_to": "5.00 USD"})
    assert records.put(mission.force, [entry], keep=False).faults == ()
    assert mission.force.standing.sector_limits == {}
    assert records.put(mission.force, [entry]).faults == ()
    assert mission.force.standing.sector_limits == {"USD": 500}


def test_a_long_history_of_steps_is_weighed_without_depth(mission: Mission) -> None:
    standing = mission.unit.standing
    said = [revision("follow_up", {"state": "open"}, standing.node)]
    for number in range(1500):
        made = compose(
            kind="follow_up", record=said[0].record, parents=[said[-1].id], at=START, officer=new_id(START),
            officer_name="Maj A", fields={"state": ("done", "open")[number % 2]},
        )  # fmt: skip
        said.append(StoredRevision.of(made, node=standing.node))
    rights = RecordRights(said, standing)
    assert all(rights.may_set(one, "state") for one in said)
