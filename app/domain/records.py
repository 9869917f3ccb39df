"""Records: the declaration machinery, and the fields that every kind has.

A kind is a frozen structure; each field is declared once with `field(...)`. Everything else derives from it.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar

import msgspec

from app.domain.audiences import CHAIN, NOBODY, PARTNERS
from app.domain.beneficiaries import Beneficiaries
from app.domain.faults import Fault
from app.domain.fields import TEXT_LIMIT, TEXT_TYPES, Field, FieldType
from app.domain.fields import field as field
from app.domain.money import Money
from app.domain.points import Point
from app.domain.policy.editors import Editors
from app.domain.roles import Role
from app.domain.scopes import Level, Reach
from app.domain.sections import HANDLING, Section
from app.domain.vocabularies import MARKING
from app.domain.workflows import Workflow

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
NOW = "now"
"""What `Record.overdue_when` compares with: today where the field is a day, this moment where it is one."""
_PLAIN = {
    bool: FieldType.BOOLEAN,
    int: FieldType.INTEGER,
    date: FieldType.DATE,
    datetime: FieldType.MOMENT,
    Money: FieldType.MONEY,
    Point: FieldType.POINT,
    Beneficiaries: FieldType.BENEFICIARIES,
}


class File(msgspec.Struct, frozen=True):
    """An attached file: its digest, name, media type, size in bytes, caption, and the digest of its thumbnail.

    `shows` tells what a photo of a work shows: `before`, `during` or `after`; empty where nothing is said. The proofs
    show that whoever named the files held them (`domain.possession`); without them no file goes to anybody.
    """

    sha256: str
    name: str
    media: str = "application/octet-stream"
    size: int = 0
    caption: str = ""
    thumbnail: str = ""
    shows: str = ""
    proof: str = ""
    thumbnail_proof: str = ""


class _Declared(msgspec.StructMeta):
    """Takes the declared fields out of a class body and leaves plain optional structure fields behind.

    A group of fields that several kinds share is a plain class among the bases: structures cannot be mixed.
    """

    def __new__(mcls, name: str, bases: tuple[type, ...], body: dict[str, Any], **options: Any) -> Any:
        own = {key: value for key, value in body.items() if isinstance(value, Field)}
        annotations = body.setdefault("__annotations__", {})
        hints = _hints({key: annotations[key] for key in own}, body["__module__"])
        inherited: dict[str, Field] = {}
        for base in reversed(bases):
            shared = _fields_of(base)
            inherited |= shared
            if not isinstance(base, _Declared):
                annotations |= {key: _group_hints(base)[key] for key in shared}
        fields = inherited | {key: _complete(key, spec, hints[key]) for key, spec in own.items()}
        workflow = body.get("workflow")
        if workflow is not None:
            fields["state"] = msgspec.structs.replace(fields["state"], states=workflow.french)
        annotations |= {key: _ranged(fields[key]) for key in annotations if _is_whole(fields.get(key))}
        body.update(dict.fromkeys(fields.keys() & annotations.keys()))
        made: Any = super().__new__(mcls, name, bases, body, **options)
        made.__fields__ = fields
        return made


def _fields_of(base: Any) -> dict[str, Field]:
    """Return the completed fields of a base: a structure's own, or those that a group shares out."""
    found: dict[str, Field] = getattr(base, "__fields__", None) or _group(base)
    return found


def _hints(annotations: dict[str, Any], module: str) -> dict[str, Any]:
    """Resolve some annotations of a class body; those of its bases were resolved when they were made."""
    body = type("Body", (), {"__annotations__": annotations, "__module__": module})
    return typing.get_type_hints(body, include_extras=False)


@cache
def _group_hints(group: type) -> dict[str, Any]:
    return typing.get_type_hints(group)


@cache
def _group(group: type) -> dict[str, Field]:
    """Return the completed fields that a group, a plain class, shares out."""
    hints = _group_hints(group)
    specs = {key: value for key, value in vars(group).items() if isinstance(value, Field)}
    return {key: _complete(key, spec, hints[key]) for key, spec in specs.items()}


