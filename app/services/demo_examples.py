"""Invented examples of the demonstration: today's work, for the kinds of which no public records exist.

Their days count from the day of building, so that clocks run and promises are late: `@-2` is two days ago, and
`@+1T09:30` tomorrow at that time in UTC. `key:` names another record of the demonstration.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.assets import resource
from app.services.demo_records import DemoRecord

FILE = "examples.jsonl"
_DAY = re.compile(r"@([+-]\d+)(?:T(\d\d:\d\d))?")


def examples(today: date) -> tuple[DemoRecord, ...]:
    """Return every example in the order in which they are entered, with its days counted from today."""
    lines = resource("demo", FILE).read_text(encoding="utf-8").splitlines()
    return tuple(_example(json.loads(line), today) for line in lines)


def _example(line: Mapping[str, Any], today: date) -> DemoRecord:
    return DemoRecord(
        kind=line["kind"],
        key=line["key"],
        writer=line["writer"],
        fields=_dated(line["fields"], today),
        reach=line.get("reach"),
        unit=line.get("unit"),
    )


def _dated(value: Any, today: date) -> Any:
    if isinstance(value, dict):
        return {name: _dated(part, today) for name, part in value.items()}
    if isinstance(value, list):
        return [_dated(part, today) for part in value]
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    day = (today + timedelta(days=int(found[1]))).isoformat()
    return f"{day}T{found[2]}Z" if found[2] else day
