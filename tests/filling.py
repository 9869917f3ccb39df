"""Filling: a value for every field of a kind, each told apart from all others wherever it is shown."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from app.domain.fields import Field, FieldType
from app.domain.kinds import kind_named
from app.domain.moments import dtg
from app.domain.writing import state_text
from app.services import attachments, records
from app.services.desks import Desk
from app.services.records import Entry
from app.services.views import RecordView
from tests.services.missions import saved

POINT = "36N VM 12345 67890"
GIVEN = frozenset({"serial", "decided_on", "released_texts", "limit_replaces", "limit_kept"})
"""What the logbook fills itself."""
ONLY: Mapping[str, Mapping[str, Any]] = {
    "budget_period": {"quotas": [{"unit_path": "fhq/qzeast", "amount": "7.00 USD"}]},
    "unit": {"unit_path": "fhq/qzwest"},
    "person": {"protected_source": False},
    "support_request": {"rule_set": "humanitarian"},
    "term_pack": {
        "terms": [{"vocabulary": "marking", "code": "CONFIDENTIAL", "label": "QZtermZQ"}],
        "templates": [
            {"name": "QZtemplateZQ", "for_kind": "meeting", "for_field": "agenda", "text": "QZtextZQ"}
        ],
    },
}
"""Where a kind's own rules allow but some values."""


def _number(field: Field, n: int) -> tuple[Any, list[str]]:
    value = min(field.max_value, max(field.min_value, 1000 + n))
    return value, [field.label if value < 1000 else f"{value:,}"]


def _choice(field: Field, n: int) -> tuple[Any, list[str]]:
    code, label = list(field.choices or ())[-1]
    return code, [label]


def _choices(field: Field, n: int) -> tuple[Any, list[str]]:
    return [code for code, _ in field.choices or ()], [label for _, label in field.choices or ()]


def _state(field: Field, n: int) -> tuple[Any, list[str]]:
    first = next(iter(field.states))
    return first, [state_text(first)]


def _day(field: Field, n: int) -> tuple[Any, list[str]]:
    day = (date(2027, 1, 1) + timedelta(days=n)).isoformat()
    return day, [day]


def _moment(field: Field, n: int) -> tuple[Any, list[str]]:
    moment = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=n)
    return moment.isoformat(), [dtg(moment)]


PLAIN: Mapping[FieldType, Callable[[Field, int], tuple[Any, list[str]]]] = {
    FieldType.TEXT: lambda field, n: (f"QZ{n}ZQ", [f"QZ{n}ZQ"]),
    FieldType.LONG: lambda field, n: (f"QZ{n}ZQ", [f"QZ{n}ZQ"]),
    FieldType.TEXTS: lambda field, n: ([f"QZ{n}ZQ"], [f"QZ{n}ZQ"]),
    FieldType.INTEGER: _number,
    FieldType.PERCENT: lambda field, n: (100, [field.label, "100 %"]),
    FieldType.BOOLEAN: lambda field, n: (True, [field.label]),
    FieldType.DATE: _day,
    FieldType.MOMENT: _moment,
    FieldType.MONEY: lambda field, n: (f"{1000 + n}.00 USD", [f"{1000 + n:,} USD"]),
    FieldType.POINT: lambda field, n: (POINT, [POINT]),
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.STATE: _state,
    FieldType.BENEFICIARIES: lambda field, n: ({"total": 10_000 + n}, [f"{10_000 + n:,}"]),
}
"""What is typed into a field of a type, the n-th of its record, and the words by which it is known again."""


class Filling:
    """Values for the fields of one record, and the words by which each is known again."""

    def __init__(self, kind: str, made: Mapping[str, tuple[str, str]], files: Mapping[str, Any]) -> None:
        """Fill a kind; `made` has id and title of a record to refer to by kind, `files` an attached file."""
        self._numbers = count(1)
        self._made = made
        self._files = files
        self.fields: dict[str, Any] = {}
        self.words: dict[str, list[str]] = {}
        for name, field in kind_named(kind).__fields__.items():
            if name in GIVEN:
                continue
            self.words[name] = []
            value = ONLY.get(kind, {}).get(name)
            if value is None:
                self.fields[name] = self._of(field, self.words[name])
            else:
                self.fields[name] = value
                self.words[name] += _given(field, value)

    def _of(self, field: Field, words: list[str]) -> Any:
        n = next(self._numbers)
        if field.type is FieldType.ROWS:
            return [{column.name: self._of(column, words) for column in field.columns}]
        value, said = self._plain(field, n)
        if field.paper:
            words += said
        return value

    def _plain(self, field: Field, n: int) -> tuple[Any, list[str]]:
        if field.name == "coarsen":
            return "exact", ["Exact"]
        if field.type in (FieldType.REF, FieldType.REFS):
            return self._reference(field)
        if field.type is FieldType.FILES:
            return [dict(self._files)], [str(self._files["name"])]
        return PLAIN[field.type](field, n)

    def _reference(self, field: Field) -> tuple[Any, list[str]]:
        kind = next(one for one in self._made if field.ref == "*" or one in (field.ref or "").split("|"))
        identifier, title = self._made[kind]
        return ([identifier] if field.type is FieldType.REFS else identifier), [title]


def _given(field: Field, value: Any) -> list[str]:
    if field.type is FieldType.ROWS:
        return [text for row in value for text in row.values() if "QZ" in text or "qz" in text]
    return [field.label] if isinstance(value, bool) else [str(value)]


REFERRED: Mapping[str, Mapping[str, str]] = {
    "organisation": {"name": "QZorganisationZQ"},
    "person": {"name": "QZpersonZQ", "function": "QZfunctionZQ"},
    "place": {"name": "QZplaceZQ"},
    "forum": {"name": "QZforumZQ"},
    "unit": {"name": "QZunitZQ"},
    "meeting": {"title": "QZmeetingZQ"},
    "project": {"title": "QZprojectZQ"},
    "directive": {"title": "QZdirectiveZQ"},
    "sitrep": {
        "title": "QZsitrepZQ", "type": "daily", "period_start": "2026-11-01T00:00Z", "period_end": "2026-11-02T00:00Z",
    },
}  # fmt: skip
"""Records that the filled one refers to, by kind."""


def filled(desk: Desk, kind: str, *, without: Iterable[str] = ()) -> tuple[RecordView, Filling]:
    """Save a record of a kind with every field filled; return it, and how its fields are known again."""
    made = {
        one: (saved(desk, one, **fields).id, fields.get("name") or fields["title"])
        for one, fields in REFERRED.items()
    }
    file = attachments.keep(desk, "QZfileZQ.txt", b"what was said")
    filling = Filling(kind, made, file)
    fields = {name: value for name, value in filling.fields.items() if name not in without}
    view, _ = records.save(desk, Entry(kind=kind, fields=fields))
    return view, filling
