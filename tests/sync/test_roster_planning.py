"""Rosters of a bundle: who is presented as root, and what the questions to the logbook (holdings) decide."""

import pytest

from app.domain.scopes import Level
from app.sync.errors import BadSignatureError, BundleError, NotAllowedError, NotForYouError
from app.sync.holdings import Holdings
from app.sync.reasons import Reason
from app.sync.roster_planning import find_root, plan_rosters
from app.sync.rosters import sign_roster, verify_roster
from tests.sync import scene
from tests.sync.scene import EAST, HQ, MISSION, STRANGER, UNIT, Held


def test_root_is_who_vouches_for_itself() -> None:
    delegated = scene.roster(1, [scene.entry(UNIT, "fhq/east/unit-1", Level.UNIT)], by=EAST)
    assert find_root([delegated, scene.roster()], UNIT.node, MISSION) == HQ.node
    with pytest.raises(NotForYouError):
        find_root([scene.roster()], STRANGER.node, MISSION)
    with pytest.raises(NotAllowedError):
        find_root([delegated], UNIT.node, MISSION)


def test_two_roots_are_no_welcome() -> None:
    listed = [scene.entry(STRANGER, "fhq", Level.FORCE), scene.entry(UNIT, "fhq/east/unit-1", Level.UNIT)]
    with pytest.raises(NotAllowedError):
        find_root([scene.roster(), scene.roster(1, listed, by=STRANGER)], UNIT.node, MISSION)


def test_retired_sector_says_nothing_new() -> None:
    held: Holdings = Held(rosters=[scene.roster(2, scene.stopped(EAST, {}))])
    late = scene.roster(1, [scene.entry(STRANGER, "fhq/east/unit-9", Level.UNIT)], by=EAST)
    result = plan_rosters([late], held, MISSION)
    assert result.new == ()
    assert [reason.code for reason in result.reasons] == ["refused:not-allowed"]
    assert isinstance(result.reasons[0], Reason)


def test_versions_may_be_skipped() -> None:
    result = plan_rosters([scene.roster(9), scene.roster(4)], Held(), MISSION)
    assert result.book.rosters[HQ.node].version == 9


def test_rosters_are_signed_by_their_issuer() -> None:
    signed = scene.roster()
    assert verify_roster(signed.data, signed.signature) == signed
    with pytest.raises(BadSignatureError):
        sign_roster(signed.roster, EAST)
    with pytest.raises(BundleError):
        verify_roster(signed.data, EAST.sign(signed.data, namespace="roster@liaison-logbook"))


def test_rosters_of_another_mission_are_refused() -> None:
    foreign = scene.roster(2, mission=scene.OTHER_MISSION)
    result = plan_rosters([foreign], Held(), MISSION)
    assert result.new == ()
    assert [reason.code for reason in result.reasons] == ["refused:wrong-mission"]
