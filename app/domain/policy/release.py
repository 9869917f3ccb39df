"""Release: what of a record an audience may read, from the declarations alone.

A field goes to those whom its declaration names and to nobody else; what is not declared, not known or cannot be read
goes to nobody. Free text goes to partners only where its owner confirmed exactly this text: the digest that was kept
then is that of the text now. Everything that leaves on paper, in sheets, calendars and maps is built from `released`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from app.domain import canonical
from app.domain.audiences import NOBODY, PARTNERS, Audience
from app.domain.faults import FaultyValueError
from app.domain.fields import TEXT_TYPES, Field, FieldType
from app.domain.kinds import KINDS
from app.domain.points import mgrs_text, read_point
from app.domain.policy.findings import patterns_in
from app.domain.reading import read_value
from app.domain.records import Record
from app.domain.roles import Role
from app.domain.vocabularies import MARKINGS

CONFIRMATIONS = "released_texts"
"""The field in which the digests of the confirmed texts stand."""
SQUARES = {"exact": 1, "1km": 1000, "10km": 10_000}
"""How coarse a position is told, in metres, by the record's own setting; any other tells none."""
_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_]|\d{1,2}[:.hH]?\d{0,2}$)[^\W_][\w./:-]{0,39}")


def may_read(field: Field, audience: Audience) -> bool:
    """Return whether an audience may read a field at all; nobody may read what is for nobody."""
    return audience is not NOBODY and field.audience >= audience


def readable(kind: str, audience: Audience) -> dict[str, Field]:
    """Return the fields of a kind that an audience may read; of an unknown kind none."""
    declared = KINDS[kind].__fields__ if kind in KINDS else {}
    return {name: field for name, field in declared.items() if may_read(field, audience)}


def is_open(kind: str, values: Mapping[str, Any], audience: Audience) -> bool:
    """Return whether a record may be shown to an audience at all.

    Partners see what its owner marked releasable, what is UNCLASSIFIED, of kinds that have anything for them, and
    nothing that a field such as "protected source" closes.
    """
    if kind not in KINDS or audience is NOBODY:
        return False
    if audience < PARTNERS:
        return True
    own = [field for name, field in KINDS[kind].__fields__.items() if name not in Record.__fields__]
    closed = any(field.closes and values.get(field.name) not in (None, False) for field in own)
    marked = values.get("releasable") is True and values.get("marking") == MARKINGS[0]
    return marked and not closed and any(may_read(field, audience) for field in own)


def released(kind: str, values: Mapping[str, Any], audience: Audience, *, word: str) -> dict[str, Any]:
    """Return the values of a record that an audience may read; `word` stands where a text was not confirmed."""
    if not is_open(kind, values, audience):
        return {}
    fields = readable(kind, audience)
    found = {
        name: _narrowed(field, values[name], audience) for name, field in fields.items() if name in values
    }
    if audience >= PARTNERS:
        for name in waiting(kind, values):
            found[name] = _instead(fields[name], word)
        found = _coarsened(found)
        found = {name: _checked(kind, fields[name], value) for name, value in found.items()}
    return {name: value for name, value in found.items() if value is not None}


