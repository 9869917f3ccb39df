"""Raw values: wire values in the form that people type, so that reading one gives the wire value back.

Only money differs: on the wire its amount is whole cents, typed it is an amount with decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.fields import Field, FieldType


def raw_of(field: Field, wire: Any) -> Any:
    """Return the raw form of a wire value; None stays None."""
    if wire is None:
        return None
    if field.type is FieldType.MONEY:
        return raw_money(wire)
    if field.type is FieldType.ROWS:
        columns = {column.name: column for column in field.columns}
        return [raw_fields(columns, row) for row in wire]
    if field.type is FieldType.BENEFICIARIES:
        return {"cells": wire.get("cells") or {}, "total": wire.get("total")}
    return wire


def raw_fields(fields: Mapping[str, Field], wire: Mapping[str, Any]) -> dict[str, Any]:
    """Return the raw form of several wire values; what no field declares stays out."""
    return {name: raw_of(fields[name], value) for name, value in wire.items() if name in fields}


def raw_money(wire: Mapping[str, Any]) -> dict[str, str]:
    """Return whole cents as a typed amount: `{"amount": "24500.00", "currency": "USD"}`."""
    whole, cents = divmod(int(wire["amount"]), 100)
    return {"amount": f"{whole}.{cents:02d}", "currency": str(wire["currency"])}


def is_blank(raw: Any) -> bool:
    """Return whether a raw value means "nothing is stated"."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ([], (), {})
