"""Every report of the records of a mission: what it says and in which order, sound, the same twice."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from app.services import attachments, sitreps
from app.services.reports.making import (
    SORTS,
    UnknownReportError,
    UnreadableFilterError,
    UnreadableMonthError,
    Wanted,
    make,
    reports_of,
)
from app.services.reports.picturing import before_and_after
from app.services.reports.sources import NotOfKindError, NotReleasableError
from app.services.sitreps import Ask
from app.sync.report_seals import CARRIED, read
from tests.pictures import making
from tests.reports.soundness import sound
from tests.services.missions import changed
from tests.services.reports.conftest import PERSON, Filled
from tests.services.test_sitreps import text_of

AS_OF = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
SAYS = {
    "meeting": ("meeting", ("Minutes of meeting: Ferry road", "4 of 5", "River County Council (RCC)", "Deng Longname",
                            "Clerk", "Facts", "says the road is cut", "Comment", "He wants money.", "Outcome",
                            "Meet again.", "Send the survey", "21 days overdue", "251000ZNOV26", "Map",
                            "official endorsement", "Approved by")),
    "profile": ("council", ("Profile and engagement history: River County Council", "RCC", "14",
                            "Engagement history", "181000ZNOV26", "Ferry road", "Promises", "Send the survey",
                            "Support requests", "Evacuate wounded")),
    "request": ("emergency", ("Support request: Evacuate wounded", "Requester", "River County Council",
                              "Emergency (para 21)", "To prevent loss of life", "not yet reported: 34 h 50 min",
                              "exempt (para 21)", "Policy para 9", "Unique capability", "Neutrality and safety",
                              "Steps", "executing", "Approved for the Head of Mission", "Hand-over")),
    "project": ("project", ("Project sheet: School roof", "under way", "Beneficiaries (partial)", "Children", "40",
                            "90", "OCHA", "No objection")),
    "qip": ("qip", ("Quick Impact Project file: Five hand pumps", "Proposal", "Money", "24,500 USD", "Pumps",
                    "20,000 USD", "Total", "Tranches", "80 %", "Selection", "Urgency", "Two pumps of five work",
                    "Progress", "Limit", "2026-07-03", "142 days late", "2026-11-10", "55 %", "Two done",
                    "Final report", "All five work.", "Evaluation", "Used daily.", "Map",
                    "Hand-over certificate", "Water committee", "For the mission", "For the community or authority")),
    "assessment": ("assessment", ("Area assessment: River Town", "Expired", "Leaders", "Chief X",
                                  "Two of five pumps work.", "Three most urgent needs: women", "Water, clinic, light",
                                  "Protection concerns", "Refer only")),
    "record": ("flash", ("Civil situation note: Cattle raid feared", "What", "Observed", "200630ZNOV26", "Where",
                         "East bank", "Content", "Facts", "Herders moved 400 head.", "Comment",
                         "Traders expect revenge.",
                         "Assessment", "Likely.", "Flash", "Urgent (flash)", "Yes")),
    "qip-tracker": ("", ("Quick Impact Project tracker", "Money by", "Where they stand", "Time against the limit",
                         "142 days late", "Budget", "Committed", "Live", "0001", "Five hand pumps",
                         "in progress", "55 %", "80 %")),
    "matrix": ("", ("Liaison matrix", "Internal to the country", "River County Council", "2026-11-18", "2026-11-25")),
    "promises": ("", ("Promise ledger", "Overdue", "River County Council", "Send the survey", "21 days overdue",
                      "Name an owner", "done")),
    "handover": ("", ("Hand-over pack", "Open promises", "Send the survey", "Live support requests",
                      "Evacuate wounded", "not reported", "Live Quick Impact Projects", "Five hand pumps",
                      "Live community support", "School roof", "Partners by last contact", "River County Council",
                      "The next 30 days", "251000ZNOV26", "Security committee", "Lessons", "Name the mechanic.",
                      "Directives in force", "No project near a camp")),
    "month": ("2026-11", ("Month in figures: 2026-11", "This month", "Month before", "Meetings", "1", "0",
              "Support requests", "Partners met most",
                          "Where they stand", "Water and sanitation")),
}  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())


def wanted(filled: Filled, report: str, **more: object) -> Wanted:
    subject = SAYS[report][0]
    serial = filled[subject].serial if subject in filled.views else subject
    return Wanted(report=report, subject=serial, as_of=AS_OF, **more)  # type: ignore[arg-type]  # the options of a test


def test_every_report_is_tried() -> None:
    assert SAYS.keys() == SORTS.keys()


@pytest.mark.parametrize("report", sorted(SAYS))
def test_what_a_report_says_and_in_which_order(filled: Filled, report: str, tmp_path: Path) -> None:
    made = make(filled.desk, wanted(filled, report))
    text, position = squeezed(text_of(made.pdf)), 0
    for phrase in SAYS[report][1]:
        found = text.find(squeezed(phrase), position)
        assert found >= 0, f"{phrase!r} is not after {text[max(0, position - 60) : position + 200]!r}"
        position = found
    said = squeezed(text_of(made.pdf)).lower()
    for rule in ("request", "actor", "criteria") if report == "request" else ("request",):
        said = said.replace(
            f"humanitarian{rule}", ""
        )  # a request may be one, and is judged by rules for those
    assert "humanitarian" not in said
    assert PERSON not in text_of(made.pdf)
    sound(made.pdf, tmp_path)
    assert make(filled.desk, wanted(filled, report)).pdf == made.pdf


@pytest.mark.parametrize("report", sorted(SAYS))
def test_partners_are_told_no_names_phones_grids_or_comment(filled: Filled, report: str) -> None:
    filled.confirm()
    made = make(filled.desk, wanted(filled, report, releasable=True))
    text = text_of(made.pdf)
    for secret in ("Deng", "Longname", "Secretname", "912 345", "41567", "37288", "He wants money", "Traders expect",
                   "Maj A. Diallo", "Col B. Ba", "Chief X", "Refer only", "4 of 5", "Distribution"):  # fmt: skip
        assert secret not in text, secret
    assert "Releasable version" in text
    assert made.statement.release
    assert made.statement.officer == ""
    if SAYS[report][0] in filled.views:
        assert filled[SAYS[report][0]].id in dict(made.statement.records)  # where it comes from stays known
    assert "para 9" not in text  # not to be told is not the same as not to be asked
    if report == "meeting":
        assert squeezed("[name left out]") in squeezed(text) or "Clerk" in text
        assert squeezed("[telephone left out]") in squeezed(text)
        assert squeezed("[position left out]") in squeezed(text)
    if report == "qip":
        assert squeezed("36N UL 41 37") in squeezed(text)  # one kilometre, as the record allows


def test_what_is_not_releasable_is_refused_or_left_out(filled: Filled) -> None:
    changed(filled.desk, filled["meeting"], releasable=False)
    with pytest.raises(NotReleasableError):
        make(filled.desk, wanted(filled, "meeting", releasable=True))
    changed(filled.desk, filled["council"], marking="CONFIDENTIAL")
    assert "River County" not in text_of(make(filled.desk, wanted(filled, "matrix", releasable=True)).pdf)
    full = make(filled.desk, wanted(filled, "matrix"))
    assert full.statement.marking == "CONFIDENTIAL"


@pytest.mark.parametrize("report", ["handover", "qip", "request", "month"])
def test_french_reports_have_french_labels(filled: Filled, report: str) -> None:
    text = text_of(make(filled.desk, wanted(filled, report, lang="fr")).pdf)
    for english in (
        "Open promises",
        "Days to limit",
        "Proposal",
        "Screening",
        "Nothing recorded",
        "Owed by",
        "in progress",
    ):
        assert english not in text
    assert "Situation au" in text
    assert "NOV26" in text
    assert text.count("NON CLASSIFIÉ") >= 2
    assert not re.search(r"\w: ", text)


def test_what_cannot_be_made_says_why(filled: Filled) -> None:
    for ask, error in (
        (Wanted(report="novel"), UnknownReportError),
        (Wanted(report="meeting", subject=filled["qip"].serial), NotOfKindError),
        (Wanted(report="matrix", subject="nofield=3"), UnreadableFilterError),
        (Wanted(report="matrix", subject="Not a path!"), UnreadableFilterError),
        (Wanted(report="month", subject="November"), UnreadableMonthError),
    ):
        with pytest.raises(error):
            make(filled.desk, ask)


def test_the_tracker_sums_what_it_knows(filled: Filled) -> None:
    filled.save("roof", "qip", title="Roof", state="in_progress", cost="10000.50 USD")
    filled.save("road", "qip", title="Road", state="in_progress", cost=None, brought_in=True)
    tracker = Wanted(report="qip-tracker", as_of=AS_OF)
    text = text_of(make(filled.desk, tracker).pdf)
    assert squeezed("Total of the 2 whose cost is known") in squeezed(text)
    changed(filled.desk, filled["road"], cost="500.00 USD")
    whole = squeezed(text_of(make(filled.desk, tracker).pdf))
    assert squeezed("Total 35,000.50 USD") in whole
    changed(filled.desk, filled["road"], cost="500.00 EUR")
    assert "Total" not in text_of(make(filled.desk, tracker).pdf)  # there is no sum of two currencies


def test_a_certificate_says_that_the_project_is_not_completed_until_it_is(filled: Filled) -> None:
    said = squeezed("The project is not completed yet")
    assert said in squeezed(text_of(make(filled.desk, wanted(filled, "qip")).pdf))
    changed(filled.desk, filled["qip"], state="completed")
    assert said not in squeezed(text_of(make(filled.desk, wanted(filled, "qip")).pdf))


def test_a_photo_before_stands_beside_the_one_after() -> None:
    shows = ("after", "during", "before", "", "before", "after", "after")
    files = [{"media": "image/jpeg", "name": str(n), "shows": one} for n, one in enumerate(shows)]
    assert [one["name"] for one in before_and_after(files)] == ["2", "0", "4", "5", "1", "6", "3"]


def test_filters_choose(filled: Filled) -> None:
    some = make(filled.desk, Wanted(report="promises", subject="state=done", as_of=AS_OF))
    text = text_of(some.pdf)
    assert "Name an owner" in text
    assert "Send the survey" not in text
    below = make(filled.desk, Wanted(report="promises", subject="fhq/east", as_of=AS_OF))
    assert "Name an owner" not in text_of(below.pdf)


def test_a_kind_offers_its_reports() -> None:
    assert dict(reports_of("qip")).keys() == {"qip", "project"}
    assert reports_of("follow_up") == (("record", "Record sheet"),)


@pytest.mark.parametrize(
    ("lang", "paper", "releasable"),
    [("en", "Letter", True), ("fr", "A4", False), ("fr", "Letter", True)],
)
def test_every_report_and_sitrep_is_sound_in_each_language_on_each_paper_and_for_partners(
    filled: Filled, lang: str, paper: str, releasable: bool, tmp_path: Path
) -> None:
    photo = making.encoded(making.scene(90, 60), "JPEG")
    kept = attachments.keep(filled.desk, "bank.jpg", photo, "image/jpeg")
    for name in ("meeting", "qip", "project"):
        changed(filled.desk, filled[name], attachments=[{**kept, "caption": "سوق مدينة النهر"}])
    width = {"A4": 595.28, "Letter": 612.0}[paper]
    made = {
        report: make(filled.desk, wanted(filled, report, lang=lang, paper=paper, releasable=releasable)).pdf
        for report in SORTS
    }
    for kind in ("daily", "weekly", "monthly", "flash", "special"):
        ask = Ask(type=kind, until=AS_OF.date(), lang=lang, paper=paper, releasable=releasable)
        made[kind] = sitreps.issue(filled.desk, ask).pdf
    for report, pdf in made.items():
        sound(pdf, tmp_path)
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        assert {round(float(page.mediabox.width), 2) for page in reader.pages} == {width}, report
        assert reader.trailer["/Root"]["/Lang"] == lang  # type: ignore[index]  # pypdf types its objects loosely
        assert reader.outline, report
        assert list(reader.attachments) == [CARRIED], report
        read(pdf)
        if lang == "fr":
            text = text_of(pdf)
            for english in (
                "UNCLASSIFIED",
                "in progress",
                "Nothing",
                "Total of",
                "Covers",
                "paid out",
                " days ",
            ):
                assert english not in text, (report, english)
