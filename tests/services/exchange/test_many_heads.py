"""Many heads: nobody makes a record that others cannot save, and nobody's stream stops for what another did."""

import msgspec

from app.domain.loose_ends import MAX_LOOSE_ENDS
from app.domain.revisions import Revision
from app.services import records
from app.services.save_batch import MOST_PARENTS
from app.storage.rows import StoredRevision
from tests.services.exchange import forging
from tests.services.missions import Mission, changed, saved, states


def heads_of(mission: Mission, name: str, record: str) -> tuple[str, ...]:
    with mission[name].logbook.reading() as reader:
        return reader.records({record})[record].heads


def side_by_side(
    mission: Mission, name: str, record: str, parents: tuple[str, ...], count: int
) -> list[Revision]:
    """Return saves of a node on top of the same revisions, each of which knows nothing of the others."""
    return [
        forging.line(mission[name], number, record=record, parents=parents, title=f"Side {number}")
        for number in range(1, count + 1)
    ]


def attack(mission: Mission, count: int) -> tuple[str, list[str]]:
    """Let the unit save a shared record that often side by side; returns the record and what Force HQ says."""
    view = saved(mission.force, title="Ours", reach="branch")
    parents = heads_of(mission, "force", view.id)
    mission.settle()
    lines = side_by_side(mission, "unit", view.id, parents, count)
    stream = forging.stream_of(mission.unit, unit="fhq", reach="branch")
    sealed = forging.changeset(mission.unit, lines, stream=stream)
    (outcome,) = mission.take("force", forging.bundle(mission, mission.unit, mission.force, [sealed]))
    return view.id, [one.code for one in outcome.reasons]


def test_a_node_may_have_some_loose_ends_in_a_record(mission: Mission) -> None:
    record, codes = attack(mission, MAX_LOOSE_ENDS)
    assert codes == []
    assert len(heads_of(mission, "force", record)) == MAX_LOOSE_ENDS


def test_a_record_is_not_given_hundreds_of_heads(mission: Mission) -> None:
    record, codes = attack(mission, MAX_LOOSE_ENDS + 1)
    assert codes == ["refused:too-large"]
    assert len(heads_of(mission, "force", record)) == 1


def test_nor_in_steps_over_many_streams_and_bundles(mission: Mission) -> None:
    record, codes = attack(mission, MAX_LOOSE_ENDS - 1)
    assert codes == []
    with mission.force.logbook.reading() as reader:
        (root,) = [one.id for one in reader.history(record) if not one.parents]
    for epoch in range(3):
        lines = [
            forging.line(mission.unit, 1_000 + epoch, record=record, parents=(root,), title=f"In {epoch}")
        ]
        stream = forging.stream_of(mission.unit, unit="fhq", reach="branch", epoch=f"{epoch:08x}")
        sealed = forging.changeset(mission.unit, lines, stream=stream)
        (outcome,) = mission.take("force", forging.bundle(mission, mission.unit, mission.force, [sealed]))
        expected = "applied" if epoch == 0 else "refused"
        assert outcome.outcome == expected
    assert len(heads_of(mission, "force", record)) == MAX_LOOSE_ENDS


def test_what_waits_counts_when_it_wakes(mission: Mission) -> None:
    """The parents of all come last, in a changeset of the same node: that one is refused."""
    view = saved(mission.force, title="Ours", reach="branch")
    parents = heads_of(mission, "force", view.id)
    mission.settle()
    sides = side_by_side(mission, "unit", view.id, parents, 1)
    tops = side_by_side(mission, "unit", view.id, (sides[0].id,), MAX_LOOSE_ENDS + 1)
    for number, lines in enumerate((tops, sides)):
        stream = forging.stream_of(mission.unit, unit="fhq", reach="branch", epoch=f"{number:08x}")
        sealed = forging.changeset(mission.unit, lines, stream=stream)
        (outcome,) = mission.take("force", forging.bundle(mission, mission.unit, mission.force, [sealed]))
    assert [one.code for one in outcome.reasons] == ["refused:too-large"]
    assert len(heads_of(mission, "force", view.id)) == 1


def test_one_more_save_of_somebody_else_is_taken_all_the_same(mission: Mission) -> None:
    record, _ = attack(mission, MAX_LOOSE_ENDS)
    parents = heads_of(mission, "sector", record)
    lines = [forging.line(mission.sector, 2_000, record=record, parents=parents, title="One more")]
    stream = forging.stream_of(mission.sector, unit="fhq", reach="branch")
    sealed = forging.changeset(mission.sector, lines, stream=stream)
    (outcome,) = mission.take("force", forging.bundle(mission, mission.sector, mission.force, [sealed]))
    assert (outcome.outcome, outcome.reasons) == ("applied", ())
    assert len(heads_of(mission, "force", record)) == MAX_LOOSE_ENDS + 1


def test_a_long_history_of_honest_saves_has_one_loose_end(mission: Mission) -> None:
    view = saved(mission.unit, title="0")
    for number in range(MAX_LOOSE_ENDS + 5):
        changed(mission.unit, view, title=str(number))
        if number % 10 == 0:
            assert mission.send("unit", "sector").outcome == "applied"
    assert mission.send("unit", "sector").outcome == "applied"
    assert states(mission.sector) == states(mission.unit)


def test_a_record_with_very_many_heads_is_saved_in_steps(mission: Mission) -> None:
    """However many wrongdoers there were: the record has more heads than one line could name."""
    view = saved(mission.force, title="Ours", reach="branch")
    (root,) = heads_of(mission, "force", view.id)
    with mission.force.logbook.writing() as writer:
        lines = side_by_side(mission, "unit", view.id, (root,), 8_000)
        made = [StoredRevision.of(one, node=mission.unit.identity.node) for one in lines]
        writer.put_revisions(made)
        state = writer.records({view.id})[view.id]
        heads = tuple(sorted(one.id for one in made))
        writer.put_states([msgspec.structs.replace(state, heads=heads)])
    mine = records.show(mission.force, view.id)
    changed(mission.force, mine, notes="Saved all the same")
    assert len(heads_of(mission, "force", view.id)) == 1
    history = records.history(mission.force, view.id)
    assert len(history) == 1 + 8_000 + 8_000 // MOST_PARENTS + 1
    shown = records.show(mission.force, view.id)
    assert shown.fields["notes"] == "Saved all the same"
