"""Roles: what a field is of its record, wherever the app has to know that beyond the field's type.

Rules that hang on what a field means ask for its role, never for its name, so that a new field follows them at once.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a field is: a person's name or number, a code, the day a list goes by.

    `NAME` is what the person or the participant of the record is called, `FUNCTION` what may be said in its place.
    `PERSON` is a text that names people, such as an owner or a chair. `OFFICER` names who signed for the post that
    began the record: it is shown as claimed where that post is not known to have such an officer. `CODE` is a text
    whose figures are no telephone. `OTHER_NAMES` holds what the record is called besides. `DAY` is the day that lists
    and periods go by, `DUE` the day until which something must be done: lists go by it where a kind has no `DAY`.
    """

    NONE = ""
    NAME = "name"
    FUNCTION = "function"
    PERSON = "person"
    OFFICER = "officer"
    TELEPHONE = "telephone"
    MAIL = "mail"
    POSITION = "position"
    CODE = "code"
    OTHER_NAMES = "other_names"
    DAY = "day"
    DUE = "due"
