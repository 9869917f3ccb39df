"""No report forgets a field: of a record with every field filled, each is on paper or declared not to be."""

import io
import re

import pypdf
import pytest

from app.domain.kinds import ALL, kind_named
from app.services.desks import Desk
from app.services.reports.making import SORTS, Wanted, make
from app.services.views import RecordView
from tests.filling import filled
from tests.services.missions import Mission

OFF_PAPER = {
    ("organisation", "not_same"),
    ("person", "not_same"),
    ("place", "not_same"),
    ("meeting", "participants.consent"),
    ("referral", "details"),
    ("mission_settings", "limit_replaces"),
    ("mission_settings", "limit_kept"),
}
"""What is kept off paper, beside what every kind has."""
OF_RECORD = [(name, kind) for name, sort in SORTS.items() if sort.of_record for kind in sort.kinds]


def printed(desk: Desk, report: str, view: RecordView, lang: str = "en") -> str:
    """Return what a report says, without blanks."""
    made = make(desk, Wanted(report=report, subject=view.id, lang=lang))
    pages = pypdf.PdfReader(io.BytesIO(made.pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split()).casefold()


def says(text: str, words: str) -> bool:
    """Return whether a report says some words; a label may run over two lines of its column."""
    return all(word.casefold() in text for word in re.split(r"[\s/]+", words))


@pytest.mark.parametrize(("report", "kind"), OF_RECORD)
def test_a_report_forgets_nothing(mission: Mission, report: str, kind: str) -> None:
    view, filling = filled(mission.force, kind)
    text = printed(mission.force, report, view)
    missing = {name: word for name, words in filling.words.items() for word in words if not says(text, word)}
    assert missing == {}


def test_every_kind_has_a_report() -> None:
    assert {kind for _, kind in OF_RECORD} == {kind.kind for kind in ALL}


def test_what_stays_off_paper_is_declared() -> None:
    off = {
        (kind.kind, name) for kind in ALL for name, one in kind.__fields__.items() if not one.paper
    } | {
        (kind.kind, f"{name}.{column.name}")
        for kind in ALL for name, one in kind.__fields__.items() for column in one.columns if not column.paper
    }  # fmt: skip
    common = {(kind.kind, name) for kind in ALL for name in ("releasable", "released_texts")}
    placed = {(kind.kind, "coarsen") for kind in ALL if "coarsen" in kind.__fields__}
    assert off == OFF_PAPER | common | placed


@pytest.mark.parametrize("kind", [kind.kind for kind in ALL])
def test_a_french_sheet_has_french_labels(mission: Mission, kind: str) -> None:
    view, filling = filled(mission.force, kind)
    text = printed(mission.force, "record", view, lang="fr")
    fields = kind_named(kind).__fields__
    titles = {kind_named(kind).title_from[0], "marking", "attachments"}
    missing = {
        name for name, words in filling.words.items()
        if words and name not in titles and not says(text, fields[name].french)
    }  # fmt: skip
    assert missing == set()
