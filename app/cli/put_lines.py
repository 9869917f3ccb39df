"""JSON Lines for `put`: read in bounded memory, with every unreadable line named.

A byte order mark at the start is passed over; UTF-16 is named, since old spreadsheets write it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

import msgspec

from app.services.records import Entry
from app.services.views import LineFault

LONGEST_LINE = 1024 * 1024
"""Most bytes of a line that are read; a record may be 256 KiB."""
MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
KEYS = frozenset({"kind", "id", "fields", "reach", "unit", "withdrawn"})
PASSED_OVER = frozenset({"serial", "state", "heads", "conflicts", "title"})
"""Keys of what `list --json` prints that say nothing a person may set; read and not used."""


class Batch(msgspec.Struct, frozen=True):
    """What a file holds: an entry for each filled line, its line number, and the faults of unreadable lines.

    An unreadable line keeps its place as an entry of no kind, which is never accepted: so the other lines are
    checked with it, and nothing is written.
    """

    entries: tuple[Entry, ...]
    lines: tuple[int, ...]
    faults: tuple[LineFault, ...]


UNREADABLE = Entry(kind="", fields={})


class UnreadableLineError(ValueError):
    """A line is no entry; the text is the sentence for a person."""


def read_batch(stream: BinaryIO) -> Batch:
    """Read every line of a file; blank lines are passed over and still counted."""
    entries: list[Entry] = []
    numbers: list[int] = []
    faults: list[LineFault] = []
    for number, line in enumerate(_lines(stream), 1):
        if number == 1:
            line = line.removeprefix(MARK)
            if line.startswith(UTF16_MARKS):
                return Batch(
                    (UNREADABLE,),
                    (1,),
                    (_fault(1, "This file is in UTF-16; save it as UTF-8 and try again."),),
                )
        if not line.strip():
            continue
        numbers.append(number)
        try:
            entries.append(read_entry(line))
        except UnreadableLineError as error:
            entries.append(UNREADABLE)
            faults.append(_fault(number, str(error)))
    return Batch(tuple(entries), tuple(numbers), tuple(faults))


def read_entry(line: bytes) -> Entry:
    """Read one line into an entry; raises UnreadableLineError."""
    value = _decoded(line)
    if not isinstance(value, dict):
        raise UnreadableLineError('This line is not a JSON object with "kind" and "fields".')
    strange = sorted(set(value) - KEYS - PASSED_OVER)
    if strange:
        raise UnreadableLineError(f"This line has a key that means nothing here: {strange[0][:40]}.")
    if not isinstance(value.get("kind"), str) or not isinstance(value.get("fields", {}), dict):
        raise UnreadableLineError('This line needs "kind" as a text and "fields" as an object.')
    given = {
        name: value[name] for name in ("id", "reach", "unit", "withdrawn") if value.get(name) is not None
    }
    if not all(isinstance(text, str) for text in given.values()):
        raise UnreadableLineError("The id, reach and unit of a line are texts.")
    return Entry(kind=value["kind"], fields=value.get("fields", {}), **given)


def _decoded(line: bytes) -> object:
    if len(line) > LONGEST_LINE:
        raise UnreadableLineError(f"This line is longer than {LONGEST_LINE // 1024} KiB.")
    if b"\x00" in line:
        raise UnreadableLineError("This line holds NUL bytes; the file is damaged or not UTF-8.")
    try:
        return json.loads(line.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise UnreadableLineError("This line is not UTF-8.") from None
    except UnreadableLineError:
        raise
    except (ValueError, RecursionError) as error:
        place = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableLineError(f"This line is not JSON{place}.") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise UnreadableLineError("This line names one key twice, so one of two values would be lost.")
    return made


def _no_constant(text: str) -> NoReturn:
    raise UnreadableLineError(f"{text} is not a JSON number.")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines, each cut where it becomes too long to be one; what follows of it is skipped."""
    while line := stream.readline(LONGEST_LINE + 2):
        rest = line
        while rest and not rest.endswith(b"\n") and len(rest) > 1:
            rest = stream.readline(LONGEST_LINE)
        yield line


def _fault(line: int, message: str) -> LineFault:
    return LineFault(line=line, field="", code="not_json", message=message)
