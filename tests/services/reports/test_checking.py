"""Checking reports: by whom, untouched or not, what has changed since, what corrects it."""

import os
import struct
import zlib
from datetime import date
from pathlib import Path

import pytest

from app.pictures.jpeg_frames import bare_size
from app.reports.words import words_for
from app.services import attachments, records, sitreps
from app.services.errors import AttachmentTooLargeError, MissingFileError
from app.services.releasing import confirmed_words
from app.services.reports.checking import answer, changed_since, check, check_file, is_report, reported_in
from app.services.reports.picturing import pictures
from app.services.sitreps import Ask
from tests.services.missions import changed
from tests.services.reports.conftest import Filled
from tests.services.test_sitreps import text_of

WEEK = Ask(until=date(2026, 11, 22))


def test_an_issued_report_names_its_issuer_and_its_records(filled: Filled) -> None:
    issued = sitreps.issue(filled.desk, WEEK)
    found = check(issued.pdf, desk=filled.desk, book=filled.desk.book)
    assert found.ok
    assert found.issued
    assert (found.issuer, found.issuer_unit) == ("Col B. Ba", "Force HQ")
    assert found.statement is not None
    assert found.statement.serial == issued.serial
    assert filled["meeting"].id in dict(found.statement.records)
    assert (found.warnings, found.changed, found.corrected_by) == ((), (), ())
    assert answer(found)["ok"] is True


def test_what_changes_later_is_named_and_flagged(filled: Filled) -> None:
    issued = sitreps.issue(filled.desk, WEEK)
    assert [one.changed for one in reported_in(filled.desk, filled["meeting"].id)] == [False]
    assert changed_since(filled.desk, issued.record_id) == ()
    changed(filled.desk, filled["meeting"], outcome="Never meet again.")
    (one,) = changed_since(filled.desk, issued.record_id)
    assert (one.serial, one.by, one.missing) == (filled["meeting"].serial, "Col B. Ba", False)
    assert [(one.serial, one.changed) for one in reported_in(filled.desk, filled["meeting"].id)] == [
        (issued.serial, True)
    ]
    assert reported_in(filled.desk, filled["elder"].id) == ()
    found = check(issued.pdf, desk=filled.desk, book=filled.desk.book)
    assert found.ok
    assert [one.serial for one in found.changed or ()] == [filled["meeting"].serial]


def test_a_correction_names_what_it_corrects(filled: Filled) -> None:
    first = sitreps.issue(filled.desk, WEEK)
    second = sitreps.issue(filled.desk, Ask(until=WEEK.until, corrects=f"@{first.serial}"))
    assert check(first.pdf, desk=filled.desk).corrected_by == (second.serial,)
    statement = check(second.pdf, desk=filled.desk).statement
    assert statement is not None
    assert statement.corrects == f"@{first.serial}"
    assert f"Corrects{first.serial}" in "".join(text_of(second.pdf).split())


def test_elsewhere_it_is_checked_with_a_roster_and_compared_with_what_is_there(filled: Filled) -> None:
    issued = sitreps.issue(filled.desk, WEEK)
    west = check(issued.pdf, desk=filled.mission.west, book=filled.mission.west.book)
    assert west.ok
    assert west.issuer_unit == "Force HQ"
    assert all(one.missing for one in west.changed or ())
    assert len(west.changed or ()) == len(dict(west.statement.records if west.statement else ()))
    nobody = check(issued.pdf)
    assert nobody.ok
    assert nobody.changed is None
    assert nobody.warnings


def test_a_touched_file_and_a_preview_say_so(filled: Filled, tmp_path: Path) -> None:
    issued = sitreps.issue(filled.desk, WEEK)
    at = issued.pdf.index(b"/Title")
    assert not check(issued.pdf[:at] + b"/Titel" + issued.pdf[at + 6 :]).ok
    assert not check(issued.pdf + b"\n% added").ok
    assert not check(b"%PDF-1.7 of another program").ok
    file = tmp_path / "report.pdf"
    file.write_bytes(issued.pdf)
    assert is_report(file)
    assert check_file(file, desk=filled.desk).ok
    with pytest.raises(MissingFileError):
        check_file(tmp_path / "none.pdf")
    preview = sitreps.render(filled.desk, sitreps.compose(filled.desk, WEEK))
    found = check(preview, desk=filled.desk)
    assert found.ok
    assert not found.issued


