"""Delimited text is read in any encoding and with any usual delimiter, and in bounded memory."""

import os
from pathlib import Path

import pytest

from app.sheets import delimited
from app.sheets.delimited import decoded, delimiter_of, read_delimited
from app.sheets.opening import open_grid, open_sheet
from app.sheets.tables import CELL_LIMIT, BlankFileError, NotASheetError, TooLargeSheetError

FRENCH = "Nom;Lieu;Remarque\r\nÉcole d'été;Bossangoa;réalisé à côté du marché, déjà ouvert\r\n" * 12
ARABIC = "الاسم;المكان\nمدرسة الواحة;أبو زريقة\nبئر ماء في القرية;كبكابية\n" * 8


def made(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"), (FRENCH, "utf-8-sig"), (FRENCH, "cp1252"), (FRENCH, "utf-16"), (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"), (FRENCH, "utf-32"), (ARABIC, "cp1256"), (ARABIC, "utf-16-le"), (ARABIC, "utf-8"),
    ],
)  # fmt: skip
def test_the_encoding_is_told_from_the_text(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding))[0] == text


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_lines(mark: str) -> None:
    lines = [f"Name{mark}Place", *(f"a {n}{mark}b, c; d" for n in range(5))]
    assert delimiter_of("\n".join(lines)) == mark


def test_a_line_that_names_the_delimiter_is_obeyed(tmp_path: Path) -> None:
    table = open_sheet(made(tmp_path, b"sep=;\nName;Place\na,b,c;d,e,f\ng,h,i;j,k,l\n"))
    assert table.names == ("Name", "Place")
    assert table.rows[0] == (3, ("a,b,c", "d,e,f"))


def test_quoted_lines_breaks_and_marks_belong_to_their_cell(tmp_path: Path) -> None:
    table = open_sheet(made(tmp_path, b'Name,Notes\n"Bor","first\nsecond, ""third"""\n'))
    assert table.rows == ((2, ("Bor", 'first\nsecond, "third"')),)


def test_an_apostrophe_before_a_formula_is_taken_off_again(tmp_path: Path) -> None:
    table = open_sheet(made(tmp_path, b"Name,Phone\n'=1+1,'+211 912\n'quoted',x\n"))
    assert table.rows[0][1] == ("=1+1", "+211 912")
    assert table.rows[1][1][0] == "'quoted'"


def test_a_cell_of_ten_megabytes_is_cut_and_told(tmp_path: Path) -> None:
    grid = open_grid(made(tmp_path, b"Name,Notes\na," + b"x" * 10_000_000 + b"\n"))
    assert len(str(grid.rows[1][1])) == CELL_LIMIT
    assert [notice.code for notice in grid.notices] == ["cells_cut"]


def test_a_line_of_a_gigabyte_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    with path.open("wb") as stream:
        stream.write(b"a,b,c" * 20)
        stream.seek(10)
        stream.write(b"x" * (delimited.BYTES_READ + 1))
        os.truncate(stream.fileno(), 1024**3)
    with pytest.raises(TooLargeSheetError):
        read_delimited(path)


def test_a_file_beyond_the_limit_is_read_so_far_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "BYTES_READ", 1024)
    grid = read_delimited(made(tmp_path, b"Name,Place\n" + b"abcdefghi,Bor\n" * 1000))
    assert 50 < len(grid.rows) < 80
    assert grid.rows[-1] == ["abcdefghi", "Bor"]
    assert grid.notices[0].code == "bytes_not_read"


def test_rows_beyond_the_limit_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "ROW_LIMIT", 4)
    grid = read_delimited(made(tmp_path, b"a,b\n" * 10))
    assert len(grid.rows) == 4
    assert grid.notices[0].params == {"limit": 4, "rows": 6}


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 500, bytes(range(256)) * 20, b"\x7fELF" + b"a,b\n" * 9, b"one word"],
    ids=["zeros", "all bytes", "program", "one line"],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotASheetError):
        open_grid(made(tmp_path, data))


def test_a_few_control_characters_do_no_harm(tmp_path: Path) -> None:
    table = open_sheet(made(tmp_path, b"Name,Place\nBo\x07r near the old market place of the town,x\n"))
    assert len(table.rows) == 1


def test_a_file_without_a_byte_says_so(tmp_path: Path) -> None:
    with pytest.raises(BlankFileError):
        open_grid(made(tmp_path, b""))


def test_a_header_that_begins_like_the_naming_of_a_delimiter_stays(tmp_path: Path) -> None:
    table = open_sheet(made(tmp_path, b"Sept target,Sector\n12,Wau\n"))
    assert table.names == ("Sept target", "Sector")


@pytest.mark.parametrize("row", [b"," * 200_000, b'"' + b"a\n" * 200_000], ids=["cells", "lines"])
def test_a_row_of_far_too_many_cells_or_lines_is_refused(tmp_path: Path, row: bytes) -> None:
    with pytest.raises(TooLargeSheetError):
        open_grid(made(tmp_path, b"Name,Place\n" + row + b"\n"))


def test_a_line_that_is_most_of_a_long_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "BYTES_READ", 1024)
    with pytest.raises(TooLargeSheetError):
        read_delimited(made(tmp_path, b"Name,Place\n" + b"x" * 5000))
