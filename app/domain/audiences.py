"""Audiences: how far what a field says may travel on paper, in sheets, calendars and maps.

Every field declares one. What is not declared, or not known, is for nobody: release is an allow-list.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Audience(IntEnum):
    """Who may read a field outside the logbook; each audience includes those before it.

    `NOBODY`: no report or sheet. `CHAIN`: the chain of command. `MISSION`: the mission's components and the Country
    Team. `PARTNERS`: humanitarian partners, and free text only as its owner confirmed it for release.
    """

    NOBODY = 0
    CHAIN = 1
    MISSION = 2
    PARTNERS = 3


NOBODY: Final = Audience.NOBODY
CHAIN: Final = Audience.CHAIN
MISSION: Final = Audience.MISSION
PARTNERS: Final = Audience.PARTNERS
