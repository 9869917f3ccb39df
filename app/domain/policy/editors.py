"""Editors: who, besides the level that a field asks for, may set it; what nothing else is said of is its owner's."""

from __future__ import annotations

from enum import StrEnum


class Editors(StrEnum):
    """Who may set a field.

    `OWNER`: the post that began the record and those above it. `BRANCH`: whoever may write to the record's scope.
    `STEP`: whoever takes the steps of its kind (`Record.stepped_by`).
    """

    OWNER = "owner"
    BRANCH = "branch"
    STEP = "step"
