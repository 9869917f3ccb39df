"""A weekly report from real public records (places, titles, counterparts, costs) in an invented week."""

from datetime import UTC, date, datetime

from app.reports.content import (
    FollowUpRow,
    MeetingRow,
    PlannedRow,
    ProjectRow,
    QipRow,
    Signature,
    SitrepContent,
    SupportRow,
)
from app.reports.document import Narrative


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


MEETINGS = (
    MeetingRow(
        start=moment(14, 8, 30),
        form="Coordination (hosted)",
        place="Sector East HQ, Marjayoun",
        counterparts=(
            "Governor of Nabatieh; Qaemaqams of Marjayoun, Hasbaya and Bint Jubeil; members of parliament; "
            "muftis, sheikhs and archbishops; LAF South Litani Sector"
        ),
        outcome="Luncheon for civil, religious and military authorities of the eastern sector.",
        comment="Relations with the host communities are better than in October.",
    ),
    MeetingRow(
        start=moment(16, 9),
        form="Comité local (accueilli)",
        place="Mairie de Bossangoa",
        counterparts="préfet de l’Ouham; société civile; chefs de services préfectoraux",
        outcome="Séance d'explication du mandat suivie de questions sur l'impunité et le désarmement.",
    ),
    MeetingRow(
        start=moment(18, 7, 30),
        form="Key-leader engagement",
        place="Yambio, Western Equatoria",
        counterparts="state government; UNMISS field office; Ethiopian battalion",
        outcome="Two-day visit to meet a new battalion and the Governor, who offered help with mobility.",
        comment="Needs a written request before the dry season.",
    ),
    MeetingRow(
        start=moment(19, 12),
        form="Town hall (attended)",
        place="القطاع الشرقي، حولا",
        counterparts="بلدية حولا (Municipality); Sector East CIMIC unit",
        outcome="اليونيفيل تموّل مركز رعاية المسنين في حولا. Reported cost 15,600 USD.",
    ),
)

SUPPORT = (
    SupportRow(
        serial="EAST-RFA-2026-0020",
        requester="Payam administrator",
        what="Escort for the vaccination team, 3 December",
        state="screened",
        screening="unique ✓ timely ✓ last resort ✓",
    ),
    SupportRow(
        serial="EAST-RFA-2026-0019",
        requester="State Ministry of Health, Pibor",
        what="Medical evacuation of three civilians",
        state="executing, not reported",
        screening="exempt (para 21)",
        emergency=True,
    ),
)

PROJECTS = (
    ProjectRow(
        serial="EAST-CSP-0031",
        title="Two-day veterinary camp near Malakal",
        place="5 km north of the log base, Malakal–Melut road",
        unit="Indian Battalion",
        state="completed",
        percent_done=100,
        beneficiaries="650 animals",
    ),
    ProjectRow(
        serial="EAST-CSP-0034",
        title="Clinique mobile gratuite",
        place="Site de déplacés Saint Lazare, Kaga-Bandoro",
        unit="Bataillons pakistanais et bangladais",
        state="under way",
        percent_done=60,
        beneficiaries="8,500",
    ),
    ProjectRow(
        serial="EAST-CSP-0035",
        title="Water filter and pump",
        place="الفريدس",
        unit="Spanish Battalion",
        state="approved",
        note="Second of two projects opened together.",
    ),
)

