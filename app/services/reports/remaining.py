"""Remaining: what a record says and its report did not place, and the sheet of kinds that have no report of their own.

No report forgets a field: what its layout does not name stands in a closing section, unless its declaration keeps it
off paper. Partners are told there only what is declared for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.domain.audiences import PARTNERS
from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of, kind_named
from app.domain.sections import COMMON
from app.reports.document import Block, Facts, Picture, Pictures, Section, Signing
from app.services.reports.people import people
from app.services.reports.picturing import PHOTOS, is_picture, pictures
from app.services.reports.positions import SIGNS
from app.services.reports.sources import Sources
from app.services.reports.telling import Teller, section
from app.services.views import RecordView

FURNITURE = ("serial", "marking")
"""What stands in the head and foot of every page."""


def sheet(sources: Sources, view: RecordView) -> tuple[Section, ...]:
    """Return a record of any kind, each of its sections under its heading."""
    teller = Teller(sources, view)
    titles = dict.fromkeys(map(str, (*kind_named(view.kind).sections, *COMMON)))
    fields = list(_untold(sources, view))
    made = [
        section(sources, title, told(teller, [one for one in fields if one.section == title])) for title in titles
    ]  # fmt: skip
    sign = next((one for one in SIGNS if one == view.kind), None)
    area = sources.map([(sign, view.title, view.fields)]) if sign else None
    if area is not None:
        made.append(section(sources, "Map", (area,)))
    return tuple(one for one in made if one.blocks)


def with_remaining(sources: Sources, view: RecordView, made: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections of a report with one for what they did not place, before the one that is signed."""
    blocks = told(Teller(sources, view), _untold(sources, view))
    if not blocks:
        return tuple(made)
    signed = bool(made) and any(isinstance(one, Signing) for one in made[-1].blocks)
    place = len(made) - 1 if signed else len(made)
    return (*made[:place], section(sources, "Also recorded", blocks), *made[place:])


def _untold(sources: Sources, view: RecordView) -> Iterator[Field]:
    """Yield the filled fields that belong on paper and that the report has not told yet, in the order of the form."""
    placed = sources.placed(view)
    hidden = bool(view.fields.get("protected_source"))
    for name, field in fields_of(view.kind).items():
        if not field.paper or name in FURNITURE or (hidden and field.sensitive):
            continue
        if name in placed:
            continue
        if view.fields.get(name) in (None, [], "") or (sources.releasable and field.audience < PARTNERS):
            continue
        yield field


def told(teller: Teller, fields: Iterable[Field]) -> tuple[Block, ...]:
    """Return fields as blocks: short ones as pairs, then texts, lists of lines, people and files."""
    kept = [one for one in fields if teller.may(one)]
    apart = (FieldType.LONG, FieldType.ROWS, FieldType.BENEFICIARIES, FieldType.FILES)
    blocks = [*teller.facts(*(one.name for one in kept if one.type not in apart))]
    blocks += teller.long(*(one.name for one in kept if one.type is FieldType.LONG))
    for field in kept:
        match field.type:
            case FieldType.ROWS:
                blocks += teller.rows(field.name, {one.name: 1.0 for one in field.columns if one.paper})
            case FieldType.BENEFICIARIES:
                blocks += people(teller, field.name)
            case FieldType.FILES:
                blocks += _files(teller, field)
    return tuple(blocks)


def _files(teller: Teller, field: Field) -> Iterator[Block]:
    """Yield the photos that no section has shown, and the names of all other files."""
    sources, view = teller.sources, teller.view
    files = view.fields.get(field.name) or ()
    sources.tells(view, field.name)
    shown: tuple[Picture, ...] = ()
    if PHOTOS not in sources.placed(view):
        shown = pictures(sources.desk, [("", one) for one in files], sources.words)
    if shown:
        yield Pictures(shown)
    names = [str(one.get("name") or one.get("sha256")) for one in files if not is_picture(one)]
    if names:
        yield Facts(((sources.words.label(field), "; ".join(names)),))
