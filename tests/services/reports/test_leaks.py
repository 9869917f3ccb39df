"""Nothing that is not declared for partners, and no text that nobody confirmed, leaves in any report or sheet.

Every text of every kind holds a word that stands nowhere else; each report, sitrep, sheet, calendar and map for
partners is made, and whatever of these words is found in it must be one that partners may read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from app.domain.audiences import CHAIN, MISSION, NOBODY, PARTNERS, Audience
from app.domain.fields import TEXT_TYPES, Field, FieldType
from app.domain.kinds import ALL, KINDS, kind_named
from app.domain.policy.release import is_open, readable, released
from app.domain.records import Record, Row, field
from app.services import attachments, records, sitreps
from app.services.desks import Desk
from app.services.records import Entry
from app.services.releasing import confirmed_words
from app.services.reports.making import SORTS, Wanted, make
from app.services.sheets_out import EVERYTHING, THREE_W, formats_of, write
from app.services.sitreps import NARRATIVE, Ask
from app.services.views import RecordView
from app.sync.report_seals import CARRIED
from tests.filling import ONLY, REFERRED, Filling
from tests.services.missions import Mission, confirmed, saved

WORD = re.compile("qz[a-z0-9]+?zq")
SIGNATURE = re.compile(r"-----BEGIN SSH SIGNATURE-----.*?-----END SSH SIGNATURE-----", re.DOTALL)
OPEN = {"releasable": True, "marking": "UNCLASSIFIED"}


def word_of(kind: str, *names: str) -> str:
    return f"QZ{kind}{''.join(names)}ZQ".replace("_", "").lower()


def worded(kind: str, declared: Field, value: Any, *names: str) -> Any:
    """Return a filled value with a word of its own in place of every text."""
    if declared.type is FieldType.ROWS:
        return [
            {one.name: worded(kind, one, row[one.name], *names, one.name) for one in declared.columns} for row in value
        ]  # fmt: skip
    word = word_of(kind, *names)
    return ([word] if declared.type is FieldType.TEXTS else word) if declared.type in TEXT_TYPES else value


def words_for(kind: str, audience: Audience) -> set[str]:
    """Return the words of a kind's texts that an audience may read by their declarations."""
    fields = kind_named(kind).__fields__.values()
    plain = {word_of(kind, one.name) for one in fields if one.type in TEXT_TYPES and one.audience >= audience}
    columns = {
        word_of(kind, one.name, column.name)
        for one in fields for column in one.columns
        if min(one.audience, column.audience) >= audience and column.type in TEXT_TYPES
    }  # fmt: skip
    return plain | columns


def filled(desk: Desk) -> list[RecordView]:
    """Save a record of every kind that is marked releasable, and what they refer to, which is not."""
    made = {
        one: (saved(desk, one, **fields).id, fields.get("name") or fields["title"])
        for one, fields in REFERRED.items()
    }
    file = attachments.keep(desk, "qzfilezq.txt", b"what was said")
    views = []
    for kind in KINDS:
        fields = dict(Filling(kind, made, {**file, "caption": "qzcaptionzq"}).fields)
        for name, declared in KINDS[kind].__fields__.items():
            if not declared.form:
                fields.pop(name, None)
            elif name in fields and name not in ONLY.get(kind, {}):
                fields[name] = worded(kind, declared, fields[name], name)
        views.append(records.save(desk, Entry(kind=kind, fields={**fields, **OPEN}))[0])
    return views


def papers(desk: Desk, views: list[RecordView]) -> Iterator[tuple[str, str]]:
    """Yield every report and sitrep for partners by name: its text, its metadata and what it carries."""
    for name, sort in SORTS.items():
        subjects = [view.id for view in views if view.kind in sort.kinds] if sort.of_record else [""]
        for subject in subjects:
            view = next((one for one in views if one.id == subject), None)
            if view is not None and not is_open(view.kind, view.fields, PARTNERS):
                continue
            wanted = "2027-01" if name == "month" else subject
            made = make(desk, Wanted(report=name, subject=wanted, releasable=True))
            yield f"{name} {view.kind if view else ''}", f"{made.title} {made.serial} {said_by(made.pdf)}"
    words = {name: word_of("ask", name) for name in NARRATIVE}
    for kind in ("weekly", "flash"):
        ask = Ask(
            type=kind, since=date(2026, 1, 1), until=date(2027, 12, 31), releasable=True, narrative=words,
            sent_to="qzsenttozq", approved_by="qzapprovedzq", distribution=("qzdistributionzq",),
            released_texts=confirmed_words("sitrep", words, ["key_points"]),
        )  # fmt: skip
        yield f"sitrep {kind}", said_by(sitreps.render(desk, sitreps.compose(desk, ask)))


