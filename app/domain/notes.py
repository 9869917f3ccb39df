"""Civil situation notes: facts, comment and assessment apart; urgent ones carry a report clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.domain.audiences import CHAIN, PARTNERS
from app.domain.faults import Fault
from app.domain.records import Moment, Record, field, order_fault
from app.domain.roles import Role
from app.domain.sections import WHERE, Section
from app.domain.shared_fields import Located


class Note(Located, Record, frozen=True, kw_only=True):
    """What was seen or heard of the civil situation."""

    kind = "note"
    label = "Civil situation note"
    plural = "Notes"
    french = ("Note de situation civile", "Notes")
    hint = "What was seen or heard. An urgent one starts a report clock."
    order = ("observed_at", True)
    overdue_name = "Flash, not reported"
    overdue_when = (("flash", "=", True), ("reported_at", "empty", None))
    prefix = "NTE"
    page = "liaison"
    new_menu = 4
    title_from = ("topic",)
    columns = ("observed_at", "topic", "place", "flash", "reported_at")
    sections = (Section("What", "Quoi"), WHERE, Section("Content", "Contenu"), Section("Flash", "Éclair"))

    topic: str | None = field("Topic", "Sujet", PARTNERS, section="What", required=True, searched=3)
    observed_at: Moment | None = field(
        "Observed", "Observé", PARTNERS, section="What", required=True, role=Role.DAY
    )
    facts: str | None = field(
        "Facts", "Faits", PARTNERS, section="Content", long=True, searched=1, tag="#description"
    )
    comment: str | None = field(
        "Comment",
        "Commentaire",
        CHAIN,
        section="Content",
        long=True,
        searched=1,
        sensitive=True,
        width=6,
    )
    assessment: str | None = field(
        "Assessment",
        "Appréciation",
        CHAIN,
        section="Content",
        long=True,
        searched=1,
        sensitive=True,
        width=6,
    )
    flash: bool | None = field(
        "Urgent (flash)", "Urgent (éclair)", CHAIN, section="Flash", hint="Starts the report clock"
    )
    reported_at: Moment | None = field(
        "Reported to Mission HQ",
        "Signalé au QG de la mission",
        CHAIN,
        section="Flash",
        wanted_when=("flash", True),
    )

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where it was reported before it was observed."""
        return order_fault(self.observed_at, self.reported_at, "reported_at")

    def clock(self, now: datetime) -> timedelta | None:
        """Return how long an urgent note has waited to be reported, or None where no clock runs."""
        if not self.flash or self.reported_at is not None or self.observed_at is None:
            return None
        return now - self.observed_at
