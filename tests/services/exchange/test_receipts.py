"""What goes is foreseen, sent again from a day on, asked for, and told for each peer with since when."""

from datetime import timedelta
from hashlib import sha256

import pytest

from app.services import attachments, exchange, rosters
from app.services.errors import UnknownNodeError
from app.services.inspection import inspect
from app.services.receipts import Account, exchanged
from app.services.status import status
from tests.services.missions import PATHS, Mission, changed, dump, saved


def account(mission: Mission, of: str, unit: str) -> Account:
    return next(one for one in exchanged(mission[of]).accounts if one.peer.unit == unit)


def test_what_would_go_is_foreseen_and_nothing_is_sealed_by_looking(mission: Mission) -> None:
    view = saved(mission.sector)
    changed(mission.sector, view, title="Again")
    saved(mission.sector)
    before = dump(mission.sector)
    to = [mission.force.identity.node]
    found = exchange.foresee(mission.sector, to=to)
    assert dump(mission.sector) == before
    assert (found.changes, found.records, found.photos, found.parts) == (3, 2, 0, 1)
    written = exchange.export(mission.sector, to=to, out=mission.path())
    assert written.revisions == found.changes
    assert written.bytes / 2 < found.bytes < written.bytes * 2
    assert exchange.foresee(mission.sector, to=to, request=True).changes == 0


def test_much_is_foreseen_in_as_many_files_as_are_written(mission: Mission) -> None:
    for number in range(30):
        facts = "".join(sha256(f"{number} {line}".encode()).hexdigest() for line in range(140))
        saved(mission.sector, title=f"Meeting {number}", facts=facts)
    to, limit = [mission.force.identity.node], 64_000
    found = exchange.foresee(mission.sector, to=to, max_size=limit)
    written = exchange.export(mission.sector, to=to, out=mission.path(), max_size=limit)
    assert found.parts == written.parts > 1


def test_what_was_sealed_from_a_day_on_is_sent_again_though_it_was_confirmed(mission: Mission) -> None:
    saved(mission.sector)
    mission.send("sector", "force")
    mission.clock.turn(days=3)
    saved(mission.sector)
    mission.send("sector", "force")
    mission.send("force", "sector")
    to = [mission.force.identity.node]
    since = mission.clock() - timedelta(days=1)
    assert exchange.foresee(mission.sector, to=to).changes == 0
    assert exchange.foresee(mission.sector, to=to, since=since).changes == 1
    assert exchange.foresee(mission.sector, to=to, since=since - timedelta(days=9)).changes == 2
    again = exchange.export(mission.sector, to=to, out=mission.path(), since=since)
    assert again.revisions == 1
    assert mission.take("force", again.path)[0].outcome == "nothing-new"


def test_a_peer_lacks_what_was_written_until_it_says_that_it_has_it(mission: Mission) -> None:
    assert account(mission, "sector", "fhq").lacks == 0
    view = saved(mission.sector)
    first = account(mission, "sector", "fhq")
    assert (first.lacks, first.unsealed, first.lacks_since) == (1, 1, "")
    mission.send("sector", "force")
    changed(mission.sector, view, title="Again")
    sent = account(mission, "sector", "fhq")
    assert (sent.lacks, sent.unsealed) == (2, 1)
    assert sent.peer.last_out is not None
    assert sent.told_at < sent.lacks_since <= sent.peer.last_out
    mission.send("force", "sector")
    known = account(mission, "sector", "fhq")
    assert (known.lacks, known.unsealed) == (1, 1)
    assert known.told_at > sent.told_at


def test_a_revoked_peer_lacks_nothing_and_stands_last(mission: Mission) -> None:
    saved(mission.force, reach="branch")
    rosters.revoke(mission.force, mission.sector.identity.node, "stolen")
    accounts = exchanged(mission.force).accounts
    assert [(one.peer.unit, one.peer.status, one.lacks > 0) for one in accounts][-1] == (
        "fhq/east",
        "revoked",
        False,
    )
    assert accounts[0].peer.status == "active"