def said_by(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = "".join(page.extract_text() for page in reader.pages)
    carried = b"".join(reader.attachments[CARRIED]).decode(errors="replace")
    xmp = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
    outline = " ".join(str(one.title) for one in reader.outline if not isinstance(one, list))
    return f"{text} {reader.metadata} {carried} {xmp} {outline}"


def sheets(desk: Desk, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every sheet, calendar and map for partners by name: all that its file holds."""
    for what in (*KINDS, THREE_W, EVERYTHING):
        for suffix in formats_of(what):
            out = folder / f"{what}{suffix}"
            write(desk, what, out, for_partners=True, hxl=True)
            if suffix == ".xlsx":
                with zipfile.ZipFile(out) as parts:
                    yield f"{what}{suffix}", " ".join(parts.read(name).decode() for name in parts.namelist())
            else:
                yield f"{what}{suffix}", out.read_text(encoding="utf-8").replace("\r\n ", "")


def found_in(text: str) -> set[str]:
    """Return the marked words in a text; the letters of a signature are random and may make one by chance."""
    return set(WORD.findall("".join(SIGNATURE.sub("", text).split()).lower()))


@pytest.fixture
def filled_mission(mission: Mission) -> Mission:
    """A mission with words of its own for the lowest marking and for a form of meeting."""
    saved(
        mission.force, "mission_settings", title="Words",
        marking_labels=[{"marking": "UNCLASSIFIED", "label": "qzunmarkedzq"}],
    )  # fmt: skip
    saved(
        mission.force, "term_pack", title="Terms", language="en",
        terms=[{"vocabulary": "meeting_form", "code": "bilateral", "label": "qztermzq"}],
    )  # fmt: skip
    saved(mission.force, "meeting", started_at="2026-11-20T10:00Z", form="bilateral", releasable=True)
    return mission


def left(desk: Desk, views: list[RecordView], folder: Path) -> Iterator[tuple[str, set[str]]]:
    for name, text in (*papers(desk, views), *sheets(desk, folder)):
        yield name, found_in(text) - {word_of("ask", "key_points")}


def test_what_nobody_confirmed_leaves_nowhere(mission: Mission, tmp_path: Path) -> None:
    leaks = {name: words for name, words in left(mission.force, filled(mission.force), tmp_path) if words}
    assert leaks == {}


def test_the_missions_own_words_for_codes_stay_with_us(filled_mission: Mission) -> None:
    desk = filled_mission.force
    meeting = next(one for one in records.page(desk, "meeting") if one.fields.get("releasable"))
    own = make(desk, Wanted(report="meeting", subject=meeting.id))
    open_ = make(desk, Wanted(report="meeting", subject=meeting.id, releasable=True))
    assert {"qzunmarkedzq", "qztermzq"} <= found_in(said_by(own.pdf))
    assert found_in(said_by(open_.pdf)) == set()


def test_only_what_is_declared_for_partners_leaves_anywhere(mission: Mission, tmp_path: Path) -> None:
    views = filled(mission.force)
    for view in views:
        if view.kind != "sitrep":
            confirmed(mission.force, view)
    may = set().union(*(words_for(kind, PARTNERS) for kind in KINDS))
    found = dict(left(mission.force, views, tmp_path))
    assert {name: words - may for name, words in found.items() if words - may} == {}
    assert {"meetingtitle", "meetingfacts", "qipsummary"} <= {
        word[2:-2] for word in set().union(*found.values())
    }


class Line(Row, frozen=True, kw_only=True):
    """A line with a column for each audience."""

    nobody: str | None = field("A", "A", NOBODY)
    chain: str | None = field("B", "B", CHAIN)
    partners: str | None = field("C", "C", PARTNERS)


class Probe(Record, frozen=True, kw_only=True):
    """A kind with a field for each audience."""

    kind = "probe"
    nobody: str | None = field("A", "A", NOBODY)
    chain: str | None = field("B", "B", CHAIN)
    mission: int | None = field("C", "C", MISSION)
    partners: int | None = field("D", "D", PARTNERS)
    words: str | None = field("E", "E", PARTNERS)
    lines: tuple[Line, ...] | None = field("F", "F", PARTNERS)


def test_a_new_kind_gives_each_audience_what_its_declarations_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "probe", Probe)
    values = {
        **OPEN, "nobody": "n", "chain": "c", "mission": 1, "partners": 2, "words": "w", "unheard_of": "u",
        "lines": [{"nobody": "n", "chain": "c", "partners": "p", "unheard_of": "u"}],
    }  # fmt: skip
    marked = {"marking": "UNCLASSIFIED"}
    assert released("probe", values, PARTNERS, word="-") == {
        **marked, "partners": 2, "words": "-", "lines": [{"partners": "-"}],
    }  # fmt: skip
    assert set(released("probe", values, MISSION, word="-")) == {
        "marking",
        "mission",
        "partners",
        "words",
        "lines",
    }
    assert released("probe", values, CHAIN, word="-")["lines"] == [{"chain": "c", "partners": "p"}]
    assert "nobody" not in released("probe", values, CHAIN, word="-")
    assert released("probe", values, NOBODY, word="-") == {}
    assert released("unheard_of", values, CHAIN, word="-") == {}
    assert released("probe", {**values, "marking": None}, PARTNERS, word="-") == {}
    assert released("probe", {**values, "releasable": "yes"}, PARTNERS, word="-") == {}
    assert released("probe", {**values, "partners": "no figure"}, PARTNERS, word="-").get("partners") is None
    assert readable("probe", NOBODY) == {}


def test_no_kind_declares_a_text_for_partners_that_escapes_confirmation() -> None:
    """Every text of every kind is either confirmed or looks like a code: none is let through by its name."""
    for kind in ALL:
        values = {
            name: ["a word"] if one.type is FieldType.TEXTS else "a word"
            for name, one in kind.__fields__.items() if one.type in TEXT_TYPES
        }  # fmt: skip
        kept = released(kind.kind, {**values, **OPEN}, PARTNERS, word="-")
        assert "a word" not in str(kept), kind
