"""Reasons name people and units; ids, digests and codes stay out of what a person reads."""

from datetime import UTC, datetime

import pytest

from app.desktop.exchange import reasons
from app.services.views import Claim, FileOutcome, Gap, OlderRoster, Reason
from app.services.wording import REASONS

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
STREAM = "mjqf7z5vb5lv4ow5hpjx6sow/71f20f23/fhq.east.up"
DETAIL = "number 1: held 0524584a23581570, offered c5e2ed0cdd03aab6"


def told(code: str, **about: str) -> str:
    return reasons.told(Reason(code=code, detail=DETAIL, unit_name="Sector East", **about), NOW)


@pytest.mark.parametrize("code", sorted(REASONS))
@pytest.mark.parametrize("stream", ["", STREAM])
def test_no_reason_shows_what_only_machines_read(code: str, stream: str) -> None:
    said = told(code, stream=stream, node="mjqf7z5vb5lv4ow5hpjx6sow")
    assert said.endswith(".")
    assert not any(word in said for word in ("mjqf7z5", "0524584a", "fhq.east", code))


def test_a_fork_of_a_roster_is_told_apart_from_one_of_a_stream() -> None:
    assert told("refused:fork", stream=STREAM).startswith("Two laptops write as Sector East.")
    said = told("refused:fork", node="n")
    assert said.startswith("There are two different rosters of Sector East with one number")
    assert "The roster that is here stays. Call Sector East" in said


def test_who_ended_is_told_with_how_and_since_when() -> None:
    said = told("refused:revoked", status="revoked", since="2026-11-20T08:00:00.000Z")
    assert said.startswith("Sector East is revoked since yesterday 08:00, and this was made after")
    assert told("refused:revoked", status="retired").startswith("Sector East is retired, and this")


def test_what_would_be_withdrawn_is_counted_by_kind() -> None:
    reason = Reason(
        code="held:mass-withdrawal",
        detail="it would withdraw or empty meeting: 30, qip: 1",
        unit_name="Sector East",
    )
    assert reasons.told(reason, NOW).startswith(
        "Sector East would withdraw or empty 30 meetings, 1 quick impact project."
    )


def test_missing_numbers_strangers_and_older_rosters_are_told_with_the_file() -> None:
    outcome = FileOutcome(
        file="f", bundle="b", outcome="applied",
        reasons=(Reason(code="held:gap", stream=STREAM, unit_name="Sector East"),),
        gaps=(Gap(stream=STREAM, first=3, last=5),),
        older_rosters=(OlderRoster(unit_name="Force HQ", version=3, held=5),),
    )  # fmt: skip
    assert reasons.told_all(outcome, NOW) == (
        "Numbers 3 to 5 of what Sector East sent are missing.",
        "What came after it is kept, and taken in by itself when the rest arrives.",
        "It carries roster 3 of Force HQ; number 5 is here already and stays.",
    )
    alone = Claim(node="n", fingerprint="six words")
    assert reasons.claimed(alone) == "Somebody claims to be a unit that it does not name."
