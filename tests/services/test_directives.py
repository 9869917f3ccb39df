"""Directives: in force where they are meant, acknowledged once per unit, and who has not is seen by their issuer."""

from datetime import date

import pytest

from app.services import directives, records
from app.services.errors import UnknownRecordError
from app.services.views import RecordView
from tests.services.missions import Mission, changed, saved
from tests.services.test_rights import said_without_asking

TODAY = date(2026, 11, 21)


def titles(found: tuple[RecordView, ...]) -> set[str]:
    return {one.title for one in found}


def test_units_acknowledge_and_force_hq_sees_who_has_not(mission: Mission) -> None:
    view = saved(mission.force, "directive", valid_from="2026-11-01")
    mission.settle()
    assert [one.id for one in directives.unread(mission.unit, TODAY)] == [view.id]
    said, changes = directives.acknowledge(mission.unit, view)
    assert changes.kinds == {"acknowledgement"}
    assert (said.fields["by_unit"], said.fields["officer"]) == ("fhq/east/indbatt-1", "Maj Unit")
    again, nothing = directives.acknowledge(mission.unit, view.id)
    assert (again.id, nothing.ids) == (said.id, frozenset())
    assert directives.unread(mission.unit, TODAY) == ()
    assert directives.unread(mission.force, TODAY) == ()
    mission.settle()
    (read,) = directives.standing(mission.force, TODAY)
    assert read.directive.id == view.id
    assert [one.unit for one in read.missing] == ["fhq/east", "fhq/west"]
    (given,) = [one for one in read.answers if one.at]
    assert (given.unit, given.unit_name, given.officer) == ("fhq/east/indbatt-1", "UNIT", "Maj Unit")


def test_a_unit_speaks_for_itself_alone(mission: Mission) -> None:
    view = saved(mission.force, "directive")
    mission.settle()
    saved(mission.unit, "acknowledgement", directive=view.id, by_unit="fhq/west")
    mission.settle()
    (read,) = directives.standing(mission.force, TODAY)
    assert len(read.missing) == 3


def test_a_sectors_directive_holds_on_its_branch_only(mission: Mission) -> None:
    saved(mission.sector, "directive", title="East", reach="branch")
    wide = saved(mission.sector, "directive", title="Not theirs to say", unit="fhq", reach="branch")
    said_without_asking(mission.sector, wide, wide.heads, mission_wide=True)
    mission.settle()
    assert titles(directives.in_force(mission.unit, TODAY)) == {"East", "Not theirs to say"}
    assert titles(directives.in_force(mission.force, TODAY)) == {"East", "Not theirs to say"}
    assert titles(directives.in_force(mission.west, TODAY)) == set()
    assert [one.unit for one in directives.standing(mission.force, TODAY)[0].answers] == [
        "fhq/east/indbatt-1"
    ]


@pytest.mark.parametrize(
    ("dates", "holds"),
    [
        ({}, True), ({"valid_from": "2026-11-22"}, False), ({"valid_to": "2026-11-20"}, False),
        ({"valid_from": "2026-11-21", "valid_to": "2026-11-21"}, True),
    ],
)  # fmt: skip
def test_the_days_of_a_directive(mission: Mission, dates: dict[str, str], *, holds: bool) -> None:
    view = saved(mission.force, "directive", **dates)
    assert [one.id for one in directives.in_force(mission.force, TODAY)] == ([view.id] if holds else [])
    records.withdraw(mission.force, view.id, "Lifted")
    assert directives.in_force(mission.force, TODAY) == ()


def test_only_a_directive_can_be_acknowledged(mission: Mission) -> None:
    view = saved(mission.unit)
    for name in (view.id, "nothing"):
        with pytest.raises(UnknownRecordError):
            directives.acknowledge(mission.unit, name)
    assert changed(mission.unit, view, title="Still a meeting").kind == "meeting"
