"""Kinds: every declaration names what there is, and every kind's own rules speak when they should."""

import re
from datetime import date, timedelta

import msgspec
import pytest

from app.domain.fields import JSON_TYPES, TEXT_LIMIT, Field, FieldType
from app.domain.kinds import ALL, KINDS, SCHEMA, UnknownKindError, fields_of, kind_named
from app.domain.policy.community import LIMIT_DAYS_DEFAULT
from app.domain.qips import Qip, Tranche
from app.domain.records import Record
from app.domain.scopes import Level
from app.domain.serials import serial_text, unit_code
from app.domain.vocabularies import MARKINGS, Vocabulary, words

NAMES = list(KINDS)
EVERY = [(kind.kind, field) for kind in ALL for field in kind.__fields__.values()]
COLUMNS = [(kind, column) for kind, field in EVERY for column in field.columns]


def test_the_ten_kinds_of_the_first_release() -> None:
    assert set(NAMES) >= {
        "organisation", "person", "place", "forum", "meeting", "follow_up", "project", "qip", "visit", "sitrep",
    }  # fmt: skip
    assert len({kind.prefix for kind in ALL}) == len(ALL)
    assert all(re.fullmatch("[A-Z]{3,6}", kind.prefix) for kind in ALL)
    assert all(kind.label and kind.plural and kind.title_from and kind.columns for kind in ALL)
    assert SCHEMA >= 1
    with pytest.raises(UnknownKindError, match="planet"):
        kind_named("planet")


@pytest.mark.parametrize("name", NAMES)
def test_a_kind_names_only_what_it_has(name: str) -> None:
    kind = KINDS[name]
    fields = kind.__fields__
    assert set(kind.title_from) | set(kind.columns) <= fields.keys()
    assert len(kind.columns) == len(set(kind.columns))
    assert fields_of(name).keys() == fields.keys()
    assert set(kind.sections) <= {field.section for field in fields.values()}
    assert [field.name for field in fields.values()] == list(fields)
    assert tuple(fields) == kind.__struct_fields__ or set(fields) == set(kind.__struct_fields__)
    assert ("state" in fields) == (kind.workflow is not None)
    titles = [fields[one].searched for one in kind.title_from]
    assert max(titles) >= 2
    common = {"serial", "marking", "releasable", "tags", "notes", "attachments", "continues", "continued_in"}
    assert common <= fields.keys()


@pytest.mark.parametrize(
    ("kind", "field"), [*EVERY, *COLUMNS], ids=map(str, range(len(EVERY) + len(COLUMNS)))
)
def test_a_field_is_declared_soundly(kind: str, field: Field) -> None:
    assert field.name.isidentifier()
    assert field.name.islower()
    assert field.label
    assert not field.label.endswith((" ", ".", ":"))
    if field.ref is not None:
        assert field.type in (FieldType.REF, FieldType.REFS)
        assert field.ref == "*" or set(field.ref.split("|")) <= KINDS.keys()
    assert (field.choices is not None) == (field.type in (FieldType.CHOICE, FieldType.CHOICES))
    assert bool(field.columns) == (field.type is FieldType.ROWS)
    assert (
        field.max == TEXT_LIMIT
        if field.type is FieldType.LONG
        else field.max <= (4000 if field.name == "decided_on" else 1000)
    )
    assert field.min_value <= field.max_value
    assert field.level in Level
    assert 0 <= field.searched <= 3
    if field.default is not None and field.choices:
        assert field.default in dict(field.choices)
    if field.searched:
        assert field.type in (FieldType.TEXT, FieldType.LONG, FieldType.TEXTS)


def test_ids_do_not_hide_fields() -> None:
    assert len(EVERY) > 200
    assert {field.type for _, field in [*EVERY, *COLUMNS]} == set(FieldType)
    assert set(FieldType) > JSON_TYPES


def test_vocabularies_have_unique_words() -> None:
    lists: set[Vocabulary] = {field.choices for _, field in [*EVERY, *COLUMNS] if field.choices}
    for vocabulary in lists:
        codes = [code for code, _ in vocabulary]
        labels = [label.lower() for _, label in vocabulary]
        assert len(set(codes)) == len(codes)
        assert len(set(labels)) == len(labels)
        assert all(vocabulary.french(code).strip() for code in codes)
    seen = words(("a_b", "See", "Voir"))
    assert (dict(seen), len(seen), seen.french("a_b"), seen.french("c")) == ({"a_b": "See"}, 1, "Voir", "")
    assert MARKINGS == ("UNCLASSIFIED", "CONFIDENTIAL", "STRICTLY CONFIDENTIAL")