QIPS = (
    QipRow(
        serial="0009",
        title="Reconstruction of Zorzor police station",
        place="Zorzor, Lofa County",
        state="in progress",
        percent_physical=62,
        percent_spent=80,
        days_to_limit=9,
        limit=date(2026, 11, 30),
        near_limit=True,
        cost_cents=4_800_000,
    ),
    QipRow(
        serial="0012",
        title="Veterinary clinic for herders",
        place="Melut, Upper Nile",
        state="in progress",
        percent_physical=35,
        percent_spent=80,
        days_to_limit=-4,
        limit=date(2026, 11, 17),
        cost_cents=2_450_000,
        note="Drilling stopped at 60 m; partner asks for a second rig.",
    ),
    QipRow(
        serial="0015",
        title="Two-classroom block at Jelei Primary School",
        place="Jelei, Nimule",
        state="completed",
        percent_physical=100,
        percent_spent=100,
        done=True,
        cost_cents=2_500_000,
    ),
    QipRow(
        serial="0017",
        title="348 school seats and desks for four basic schools",
        place="أبو زريقة، North Darfur",
        state="first tranche",
        percent_physical=10,
        percent_spent=0,
        days_to_limit=152,
        limit=date(2027, 4, 22),
        cost_cents=1_234_550,
    ),
    QipRow(
        serial="0018",
        title="Refurbished women's rehabilitation centre",
        place="Wau",
        state="approved",
        cost_cents=4_500_000,
    ),
)

FOLLOW_UPS = (
    FollowUpRow(
        what="Date for the pump repair",
        ours=True,
        owner="Maj A. Diallo, G9",
        counterpart="Sultan of Bor East",
        due=date(2026, 11, 19),
        days_overdue=2,
    ),
    FollowUpRow(
        what="Liste des trois points d’eau à remettre en état",
        ours=False,
        owner="Capt Ngo",
        counterpart="Préfet; chefs de quartier",
        due=date(2026, 11, 28),
    ),
    FollowUpRow(
        what="Minutes of the traders' meeting",
        ours=False,
        owner="Capt Ngo",
        counterpart="Amiet Market traders",
    ),
)


def weekly() -> SitrepContent:
    return SitrepContent(
        mission="UNMISX",
        unit="Sector East",
        serial="EAST-SITREP-W-2026-0047",
        period_start=moment(14, 0, 1),
        period_end=moment(20, 23, 59),
        as_of=moment(21, 18),
        sender="G9 Sector East, Bor",
        to="U9 Force HQ (action)",
        info="Sector COS; Head of Field Office Bor",
        marking="CONFIDENTIAL",
        prepared=Signature("Maj A. Diallo", "G9", moment(21, 18)),
        approved=Signature("Col S. Martín", "Sector Chief of Staff"),
        key_points=(
            "Veterinary clinic Melut (QIP 0012) is past its limit; drilling stopped at 60 m.",
            "The administrator requests an escort for a vaccination team on 3 December; screening under way; "
            "no civilian alternative until the road opens.",
        ),
        liaison_summary="14 meetings (11 attended, 3 hosted); 6 commitments made, 4 kept, 2 overdue.",
        meetings=MEETINGS,
        support=SUPPORT,
        projects=PROJECTS,
        qips=QIPS,
        qips_narrative=Narrative(
            facts="Two monitoring visits were made.", assessment="One more extension is likely."
        ),
        follow_ups=FOLLOW_UPS,
        civil_situation=Narrative(
            facts="Road Bor–Pibor cut at km 14 since 12 November. Traders moved the market.\n"
            "Leaders of people sheltering by the base asked for firewood patrols and schools.",
            comment="The market committee spoke with one voice for the first time.",
            assessment="Prices will rise until the road opens; cattle movement may start early (likely).",
        ),
        gender_and_protection=Narrative(facts="41 women took part in the post-migration conference."),
        decisions=("Extension of QIP 0012 by two months.",),
        planned=(
            PlannedRow(when=moment(24, 8), what="Protection working group", place="Bor", who="G9"),
            PlannedRow(
                when=date(2026, 11, 26), what="Monitoring visit QIP 0009", place="Zorzor", who="G9, engineers"
            ),
            PlannedRow(
                when=None, what="Handover of the classroom block", place="Jelei", who="Sector commander"
            ),
        ),
        distribution=("U9 Force HQ", "Sector COS", "Head of Field Office Bor", "file"),
    )
