"""Reading JSON Lines: every unreadable line is named, nothing is guessed, memory stays bounded."""

import io

import pytest

from app.cli.put_lines import LONGEST_LINE, Batch, read_batch

GOOD = b'{"kind":"organisation","fields":{"name":"Mairie"}}'


def batch(data: bytes) -> Batch:
    return read_batch(io.BytesIO(data))


def test_blank_lines_count_and_are_passed_over() -> None:
    found = batch(b"\n" + GOOD + b"\r\n\n  \n" + GOOD)
    assert found.lines == (2, 5)
    assert found.faults == ()
    assert found.entries[0].fields == {"name": "Mairie"}


def test_a_line_may_name_id_reach_and_unit() -> None:
    (entry,) = batch(b'{"kind":"place","id":"x","reach":"branch","unit":"fhq","fields":{}}').entries
    assert (entry.id, entry.reach, entry.unit) == ("x", "branch", "fhq")


def test_what_list_prints_can_be_read_back() -> None:
    line = (
        b'{"id":"x","kind":"place","serial":"A-1","unit":null,"reach":"up","state":null,"title":"t",'
        b'"fields":{"name":"Wau"},"heads":[],"conflicts":[]}'
    )
    (entry,) = batch(line).entries
    assert (entry.id, entry.unit, entry.reach, entry.fields) == ("x", None, "up", {"name": "Wau"})


def test_a_byte_order_mark_is_passed_over() -> None:
    assert batch(b"\xef\xbb\xbf" + GOOD).faults == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "not JSON"),
        (b"name,title", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"17", "not a JSON object"),
        (b'{"fields":{}}', '"kind"'),
        (b'{"kind":7,"fields":{}}', '"kind"'),
        (b'{"kind":"place","fields":[]}', '"fields"'),
        (b'{"kind":"place","id":7,"fields":{}}', "texts"),
        (b'{"kind":"place","feilds":{}}', "feilds"),
        (b'{"kind":"place","kind":"qip","fields":{}}', "twice"),
        (b'{"kind":"place","fields":{"name":"a","name":"b"}}', "twice"),
        (b'{"kind":"place","fields":{"population":NaN}}', "NaN"),
        (b'{"kind":"place","fields":{"population":-Infinity}}', "Infinity"),
        (b'{"kind":"pl\x00ace","fields":{}}', "NUL"),
        (b'{"kind":"pl\xfface","fields":{}}', "UTF-8"),
        (b'{"kind":"place","fields":' + b"[" * 200_000, "not JSON"),
        (b'{"kind":"place","fields":{"population":' + b"9" * 10_000 + b"}}", "not JSON"),
        (b'"' + b"x" * (LONGEST_LINE + 10) + b'"', "longer"),
    ],
)
def test_an_unreadable_line_is_named_with_its_reason(line: bytes, says: str) -> None:
    found = batch(GOOD + b"\n" + line + b"\n" + GOOD + b"\n")
    (fault,) = found.faults
    assert (fault.line, fault.code, fault.field) == (2, "not_json", "")
    assert says in fault.message
    assert found.lines == (1, 2, 3)
    assert [entry.kind for entry in found.entries] == ["organisation", "", "organisation"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf16_is_named(encoding: str) -> None:
    data = GOOD.decode().encode(encoding)
    found = batch(data)
    assert len(found.faults) == 1
    assert "UTF-16" in found.faults[0].message or "NUL" in found.faults[0].message


def test_an_empty_file_has_no_entries() -> None:
    assert batch(b"") == Batch((), (), ())
