"""Turns the tables of public reporting into the demonstration records that ship with the program.

Run as `python -m tests.demo_tables`: it reads `tests/tables/*.csv` and writes `resources/demo/*.jsonl`. Nothing is
invented: what has no field of its own stands, marked, in the notes. The examples beside them are written by hand.
"""

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "resources" / "demo"
TABLES = Path(__file__).resolve().parent / "tables"
WHO_DOES_WHAT = "west-africa-3w-2014.csv"
Line = dict[str, Any]
Row = dict[str, str]

QIP_STATES = (
    (r"handed over|remis\b|donated", "handed_over"),
    (r"remise partielle", "in_progress"),
    (r"completed|réalisé|cité comme réalisé|lancé, puis réalisé|travaux achevés", "completed"),
    (r"inaugur|dedicated|fourni", "completed"),
    (r"launched|lancé|en cours|en construction", "in_progress"),
    (r"approuvé|financé|funded|visité", "approved"),
)
"""How a reported status begins, and the state that it says for certain; its words stay in the notes."""
SUPPORT_STATES = (
    (r"so far|already reaching|first day of a drive", "under_way"),
    (r"\bhanded\b|given between", "handed_over"),
    (r"payé par", "approved"),
)
"""Words of a summary and the state they say; other summaries report support that has been given."""
CATEGORIES = {
    "education", "health", "water_sanitation", "security_rule_of_law", "livelihoods", "social_cohesion",
    "other",
}  # fmt: skip
FUNDING = {
    "unknown": "unknown", "donation": "donation", "trust_fund": "trust_fund",
    "unit_stores": "shared_unit_stores",
}  # fmt: skip
"""Reported funding with a word of its own; "national" may be money or supplies, so it stays a note."""
FORMS = {"key_leader": "key_leader_engagement", "visit": "visit", "coordination": "coordination"}
PARTS = {"hosted": "hosted", "attended": "attended"}
ORGANISATION_TYPES = (
    (r"ocha$", "un_agency"),
    (r"unpol|affaires civiles|stabilisation et relèvement", "mission_component"),
    (r"minist|ministère", "national_authority"),
    (r"mayor|mairie|municipal|préfet|gouverneur de|governor of|commissioner", "local_authority"),
    (r"local authorities|autorités locales", "local_authority"),
    (r"chiefs|traditional leaders|community leaders|mukhtars", "traditional_leader"),
    (r"société civile", "civil_society"),
)  # fmt: skip
PARTNER_TYPES = {
    "UN Agency": "un_agency", "International NGO": "international_ngo", "National NGO": "national_ngo",
    "Red Cross Movement": "red_cross_red_crescent", "Goverment": "national_authority", "Donors": "donor",
    "Private": "private_contractor",
}  # fmt: skip
"""Types of the table that our vocabulary has; all of them stay in the notes as reported."""
CLUSTERS = {
    "WASH": "wash", "Logistics": "logistics", "Food distribution": "food_security", "Protection": "protection",
}  # fmt: skip
ACTIVITY = ("Country", "Region", "P-code", "Activity")
SAME = {"LAF": "Lebanese Armed Forces (LAF)", "Lebanese Armed Forces": "Lebanese Armed Forces (LAF)"}


def qip(row: Row) -> Line:
    """Return one Quick Impact Project."""
    fields = {
        "reference": row["ref"],
        "title": row["title"],
        "category": _category(row),
        "state": state_of(row["status_reported"], QIP_STATES) or "approved",
        "place": row["locality"],
        "admin1": row["admin_area"],
        "cost": {"amount": f"{row['cost_usd']}.00", "currency": "USD"} if row["cost_usd"] else None,
        "implementing_partner": row["implementing_partner"],
        "start": row["start_date"],
        "handover_date": row["handover_date"],
        "beneficiaries": _total(row),
        "beneficiaries_note": row["beneficiaries_text"],
        "tags": [row["mission"], row["country"]],
        "notes": _notes(
            ("Status as reported", row["status_reported"]),
            *_category_note(row),
            ("Requested or funded by", row["requesting_or_funding_unit"]),
            ("Source", _source(row["source_title"], row["source_date"])),
        ),
    }
    return _line("qip", row, fields)


def project(row: Row) -> Line:
    """Return one community-support project."""
    fields = {
        "title": row["title"],
        "category": _category(row),
        "state": state_of(row["summary"], SUPPORT_STATES, anywhere=True) or "completed",
        "place": row["locality"],
        "admin1": row["sector_or_area"],
        "executing_unit": row["unit"],
        "summary": row["summary"],
        "beneficiaries": _total(row),
        "start": row["date"],
        "funding": FUNDING.get(row["funding"]),
        "tags": [row["mission"], row["country"]],
        "notes": _notes(
            ("Reference", row["ref"]),
            *_category_note(row),
            ("Funding as reported", "" if row["funding"] in FUNDING else row["funding"]),
            ("Source", row["source_title"]),
        ),
    }
    return _line("project", row, fields)


