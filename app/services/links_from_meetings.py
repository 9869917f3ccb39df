"""What follows from a meeting: its requests become support requests, its commitments follow-ups, typed once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.domain.folding import tokens
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import NotAMeetingError
from app.services.links import kept_map
from app.services.saving import Entry, put_in
from app.services.views import View
from app.storage.rows import RecordState
from app.storage.writer import Writer

MOST_LINES = 100
LONGEST_TITLE, LONGEST_PROMISE = 200, 1000
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪]+|\(?\d{1,3}[.)]|\(?[a-z]\))\s+")
_THEIRS = re.compile(r"^\s*(?:they|them|theirs|eux|ils)\s*[:–-]\s*", re.IGNORECASE)
_OURS = re.compile(r"^\s*(?:we|us|ours|nous)\s*[:–-]\s*", re.IGNORECASE)
_DAY = re.compile(r"\b(20\d\d-[01]\d-[0-3]\d)\b")
_TITLES = {"support_request": "title", "follow_up": "what"}
_PLACE = ("place", "admin1", "admin2", "admin3", "p_code", "point", "coarsen")


class Followed(View, frozen=True, kw_only=True):
    """What was made of a meeting: ids of support requests and follow-ups, and how many lines had theirs already."""

    requests: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    there: int = 0

    @property
    def changes(self) -> Changes:
        """What to tell open pages."""
        kinds = {"support_request": self.requests, "follow_up": self.promises}
        return Changes(
            frozenset(kind for kind, ids in kinds.items() if ids), frozenset(self.requests + self.promises)
        )


def follow(desk: Desk, meeting: str) -> Followed:
    """Make a support request of each line of a meeting's requests, and a follow-up of each commitment.

    All in one transaction. A line that has its record already, also a withdrawn one, makes none again. A commitment is
    ours unless it begins with `They:`; a day such as 2026-12-01 in it is when it is due. Raises `NotAMeetingError`.
    """
    with desk.logbook.writing() as writer:
        state = writer.record(meeting)
        if state is None or state.kind != "meeting":
            raise NotAMeetingError
        partner = _only_partner(writer, state)
        made: dict[str, list[str]] = {"support_request": [], "follow_up": []}
        there = 0
        for kind, field in (("support_request", "requests"), ("follow_up", "commitments")):
            known = _known(writer, meeting, kind)
            for line in lines_of(state.values.get(field)):
                fields = (_request if kind == "support_request" else _promise)(desk, state, line, partner)
                key = _key(fields[_TITLES[kind]])
                if key in known:
                    there += 1
                    continue
                known.add(key)
                entry = Entry(kind=kind, fields=fields, reach=state.reach, unit=_unit(desk, state))
                made[kind].append(put_in(desk, writer, entry))
    return Followed(requests=tuple(made["support_request"]), promises=tuple(made["follow_up"]), there=there)


def lines_of(text: object) -> tuple[str, ...]:
    """Return the lines of a text without bullets and numbers before them; empty lines and repeats are passed over."""
    lines = (" ".join(_BULLET.sub("", line).split()) for line in str(text or "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if tokens(line)))[:MOST_LINES]


def _request(desk: Desk, meeting: RecordState, line: str, partner: str | None) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: meeting.values[name] for name in _PLACE if meeting.values.get(name) is not None
    }
    fields |= {"title": _cut(line, LONGEST_TITLE), "source": meeting.id, "received_how": "verbal"}
    fields["received_at"] = meeting.values.get("started_at") or desk.now()
    if len(line) > LONGEST_TITLE:
        fields["description"] = line
    if partner is not None:
        fields["requester"] = partner
    return fields | _handling(meeting)


def _promise(desk: Desk, meeting: RecordState, line: str, partner: str | None) -> dict[str, Any]:
    theirs = _THEIRS.match(line) is not None
    what = _THEIRS.sub("", _OURS.sub("", line))
    fields: dict[str, Any] = {"what": _cut(what, LONGEST_PROMISE), "source": meeting.id}
    fields["owed_by"] = "them" if theirs else "us"
    if len(what) > LONGEST_PROMISE:
        fields["notes"] = what
    if (day := _DAY.search(what)) and _is_day(day.group()):
        fields["due"] = day.group()
    if partner is not None:
        fields["counterpart"] = partner
    return fields | _handling(meeting)


def _handling(meeting: RecordState) -> dict[str, Any]:
    """Return the marking of the meeting: what was said there is not less sensitive on its own."""
    marking = meeting.values.get("marking")
    return {"marking": marking} if marking else {}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _unit(desk: Desk, meeting: RecordState) -> str | None:
    return meeting.unit if meeting.unit and meeting.unit != desk.standing.unit else None


def _only_partner(writer: Writer, meeting: RecordState) -> str | None:
    """Return the one organisation of the meeting, or None where there are none or several."""
    named: list[Any] = list(meeting.values.get("organisations") or ())
    named += [row.get("organisation") for row in meeting.values.get("participants") or ()]
    kept = kept_map(writer, ("organisation",))
    found = {kept.get(one, one) for one in named if one}
    return found.pop() if len(found) == 1 else None


def _known(writer: Writer, meeting: str, kind: str) -> set[str]:
    """Return the keys of what was made of this meeting before."""
    ids: Iterable[str] = {one.id for one in writer.referring(meeting) if one.field == "source"}
    states = writer.records(ids).values()
    return {_key(state.values.get(_TITLES[kind])) for state in states if state.kind == kind}


def _key(text: object) -> str:
    return " ".join(tokens(str(text or "")))


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many characters, ended at a word."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut) + "…"
