"""Sitreps: made from the records of the period, the same bytes twice, issued once, protected sources unnamed."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from app.domain.faults import RecordRefusedError
from app.services import attachments, records, safety, sitreps
from app.services.records import Entry
from app.services.sitreps import Ask
from app.services.status import status
from tests.services.missions import Mission, changed, saved, states

WEEK = Ask(until=date(2026, 11, 22))
SECRET = "Nyakuoth Secretname"


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF as a reader sees it."""
    data = QByteArray(pdf)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    found = "\n".join(document.getAllText(page).text() for page in range(document.pageCount()))
    document.close()
    return found


def filled(mission: Mission) -> None:
    """Save at Force HQ what a weekly report is made of, and some that it must leave out."""
    partner = saved(mission.force, "organisation", name="Water Committee", acronym="WATCOM")
    person = saved(mission.force, "person", name=SECRET, function="Market elder", protected_source=True)
    saved(
        mission.force, title="Water points", started_at="2026-11-18T10:00Z", part="attended", place="Bentiu",
        organisations=[partner.id], participants=[{"person": person.id, "side": "theirs"}], outcome="Two wells agreed.",
    )  # fmt: skip
    saved(mission.force, title="Last month", started_at="2026-10-18T10:00Z")
    saved(mission.force, title="Next week", started_at="2026-11-25T10:00Z")
    saved(
        mission.force, "qip", title="Borehole at Rotriak", state="in_progress", first_disbursed="2026-01-01"
    )
    saved(mission.force, "follow_up", what="Send the survey", due="2026-11-01", owner="S9")
    saved(mission.force, "follow_up", what="Done already", state="done")


def test_the_content_is_that_of_the_period(mission: Mission) -> None:
    filled(mission)
    content = sitreps.compose(mission.force, WEEK).content
    assert [row.start for row in content.meetings] == [datetime(2026, 11, 18, 10, tzinfo=UTC)]
    assert content.meetings[0].counterparts == "WATCOM; Market elder"
    assert content.liaison_summary == "1 meeting (1 attended) with 1 organisation."
    assert [row.what for row in content.planned] == ["Next week"]
    assert [(row.title, row.days_late) for row in content.qips] == [
        ("Borehole at Rotriak", content.qips[0].days_late)
    ]
    assert content.qips[0].days_late
    assert [(row.what, row.days_overdue) for row in content.follow_ups] == [("Send the survey", 21)]
    assert any("Borehole at Rotriak" in point for point in content.key_points)
    assert (content.period_start, content.period_end) == (
        datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 22, 23, 59, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "first"),
    [
        (Ask(type="daily", until=date(2026, 11, 22)), date(2026, 11, 22)),
        (Ask(type="monthly", until=date(2026, 11, 30)), date(2026, 10, 31)),
        (Ask(type="monthly", until=date(2026, 3, 31)), date(2026, 3, 1)),
        (Ask(type="monthly", until=date(2026, 1, 15)), date(2025, 12, 16)),
        (Ask(type="special", since=date(2026, 1, 1), until=date(2026, 1, 2)), date(2026, 1, 1)),
    ],
    ids=["day", "month", "long month", "over new year", "special"],
)
def test_periods(ask: Ask, first: date) -> None:
    period = sitreps.period_of(ask)
    assert (period.start.date(), period.end.date()) == (first, ask.until)


def test_the_same_records_give_the_same_bytes(mission: Mission) -> None:
    filled(mission)
    once = sitreps.render(mission.force, sitreps.compose(mission.force, WEEK))
    mission.clock.turn(days=3)
    assert sitreps.render(mission.force, sitreps.compose(mission.force, WEEK)) == once
    assert once.startswith(b"%PDF-")


def test_a_protected_source_is_never_named(mission: Mission) -> None:
    filled(mission)
    issued = sitreps.issue(mission.force, WEEK)
    shown = text_of(issued.pdf)
    assert "Market elder" in shown
    for part in SECRET.split():
        assert part not in shown
        assert part.encode() not in issued.pdf
    assert issued.serial in shown
    assert "Two wells agreed" in shown


def test_an_issued_report_is_a_record_that_travels_and_stays(mission: Mission) -> None:
    filled(mission)
    issued = sitreps.issue(
        mission.force, Ask(until=WEEK.until, narrative={"key_points": "Calm."}, approved_by="Col B.")
    )
    view = records.show(mission.force, issued.record_id)
    assert (view.serial, view.fields["issued_sha256"]) == (issued.serial, issued.sha256)
    assert hashlib.sha256(issued.pdf).hexdigest() == issued.sha256
    assert view.fields["attachments"][0]["sha256"] == issued.sha256
    assert attachments.read(mission.force, issued.sha256) == issued.pdf
    with pytest.raises(RecordRefusedError):
        changed(mission.force, view, key_points="Not calm.")
    later = sitreps.issue(mission.force, Ask(until=WEEK.until, corrects=f"@{issued.serial}"))
    assert later.serial != issued.serial
    assert records.show(mission.force, later.record_id).fields["corrects"] == issued.record_id
    assert attachments.read(mission.force, issued.sha256) == issued.pdf
    assert safety.check(mission.force) == ()


def test_a_unit_reports_its_own_and_the_report_reaches_above(mission: Mission) -> None:
    saved(mission.unit, title="Ours", started_at="2026-11-18T10:00Z", marking="CONFIDENTIAL")
    saved(mission.sector, title="Of the sector", started_at="2026-11-18T10:00Z")
    mission.settle()
    issued = sitreps.issue(mission.unit, WEEK)
    assert records.show(mission.unit, issued.record_id).fields["marking"] == "CONFIDENTIAL"
    mission.settle()
    for desk in (mission.sector, mission.force):
        assert attachments.read(desk, issued.sha256) == issued.pdf
        assert states(desk)[issued.record_id] == states(mission.unit)[issued.record_id]
    both = sitreps.compose(mission.sector, WEEK).content
    assert len(both.meetings) == 2
    below = sitreps.compose(mission.sector, Ask(until=WEEK.until, unit="fhq/east/indbatt-1")).content
    assert [row.form.split("\n")[0] for row in below.meetings] == ["Ours"]
    assert below.unit == "UNIT"


def test_an_empty_week_can_be_reported(mission: Mission) -> None:
    issued = sitreps.issue(mission.unit, WEEK)
    assert issued.pdf.startswith(b"%PDF-")
    assert status(mission.unit).records == {"sitrep": 1}


def test_a_meeting_is_not_reported_when_it_was_withdrawn(mission: Mission) -> None:
    view = saved(mission.unit, started_at="2026-11-18T10:00Z")
    records.withdraw(mission.unit, view.id, "entered twice")
    assert sitreps.compose(mission.unit, WEEK).content.meetings == ()
    records.save(mission.unit, Entry(kind="meeting", id=view.id, fields={}, withdrawn=""))
    assert len(sitreps.compose(mission.unit, WEEK).content.meetings) == 1
