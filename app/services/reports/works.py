"""Works: the sheet of a community-support project and the file of a Quick Impact Project, with their photos."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.policy.community import RULES
from app.domain.qips import WORKFLOW, Qip
from app.reports.document import Block, Cell, Pictures, Section, Signing, Text, Told, Tone
from app.reports.words import counted, money
from app.services.reports.approvals import steps
from app.services.reports.people import people
from app.services.reports.picturing import PHOTOS, before_and_after, pictures
from app.services.reports.positions import Sign
from app.services.reports.screened import screened
from app.services.reports.sources import Sources
from app.services.reports.telling import Teller, grid, section
from app.services.structures import typed_record
from app.services.views import RecordView

HANDED_OVER = WORKFLOW.states[WORKFLOW.states.index("completed") :]
"""The states in which a QIP is built."""


def project_sheet(sources: Sources, view: RecordView) -> tuple[Section, ...]:
    """Return a project on a page or two: what, for whom, by whom, with what, and how it looks."""
    teller = Teller(sources, view)
    what = (
        *teller.facts("state", "category", *teller.where, "executing_unit",
                      "community_partner", "start", "end", "percent_done", "cost", "cost_in_kind", "funding"),
        *teller.long("summary", "notes"),
    )  # fmt: skip
    sections = (
        section(sources, "What", what),
        section(sources, "Need", need(teller)),
        section(sources, "Coordination", coordination(teller)),
        section(sources, "Monitoring visits", visits(sources, view)),
        section(sources, "Afterwards", (*teller.facts("local_owner"),
                                        *teller.long("visibility", "gender_note", "do_no_harm"))),
        *photo_sections(sources, view),
    )  # fmt: skip
    return tuple(one for one in sections if one.blocks)


def qip_file(sources: Sources, view: RecordView) -> tuple[Section, ...]:
    """Return the whole file of a QIP: proposal, progress, final report, hand-over certificate, evaluation."""
    teller = Teller(sources, view)
    return (
        section(sources, "Proposal", (*_proposal(teller), *need(teller), *teller.long("notes"))),
        section(sources, "Money", _money(teller)),
        section(sources, "Selection", _selection(teller)),
        section(
            sources, "Coordination", (*coordination(teller), *teller.long("endorsement", "engineer_review"))
        ),
        section(sources, "Progress", (*_clock(sources, view), *visits(sources, view), *steps(sources, view))),
        section(sources, "Final report", (*teller.facts("money_reconciled"), *teller.long("final_report"))),
        section(sources, "Evaluation", teller.long("evaluation")),
        *photo_sections(sources, view),
        section(sources, "Hand-over certificate", certificate(teller), new_page=True),
    )


def need(teller: Teller) -> Iterator[Block]:
    """Yield the need, who voiced it, and who benefits, by sex and age where that is known."""
    yield from teller.facts("confidence_objective", "voiced_by", "beneficiaries_note")
    yield from teller.long("needs_statement")
    yield from people(teller, "beneficiaries")


def coordination(teller: Teller) -> tuple[Block, ...]:
    """Return how it was screened, who was asked and what they answered, and the check for doubles."""
    shares = {"party": 20.0, "who": 24.0, "asked_on": 14.0, "answer": 16.0, "remark": 26.0}
    return (
        *screened(teller, RULES), *teller.rows("coordination", shares), *teller.facts("guidance_in_line"),
        *teller.long("duplication_check"),
    )  # fmt: skip


def visits(sources: Sources, view: RecordView) -> tuple[Block, ...]:
    """Return the monitoring visits to a work, oldest first."""
    found = sorted(sources.pointing(view.id, "visit"), key=lambda one: str(one.fields.get("date") or ""))
    rows = [
        (sources.text(one, "date"), sources.text(one, "visitors"), sources.text(one, "percent_physical"),
         sources.text(one, "percent_spent"),
         tuple(Told(sources.text(one, name)) for name in ("findings", "deviations", "action")))
        for one in found
    ]  # fmt: skip
    heads = (("Date", 12.0), ("Visitors", 20.0), ("% physical", 10.0), ("% spent", 10.0), ("Findings", 48.0))
    return grid(sources, heads, rows, ends=(2, 3))


def photo_sections(sources: Sources, view: RecordView) -> Iterator[Section]:
    """Yield the photos before, during and after, and the map, where there are any."""
    files = [("", file) for file in before_and_after(view.fields.get("attachments") or ())]
    sources.tells(view, PHOTOS)
    shown = pictures(sources.desk, files, sources.words)
    if shown:
        yield section(sources, "Photos before and after", (Pictures(shown),))
    sign: Sign = "qip" if view.kind == "qip" else "project"
    area = sources.map([(sign, view.title, view.fields)])
    if area is not None:
        yield section(sources, "Map", (area,))


def certificate(teller: Teller) -> Iterator[Block]:
    """Yield what both sides sign when a project is handed over."""
    sources = teller.sources
    yield from teller.facts("title", "place", "admin1", "handover_date", "local_owner", "certificate", "cost")
    said = sources.words.said
    yield Text(
        said("The project named above is complete and in working order. It is handed over to its owner, who keeps "
          "and maintains it from this day."),
        label=said("Declaration"),
    )  # fmt: skip
    if teller.view.state not in HANDED_OVER:
        yield Text(
            said("The project is not completed yet: this is signed when it is handed over."), tone="muted"
        )
    both = ((said("For the mission"), ""), (said("For the community or authority"), ""))
    yield Signing(both, sources.words.signature)


def _proposal(teller: Teller) -> tuple[Block, ...]:
    return (
        *teller.facts("reference", "state", "category", "pillar", *teller.where,
                      "executing_unit", "implementing_partner", "partner_kind", "partner_registration",
                      "community_partner", "start", "end", "percent_done"),
        *teller.long("summary", "partner_record"),
        *teller.rows("work_plan", {"what": 50.0, "due": 20.0, "done_on": 20.0}),
    )  # fmt: skip


def _money(teller: Teller) -> Iterator[Block]:
    sources, view = teller.sources, teller.view
    yield from teller.facts(
        "cost", "cost_in_kind", "ceiling", "rate", "funding", "mou_date", "first_disbursed", "percent_spent"
    )
    sources.tells(view, "budget")
    lines = view.fields.get("budget") or ()
    rows: list[tuple[Cell, ...]] = [
        (str(line.get("line") or ""), _amount(sources, line.get("amount")),
         sources.words.said("In kind") if line.get("in_kind") else "")
        for line in lines
    ]  # fmt: skip
    amounts = [line["amount"] for line in lines if line.get("amount")]
    if len(amounts) > 1 and len({one["currency"] for one in amounts}) == 1:
        total = {"amount": sum(one["amount"] for one in amounts), "currency": amounts[0]["currency"]}
        rows.append((sources.words.total, (Told(_amount(sources, total), "bold"),), ""))
    heads = (("Line", 60.0), ("Amount", 25.0), ("", 15.0))
    yield from grid(sources, heads, rows, ends=(1,), title="Budget lines", total=len(rows) > len(lines))
    shares = {"percent": 12.0, "trigger": 36.0, "evidence": 36.0, "paid_on": 16.0}
    yield from teller.rows("tranches", shares)


def _selection(teller: Teller) -> Iterator[Block]:
    yield from teller.rows("scores", {"criterion": 40.0, "score": 12.0, "remark": 48.0})
    yield from teller.long("risk", "gender_note", "do_no_harm", "visibility", "low_visibility")


def _clock(sources: Sources, view: RecordView) -> Iterator[Block]:

    qip = typed_record("qip", view.fields)
    if not isinstance(qip, Qip):
        return
    settings, words = sources.settings, sources.words
    left = settings.days_left(qip, sources.today)
    limit = qip.limit(settings.qip_limit_days, settings.clock_start)
    if limit is None:
        return
    state = ""
    if left is not None:
        state = (
            counted(-left, words.day_late, words.days_late)
            if left < 0
            else counted(left, words.day_left, words.days_left)
        )
    tone: Tone = "late" if left is not None and left < 0 else "soon" if settings.near_limit(left) else ""
    heads = (("Limit", 1.0), ("Days to limit", 1.0))
    yield from grid(sources, heads, [(limit.isoformat(), (Told(state, tone),))])


def _amount(sources: Sources, value: dict[str, object] | None) -> str:
    return money(int(str(value["amount"])), str(value["currency"]), sources.words) if value else ""
