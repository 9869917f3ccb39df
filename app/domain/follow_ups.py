"""Follow-ups: the promises we made and those made to us."""

from __future__ import annotations

from datetime import date

from app.domain.audiences import CHAIN, PARTNERS
from app.domain.records import NOW, Record, field
from app.domain.roles import Role
from app.domain.sections import STATE, Section
from app.domain.shared_fields import Staged
from app.domain.vocabularies import OWED_BY
from app.domain.workflows import Transition, Workflow

WORKFLOW = Workflow(
    states=("open", "done", "cancelled"),
    french={
        "open": "ouverte",
        "done": "faite",
        "cancelled": "annulée",
    },
    transitions=(
        Transition(source="open", target="done"),
        Transition(source="open", target="cancelled", reason=True),
        Transition(source="done", target="open", reason=True),
        Transition(source="cancelled", target="open", reason=True),
    ),
    closed=frozenset({"done", "cancelled"}),
)


class FollowUp(Staged, Record, frozen=True, kw_only=True):
    """A promise with an owner and a date; overdue is computed, never stored."""

    kind = "follow_up"
    label = "Follow-up"
    plural = "Follow-ups"
    french = ("Suite à donner", "Suites à donner")
    hint = "A promise is written with its day and its owner; it comes back on Today before it is late."
    order = ("due", False)
    overdue_name = "Overdue"
    overdue_when = (("due", "<", NOW),)
    prefix = "FUP"
    page = "follow_ups"
    new_menu = 2
    title_from = ("what",)
    columns = ("what", "owed_by", "counterpart", "owner", "due", "state")
    workflow = WORKFLOW
    sections = (Section("Promise", "Promesse"), STATE)

    what: str | None = field("What", "Quoi", PARTNERS, section="Promise", required=True, searched=3, max=1000)
    owed_by: str | None = field("Owed by", "Dû par", PARTNERS, section="Promise", choices=OWED_BY)
    counterpart: str | None = field(
        "Counterpart", "Interlocuteur", PARTNERS, section="Promise", ref="organisation"
    )
    owner: str | None = field("Owner", "Responsable", CHAIN, section="Promise", searched=2, role=Role.PERSON)
    due: date | None = field("Due", "Échéance", PARTNERS, section="Promise", role=Role.DUE, tag="#date+due")
    source: str | None = field(
        "Comes from",
        "Vient de",
        CHAIN,
        section="Promise",
        ref="*",
        hint="The meeting or project it came from",
    )
    closing_note: str | None = field(
        "Closing note", "Note de clôture", CHAIN, section="State", long=True, searched=1
    )

    def overdue(self, today: date) -> bool:
        """Return whether the promise is open past its date."""
        return self.due is not None and self.state not in WORKFLOW.closed and self.due < today