def test_an_issue_that_fails_leaves_nothing(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    before = records.count(filled.desk, "sitrep")
    monkeypatch.setattr(sitreps, "LIMIT", 100)
    with pytest.raises(AttachmentTooLargeError):
        sitreps.issue(filled.desk, WEEK)
    assert records.count(filled.desk, "sitrep") == before
    monkeypatch.undo()
    issued = sitreps.issue(filled.desk, WEEK)
    assert issued.serial.endswith("-0001")  # the failed one used no number
    assert attachments.read(filled.desk, issued.sha256) == issued.pdf


def test_photos_stand_in_the_annex_or_leave_a_word(filled: Filled) -> None:
    noise = attachments.keep(filled.desk, "broken.jpg", b"\xff\xd8\xff" + os.urandom(64), "image/jpeg")
    whole = attachments.keep(filled.desk, "bank.png", a_picture(), "image/png")
    absent = {"sha256": "ab" * 32, "name": "away.jpg", "media": "image/jpeg", "size": 1}
    files = [{**noise, "caption": "The ferry"}, {**whole, "caption": "The bank", "shows": "after"}, absent]
    changed(filled.desk, filled["meeting"], attachments=files)
    composed = sitreps.compose(filled.desk, WEEK)
    broken, shown, away = composed.content.photos
    assert (broken.jpeg, away.jpeg) == (b"", b"")
    assert "broken.jpg is damaged" in broken.why
    assert "away.jpg has not arrived" in away.why
    assert (shown.size, bare_size(shown.jpeg)) == ((40, 30), (40, 30))
    assert shown.caption.startswith("After · The bank · ")
    pdf = sitreps.render(filled.desk, composed)
    assert sitreps.render(filled.desk, sitreps.compose(filled.desk, WEEK)) == pdf
    assert "Annex: photos" in text_of(pdf)
    assert pdf.count(shown.jpeg) == 1


def test_photos_that_find_no_room_are_counted(filled: Filled) -> None:
    files = [("", {"sha256": f"{n:064}", "name": f"{n}.jpg", "media": "image/jpeg"}) for n in range(5)]
    made = pictures(filled.desk, files, words_for("en"), 3)
    assert [one.why for one in made][2:] == [
        "No picture: 2.jpg has not arrived here yet.",
        "2 more photos are kept with the records.",
    ]
    assert len(pictures(filled.desk, files, words_for("en"), 5)) == 5


def a_picture() -> bytes:
    """Return a small PNG."""
    rows = b"".join(b"\0" + bytes([line * 8 % 256, 90, 60]) * 40 for line in range(30))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_the_sitrep_for_partners_tells_no_names_phones_grids_or_comment(filled: Filled) -> None:
    words = {"civil_facts": "Deng Longname called +211 912 345 678.", "civil_comment": "Ours alone."}
    words["decisions"] = "Approve the bridge kit."
    filled.confirm()
    ask = Ask(
        until=WEEK.until, releasable=True, narrative=words, approved_by="Brig C. Dao",
        released_texts=confirmed_words("sitrep", words, words),
    )  # fmt: skip
    issued = sitreps.issue(filled.desk, ask)
    text = text_of(issued.pdf)
    for secret in ("Deng", "Secretname", "912 345", "41567", "He wants", "Traders expect", "Likely.", "Ours alone",
                   "Col B. Ba", "S9", "bridge kit", "Matters for decision", "Brig", "Approved by not yet",
                   "not yet reported", "Gender"):  # fmt: skip
        assert secret not in text, secret
    for told in (
        "Releasable version",
        "Ferry road",
        "Evacuate wounded",
        "Cattle raid feared",
        "called [telephone left out]",
    ):
        assert told in text
    assert filled["meeting"].id in dict(check(issued.pdf).statement.records)  # type: ignore[union-attr]  # it is one
    changed(filled.desk, filled["qip"], releasable=False)
    assert "Five hand pumps" not in text_of(sitreps.render(filled.desk, sitreps.compose(filled.desk, ask)))


def test_emergencies_and_flash_come_first_until_they_are_reported(filled: Filled) -> None:
    text = "".join(text_of(sitreps.render(filled.desk, sitreps.compose(filled.desk, WEEK))).split())
    first, second = (
        text.find("Emergencysupportnotyetreported:Evacuatewounded"),
        text.find("Flashnotyetreported:Cattle"),
    )
    assert 0 < first < second < text.find("QIP0001Fivehandpumps") < text.find("2Liaison")
    changed(filled.desk, filled["flash"], reported_at="2026-11-20T07:00Z")
    changed(filled.desk, filled["emergency"], reported_at="2026-11-21T09:00Z")
    later = sitreps.compose(filled.desk, WEEK).content
    assert later.flash == ()
    assert [row.emergency for row in later.support] == [False]


def test_a_flash_report_tells_what_happened_and_nothing_of_the_rest(filled: Filled) -> None:
    filled.save("usual", "support_request", title="Lend a grader", received_at="2026-11-22T07:00Z")
    composed = sitreps.compose(filled.desk, Ask(type="flash", until=WEEK.until))
    text = text_of(sitreps.render(filled.desk, composed))
    for told in ("Evacuate wounded", "Cattle raid feared", "Traders expect", "Civil situation"):
        assert told in text
    for absent in ("Five hand pumps", "School roof", "Send the survey", "Lend a grader", "Nothing to report"):
        assert absent not in text
    assert {one.kind for one in composed.offered} == {"support_request", "note"}
    nothing = sitreps.compose(filled.mission.west, Ask(type="flash", until=WEEK.until))
    assert text_of(sitreps.render(filled.mission.west, nothing)).count("Nothing to report") == 1


def test_what_is_left_out_by_hand_is_not_told(filled: Filled) -> None:
    ask = Ask(until=WEEK.until, left_out=(filled["meeting"].id,))
    composed = sitreps.compose(filled.desk, ask)
    assert composed.content.meetings == ()
    assert filled["meeting"].id in {one.id for one in composed.offered}
    assert filled["meeting"].id not in dict(composed.statement.records)
    assert composed.content.area is not None
    assert {symbol.sign for symbol in composed.content.area.symbols} == {"qip"}
    assert {chart.title for chart in composed.content.charts} == {
        "Money by sort of project", "Where they stand", "Time against the limit",
    }  # fmt: skip
