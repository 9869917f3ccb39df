"""Demonstration records: the real ones that ship with the program, and generated ones for trials of size."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from app.assets import resource
from app.domain.kinds import kind_named
from app.domain.policy.questions import BROUGHT_IN
from app.services.saving import Entry

FILES = ("organisations.jsonl", "partners.jsonl", "meetings.jsonl", "projects.jsonl", "qips.jsonl")
"""In the order in which they are entered: meetings name organisations."""
KEY = "key:"
"""How a field names another record of the demonstration."""
UNIT, SECTOR, FORCE = "unit", "sector", "force"
WRITERS = {
    **dict.fromkeys(("UNMISS", "UNMIS", "UNISFA"), UNIT),
    **dict.fromkeys(("UNIFIL", "UNAMID", "UNMIL", "MINUSTAH", "UNMIK", "UNFICYP"), SECTOR),
}
"""Which logbook enters the records of which mission; Force HQ enters all others."""
DECISION = "approved"
"""The state that only Force HQ may write: such records are entered there and reach every unit."""
FIRST_DAY = datetime(2025, 1, 1, 6, tzinfo=UTC)
GENERATED_DAYS = 500
FACTS_SIZE = 420
"""Letters of the facts of a generated meeting, so that its JSON takes about 1,250 bytes."""


class DemoRecord(msgspec.Struct, frozen=True):
    """One shipped record: its kind and fields, the key it is named by, and the logbook that enters it.

    `reach` and `unit` say for whom, where that is not what a new record of that logbook is for anyway.
    """

    kind: str
    key: str
    writer: str
    fields: dict[str, Any]
    reach: str | None = None
    unit: str | None = None

    def entry(self, ids: dict[str, str], unit: str | None = None) -> Entry:
        """Return what is saved, with the ids of the records that are named by key; `unit` is another's scope."""
        reach = "branch" if self.is_decision else self.reach
        return Entry(kind=self.kind, fields=_with_ids(self.fields, ids), unit=unit or self.unit, reach=reach)

    def may_start(self, level: str) -> bool:
        """Return whether a logbook of this level may enter the record in the state that was reported."""
        workflow, state = kind_named(self.kind).workflow, self.fields.get("state")
        return workflow is None or state is None or workflow.may_start(state, level)

    @property
    def is_decision(self) -> bool:
        """Whether the record says what only Force HQ decides."""
        return self.fields.get("state") == DECISION

    @property
    def days(self) -> tuple[date, ...]:
        """The reported days on which something happened."""
        texts = (self.fields.get(name) for name in ("started_at", "start", "handover_date"))
        return tuple(date.fromisoformat(text[:10]) for text in texts if text)


def _with_ids(value: Any, ids: Mapping[str, str]) -> Any:
    """Return a value with the ids of the records that it names by key."""
    if isinstance(value, dict):
        return {name: _with_ids(part, ids) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_ids(part, ids) for part in value]
    return ids[value.removeprefix(KEY)] if isinstance(value, str) and value.startswith(KEY) else value


def shipped() -> tuple[DemoRecord, ...]:
    """Return every shipped record, organisations first."""
    return tuple(
        _record(json.loads(line))
        for name in FILES
        for line in resource("demo", name).read_text(encoding="utf-8").splitlines()
    )


def fullest_week(found: Sequence[DemoRecord]) -> tuple[date, int]:
    """Return the last of the seven days that say most, and how many events they hold; the latest of equals.

    Days of which both meetings and projects are reported say more than days full of one of them.
    """
    events = [(day, record.kind == "meeting") for record in found for day in record.days]
    lasts = {day + timedelta(days=after) for day, _ in events for after in range(7)}
    weeks = {last: [meeting for day, meeting in events if 0 <= (last - day).days < 7] for last in lasts}
    best = max(weeks, key=lambda last: (len(set(weeks[last])), len(weeks[last]), last))
    return best, len(weeks[best])


def generated(count: int, seed: int, found: Sequence[DemoRecord]) -> Iterator[Entry]:
    """Yield meetings of sixteen fields made of the words of the real ones, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose; nothing secret depends on it
    words = _Words(found)
    for number in range(1, count + 1):
        yield Entry(kind="meeting", fields=words.meeting(chance, number))


class _Words:
    """What generated meetings are made of: the places, hosts, topics and sentences of the real records."""

    def __init__(self, found: Sequence[DemoRecord]) -> None:
        self._places = sorted(
            {(r.fields["place"], r.fields["admin1"]) for r in found if _has(r, "place", "admin1")}
        )
        self._hosts = sorted({r.fields["host"] for r in found if _has(r, "host")})
        self._topics = sorted({r.fields["objective"] for r in found if _has(r, "objective")})
        self._titles = sorted({r.fields["title"] for r in found if _has(r, "title")})
        texts = {r.fields.get("facts") or r.fields.get("summary") for r in found}
        self._sentences = sorted(text for text in texts if text)

    def meeting(self, chance: random.Random, number: int) -> dict[str, Any]:
        """Return the sixteen fields of one generated meeting."""
        place, admin1 = chance.choice(self._places)
        start = FIRST_DAY + timedelta(
            days=chance.randrange(GENERATED_DAYS), minutes=15 * chance.randrange(40)
        )
        title = chance.choice(self._titles)
        return {
            "title": f"Generated {number:06d}: {title}",
            "started_at": start.isoformat(),
            "ended_at": (start + timedelta(minutes=15 * chance.randint(2, 12))).isoformat(),
            "place": place,
            "admin1": admin1,
            "form": chance.choice(("coordination", "bilateral", "town_hall", "joint_planning", "visit")),
            "part": chance.choice(("attended", "hosted")),
            "host": chance.choice(self._hosts),
            "objective": chance.choice(self._topics),
            "agenda": "\n".join(chance.sample(self._topics, 2)),
            "facts": self._text(chance, FACTS_SIZE),
            "comment": chance.choice(self._sentences),
            "requests": chance.choice(self._titles),
            "outcome": chance.choice(self._sentences),
            "atmosphere": chance.randint(1, 5),
            "tags": ["generated"],
        }

    def _text(self, chance: random.Random, size: int) -> str:
        text: str = chance.choice(self._sentences)
        while len(text) < size:
            text += " " + chance.choice(self._sentences)
        return text


def _has(record: DemoRecord, *names: str) -> bool:
    return all(record.fields.get(name) for name in names)


def _record(line: dict[str, Any]) -> DemoRecord:
    fields = line["fields"]
    workflow, state = kind_named(line["kind"]).workflow, fields.get("state")
    writer = FORCE if state == DECISION else WRITERS.get(line["mission"], FORCE)
    if workflow is not None and workflow.invariants_of(state):
        fields = {**fields, BROUGHT_IN: True}  # what was reported of it does not say how it was screened
    return DemoRecord(kind=line["kind"], key=line["key"], writer=writer, fields=fields)
