"""What tests of reports are made of: a few records of each kind at Force HQ."""

from typing import Any

import pytest

from app.services.views import RecordView
from tests.services.missions import Mission, confirmed, saved

PERSON = "Nyakuoth Secretname"
PHONE = "+211 912 345 678"
GRID = "36N UL 41567 37288"


class Filled:
    """A mission with records of the kinds that reports tell of, by name."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        self.desk = mission.force
        self.views: dict[str, RecordView] = {}

    def __getitem__(self, name: str) -> RecordView:
        return self.views[name]

    def save(self, key: str, kind: str, /, **fields: Any) -> str:
        """Save a record that partners may see unless the fields say otherwise; returns its id."""
        view = saved(self.desk, kind, **{"releasable": True, **fields})
        self.views[key] = view
        return view.id

    def confirm(self) -> None:
        """Confirm every free text for partners, as its owner would who read it."""
        for view in self.views.values():
            confirmed(self.desk, view)


@pytest.fixture
def filled(mission: Mission) -> Filled:
    made = Filled(mission)
    council = made.save(
        "council", "organisation", name="River County Council", acronym="RCC", tier="internal",
        contact_every=14, focal_point="Maj A. Diallo", phone=PHONE,
    )  # fmt: skip
    made.save("elder", "person", name=PERSON, function="Market elder", protected_source=True, releasable=None)
    meeting = made.save(
        "meeting", "meeting", title="Ferry road", started_at="2026-11-18T10:00Z", place="River Town",
        point=GRID, organisations=[council],
        participants=[{"name": "Deng Longname", "side": "theirs", "function": "Clerk"}],
        facts=f"Deng Longname, {PHONE}, says the road is cut at {GRID}.", comment="He wants money.",
        outcome="Meet again.", atmosphere=4, next_meeting_at="2026-11-25T10:00Z",
    )  # fmt: skip
    made.save(
        "late",
        "follow_up",
        what="Send the survey",
        due="2026-11-01",
        owed_by="us",
        owner="S9",
        counterpart=council,
        source=meeting,
    )
    made.save(
        "kept",
        "follow_up",
        what="Name an owner",
        owed_by="them",
        state="done",
        counterpart=council,
        source=meeting,
    )
    made.save(
        "emergency", "support_request", title="Evacuate wounded", requester=council, received_at="2026-11-21T07:00Z",
        executed_at="2026-11-21T07:10Z", emergency=True, emergency_reason="loss_of_life", state="executing",
        rule_set="humanitarian", support_kind="medical", contact=PHONE, place="River Town",
    )  # fmt: skip
    made.save(
        "flash", "note", topic="Cattle raid feared", observed_at="2026-11-20T06:30Z", flash=True, place="East bank",
        facts="Herders moved 400 head.", comment="Traders expect revenge.", assessment="Likely.",
    )  # fmt: skip
    qip = made.save(
        "qip", "qip", title="Five hand pumps", state="in_progress", first_disbursed="2026-01-01", percent_done=40,
        percent_spent=80, category="water_sanitation", point="4.85939, 31.57125", coarsen="1km",
        budget=[{"line": "Pumps", "amount": "20000.00 USD"}, {"line": "Pipes", "amount": "4500.00 USD"}],
        tranches=[{"percent": 80, "trigger": "MOU", "paid_on": "2026-01-01"}, {"percent": 20, "trigger": "End"}],
        final_report="All five work.", evaluation="Used daily.", local_owner="Water committee",
    )  # fmt: skip
    made.save(
        "visit",
        "visit",
        project=qip,
        date="2026-11-10",
        visitors="U9",
        percent_physical=55,
        findings="Two done",
    )
    made.save(
        "project", "project", title="School roof", state="under_way",
        beneficiaries={"f": {"children": 40}, "total": 90},
        coordination=[{"party": "ocha", "answer": "no_objection"}],
    )  # fmt: skip
    made.save(
        "assessment", "assessment", place="River Town", assessed_on="2026-11-01", water="Two of five pumps work.",
        needs_women="Water, clinic, light", leaders="Chief X", protection="Refer only", valid_until="2026-11-10",
    )  # fmt: skip
    made.save(
        "lesson",
        "lesson",
        title="Ask who mends it",
        what_happened="A pump stood still.",
        recommendation="Name the mechanic.",
    )
    made.save(
        "directive",
        "directive",
        title="No project near a camp",
        text="One kilometre.",
        valid_from="2026-01-01",
    )
    made.save("forum", "forum", name="Security committee", weekday="tuesday", time="10:00")
    return made
