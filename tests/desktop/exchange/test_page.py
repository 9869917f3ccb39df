"""The exchange page on real logbooks: a plan before anything is applied, conflicts side by side, backup."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.exchange import wordings
from app.desktop.exchange.page import ExchangePage
from app.desktop.first_start.fingerprints import FingerprintWords, QrCode
from app.services import records
from app.services.desks import Desk, request_to_join
from app.services.records import Entry
from app.services.status import status
from app.services.views import Candidate, Conflict, Exported, FileOutcome
from tests.desktop.conftest import CHEAP, NOON, PASSPHRASE, Chosen

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> ExchangePage:
    made = ExchangePage(context)
    qtbot.addWidget(made)
    made.resize(1150, 700)
    made.show()
    settle()
    return made


def said(page: ExchangePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_a_force_hq_alone_is_told_to_admit_somebody(page: ExchangePage) -> None:
    assert not page.out.go.isEnabled()
    assert "Nobody else is in the roster yet. Admit a request under Roster." in said(page)


def test_a_request_is_admitted_after_the_words_are_shown(
    page: ExchangePage, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    east, request = request_to_join(
        tmp_path / "east", unit_name="Sector East", level="sector", officer="Capt R. Singh",
        passphrase=PASSPHRASE, out=tmp_path / "east.request", clock=lambda: NOON, cost=CHEAP,
    )  # fmt: skip
    chosen.files, chosen.target = [request], tmp_path / "welcome.liaison.age"
    page.roster.choose()
    settle()
    words = page.roster.admission.findChildren(FingerprintWords)
    assert [one.words for one in words] == [east.identity.fingerprint]
    assert page.roster.admission.unit.text == "fhq/east"
    east.close()
    page.roster.admission.same.click()
    settle()
    settle()
    assert chosen.target.stat().st_size > 0
    assert page.roster.table.rowCount() == 2
    assert page.out.go.isEnabled()


def test_a_file_that_is_no_bundle_is_refused_in_words_before_anything_happens(
    page: ExchangePage, settle: Settle, tmp_path: Path
) -> None:
    file = tmp_path / "holiday.liaison"
    file.write_bytes(b"not a bundle")
    page.take_in([file])
    settle()
    assert "This is not a bundle." in said(page)
    assert not page.plan.apply.isEnabled()
    page.plan.away.click()
    assert page.plan.isHidden()


def test_a_backup_is_written_and_said(
    page: ExchangePage, context: Context, settle: Settle, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(context.told) as told:
        page.backup.click()
    assert told.args[0].startswith("Backed up and checked: ")
    settle()
    assert page.backup_words.text() != "Last backup: none yet"
    assert "on this laptop only" in page.backup_words.text()


def test_a_backup_goes_to_another_medium_and_never_into_the_logbook(
    page: ExchangePage, context: Context, chosen: Chosen, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen.target = page.context.desk.path / "held" if page.context.desk else None
    with qtbot.waitSignal(context.told) as told:
        page.backup_to.click()
    assert "inside the logbook" in told.args[0]
    chosen.target = tmp_path / "stick"
    chosen.target.mkdir()
    with qtbot.waitSignal(context.told) as told:
        page.backup_to.click()
    assert told.args[0].endswith(" in stick.")
    settle()
    assert len(list(chosen.target.iterdir())) == 1
    assert page.backup_words.text().startswith("Last backup: ")
    assert "on this laptop only" not in page.backup_words.text()


def test_both_sides_of_a_conflict_stand_beside_each_other(page: ExchangePage, desk: Desk) -> None:
    view, _ = records.save(desk, Entry(kind="qip", fields={"title": "Well"}))
    sides = tuple(
        Candidate(revision=name, value=name, text=f"{name} words", at="2026-11-20T09:00:00Z", by=name, node="n",
                  unit="fhq", may_take=True)
        for name in ("Ann", "Ben")
    )  # fmt: skip
    page.conflicts.show_conflicts(
        [Conflict(record=view.id, kind="qip", serial=view.serial, title="Well", field="title", label="Title",
                  candidates=sides, may_settle=True)]
    )  # fmt: skip
    buttons = [one.accessibleName() for one in page.conflicts.findChildren(QAbstractButton)]
    assert "Take the value of Ann: Ann words" in buttons
    assert "Take the value of Ben: Ben words" in buttons
    third = page.conflicts.findChildren(QPlainTextEdit)
    assert [one.accessibleName() for one in third] == ["Another value for Title"]


def test_who_settles_a_conflict_stands_on_its_card(page: ExchangePage, desk: Desk) -> None:
    sides = tuple(
        Candidate(revision=name, value=name, text=name, at="2026-11-20T09:00:00Z", by=name, node="n", unit="fhq",
                  unit_name=f"{name} Battalion")
        for name in ("First", "Second")
    )  # fmt: skip
    page.conflicts.show_conflicts(
        [Conflict(record="r", kind="qip", serial="S", title="Well", field="state", label="State", candidates=sides,
                  settled_by="Force HQ")]
    )  # fmt: skip
    page.show()
    shown = [one.accessibleName() or one.text() for one in page.conflicts.findChildren(QAbstractButton)
             if one.isVisibleTo(page.conflicts)]  # fmt: skip
    assert shown == ["Open the record"]
    assert page.conflicts.findChildren(QPlainTextEdit) == []
    said = [one.text() for one in page.conflicts.findChildren(QLabel)]
    assert "Settled by Force HQ: First Battalion and Second Battalion wrote these values." in said


def test_outcomes_and_counts_are_said_in_words() -> None:
    one = FileOutcome(
        file="a", bundle="b", outcome="applied", counts={"meeting": {"added": 3, "changed": 1}}, conflicts=1
    )
    assert wordings.counts_words(one.counts) == "Meetings: 3 added, 1 changed"
    assert wordings.applied_words([one]) == (
        "1 file applied. 1 field is in conflict: choose under Conflicts.", "wait"
    )  # fmt: skip
    assert wordings.outcome_words("refused", planned=True) == ("will be refused", "bad")
    done = Exported(
        path=Path("a.liaison.age"),
        bytes=14_400,
        bundle="b",
        changesets=1,
        revisions=2,
        attachments=0,
        to=("n",),
    )
    assert wordings.exported_words(done).startswith("Wrote a.liaison.age (14 kB): 2 changes in 1 file.")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("behind-anchor", "An old copy of its folder was put back"),
        ("restored", "comes back by itself with the next bundles"),
        ("twin", "agree which laptop your unit keeps"),
    ],
)
def test_what_is_wrong_with_the_logbook_itself_stands_above_everything(
    page: ExchangePage, desk: Desk, code: str, words: str
) -> None:
    assert page.alerts.isHidden()
    page.alerts.show_status(msgspec.structs.replace(status(desk), alerts=(code,)))
    assert not page.alerts.isHidden()
    assert words in said(page)
    page.alerts.show_status(status(desk))
    assert page.alerts.isHidden()


def test_a_person_is_asked_for_the_words_in_the_roster_as_text_and_code(
    page: ExchangePage, desk: Desk
) -> None:
    (shown,) = page.roster.words.findChildren(FingerprintWords)
    assert shown.words == desk.identity.fingerprint
    (code,) = shown.findChildren(QrCode)
    assert code.accessibleName() == "The same words as a QR code"
