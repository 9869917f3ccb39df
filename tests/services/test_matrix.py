"""The liaison matrix: who met whom last and next, at which level, and what is overdue."""

from datetime import date

from app.services import doubles_merging, records
from app.services.desks import Desk
from app.services.matrix import LiaisonRow, matrix
from tests.services.missions import Mission, saved

TODAY = date(2026, 11, 21)


def row_of(desk: Desk, identifier: str) -> LiaisonRow:
    (row,) = (one for one in matrix(desk, everyone=True) if one.id == identifier)
    return row


def test_the_newest_meeting_counts_however_the_partner_is_named(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation", contact_every=7, focal_point="S9", deputy="S5")
    person = saved(desk, "person", organisation=who.id)
    saved(desk, started_at="2026-11-02T10:00+02:00", organisations=[who.id])
    assert row_of(desk, who.id).last == date(2026, 11, 2)
    saved(desk, started_at="2026-11-05T10:00+02:00", participants=[{"name": "x", "organisation": who.id}])
    assert row_of(desk, who.id).last == date(2026, 11, 5)
    saved(desk, started_at="2026-11-12T00:30+02:00", participants=[{"name": "x", "person": person.id}])
    saved(desk, started_at="2026-11-20T10:00+02:00")
    row = row_of(desk, who.id)
    assert (row.last, row.due, row.overdue) == (date(2026, 11, 12), date(2026, 11, 19), 2)
    assert (row.owner, row.deputy, row.every, row.next) == ("S9", "S5", 7, None)
    assert row.by_level == {"unit": date(2026, 11, 12)}


def test_what_is_ahead_is_the_next_contact_and_not_the_last(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation", contact_every=30)
    saved(desk, started_at="2026-11-10T10:00Z", next_meeting_at="2026-12-03T09:00Z", organisations=[who.id])
    assert row_of(desk, who.id).next == date(2026, 12, 3)
    saved(desk, started_at="2026-11-28T10:00Z", organisations=[who.id])
    row = row_of(desk, who.id)
    assert (row.last, row.next, row.overdue) == (date(2026, 11, 10), date(2026, 11, 28), 0)


def test_a_withdrawn_meeting_was_never_held(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation")
    meeting = saved(desk, organisations=[who.id])
    records.withdraw(desk, meeting.id, "did not happen")
    assert row_of(desk, who.id).last is None
    assert matrix(desk) == ()


def test_who_was_never_met_is_overdue_from_the_day_of_its_record(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation", contact_every=3)
    saved(desk, "organisation", name="Nobody's")
    mission.clock.turn(days=5)
    (row,) = matrix(desk)
    assert (row.id, row.last, row.due, row.overdue) == (who.id, None, date(2026, 11, 24), 2)
    assert len(matrix(desk, everyone=True)) == 2


def test_each_level_has_its_own_last_contact(mission: Mission) -> None:
    who = saved(mission.sector, "organisation", reach="branch")
    mission.send("sector", "unit")
    for name, day in (("unit", "2026-11-18"), ("sector", "2026-11-11")):
        saved(mission[name], started_at=f"{day}T10:00Z", organisations=[who.id], reach="branch")
    mission.settle()
    for name in ("sector", "force"):
        row = row_of(mission[name], who.id)
        assert row.by_level == {"unit": date(2026, 11, 18), "sector": date(2026, 11, 11)}
        assert row.last == date(2026, 11, 18)


def test_doubles_are_one_partner(mission: Mission) -> None:
    desk = mission.unit
    kept, double = (saved(desk, "organisation", name=name, contact_every=7) for name in ("ABC", "A.B.C."))
    one, same = (saved(desk, "person", organisation=double.id) for _ in range(2))
    saved(desk, started_at="2026-11-19T10:00Z", participants=[{"name": "x", "person": same.id}])
    doubles_merging.merge(desk, double.id, kept.id)
    assert [row.id for row in matrix(desk)] == [kept.id]
    assert row_of(desk, kept.id).last == date(2026, 11, 19)
    doubles_merging.merge(desk, same.id, one.id)
    assert row_of(desk, kept.id).last == date(2026, 11, 19)


def test_the_most_overdue_come_first(mission: Mission) -> None:
    desk = mission.unit
    for name, every, day in (("Late", 5, "01"), ("Later", 1, "01"), ("Fine", 30, "15"), ("Soon", 8, "15")):
        who = saved(desk, "organisation", name=name, contact_every=every)
        saved(desk, started_at=f"2026-11-{day}T10:00Z", organisations=[who.id])
    saved(desk, "organisation", name="Owned", focal_point="S9")
    assert [row.title for row in matrix(desk, today=TODAY)] == ["Later", "Late", "Soon", "Fine", "Owned"]
