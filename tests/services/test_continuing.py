"""A sent record is continued for more people: a new record with its values, each naming the other."""

import pytest

from app.domain.faults import RecordRefusedError
from app.services import records
from app.services.continuing import continue_record
from app.services.errors import UnknownRecordError
from app.services.records import Entry
from tests.services.missions import Mission

FIELDS = {
    "title": "Borehole, Kulnyang",
    "cost": {"amount": "24500.50", "currency": "USD"},
    "coordination": [{"party": "ocha", "answer": "supports"}],
}


def test_the_new_record_has_the_values_and_a_serial_of_its_own(mission: Mission) -> None:
    sent = records.save(mission.force, Entry(kind="project", fields=FIELDS))[0]
    mission.send("force", "sector")
    made, _ = continue_record(mission.force, sent.id, reach="branch")
    old = records.show(mission.force, sent.id)
    assert (made.reach, made.fields["continues"], old.fields["continued_in"]) == ("branch", sent.id, made.id)
    assert made.serial != old.serial
    same = old.fields.keys() - {"serial", "continued_in"}
    assert {name: made.fields[name] for name in same} == {name: old.fields[name] for name in same}
    assert made.fields["cost"] == {"amount": 2450050, "currency": "USD"}


def test_units_below_can_read_what_was_continued_for_them(mission: Mission) -> None:
    sent = records.save(mission.force, Entry(kind="project", fields=FIELDS))[0]
    mission.send("force", "sector")
    made, _ = continue_record(mission.force, sent.id, reach="branch")
    mission.send("force", "sector")
    assert records.show(mission.sector, made.id).title == "Borehole, Kulnyang"
    with pytest.raises(UnknownRecordError):
        records.show(mission.sector, sent.id)


def test_nothing_is_half_continued(mission: Mission) -> None:
    sent = records.save(mission.force, Entry(kind="project", fields=FIELDS))[0]
    with pytest.raises(RecordRefusedError):
        continue_record(mission.force, sent.id, reach="everybody")
    assert "continued_in" not in records.show(mission.force, sent.id).fields
    assert records.count(mission.force, "project") == 1
