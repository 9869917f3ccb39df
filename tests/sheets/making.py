"""Makes the sheets of the tests: honest ones, and such as nobody would send in good faith."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

ODS_MEDIA = "application/vnd.oasis.opendocument.spreadsheet"
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_MEDIA}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def xlsx(path: Path, *sheets: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook of plain sheets."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False})
    for rows in sheets:
        page = book.add_worksheet()
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    book.close()
    return path


def ods(path: Path, rows: str) -> Path:
    """Write an open document of rows in its own XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", ODS_MEDIA, zipfile.ZIP_STORED)
        file.writestr("META-INF/manifest.xml", _MANIFEST)
        file.writestr("content.xml", _ODS.format(rows=rows))
    return path


def ods_row(*texts: str, repeated: int = 1) -> str:
    """Return one row of texts of an open document."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def changed_sheet(source: Path, target: Path, old: bytes, new: bytes) -> Path:
    """Copy a workbook with one text of its first sheet changed."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in data
                data = data.replace(old, new, 1)
            after.writestr(name, data)
    return target
