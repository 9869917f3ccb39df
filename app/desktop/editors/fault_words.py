"""Fault words: the sentence of a fault as it stands beside its field in a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from app.desktop.words import tr
from app.domain.faults import Fault
from app.domain.fields import Field
from app.services.wording import sentence

NAMES_NOTHING = frozenset({"not_a_reference", "unknown_record"})


def said(field: Field | None, fault: Fault) -> str:
    """Return the sentence; columns are called by their labels, and a name is to be chosen, not written as an id."""
    row, column = fault.params.get("row"), fault.params.get("column")
    inner = next((one for one in field.columns if one.name == column), None) if field else None
    if fault.code in NAMES_NOTHING:
        words = tr("Choose a record from the list, or make a new one there.")
    else:
        plain = {name: value for name, value in fault.params.items() if name not in ("row", "column")}
        words = sentence(msgspec.structs.replace(fault, params=plain))
    if row and column:
        label = tr(inner.label) if inner is not None else str(column)
        return tr("Line {row}, {column}: {words}", row=row, column=label, words=words)
    return words


def first_of_each(fields: Mapping[str, Field], faults: Iterable[Fault]) -> dict[str, str]:
    """Return the first sentence for each faulty field."""
    found: dict[str, str] = {}
    for fault in faults:
        found.setdefault(fault.field, said(fields.get(fault.field), fault))
    return found


def reasons(fields: Mapping[str, Field], faults: Mapping[str, Fault]) -> dict[str, str]:
    """Return the sentence of why each field may not be changed here."""
    return {name: said(fields.get(name), fault) for name, fault in faults.items()}