def _complete(name: str, spec: Field, hint: Any) -> Field:
    kind, item = (FieldType.STATE, None) if spec.state else _type_of(spec, hint)
    limit = TEXT_LIMIT if kind is FieldType.LONG else spec.max
    columns = tuple(item.__fields__.values()) if kind is FieldType.ROWS and item else ()
    searched = spec.searched if spec.searched >= 0 else int(kind in TEXT_TYPES)
    return msgspec.structs.replace(
        spec,
        name=name,
        section=str(spec.section),
        type=kind,
        max=limit,
        row=item if columns else None,
        columns=columns,
        searched=searched,
    )


def _is_whole(spec: Field | None) -> bool:
    return spec is not None and spec.type in (FieldType.INTEGER, FieldType.PERCENT)


def _ranged(spec: Field) -> Any:
    """Return the type of whole numbers within the range of a field: others are of another type."""
    high = 100 if spec.type is FieldType.PERCENT else spec.max_value
    return Annotated[int, msgspec.Meta(ge=spec.min_value, le=high)] | None


def _type_of(spec: Field, hint: Any) -> tuple[FieldType, Any]:
    """Return the field type that an annotation and its options mean, and the item class of a tuple."""
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        item = typing.get_args(hint)[0]
        if item is str:
            many = FieldType.REFS if spec.ref else FieldType.CHOICES if spec.choices else FieldType.TEXTS
            return many, item
        return (FieldType.FILES if item is File else FieldType.ROWS), item
    if hint is str:
        one = FieldType.REF if spec.ref else FieldType.CHOICE if spec.choices else FieldType.TEXT
        return (FieldType.LONG if spec.long else one), None
    if hint is int and spec.percent:
        return FieldType.PERCENT, None
    return _PLAIN[hint], None


class Row(msgspec.Struct, metaclass=_Declared, frozen=True, kw_only=True):
    """The base of a line inside a record, such as one participant or one tranche."""

    __fields__: ClassVar[dict[str, Field]]


class ReleasedText(Row, frozen=True, kw_only=True):
    """One text that was confirmed for release: its field, and the digest of the text as it stood then."""

    name: str | None = field("Field", "Champ", NOBODY, max=80, searched=0)
    sha256: str | None = field("SHA-256 of the text", "SHA-256 du texte", NOBODY, max=64, searched=0)


