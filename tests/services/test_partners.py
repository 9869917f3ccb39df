"""The page of a partner: all that names it or its doubles, and how the relationship went."""

from datetime import date

import pytest

from app.services import doubles_merging
from app.services.errors import NotAPartnerError, UnknownRecordError
from app.services.partners import partner
from tests.services.missions import Mission, changed, saved


def test_everything_that_names_an_organisation_is_on_its_page(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation", acronym="WC", contact_every=7)
    person = saved(desk, "person", organisation=who.id)
    old = saved(desk, started_at="2026-11-01T10:00Z", organisations=[who.id], atmosphere=2)
    new = saved(
        desk, started_at="2026-11-19T10:00Z", participants=[{"name": "x", "person": person.id}], atmosphere=4,
        next_meeting_at="2026-12-05T10:00Z",
    )  # fmt: skip
    undated = saved(desk, started_at=None, date_note="in spring", organisations=[who.id])
    done = changed(desk, saved(desk, "follow_up", counterpart=who.id, owed_by="us"), state="done")
    promise = saved(desk, "follow_up", counterpart=who.id, owed_by="them", due="2026-11-01")
    request = saved(desk, "support_request", requester=who.id)
    qip = saved(desk, "qip", implementing_partner="WC")
    project = saved(desk, "project", community_partner="Water Committee")
    saved(desk, "project", community_partner="Others")
    page = partner(desk, who.id)
    assert [view.id for view in page.meetings] == [new.id, old.id, undated.id]
    assert [view.id for view in page.promises] == [promise.id, done.id]
    assert [view.id for view in page.requests] == [request.id]
    assert {view.id for view in page.works} == {qip.id, project.id}
    assert [view.id for view in page.people] == [person.id]
    assert page.counts == {"meetings": 3, "promises": 2, "works": 2, "people": 1, "requests": 1}
    assert (page.contact.last, page.contact.next) == (date(2026, 11, 19), date(2026, 12, 5))
    assert (page.contact.due, page.contact.overdue) == (date(2026, 11, 26), 0)
    assert [(mood.day.day, mood.value) for mood in page.moods] == [(1, 2), (19, 4)]
    assert page.ledger is not None
    assert (page.ledger.theirs.overdue, page.ledger.ours.done) == (1, 1)


def test_the_relationship_over_time_comes_from_the_history(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation", cooperation=2)
    for value in (3, None, 5):
        mission.clock.turn(days=10)
        changed(desk, who, cooperation=value)
    assert [(step.day, step.value) for step in partner(desk, who.id).steps] == [
        (date(2026, 11, 21), 2), (date(2026, 12, 1), 3), (date(2026, 12, 11), None), (date(2026, 12, 21), 5),
    ]  # fmt: skip


def test_a_double_shows_the_page_of_the_one_that_stays(mission: Mission) -> None:
    desk = mission.unit
    kept, double = (saved(desk, "organisation", name=name) for name in ("ABC", "A.B.C."))
    meeting = saved(desk, organisations=[double.id])
    project = saved(desk, "project", community_partner="A.B.C.")
    doubles_merging.merge(desk, double.id, kept.id)
    page = partner(desk, double.id)
    assert page.record.id == kept.id
    assert [view.id for view in page.doubles] == [double.id]
    assert [view.id for view in page.meetings] == [meeting.id]
    assert [view.id for view in page.works] == [project.id]


def test_a_person_has_a_page_too(mission: Mission) -> None:
    desk = mission.unit
    who = saved(desk, "organisation")
    person = saved(desk, "person", organisation=who.id)
    meeting = saved(desk, participants=[{"name": "x", "person": person.id}])
    page = partner(desk, person.id)
    assert [view.id for view in page.meetings] == [meeting.id]
    assert page.organisation is not None
    assert page.organisation.id == who.id
    assert (page.ledger, page.steps, page.people) == (None, (), ())
    assert partner(desk, who.id).counts["meetings"] == 1


def test_only_partners_have_pages(mission: Mission) -> None:
    with pytest.raises(NotAPartnerError):
        partner(mission.unit, saved(mission.unit).id)
    with pytest.raises(UnknownRecordError):
        partner(mission.unit, "0" * 32)
