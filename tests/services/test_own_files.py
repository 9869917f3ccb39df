"""Own files: what this program wrote is known by what is in the file, and nothing else is written over."""

import zipfile
from pathlib import Path

import pytest

from app.services.own_files import is_ours

OURS = {
    ".pdf": b"%PDF-1.7\n(Liaison Logbook)",
    ".csv": b"\xef\xbb\xbfTitle",
    ".geojson": b'{"type":"FeatureCollection","features":[\n',
    ".ics": b"BEGIN:VCALENDAR\nPRODID:Liaison Logbook\nBEGIN:VEVENT\n",
    ".request": b'{"public_key":"ssh-ed25519 AAAA"}',
    ".liaison": b"PK\x03\x04 liaison-logbook.bundle",
    ".liaison-backup": b"liaison-backup 1\n",
}
FOREIGN = {
    ".pdf": (b"%PDF-1.7\n(a report of another program)", b"Notes on the Liaison Logbook"),
    ".csv": (b"Title",),
    ".geojson": (b'{"type":"Feature"}',),
    ".ics": (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Liaison Logbook\n", b"Liaison Logbook"),
    ".request": (b'{"name":"somebody"}', b'["public_key":"ssh-ed25519 AAAA"]'),
    ".liaison": (
        b"PK\x03\x04 a text document",
        b"a note on liaison-logbook.bundle",
        b"age-encryption.org/v1\n",
    ),
    ".liaison-backup": (b"a backup of another program",),
}


@pytest.mark.parametrize("form", OURS)
def test_a_file_of_ours_is_known_by_its_form_and_no_other(tmp_path: Path, form: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(OURS[form])
    assert [one for one in OURS if is_ours(path, one)] == [form]


@pytest.mark.parametrize(("form", "content"), [(form, one) for form, some in FOREIGN.items() for one in some])
def test_a_file_of_somebody_else_is_not_ours(tmp_path: Path, form: str, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert not is_ours(path, form)


def test_a_sealed_bundle_is_known_by_its_name_too(tmp_path: Path) -> None:
    for name, ours in (("day.liaison.age", True), ("secrets.age", False)):
        path = tmp_path / name
        path.write_bytes(b"age-encryption.org/v1\n-> X25519")
        assert is_ours(path, ".liaison") is ours
    note = tmp_path / "note.liaison.txt"
    note.write_bytes(b"Dear all")
    assert not is_ours(note, ".liaison")


def test_an_empty_file_is_written_over_and_one_of_an_unknown_form_is_not(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    assert is_ours(path, ".pdf")
    assert is_ours(path, ".docx")
    path.write_bytes(OURS[".pdf"])
    assert not is_ours(path, ".docx")


def test_a_workbook_is_known_by_who_made_it(tmp_path: Path) -> None:
    for name, said in (
        ("ours", b"<creator>Liaison Logbook</creator>"),
        ("theirs", b"<creator>Calc</creator>"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as book:
            book.writestr("docProps/core.xml", said)
    assert is_ours(tmp_path / "ours", ".xlsx")
    assert not is_ours(tmp_path / "theirs", ".xlsx")
    (tmp_path / "no workbook").write_bytes(b"Liaison Logbook")
    assert not is_ours(tmp_path / "no workbook", ".xlsx")
