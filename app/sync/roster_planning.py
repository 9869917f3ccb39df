"""Which rosters of a bundle are taken, and whom the logbook trusts after that."""

from collections.abc import Iterable, Mapping

import msgspec

from app.domain.rosters import (
    Roster,
    RosterBook,
    RosterNotAllowedError,
    check_delegated,
    check_successor,
)
from app.domain.scopes import Level
from app.sync.errors import ForkError, NotAllowedError, NotForYouError, WrongMissionError
from app.sync.holdings import Holdings
from app.sync.reasons import Reason
from app.sync.rosters import SignedRoster, held_roster


class RosterPlan(msgspec.Struct, frozen=True):
    """The book after the bundle, rosters to store, those older than what is held, and what was refused."""

    book: RosterBook
    new: tuple[SignedRoster, ...]
    older: tuple[SignedRoster, ...]
    reasons: tuple[Reason, ...]


def plan_rosters(
    offered: Iterable[SignedRoster], holdings: Holdings, mission: str, posts: Mapping[str, str] | None = None
) -> RosterPlan:
    """Decide on the rosters of a bundle of `mission`; raise NotForYouError where a newcomer is unwelcome.

    `posts` are the unit paths that nodes sign in the changesets of the bundle; those of what is held come first.
    """
    rosters = sorted(offered, key=lambda signed: (signed.roster.issuer, signed.roster.version))
    accepted = {}
    for data, signature in holdings.rosters:
        held = held_roster(data, signature)
        accepted[held.roster.issuer] = held
    root = holdings.root or find_root(rosters, holdings.node, mission)
    new: dict[str, SignedRoster] = {}
    older: list[SignedRoster] = []
    reasons: list[Reason] = []
    for signed in sorted(rosters, key=lambda one: one.roster.issuer != root):
        before = accepted.get(signed.roster.issuer)
        if before is not None and before.digest == signed.digest:
            continue
        if before is not None and signed.roster.version < before.roster.version:
            older.append(signed)
            continue
        try:
            _check(signed, before, root, mission, accepted.get(root))
        except (RosterNotAllowedError, ForkError, WrongMissionError) as error:
            reasons.append(_reason(signed, error))
            continue
        accepted[signed.roster.issuer] = new[signed.roster.issuer] = signed
    try:
        known = {**(posts or {}), **holdings.posts}
        book = RosterBook(root, [signed.roster for signed in accepted.values()], known)
    except RosterNotAllowedError as error:
        raise NotAllowedError(str(error)) from error
    return RosterPlan(book, tuple(new.values()), tuple(older), tuple(reasons))


def find_root(rosters: Iterable[SignedRoster], node: str, mission: str) -> str:
    """Return whom a welcome bundle presents as the root of the mission that this node was admitted to.

    That is the issuer who vouches for itself as the active force node; a person compares its fingerprint.
    Raises NotForYouError unless some roster names this node, NotAllowedError unless one such issuer exists.
    """
    of_mission = [signed.roster for signed in rosters if signed.roster.mission == mission]
    if not any(roster.entry_of(node) for roster in of_mission):
        raise NotForYouError("no roster in the bundle names this logbook")
    roots = {roster.issuer for roster in of_mission if _vouches_for_itself(roster)}
    if len(roots) != 1:
        raise NotAllowedError("the bundle does not present exactly one root of the mission")
    return roots.pop()


def _vouches_for_itself(roster: Roster) -> bool:
    own = roster.entry_of(roster.issuer)
    return own is not None and own.is_active and own.level is Level.FORCE


def _check(
    signed: SignedRoster, before: SignedRoster | None, root: str, mission: str, top: SignedRoster | None
) -> None:
    roster = signed.roster
    if roster.mission != mission:
        raise WrongMissionError("a roster of another mission")
    if before is not None:
        if roster.version == before.roster.version:
            raise ForkError(f"two rosters of version {roster.version}: {before.digest} and {signed.digest}")
        check_successor(before.roster, roster)
    if roster.issuer == root:
        RosterBook(root, [roster])
        return
    if top is None:
        raise RosterNotAllowedError("the root's own roster is missing")
    check_delegated(top.roster, roster)
    issuer = top.roster.entry_of(roster.issuer)
    if issuer is None or not issuer.is_active:
        raise RosterNotAllowedError("the issuer is not active any more")


def _reason(signed: SignedRoster, error: Exception) -> Reason:
    code = error.code if isinstance(error, ForkError | WrongMissionError) else NotAllowedError.code
    detail = error.detail if isinstance(error, ForkError | WrongMissionError) else str(error)
    said = f"roster {signed.roster.version} of {signed.roster.issuer}: {detail}"
    return Reason(code, None, said, signed.roster.issuer)
