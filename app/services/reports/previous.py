"""Previous: the words of the last issued report of a type, to begin the next one with."""

from __future__ import annotations

from app.services import records
from app.services.desks import Desk
from app.services.newest import latest
from app.services.sitreps import NARRATIVE
from app.services.views import View


class Previous(View, frozen=True, kw_only=True):
    """What the last report said: its serial, narrative by field, to whom it went, who approved it."""

    serial: str
    narrative: dict[str, str]
    sent_to: str
    approved_by: str
    distribution: tuple[str, ...]


def last_words(desk: Desk, kind: str) -> Previous | None:
    """Return the words of our newest issued report of a type, or None."""
    own = (("unit", "=", desk.identity.unit),) if desk.identity.unit else ()
    where = (("issued_at", "<=", latest(desk.clock())), ("type", "=", kind), *own)
    found = records.page(desk, "sitrep", where=where, order=("issued_at", True), limit=1)
    if not found:
        return None
    fields = found[0].fields
    return Previous(
        serial=found[0].serial,
        narrative={name: str(fields[name]) for name in NARRATIVE if fields.get(name)},
        sent_to=str(fields.get("sent_to") or ""),
        approved_by=str(fields.get("approved_by") or ""),
        distribution=tuple(fields.get("distribution") or ()),
    )