class Record(msgspec.Struct, metaclass=_Declared, frozen=True, kw_only=True):
    """The base of every kind: the common fields, and the rules that a kind adds.

    `french` is `label` and `plural` in French. `hint` is what an empty list of the kind says; `order` is the field that
    its list is sorted by at first, and whether the greatest comes first; `overdue_name` is what records are called that
    wait past their day, empty where none do, and `overdue_when` which open ones those are: field, comparison, value,
    where `NOW` stands for the day or moment it is. `known_by` names what must be equal beside the title for two rows
    of a sheet to mean one record: nothing for `()`, place and day where nothing is said.

    `binding` names the fields that a decision is taken on (`tranches.percent`: that column of its rows). `travels` is
    who a new record is for unless its writer says otherwise. Below the level `written_by` nothing that is written of
    the kind counts; a record whose field `reserved_by` holds is that field's level's alone. `edited_by` is who may set
    its content, `stepped_by` who may take the steps of its workflow; both are the owner where nothing is said. Once
    the field `frozen_by` holds, nothing of the record changes any more. `leading` names the fields from which `follows`
    works out others, so that a form can show these at once.

    One that is `undated` has no day that lists and periods could go by; every other kind has a field of that role.
    `page` is the key of the desktop's page that lists the kind. `new_menu` is its place in the menu "New": 1 is the
    first, 0 says that it is made on its own page only; every kind says which. `followed_by` names the records that
    usually follow from one, and the field in which they name it. `follow_lines` are the sorts of line (`us` and `them`
    owe, `request` for support) that are typed in the section `follow_lines_in` of its form and become records of their
    own. One that `shows_referring` has in its form what refers to it, and not only the names of that.
    """

    __fields__: ClassVar[dict[str, Field]]
    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    plural: ClassVar[str] = ""
    french: ClassVar[tuple[str, str]] = ("", "")
    hint: ClassVar[str] = ""
    order: ClassVar[tuple[str, bool]] = ("serial", False)
    undated: ClassVar[bool] = False
    page: ClassVar[str] = ""
    new_menu: ClassVar[int | None] = None
    followed_by: ClassVar[tuple[tuple[str, str], ...]] = ()
    follow_lines: ClassVar[tuple[str, ...]] = ()
    follow_lines_in: ClassVar[str] = ""
    shows_referring: ClassVar[bool] = False
    overdue_name: ClassVar[str] = ""
    overdue_when: ClassVar[tuple[tuple[str, str, Any], ...]] = ()
    known_by: ClassVar[tuple[str, ...] | None] = None
    prefix: ClassVar[str] = ""
    title_from: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ()
    sections: ClassVar[tuple[Section, ...]] = ()
    workflow: ClassVar[Workflow | None] = None
    binding: ClassVar[tuple[str, ...]] = ()
    travels: ClassVar[Reach] = Reach.UP
    written_by: ClassVar[Level] = Level.UNIT
    reserved_by: ClassVar[str] = ""
    leading: ClassVar[tuple[str, ...]] = ()
    edited_by: ClassVar[Editors] = Editors.OWNER
    stepped_by: ClassVar[Editors] = Editors.OWNER
    frozen_by: ClassVar[str] = ""

    serial: str | None = field(
        "Serial",
        "Numéro",
        PARTNERS,
        section=HANDLING,
        searched=2,
        max=80,
        role=Role.CODE,
        edited_by=Editors.OWNER,
        at_birth=True,
        form=False,
        carried=False,
        merged=False,
        tag="#meta+serial",
    )
    marking: str | None = field(
        "Marking",
        "Classification",
        PARTNERS,
        section=HANDLING,
        choices=MARKING,
        rising=True,
        default="UNCLASSIFIED",
        merged=False,
    )
    releasable: bool | None = field(
        "Releasable to partners",
        "Communicable aux partenaires",
        CHAIN,
        section=HANDLING,
        edited_by=Editors.OWNER,
        merged=False,
        paper=False,
    )
    released_texts: tuple[ReleasedText, ...] | None = field(
        "Confirmed for release", "Confirmé pour diffusion", NOBODY, section=HANDLING, searched=0, form=False,
        listed=False, sheet=False, paper=False, carried=False, merged=False, edited_by=Editors.OWNER,
        hint="Kept by the logbook when texts are confirmed for partners",
    )  # fmt: skip
    tags: tuple[str, ...] | None = field(
        "Tags", "Mots-clés", CHAIN, section=HANDLING, searched=1, tag="#meta+tags"
    )
    notes: str | None = field("Notes", "Notes", CHAIN, section=HANDLING, long=True, searched=1)
    attachments: tuple[File, ...] | None = field(
        "Photos and files", "Photos et fichiers", CHAIN, section=HANDLING, sheet=False, merged=False
    )
    continues: str | None = field(
        "Continues",
        "Suite de",
        CHAIN,
        section=HANDLING,
        ref="*",
        hint="The record this one carries on from",
        carried=False,
        merged=False,
        seldom=True,
    )
    continued_in: str | None = field(
        "Continued in",
        "Continué dans",
        CHAIN,
        edited_by=Editors.OWNER,
        section=HANDLING,
        ref="*",
        form=False,
        sheet=False,
        carried=False,
        merged=False,
    )

    @classmethod
    def follows(
        cls, before: Mapping[str, Any], changed: Mapping[str, Any], look: Callable[[str], Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return wire values that follow from others where nobody said them; `look` reads another record by its id."""
        return {}

    def faults(self) -> Iterator[Fault]:
        """Yield what the kind's own rules find wrong beyond single fields."""
        return iter(())

    def warnings(self, today: date) -> Iterator[Fault]:
        """Yield what somebody should look at, and what stops nobody from saving."""
        return iter(())

    def gate(self, name: str) -> bool:
        """Return whether a named gate of the workflow is passed."""
        raise KeyError(name)

    def unmet(self, name: str) -> tuple[str, ...]:
        """Return the fields that keep a gate shut: not answered, or answered so that it stays shut."""
        return ()


def order_fault(start: Any, end: Any, name: str) -> Iterator[Fault]:
    """Yield the fault of an end that lies before its start."""
    if start is not None and end is not None and end < start:
        yield Fault(name, "before_start")
