"""The promise ledger: who owes what, what is late, and who keeps dates."""

from datetime import date

from app.services import doubles_merging, promises, records
from app.services.promises import Tally
from tests.services.missions import Mission, changed, saved

TODAY = date(2026, 11, 21)


def test_promises_are_counted_by_counterpart_and_side(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation")
    for owed_by, due in (("us", "2026-11-20"), ("us", "2026-11-21"), ("us", None), ("them", "2026-10-01")):
        saved(desk, "follow_up", counterpart=who.id, owed_by=owed_by, due=due)
    saved(desk, "follow_up", counterpart=who.id)
    cancelled = saved(desk, "follow_up", counterpart=who.id, owed_by="them", due="2026-01-01")
    changed(desk, cancelled, state="cancelled", state_reason="no longer wanted")
    withdrawn = saved(desk, "follow_up", counterpart=who.id, due="2026-01-01")
    records.withdraw(desk, withdrawn.id, "twice")
    saved(desk, "follow_up", due="2026-11-01")
    named, nobody = promises.ledger(desk, today=TODAY)
    assert (named.id, named.title, named.serial) == (who.id, "Water Committee", who.serial)
    assert named.ours == Tally(open=3, overdue=1, judged=1)
    assert named.theirs == Tally(open=1, overdue=1, cancelled=1, judged=1)
    assert named.unsaid == Tally(open=1)
    assert (named.overdue, named.open, named.theirs.all, named.ours.rate) == (2, 5, 2, 0)
    assert (nobody.id, nobody.title, nobody.unsaid.overdue) == ("", "", 1)


def test_a_promise_kept_in_time_stays_kept_when_it_is_edited_later(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation")
    kept = saved(desk, "follow_up", counterpart=who.id, owed_by="us", due="2026-11-25")
    late = saved(desk, "follow_up", counterpart=who.id, owed_by="us", due="2026-11-25")
    changed(desk, saved(desk, "follow_up", counterpart=who.id, owed_by="us"), state="done")
    changed(desk, kept, state="done")
    mission.clock.turn(days=9)
    changed(desk, late, state="done")
    changed(desk, kept, closing_note="handed over at the gate")
    (row,) = promises.ledger(desk)
    assert row.ours == Tally(done=3, kept=1, judged=2)
    assert row.ours.rate == 50
    changed(desk, kept, state="open", state_reason="sent back")
    changed(desk, kept, state="done")
    assert promises.ledger(desk)[0].ours.kept == 0


def test_promises_to_a_double_are_promises_to_the_one_that_stays(mission: Mission) -> None:
    desk = mission.unit
    kept, double = (saved(desk, "organisation", name=name) for name in ("ABC", "A.B.C."))
    first = saved(desk, "follow_up", counterpart=kept.id, due="2026-11-30")
    second = saved(desk, "follow_up", counterpart=double.id, due="2026-11-22")
    done = changed(desk, saved(desk, "follow_up", counterpart=double.id, due="2026-11-01"), state="done")
    assert len(promises.ledger(desk)) == 2
    doubles_merging.merge(desk, double.id, kept.id)
    (row,) = promises.ledger(desk)
    assert (row.id, row.open, row.unsaid.done) == (kept.id, 2, 1)
    assert [view.id for view in promises.of_partner(desk, kept.id)] == [second.id, first.id, done.id]
    assert promises.of_partner(desk, double.id)[0].id == second.id


def test_a_counterpart_that_is_not_here_keeps_its_promises(mission: Mission) -> None:
    hidden = saved(mission.sector, "organisation", reach="up")
    saved(mission.sector, "follow_up", counterpart=hidden.id, reach="branch")
    mission.send("sector", "unit")
    (row,) = promises.ledger(mission.unit)
    assert (row.id, row.title, row.open) == (hidden.id, "", 1)


def test_no_promises_give_no_rows_and_no_rate(mission: Mission) -> None:
    assert promises.ledger(mission.unit) == ()
    assert Tally().rate is None
