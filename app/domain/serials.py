"""Serials: the human numbers of records, such as `EAST-MTG-2026-0042`, per unit, kind and year."""

from __future__ import annotations

import re
import unicodedata


def unit_code(unit: str | None, unit_name: str) -> str:
    """Return the code of a unit for serials: the last part of its path, or its name before it has one."""
    source = unit.rsplit("/", 1)[-1] if unit else unit_name
    plain = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", "-", plain.upper()).strip("-")[:32] or "UNIT"


def serial_text(code: str, prefix: str, year: int, number: int) -> str:
    """Return the serial of a record; numbers beyond 9999 just grow."""
    return f"{code}-{prefix}-{year}-{number:04d}"
