"""Seals of reports: signed over every byte, read again, and broken by the smallest change."""

import msgspec
import pytest

from app.sync.keys import NodeKeys
from app.sync.report_seals import NAMESPACE_REPORT, NotAReportError, Statement, carried, read, seal

KEYS = NodeKeys.generate()
STATEMENT = Statement(
    report="sitrep/weekly", serial="EAST-SITREP-2026-0014", title="Weekly", mission="0" * 32, unit="fhq/east",
    unit_name="Sector East", node=KEYS.node, officer="Maj A. Diallo", made_at="2026-11-22T10:00:00Z",
    marking="UNCLASSIFIED", release=False, issued=True, corrects="", content="ab" * 32,
    records=(("11" * 16, ("aa", "bb")),),
)  # fmt: skip


def paper(statement: Statement = STATEMENT) -> bytes:
    """Return what stands for a PDF: a head, pages, the carried file, a tail."""
    return b"%PDF-1.7\npages of it\nstream\n" + carried(statement) + b"endstream\n%%EOF\n"


def test_a_sealed_report_says_who_and_what() -> None:
    found = read(seal(paper(), KEYS))
    assert found.statement == STATEMENT
    assert found.untouched
    assert seal(paper(), KEYS) == seal(paper(), KEYS)


def test_no_byte_can_be_changed_added_or_taken_away() -> None:
    sealed = seal(paper(), KEYS)
    for at in range(0, len(sealed), 7):
        touched = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        try:
            assert not read(touched).untouched, at
        except NotAReportError:
            continue  # its head or its statement can no longer be read at all
    assert not read(sealed + b" ").untouched
    assert not read(sealed[:-1]).untouched


def test_a_report_of_one_node_is_not_taken_for_another() -> None:
    others = msgspec.structs.replace(STATEMENT, node=NodeKeys.generate().node)
    assert not read(seal(paper(others), KEYS)).untouched


def test_a_signature_for_another_purpose_does_not_hold() -> None:
    blank = paper()
    start = blank.index(b" " * 300)
    length = len(KEYS.sign(b"", namespace=NAMESPACE_REPORT))
    other = KEYS.sign(blank, namespace="bundle@liaison-logbook")[:length].ljust(length)
    assert not read(blank[:start] + other + blank[start + length :]).untouched


@pytest.mark.parametrize(
    "data",
    [
        b"", b"%PDF-1.7 a preview", b"PK\x03\x04" + carried(STATEMENT), paper() + carried(STATEMENT),
        paper()[: paper().index(b" " * 300) + 100], paper().replace(b'"format":1', b'"format":2'),
        paper().replace(b'"issued"', b'"Issued"'),
    ],
    ids=["nothing", "preview", "no PDF", "two statements", "cut", "later form", "unknown field"],
)  # fmt: skip
def test_what_is_no_sealed_report_is_refused(data: bytes) -> None:
    with pytest.raises(NotAReportError):
        read(data)


def test_a_report_is_sealed_once() -> None:
    with pytest.raises(NotAReportError):
        seal(seal(paper(), KEYS), KEYS)


def test_the_digest_follows_the_statement() -> None:
    other = msgspec.structs.replace(STATEMENT, records=(("11" * 16, ("aa", "cc")),))
    assert len(STATEMENT.digest) == 64
    assert STATEMENT.digest != other.digest
