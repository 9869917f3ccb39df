"""Hand-over: what an officer leaves open at a rotation, and passing the logbook to the next one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.kinds import kind_named
from app.domain.moments import moment_text
from app.domain.scopes import Reach
from app.services import records
from app.services.changes import Changes
from app.services.clocks import running
from app.services.desks import Desk
from app.services.errors import ServiceError
from app.services.records import Condition, Entry
from app.services.status import status
from app.services.views import RecordView, View
from app.storage.keys import DEFAULT, PassphraseCost
from app.storage.logbooks import change_passphrase

NEXT_DAYS = 30
"""How far ahead the successor looks: the next thirty days."""
MOST = 200


class OfficerNamelessError(ServiceError):
    """A logbook was to be passed on to nobody."""

    sentence = "Say the rank and name of the next officer. Nothing was changed."


class Leftover(View, frozen=True, kw_only=True):
    """What an officer leaves behind: records by what they are, and what is not saved or not sent."""

    emergencies: tuple[RecordView, ...] = ()
    promises: tuple[RecordView, ...] = ()
    expected: tuple[RecordView, ...] = ()
    requests: tuple[RecordView, ...] = ()
    works: tuple[RecordView, ...] = ()
    meetings: tuple[RecordView, ...] = ()
    lessons: tuple[RecordView, ...] = ()
    overdue: int = 0
    drafts: int = 0
    unsent: int = 0


def leftover(desk: Desk, now: datetime) -> Leftover:
    """Return what is open: promises of both sides by their date, live requests and works, the next thirty days."""
    today = now.date()
    promises = _page(desk, "follow_up", (("state", "=", "open"),), "due")
    ours = tuple(view for view in promises if view.fields.get("owed_by") != "them")
    until = moment_text(now + timedelta(days=NEXT_DAYS))
    emergencies = tuple(clock.record for clock in running(desk, now))
    urgent = {view.id for view in emergencies}
    return Leftover(
        emergencies=emergencies,
        promises=ours,
        expected=tuple(view for view in promises if view.fields.get("owed_by") == "them"),
        requests=tuple(view for view in _live(desk, "support_request") if view.id not in urgent),
        works=(*_live(desk, "qip"), *_live(desk, "project")),
        meetings=_page(
            desk,
            "meeting",
            (("started_at", ">=", moment_text(now)), ("started_at", "<=", until)),
            "started_at",
        ),
        lessons=_page(desk, "lesson", (), "updated_at", descending=True),
        overdue=sum(_late(view, today) for view in ours),
        drafts=len(records.drafts(desk)),
        unsent=status(desk).unsent,
    )


def pass_on(
    desk: Desk, *, officer: str, appointment: str, old: str, new: str, cost: PassphraseCost = DEFAULT
) -> Changes:
    """Let the next officer write from now on, behind a passphrase of their own; who held the post is recorded.

    The passphrase changes first: where it cannot, nothing else does. The logbook is to be closed and opened
    again afterwards. Raises `OfficerNamelessError`, `WrongPassphraseError`, `PassphraseRefusedError`.
    """
    name = " ".join(officer.split())
    if not name:
        raise OfficerNamelessError
    change_passphrase(desk.path, old, new, cost=cost)
    today = desk.clock().date()
    before = desk.identity.officer
    made = [_leaving(desk, before, today)] if before != name else []
    desk.sign_on(name)
    # In its branch, so that the headquarters above and the units below know the name as belonging to this post.
    post = {"name": name, "in_post_from": today.isoformat()} | (
        {"appointment": appointment} if appointment else {}
    )
    made.append(Entry(kind="officer", fields=post, reach=Reach.BRANCH.value))
    put = records.put(desk, [entry for entry in made if entry is not None])
    return Changes(kinds=frozenset({"officer"}), ids=frozenset(put.ids))


def _leaving(desk: Desk, name: str, today: date) -> Entry | None:
    """Return the end of post of an officer who is on record and still in it."""
    found = records.page(desk, "officer", where=(("name", "=", name), ("in_post_to", "empty", None)), limit=1)
    if not found:
        return None
    return Entry(kind="officer", id=found[0].id, fields={"in_post_to": today.isoformat()})


def _live(desk: Desk, kind: str) -> tuple[RecordView, ...]:
    workflow = kind_named(kind).workflow
    states = [state for state in workflow.states if state not in workflow.closed] if workflow else []
    return _page(desk, kind, (("state", "in", states),), "updated_at", descending=True)


def _page(
    desk: Desk, kind: str, where: tuple[Condition, ...], order: str, *, descending: bool = False
) -> tuple[RecordView, ...]:
    found = records.page(desk, kind, where=where, order=(order, descending), limit=MOST)
    return tuple(view for view in found if view.withdrawn is None)


def _late(view: RecordView, today: date) -> bool:
    due = view.fields.get("due")
    return bool(due) and date.fromisoformat(str(due)) < today
