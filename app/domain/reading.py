"""Reading: what a person typed, or a file brought, turned into wire values, with faults."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.beneficiaries import read_beneficiaries
from app.domain.faults import Fault, FaultyValueError
from app.domain.fields import ROWS_LIMIT, Field, FieldType
from app.domain.identifiers import is_digest, is_id
from app.domain.moments import read_date, read_moment
from app.domain.money import read_money
from app.domain.photos import SHOWS
from app.domain.points import read_point
from app.domain.vocabularies import LEGACY_MARKINGS, MARKING

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029")
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_FILE_KEYS = {"sha256", "name", "media", "size", "caption", "thumbnail", "shows", "proof", "thumbnail_proof"}
_SHOWN = {"", *(code for code, _ in SHOWS)}


def read_value(field: Field, raw: Any) -> Any:
    """Read one value for a field into its wire form; None and blank text mean "cleared".

    Raises `FaultyValueError` with a code that `wording` turns into a sentence.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ([], (), {}):
        return None
    return _READERS[field.type](field, raw)


def read_fields(fields: Mapping[str, Field], draft: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Read every value of a draft; returns the wire values and the faults, unknown names among them."""
    wire: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, raw in draft.items():
        if name not in fields:
            faults.append(Fault(name, "unknown_field"))
            continue
        try:
            wire[name] = read_value(fields[name], raw)
        except FaultyValueError as error:
            faults.append(Fault(name, error.code, error.params))
    return wire, faults


def clean_text(raw: str) -> str:
    """Return text as it is stored: NFC, newlines, no other control characters, no outer blanks."""
    text = unicodedata.normalize("NFC", _CONTROLS.sub("", _BREAKS.sub("\n", raw))).strip()
    return text.encode("utf-8", "ignore").decode("utf-8")


def _text(field: Field, raw: Any) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise FaultyValueError("not_text")
    text = clean_text(str(raw))
    size = len(text.encode("utf-8")) if field.type is FieldType.LONG else len(text)
    if size > field.max:
        raise FaultyValueError("too_long", max=field.max, length=size)
    return text or None


def _integer(field: Field, raw: Any) -> int:
    if isinstance(raw, str) and re.fullmatch(r"[+-]?\d{1,16}", raw.strip()):
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise FaultyValueError("not_a_whole_number")
    high = 100 if field.type is FieldType.PERCENT else field.max_value
    if not field.min_value <= raw <= high:
        raise FaultyValueError("out_of_range", min=field.min_value, max=high)
    return raw


def _percent(field: Field, raw: Any) -> int:
    return _integer(field, raw.strip().removesuffix("%").strip() if isinstance(raw, str) else raw)


def _boolean(field: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    answer = _YES.get(str(raw).strip().lower())
    if answer is None:
        raise FaultyValueError("not_yes_or_no")
    return answer


def _choice(field: Field, raw: Any) -> str:
    text = str(raw).strip()
    if field.choices is MARKING:
        text = LEGACY_MARKINGS.get(text.upper(), text.upper())
    for code, label in field.choices or ():
        if text in (code, label) or text.lower() == label.lower():
            return code
    raise FaultyValueError(
        "not_a_choice", value=text[:60], choices=", ".join(c for c, _ in field.choices or ())
    )


def _state(field: Field, raw: Any) -> str:
    if not isinstance(raw, str) or not re.fullmatch(r"[a-z_]{1,40}", raw.strip()):
        raise FaultyValueError("not_a_state")
    return raw.strip()


def _reference(field: Field, raw: Any) -> str:
    text = str(raw).strip()
    if not is_id(text):
        raise FaultyValueError("not_a_reference")
    return text


def _many(reader: Callable[[Field, Any], Any]) -> Callable[[Field, Any], Any]:
    def read(field: Field, raw: Any) -> Any:
        if isinstance(raw, str):
            raw = [part for part in re.split("[;\n]", raw) if part.strip()]
        if not isinstance(raw, list | tuple):
            raise FaultyValueError("not_a_list")
        if len(raw) > ROWS_LIMIT:
            raise FaultyValueError("too_many", max=ROWS_LIMIT, length=len(raw))
        values = [value for value in (reader(field, item) for item in raw) if value is not None]
        return list(dict.fromkeys(values)) or None

    return read


def _rows(field: Field, raw: Any) -> Any:
    if not isinstance(raw, list | tuple):
        raise FaultyValueError("not_a_list")
    if len(raw) > ROWS_LIMIT:
        raise FaultyValueError("too_many", max=ROWS_LIMIT, length=len(raw))
    columns = {column.name: column for column in field.columns}
    rows = [_row(columns, row, number) for number, row in enumerate(raw, 1)]
    return [row for row in rows if row] or None


def _row(columns: Mapping[str, Field], row: Any, number: int) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise FaultyValueError("not_a_row", row=number)
    wire, faults = read_fields(columns, row)
    if faults:
        raise FaultyValueError(
            faults[0].code, **{**faults[0].params, "row": number, "column": faults[0].field}
        )
    return {name: value for name, value in wire.items() if value is not None}


def _files(field: Field, raw: Any) -> Any:
    if not isinstance(raw, list | tuple) or len(raw) > ROWS_LIMIT:
        raise FaultyValueError("not_a_list")
    for file in raw:
        if not isinstance(file, dict) or not {"sha256", "name"} <= set(file) <= _FILE_KEYS:
            raise FaultyValueError("not_a_file")
        texts = [value for name, value in file.items() if name != "size"]
        if not all(isinstance(text, str) and clean_text(text) == text for text in texts):
            raise FaultyValueError("not_a_file")
        if not is_digest(file["sha256"]) or not _is_size(file.get("size", 0)):
            raise FaultyValueError("not_a_file")
        digests = [file.get(name, "") for name in ("thumbnail", "proof", "thumbnail_proof")]
        if not all(one == "" or is_digest(one) for one in digests) or file.get("shows", "") not in _SHOWN:
            raise FaultyValueError("not_a_file")
    return list(raw) or None


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


_READERS: dict[FieldType, Callable[[Field, Any], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG: _text,
    FieldType.INTEGER: _integer,
    FieldType.PERCENT: _percent,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: lambda field, raw: read_date(raw),
    FieldType.MOMENT: lambda field, raw: read_moment(raw),
    FieldType.MONEY: lambda field, raw: read_money(raw),
    FieldType.POINT: lambda field, raw: read_point(raw),
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _many(_choice),
    FieldType.STATE: _state,
    FieldType.REF: _reference,
    FieldType.REFS: _many(_reference),
    FieldType.TEXTS: _many(_text),
    FieldType.BENEFICIARIES: lambda field, raw: read_beneficiaries(raw),
    FieldType.ROWS: _rows,
    FieldType.FILES: _files,
}
