"""The demonstration records: shipped facts fit the kinds, generated ones repeat and are as large as said."""

import json
from collections import Counter
from datetime import timedelta
from itertools import islice

from app.domain.kinds import kind_named
from app.domain.reading import read_fields
from app.services.demo_records import FORCE, KEY, SECTOR, UNIT, fullest_week, generated, shipped

FOUND = shipped()


def test_every_real_record_is_there() -> None:
    kinds = Counter(record.kind for record in FOUND)
    assert kinds == {"qip": 79, "project": 62, "meeting": 32, "organisation": 65 + 128}
    assert {record.writer for record in FOUND} == {UNIT, SECTOR, FORCE}
    assert len({record.key for record in FOUND}) == len(FOUND)


def test_every_field_of_every_real_record_can_be_read() -> None:
    keys = {record.key for record in FOUND if record.kind == "organisation"}
    for record in FOUND:
        typed = {name: value for name, value in record.fields.items() if name != "organisations"}
        _, faults = read_fields(kind_named(record.kind).__fields__, typed)
        assert faults == []
        assert {key.removeprefix(KEY) for key in record.fields.get("organisations", ())} <= keys


def test_a_meeting_and_its_organisations_are_entered_in_one_logbook() -> None:
    writers = {record.key: record.writer for record in FOUND if record.kind == "organisation"}
    for record in FOUND:
        named = (key.removeprefix(KEY) for key in record.fields.get("organisations", ()))
        assert {writers[key] for key in named} <= {record.writer}


def test_the_source_and_the_reported_status_of_every_qip_are_kept() -> None:
    for record in FOUND:
        if record.kind == "qip":
            assert "Status as reported: " in record.fields["notes"]
            assert "Source: " in record.fields["notes"]


def test_what_only_force_hq_decides_is_entered_there_for_the_whole_branch() -> None:
    decisions = [record for record in FOUND if record.is_decision]
    assert decisions
    for record in decisions:
        assert record.writer == FORCE
        assert record.entry({}).reach == "branch"
        assert record.fields["state"] == "approved"


def test_the_fullest_week_has_meetings_and_projects_and_no_such_week_has_more() -> None:
    last, count = fullest_week(FOUND)

    def within(shift: int) -> list[bool]:
        end = last + timedelta(days=shift)
        return [
            record.kind == "meeting"
            for record in FOUND
            for day in record.days
            if end - timedelta(days=6) <= day <= end
        ]

    assert set(within(0)) == {True, False}
    assert len(within(0)) == count
    for shift in range(-4000, 4000):
        assert len(set(within(shift))) < 2 or len(within(shift)) <= count


def test_generated_records_repeat_for_a_seed_and_differ_between_seeds() -> None:
    first, again, other = (list(generated(20, seed, FOUND)) for seed in (7, 7, 8))
    assert first == again
    assert first != other
    assert list(islice(generated(1000, 7, FOUND), 20)) == first


def test_a_generated_meeting_has_sixteen_fields_and_says_that_it_is_generated() -> None:
    entries = list(generated(300, 7, FOUND))
    sizes = [len(json.dumps(entry.fields, ensure_ascii=False).encode()) for entry in entries]
    assert 1150 < sum(sizes) / len(sizes) < 1350
    for entry in entries:
        assert len(entry.fields) == 16
        assert all(value not in (None, "", []) for value in entry.fields.values())
        assert entry.fields["title"].startswith("Generated ")
        _, faults = read_fields(kind_named("meeting").__fields__, entry.fields)
        assert faults == []