def test_who_sent_what_came_after_a_gap_is_asked_and_told_what_is_lacking(mission: Mission) -> None:
    mission.leave_gap()
    (gap,) = status(mission.force).gaps
    assert (gap.first, gap.last, gap.unit_name, gap.maker_name) == (1, 1, "SECTOR", "SECTOR")
    assert (gap.maker, gap.asked) == (mission.sector.identity.node, "")
    asked = mission.send("force", "sector", request=True)
    assert (asked.outcome, asked.lacks) == ("nothing-new", 2)
    assert status(mission.force).gaps[0].asked > gap.since
    assert account(mission, "force", "fhq/east").gaps == status(mission.force).gaps
    mission.send("sector", "force")
    assert status(mission.force).gaps == ()


def test_a_peer_lacks_nothing_that_it_may_not_read(mission: Mission) -> None:
    saved(mission.west)
    mission.send("west", "force")
    saved(mission.force)
    assert account(mission, "force", "fhq/east").lacks == 0
    saved(mission.force, reach="branch")
    assert account(mission, "force", "fhq/east").lacks == 1


def test_a_revoked_peer_lacks_nothing_of_what_was_sealed_before(mission: Mission) -> None:
    saved(mission.force, reach="branch")
    mission.bundle("force", "west")
    assert account(mission, "force", "fhq/east").lacks == 1
    rosters.revoke(mission.force, mission.sector.identity.node, "stolen")
    mission.bundle("force", "west")
    assert account(mission, "force", "fhq/east").lacks == 0


def test_a_gap_is_told_of_its_maker_alone(mission: Mission) -> None:
    mission.leave_gap()
    told = {one.peer.unit: len(one.gaps) for one in exchanged(mission.force).accounts}
    assert told["fhq/east"] == 1
    assert sum(told.values()) == 1


def test_who_is_not_admitted_has_no_account_with_anybody(mission: Mission) -> None:
    waiting = mission.ask("north", "unit")
    found = exchanged(waiting)
    assert (found.accounts, found.wanted) == ((), 0)


def test_a_request_seals_nothing(mission: Mission) -> None:
    saved(mission.sector)
    to = [mission.force.identity.node]
    exchange.export(mission.sector, to=to, out=mission.path(), request=True)
    assert account(mission, "sector", "fhq").unsealed == 1
    exchange.export(mission.sector, to=to, out=mission.path())
    assert account(mission, "sector", "fhq").unsealed == 0


def test_nothing_is_written_for_oneself(mission: Mission) -> None:
    for own in (mission.sector.identity.node, PATHS["sector"]):
        with pytest.raises(UnknownNodeError):
            exchange.export(mission.sector, to=[own], out=mission.path())


def test_one_file_is_no_part_of_a_series(mission: Mission) -> None:
    saved(mission.sector)
    told: list[tuple[int, int]] = []
    whole = mission.bundle("sector", "force", progress=lambda *now: told.append(now))
    assert told == [(1, 1)]
    assert inspect(whole, mission.force)["manifest"].get("part") is None


def test_a_request_brings_neither_what_was_sealed_before_nor_files_that_were_asked_for(
    mission: Mission,
) -> None:
    kept = attachments.keep(mission.sector, "roof.pdf", b"not really a report")
    saved(mission.sector, attachments=[kept])
    first = mission.bundle("sector", "force", photos=False)
    to = [mission.force.identity.node]
    asked = exchange.export(mission.sector, to=to, out=mission.path(), request=True)
    assert (asked.changesets, asked.attachments) == (0, 0)
    mission.take("force", first)
    mission.send("force", "sector")
    asked = exchange.export(mission.sector, to=to, out=mission.path(), request=True)
    assert (asked.changesets, asked.attachments) == (0, 0)
    assert exchange.export(mission.sector, to=to, out=mission.path()).attachments == 1