def texts(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the free texts of a record that partners could read, as they would go, by field."""
    narrowed = {
        name: _narrowed(field, values[name], PARTNERS)
        for name, field in readable(kind, PARTNERS).items()
        if values.get(name) is not None
    }
    fields = KINDS[kind].__fields__ if kind in KINDS else {}
    return {name: value for name, value in narrowed.items() if value and is_free(fields[name], value)}


def waiting(kind: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the free texts that partners could read and that nobody confirmed as they stand."""
    held = confirmed(values)
    return tuple(
        name
        for name, text in texts(kind, values).items()
        if not (digest := digest_of(text)) or held.get(name) != digest
    )


def confirmed(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the digests that were confirmed, by field; what cannot be read confirms nothing."""
    rows = values.get(CONFIRMATIONS)
    if not isinstance(rows, list | tuple):
        return {}
    return {str(row.get("name")): str(row.get("sha256")) for row in rows if isinstance(row, Mapping)}


def confirmations(kind: str, values: Mapping[str, Any], names: frozenset[str]) -> list[dict[str, str]]:
    """Return what to keep of a record whose owner confirms these texts as they stand, and no others."""
    found = texts(kind, values)
    return [{"name": name, "sha256": digest_of(found[name])} for name in sorted(names & found.keys())]


def digest_of(text: Any) -> str:
    """Return the digest that confirms a text, or the lines of a field, exactly as partners would read it.

    What cannot be signed has none, and can never be confirmed.
    """
    try:
        return hashlib.sha256(canonical.encode(text)).hexdigest()
    except canonical.NotCanonicalError:
        return ""


def is_free(field: Field, value: Any) -> bool:
    """Return whether a value holds free text: a text that is no code, or lines with a column of such."""
    if field.type is FieldType.ROWS:
        texts_ = [column for column in field.columns if column.type in TEXT_TYPES]
        return any(row.get(column.name) for column in texts_ for row in value)
    return field.type in TEXT_TYPES and not (field.role is Role.CODE and _is_code(str(value)))


def _is_code(text: str) -> bool:
    return bool(_CODE.fullmatch(text)) and not any(one.certain for one in patterns_in(text))


def told_point(values: Mapping[str, Any], audience: Audience) -> dict[str, int] | None:
    """Return a record's position as an audience may read it: truncated to its square, or None.

    Partners are told none that is exact: only where an officer has chosen how coarse it is shown.
    """
    point, setting = values.get("point"), values.get("coarsen") or "exact"
    coarsest = SQUARES.get(setting) if isinstance(setting, str) else None
    if not point or coarsest is None or (audience >= PARTNERS and coarsest == 1):
        return None
    if coarsest <= int(point.get("precision", 1)):
        return dict(point)
    try:
        return read_point(mgrs_text(point, coarsest=coarsest))
    except FaultyValueError:
        return None  # near the poles there is no square to truncate to


def _narrowed(field: Field, value: Any, audience: Audience) -> Any:
    """Return a value with the columns of its lines that an audience may read."""
    if field.type is not FieldType.ROWS:
        return value
    open_ = {column.name for column in field.columns if may_read(column, audience)}
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    kept = [{name: held for name, held in row.items() if name in open_} for row in rows]
    return [row for row in kept if row] or None


def _instead(field: Field, word: str) -> Any:
    """Return what stands in place of a text that was not confirmed."""
    if field.type is FieldType.TEXTS:
        return [word]
    if field.type is FieldType.ROWS:
        column = next(one for one in field.columns if one.type in TEXT_TYPES and may_read(one, PARTNERS))
        return [{column.name: word}]
    return word


def _coarsened(found: dict[str, Any]) -> dict[str, Any]:
    """Return values with a position as coarse as the record says, and without the place where it is to be hidden."""
    hidden = ("place", "p_code", "admin3") if found.get("coarsen") == "admin" else ()
    kept = {name: value for name, value in found.items() if name not in (*hidden, "point")}
    point = told_point(found, PARTNERS)
    return kept | ({"point": point} if point else {})


def _checked(kind: str, field: Field, value: Any) -> Any:
    """Return a value that is what its field declares; a word that is in no list is none, whoever wrote it."""
    if field.type in TEXT_TYPES:
        return value
    if field.type is FieldType.STATE:
        workflow = KINDS[kind].workflow
        return value if workflow is not None and value in workflow.states else None
    if field.type is FieldType.ROWS:
        columns = {column.name: column for column in field.columns}
        rows = [
            {
                n: checked
                for n, held in row.items()
                if (checked := _checked(kind, columns[n], held)) is not None
            }
            for row in value or ()
        ]
        return rows or None
    try:
        return read_value(field, value)
    except FaultyValueError:
        return None