def meeting(row: Row) -> Line:
    """Return one meeting; where its day is not reported it says so in place of its start."""
    fields = {
        "started_at": f"{row['date']}T00:00:00Z" if row["date"] else None,
        "date_note": None if row["date"] else "not reported",
        "objective": row["topics"],
        "facts": row["summary"],
        "place": row["place"],
        "host": row["host"],
        "form": FORMS.get(row["kind"]),
        "part": PARTS.get(row["kind"]),
        "organisations": [f"key:{organisation_key(row['mission'], name)}" for name in counterparts(row)],
        "tags": [row["mission"], row["country"]],
        "notes": _notes(
            ("Time of day", "not reported" if row["date"] else ""),
            ("Reference", row["ref"]),
            ("Kind as reported", row["kind"]),
            ("Counterparts as reported", row["counterpart_organisations"]),
            ("Source", row["source_title"]),
        ),
    }
    return _line("meeting", row, fields)


def organisations(rows: Iterable[Row]) -> Iterator[Line]:
    """Yield the counterparts of the meetings, each once per mission, in order of first mention."""
    seen: set[str] = set()
    for row in rows:
        for name in counterparts(row):
            key = organisation_key(row["mission"], name)
            if key not in seen:
                seen.add(key)
                yield {
                    "kind": "organisation",
                    "key": key,
                    "mission": row["mission"],
                    "fields": _organisation(row, name),
                }


def partners(rows: Iterable[Row]) -> Iterator[Line]:
    """Yield each organisation of a who-does-what-where table, with every line that names it in its notes."""
    named: dict[str, list[Row]] = {}
    for row in rows:
        if not row["Organisation"].startswith("#"):
            named.setdefault(row["Organisation"], []).append(row)
    for name, lines in named.items():
        yield {
            "kind": "organisation",
            "key": organisation_key("3W", name),
            "mission": "West Africa 3W 2014",
            "fields": _partner(name, lines),
        }


def _partner(name: str, lines: list[Row]) -> dict[str, Any]:
    plain = " ".join(name.split())
    kinds = list(dict.fromkeys(row["Organisation type"] for row in lines))
    clusters = {CLUSTERS[row["Activity"]] for row in lines if row["Activity"] in CLUSTERS}
    return _filled(
        {
            "name": plain,
            "type": next((PARTNER_TYPES[kind] for kind in kinds if kind in PARTNER_TYPES), "other"),
            "clusters": sorted(clusters),
            "areas": list(dict.fromkeys(f"{row['Region']}, {row['Country']}" for row in lines)),
            "tags": list(dict.fromkeys(row["Country"] for row in lines)),
            "notes": _notes(
                ("Name as written", name if name != plain else ""),
                ("Type as reported", "; ".join(kinds)),
                *(("Activity", " | ".join(row[each] for each in ACTIVITY)) for row in lines),
                ("Source", "who does what where, West Africa, 2014"),
            ),
        }
    )


def counterparts(row: Row) -> list[str]:
    """Return the counterparts of a meeting; spellings of the same army count as one."""
    names = (name.strip() for name in row["counterpart_organisations"].split(";"))
    return list(dict.fromkeys(SAME.get(name, name) for name in names if name))


def organisation_key(mission: str, name: str) -> str:
    """Return the key by which a meeting names a counterpart."""
    plain = unicodedata.normalize("NFKD", f"{mission} {name}".lower())
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def state_of(text: str, states: Iterable[tuple[str, str]], *, anywhere: bool = False) -> str | None:
    """Return the state that a reported status says, or None where it says none."""
    look = re.search if anywhere else re.match
    return next((state for pattern, state in states if look(pattern, text, re.IGNORECASE)), None)


def _organisation(row: Row, name: str) -> dict[str, Any]:
    named = re.fullmatch(r"(.+) \(([A-Z]{2,6})\)", name)
    given, acronym = named.groups() if named else (name, None)
    return _filled(
        {
            "name": given[:1].upper() + given[1:],
            "acronym": acronym,
            "type": state_of(name, ORGANISATION_TYPES, anywhere=True),
            "tags": [row["mission"], row["country"]],
            "notes": _notes(("Counterpart in", row["ref"]), ("Source", row["source_title"])),
        }
    )


def _category(row: Row) -> str:
    return row["category"] if row["category"] in CATEGORIES else "other"


def _category_note(row: Row) -> list[tuple[str, str]]:
    return [] if row["category"] in CATEGORIES else [("Category as reported", row["category"])]


def _total(row: Row) -> int | None:
    return int(row["beneficiaries"]) if row["beneficiaries"] else None


def _source(title: str, day: str) -> str:
    return f"{title} ({day})" if day else title


def _notes(*pairs: tuple[str, str]) -> str:
    return "\n".join(f"{label}: {text}" for label, text in pairs if text)


def _line(kind: str, row: Row, fields: dict[str, Any]) -> Line:
    return {"kind": kind, "key": row["ref"], "mission": row["mission"], "fields": _filled(fields)}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def table(name: str) -> list[Row]:
    """Return the rows of one of the public tables as they came."""
    with (TABLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(name: str, lines: Iterable[Line]) -> int:
    kept = list(lines)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept)
    (TARGET / name).write_text(text, encoding="utf-8")
    return len(kept)


def main() -> None:
    """Write all demonstration records of public reporting."""
    meetings = table("meetings.csv")
    written = {
        "organisations.jsonl": organisations(meetings),
        "partners.jsonl": partners(table(WHO_DOES_WHAT)),
        "meetings.jsonl": map(meeting, meetings),
        "projects.jsonl": map(project, table("community-support.csv")),
        "qips.jsonl": map(qip, table("qips.csv")),
    }
    for name, lines in written.items():
        sys.stdout.write(f"{name}: {_write(name, lines)}\n")


if __name__ == "__main__":
    main()
