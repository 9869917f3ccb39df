"""Fields: what one declared field of a record kind is, and everything that derives from its declaration.

The type of a field decides its widget, its column, its sheet cell and how typed text is read; the wire value
is plain JSON without fractions.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from app.domain.audiences import NOBODY, Audience
from app.domain.policy.editors import Editors
from app.domain.roles import Role
from app.domain.scopes import Level
from app.domain.vocabularies import Vocabulary

TEXT_LIMIT = 65_536
SHORT_LIMIT = 200
ROWS_LIMIT = 500


class FieldType(StrEnum):
    """The types a field can have; each is one widget, one column type and one reader."""

    TEXT = "text"
    LONG = "long"
    INTEGER = "integer"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    POINT = "point"
    CHOICE = "choice"
    CHOICES = "choices"
    STATE = "state"
    REF = "ref"
    REFS = "refs"
    TEXTS = "texts"
    BENEFICIARIES = "beneficiaries"
    ROWS = "rows"
    FILES = "files"


JSON_TYPES = frozenset(
    {
        FieldType.MONEY, FieldType.POINT, FieldType.CHOICES, FieldType.REFS, FieldType.TEXTS,
        FieldType.BENEFICIARIES, FieldType.ROWS, FieldType.FILES,
    }
)  # fmt: skip


TEXT_TYPES = frozenset({FieldType.TEXT, FieldType.LONG, FieldType.TEXTS})


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a kind, as declared; `name` and `type` are filled in when its class is made.

    `edited_by` is who may set it besides `level`: where nothing is said, who edits its kind. What is set `at_birth`
    only the first revision of a record sets. A `rising` choice may be raised in its list by whoever edits, and
    lowered by the owner alone; of several in conflict the highest is shown.

    `audience` is who may read it outside the logbook. `french` is its label in French. `role` is what it is of its
    record, for the rules that must know. `states` are those of its kind's workflow, each with its French. `short` is
    its heading in a list where the label is too long, `tag` its HXL tag.

    A field stands in the form, in lists, in sheets and on paper; where it does not, `form`, `listed`, `sheet` or
    `paper` is false. A `seldom` one is shown in the form only where it holds something. One that is not `carried` stays
    behind when a record is continued, one that is not `merged` when a double is merged.
    `closes` marks what keeps a whole record from partners where it holds.

    `width` is how many twelfths of a row of the form it takes; where it is 0, as many as its type usually does. One
    with `wanted_when` is shown in the form only while that other field holds that value, or while it holds something
    itself.
    """

    label: str
    french: str = ""
    audience: Audience = NOBODY
    name: str = ""
    type: FieldType = FieldType.TEXT
    section: str = "General"
    required: bool = False
    unless: str = ""
    long: bool = False
    state: bool = False
    percent: bool = False
    max: int = SHORT_LIMIT
    min_value: int = 0
    max_value: int = 2**53 - 1
    choices: Vocabulary | None = None
    states: dict[str, str] = {}
    ref: str | None = None
    row: Any = None
    columns: tuple[Field, ...] = ()
    searched: int = -1
    sensitive: bool = False
    closes: bool = False
    at_birth: bool = False
    level: Level = Level.UNIT
    edited_by: Editors | None = None
    rising: bool = False
    hint: str = ""
    role: Role = Role.NONE
    short: str = ""
    tag: str = ""
    form: bool = True
    listed: bool = True
    sheet: bool = True
    paper: bool = True
    seldom: bool = False
    width: int = 0
    wanted_when: tuple[str, Any] | None = None
    carried: bool = True
    merged: bool = True
    default: Any = None

    def choice_label(self, code: str) -> str:
        """Return the label of a vocabulary word, or the word itself where this app does not know it."""
        return dict(self.choices or ()).get(code, code)

    def choice_french(self, code: str) -> str:
        """Return the French of a vocabulary word or a state; empty where this app does not know it."""
        return self.choices.french(code) if self.choices else self.states.get(code, "")


def field(label: str, french: str, audience: Audience, **options: Any) -> Any:
    """Declare a field in the body of a record class: its labels, who may read it, and the options of `Field`.

    `searched` is a weight: 0 not searched, 1 body text, 2 names, 3 title; where nothing is said,
    every text is body text. A `required` field may stay empty where the field named by `unless` is filled.
    """
    return Field(label=label, french=french, audience=audience, **options)