def test_no_project_of_ours_is_called_humanitarian() -> None:
    for kind in ("project", "qip"):
        told = [KINDS[kind].label, KINDS[kind].plural]
        for field in KINDS[kind].__fields__.values():
            told += [field.label, field.hint, field.section, *(label for _, label in field.choices or ())]
        assert not any("humanitarian" in text.lower() for text in told)


def faults_of(record: Record) -> list[tuple[str, str]]:
    """Return what a record's own rules find wrong."""
    return [(fault.field, fault.code) for fault in record.faults()]


@pytest.mark.parametrize(
    ("kind", "wire", "faults"),
    [
        ("meeting", {"started_at": "2026-11-20T10:00:00Z", "ended_at": "2026-11-20T11:00:00+02:00"},
         [("ended_at", "before_start")]),
        ("meeting", {"started_at": "2026-11-20T10:00:00Z", "ended_at": "2026-11-20T10:00:00Z"}, []),
        ("project", {"start": "2026-02-01", "end": "2026-01-31"}, [("end", "before_start")]),
        ("sitrep", {"period_start": "2026-11-20T10:00:00Z", "period_end": "2026-11-19T10:00:00Z"},
         [("period_end", "before_start")]),
        ("qip", {"tranches": [{"percent": 80}, {"percent": 10}]}, [("tranches", "not_hundred")]),
        ("qip", {"tranches": [{"percent": 80}, {"percent": 20}]}, []),
        ("qip", {"scores": [{"criterion": "urgency", "score": 2}]}, [("scores", "score_without_remark")]),
        ("qip", {"scores": [{"criterion": "urgency", "score": 2, "remark": "rain"}]}, []),
        ("qip", {"cost": {"amount": 2, "currency": "USD"}, "ceiling": {"amount": 1, "currency": "USD"}},
         [("cost", "above_ceiling")]),
        ("qip", {"cost": {"amount": 2, "currency": "XAF"}, "ceiling": {"amount": 1, "currency": "USD"}}, []),
        ("qip", {"start": "2026-02-01", "end": "2026-01-31"}, [("end", "before_start")]),
        ("qip", {"scores": [{"criterion": "urgency"}, {"criterion": "urgency"}]}, [("scores", "twice")]),
        ("qip", {"scores": [{"criterion": "urgency"}, {"criterion": "visible"}]}, []),
        ("visit", {"date": "2026-02-01", "next_visit": "2026-01-01"}, [("next_visit", "before_start")]),
        ("note", {"observed_at": "2026-02-01T08:00:00Z", "reported_at": "2026-02-01T07:00:00Z"},
         [("reported_at", "before_start")]),
        ("referral", {"referred_at": "2026-02-01T08:00:00Z", "acknowledged_at": "2026-02-01T07:00:00Z"},
         [("acknowledged_at", "before_start")]),
        ("assessment", {"assessed_on": "2026-02-01", "valid_until": "2026-01-01"},
         [("valid_until", "before_start")]),
        ("officer", {"in_post_from": "2026-02-01", "in_post_to": "2026-01-01"}, [("in_post_to", "before_start")]),
        ("officer", {"trainings": [{"taken_on": "2026-02-01", "expires_on": "2026-01-01"}]},
         [("trainings", "before_start")]),
        ("directive", {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, [("valid_to", "before_start")]),
        ("budget_period", {"start": "2026-02-01", "end": "2026-01-01"}, [("end", "before_start")]),
        ("support_request", {"emergency": True}, [("emergency_reason", "emergency_reason")]),
        ("support_request", {"state": "executing"}, [("emergency", "not_decided")]),
        ("support_request", {"state": "executing", "decided_on": "2026-02-01 -"}, []),
        ("support_request", {"needed_from": "2026-02-01T08:00:00Z", "needed_to": "2026-02-01T07:00:00Z"},
         [("needed_to", "before_start")]),
        ("support_request", {"executed_at": "2026-02-01T08:00:00Z", "reported_at": "2026-02-01T07:00:00Z"},
         [("reported_at", "before_start")]),
    ],
)  # fmt: skip
def test_rules_beyond_single_fields(
    kind: str, wire: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert faults_of(msgspec.convert(wire, KINDS[kind])) == faults


@pytest.mark.parametrize(
    ("kind", "wire", "codes"),
    [
        ("officer", {"intelligence_post": True}, ["double_hatted"]),
        ("officer", {"trainings": [{"level": "unit_officer", "expires_on": "2026-11-20"}]}, ["training_expired"]),
        ("officer", {"trainings": [{"level": "unit_officer", "expires_on": "2026-11-20"},
                                   {"level": "unit_officer", "expires_on": "2027-11-20"}]}, []),
        ("officer", {"trainings": [{"level": "unit_officer"}]}, []),
        ("assessment", {"valid_until": "2026-11-20"}, ["expired"]),
        ("assessment", {"valid_until": "2026-11-21"}, []),
        ("meeting", {}, []),
    ],
)  # fmt: skip
def test_warnings_stop_nobody(kind: str, wire: dict[str, object], codes: list[str]) -> None:
    record = msgspec.convert(wire, KINDS[kind])
    assert [fault.code for fault in record.warnings(date(2026, 11, 21))] == codes
    assert faults_of(record) == []


@pytest.mark.parametrize(
    ("gate", "wire"),
    [
        ("first_tranche_paid", {"first_disbursed": "2026-01-01"}),
        ("first_tranche_paid", {"tranches": [{"percent": 80, "paid_on": "2026-01-01"}, {"percent": 20}]}),
        ("all_tranches_paid", {"tranches": [{"percent": 100, "paid_on": "2026-01-01"}]}),
        ("certificate", {"certificate": "signed"}),
        ("final_report", {"final_report": "done"}),
        ("reconciled", {"money_reconciled": True}),
        ("photos", {"photos_before_after": True}),
        ("evaluation", {"evaluation": "good"}),
    ],
)
def test_gates_of_a_qip(gate: str, wire: dict[str, object]) -> None:
    assert not Qip().gate(gate)
    assert msgspec.convert(wire, Qip).gate(gate)


def test_half_paid_is_not_paid() -> None:
    half = (Tranche(percent=80, paid_on=date(2026, 1, 1)), Tranche(percent=20))
    assert not Qip(tranches=half).gate("all_tranches_paid")
    assert not Qip(tranches=()).gate("all_tranches_paid")


def qip(**values: object) -> Qip:
    """Return a QIP; its shared fields are not known to the type checker."""
    made: Qip = msgspec.structs.replace(Qip(), **values)
    return made


def test_the_clock_of_a_qip() -> None:
    paid = (Tranche(percent=80, paid_on=date(2026, 3, 1)), Tranche(percent=20, paid_on=date(2026, 2, 1)))
    running = qip(state="in_progress", tranches=paid)
    assert running.clock_started() == date(2026, 2, 1)
    assert running.limit() == date(2026, 2, 1) + timedelta(days=LIMIT_DAYS_DEFAULT)
    assert running.days_left(date(2026, 2, 1)) == LIMIT_DAYS_DEFAULT
    assert running.days_left(date(2027, 2, 1), 365) == 0
    assert running.days_left(date(2027, 2, 2), 365) == -1
    own = qip(state="completed", first_disbursed=date(2026, 1, 1), tranches=paid)
    assert own.clock_started() == date(2026, 1, 1)
    assert own.days_left(date(2027, 1, 1)) is None
    assert qip(state="in_progress").limit() is None
    assert qip(state="in_progress").days_left(date(2026, 1, 1)) is None
    assert qip(state="suspended", first_disbursed=date(2026, 1, 1)).days_left(date(2026, 1, 1)) is not None


def test_a_promise_is_overdue_while_it_is_open() -> None:
    follow_up = KINDS["follow_up"]
    due = date(2026, 11, 20)
    for state, today, overdue in (
        ("open", date(2026, 11, 21), True), ("open", due, False), ("done", date(2026, 11, 21), False),
        ("cancelled", date(2026, 11, 21), False), (None, date(2026, 11, 21), True),
    ):  # fmt: skip
        assert follow_up(due=due, state=state).overdue(today) is overdue  # type: ignore[attr-defined, call-arg]
    assert follow_up(state="open").overdue(due) is False  # type: ignore[attr-defined, call-arg]


@pytest.mark.parametrize(
    ("unit", "name", "code"),
    [
        ("fhq/east/indbatt-1", "x", "INDBATT-1"), ("fhq", "x", "FHQ"), (None, "Secteur Est (Nord)", "SECTEUR-EST-NORD"),
        ("", "Bataillon béninois", "BATAILLON-BENINOIS"), (None, "الكتيبة", "UNIT"), (None, "", "UNIT"),
        (None, "x" * 80, "X" * 32),
    ],
)  # fmt: skip
def test_the_unit_in_a_serial(unit: str | None, name: str, code: str) -> None:
    assert unit_code(unit, name) == code
    assert serial_text(code, "MTG", 2026, 42) == f"{code}-MTG-2026-0042"
    assert serial_text(code, "MTG", 2026, 12345).endswith("-12345")
