"""Reasons: why a bundle was kept or refused, in words that name people and units, never keys and numbers of streams."""

from __future__ import annotations

import re
from datetime import datetime

from app.desktop.exchange.wordings import day_words
from app.desktop.words import tr
from app.domain.kinds import KINDS
from app.services import wording
from app.services.views import Claim, FileOutcome, Gap, OlderRoster, Reason

FORK, REVOKED, NOT_ALLOWED = "refused:fork", "refused:revoked", "refused:not-allowed"
GAP, UNKNOWN, WITHDRAWALS = "held:gap", "held:unknown-signer", "held:mass-withdrawal"
_COUNTED = re.compile(r"([a-z_]+): ([0-9]+)")


def told(reason: Reason, now: datetime) -> str:
    """Say one reason: what happened, what was kept, what to do."""
    who = reason.unit_name or tr("somebody who is in no roster")
    if reason.code == REVOKED:
        return _ended(reason, who, now)
    if reason.code == FORK and reason.stream:
        return tr(
            "Two laptops write as {who}. This side is kept aside and sets nothing until a headquarters settles it "
            "under Waiting.", who=who,
        )  # fmt: skip
    if reason.code == FORK:
        return tr(
            "There are two different rosters of {who} with one number: an old copy of their logbook was put back, or "
            "somebody else has their key. The roster that is here stays. Call {who} before you take in more.",
            who=who,
        )  # fmt: skip
    if reason.code == NOT_ALLOWED and reason.node and not reason.stream:
        return tr("A roster of {who} names units for which they may not speak. It is left out.", who=who)
    if reason.code == NOT_ALLOWED:
        return tr("{who} had no right to write this. It is left out.", who=who)
    if reason.code == GAP:
        return tr("What came after it is kept, and taken in by itself when the rest arrives.")
    if reason.code == UNKNOWN:
        return tr("No roster here names who made it. It is kept, changes nothing, and waits for you.")
    if reason.code == WITHDRAWALS:
        return tr(
            "{who} would withdraw or empty {what}. They stay as they are until somebody here has looked and agreed.",
            who=who, what=_withdrawn(reason.detail),
        )  # fmt: skip
    return tr(wording.REASONS.get(reason.code, "The bundle was not applied."))


def told_all(outcome: FileOutcome, now: datetime) -> tuple[str, ...]:
    """Say every reason of a file once, then what is missing and which older rosters came with it."""
    said = [told(reason, now) for reason in outcome.reasons]
    if outcome.claim is not None:
        said.insert(0, claimed(outcome.claim))
    said = [missing_words(gap, _writer(outcome, gap)) for gap in outcome.gaps] + said
    return tuple(dict.fromkeys((*said, *(_older(one) for one in outcome.older_rosters))))


def claimed(claim: Claim) -> str:
    """Say who a stranger claims to be, and on whose word."""
    officers = ", ".join(claim.officers) or tr("Somebody")
    name = claim.unit_name or tr("a unit that it does not name")
    where = f" ({claim.unit})" if claim.unit else ""
    if claim.vouched_by:
        return tr(
            "{officers} claims to be {name}{where}, admitted by {voucher}, who may not admit it or is not active any "
            "more.", officers=officers, name=name, where=where, voucher=claim.vouched_by,
        )  # fmt: skip
    return tr("{officers} claims to be {name}{where}.", officers=officers, name=name, where=where)


def missing_words(gap: Gap, who: str) -> str:
    """Say which numbers of whom are missing."""
    if gap.first == gap.last:
        return tr("Number {first} of what {who} sent is missing.", first=gap.first, who=who)
    return tr(
        "Numbers {first} to {last} of what {who} sent are missing.", first=gap.first, last=gap.last, who=who
    )


def _writer(outcome: FileOutcome, gap: Gap) -> str:
    named = (one.unit_name for one in outcome.reasons if one.stream == gap.stream and one.unit_name)
    return next(named, tr("somebody who is in no roster"))


def _ended(reason: Reason, who: str, now: datetime) -> str:
    how = tr("retired") if reason.status == "retired" else tr("revoked")
    since = tr(" since {day}", day=day_words(reason.since, now)) if reason.since else ""
    return tr(
        "{who} is {how}{since}, and this was made after the last of its words that counts. Nothing of it is taken; "
        "what it said before stays. If they are at work again, they ask to join anew.",
        who=who, how=how, since=since,
    )  # fmt: skip


def _withdrawn(detail: str) -> str:
    """Say what would be withdrawn: `30 meetings, 2 QIPs`."""
    said = [_counted(kind, int(count)) for kind, count in _COUNTED.findall(detail)]
    return ", ".join(said) or tr("a great many records")


def _counted(kind: str, count: int) -> str:
    known = KINDS.get(kind)
    name = tr("records") if known is None else tr(known.label if count == 1 else known.plural)
    return f"{count} {name if name[:2].isupper() else name.lower()}"


def _older(one: OlderRoster) -> str:
    return tr(
        "It carries roster {version} of {who}; number {held} is here already and stays.",
        version=one.version, who=one.unit_name, held=one.held,
    )  # fmt: skip
