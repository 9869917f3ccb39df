"""Search takes what is typed literally, folds spelling variants, and puts the best first."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.checking import check_logbook
from app.storage.folding import fold, query_tokens, snippet, tokens
from app.storage.logbook import Logbook
from tests.storage.making import save

BOTH_STORES = True


def found(logbook: Logbook, text: str, **options: Any) -> list[str]:
    with logbook.reading() as reader:
        return [hit.title for hit in reader.search(text, **options)]


def keep(logbook: Logbook, *rows: dict[str, Any]) -> None:
    with logbook.writing() as writer:
        for number, fields in enumerate(rows):
            save(writer, number, **fields)


def test_titles_come_before_names_before_text_and_newest_first(logbook: Logbook) -> None:
    keep(
        logbook,
        {"title": "In text", "notes": "the bridge"},
        {"title": "Bridge one"},
        {"title": "Named", "place": "Bridge"},
        {"title": "Bridge two"},
        {"title": "Elsewhere"},
    )
    assert found(logbook, "bridge") == ["Bridge two", "Bridge one", "Named", "In text"]
    assert found(logbook, "bridge", limit=3) == ["Bridge two", "Bridge one", "Named"]


def test_a_whole_word_comes_before_a_beginning(logbook: Logbook) -> None:
    keep(logbook, {"title": "Road"}, {"title": "Roadblock"})
    assert found(logbook, "road") == ["Road", "Roadblock"]
    assert found(logbook, "r") == ["Roadblock", "Road"]


def test_every_word_must_be_there_in_any_field(logbook: Logbook) -> None:
    keep(logbook, {"title": "Water point", "place": "Bor"}, {"title": "Water point", "place": "Juba"})
    with logbook.reading() as reader:
        assert [hit.snippet for hit in reader.search("water bo")] == ["\x02Bor\x03"]
        assert reader.search("water nimule") == ()
        assert reader.search("wat point") == ()


def test_a_kind_can_be_asked_for(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        save(writer, 0, title="Clinic")
        save(writer, 1, "follow_up", what="Clinic roof")
        save(writer, 2, "person", name="Clinic nurse")
    assert found(logbook, "clinic", kind="follow_up") == ["Clinic roof"]
    assert found(logbook, "clinic", kind="qip") == []
    assert found(logbook, "followup") == []
    assert len(found(logbook, "clinic")) == 3


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Évaluation à Bangassou", "evaluation a bangassou"),
        ("evaluation", "ÉVALUATION"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("مدرسة الأمل", "مدرسه الامل"),
        ("مُدَرِّسَة", "مدرسة"),
        ("اتفاق ٢٠٢٦", "2026"),
        ("على", "علي"),
        ("Deçan/Deèani", "decan"),
        ("K-12 school", "k-12"),
        ("QIP_2026_7", "qip_2026"),
        ("Müller (UNMISS)", '"muller"'),
    ],
)
def test_spelling_variants_meet(logbook: Logbook, written: str, typed: str) -> None:
    keep(logbook, {"title": written}, {"title": "Other"})
    assert found(logbook, typed) == [written]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "''",
        "*",
        "^",
        "NEAR(a b)",
        "title:bridge",
        "a AND",
        "OR",
        "NOT x",
        "-bridge",
        "{title}:x",
        "(",
        ";--",
        "\x00",
    ],
)
def test_query_syntax_is_literal(logbook: Logbook, typed: str) -> None:
    keep(logbook, {"title": "Bridge"})
    assert found(logbook, typed) == (["Bridge"] if typed == "-bridge" else [])


@given(st.text(max_size=40))
def test_any_text_finds_itself_folded(text: str) -> None:
    assert tokens(fold(text)) == tokens(text)
    assert all(token.isalnum() or not token.isascii() for token in tokens(text))
    assert len(query_tokens(text * 30)) <= 12


def test_tags_serials_and_rows_are_found(logbook: Logbook) -> None:
    keep(logbook, {"title": "One", "tags": ["harvest", "road"], "serial": "EAST-MTG-2026-0042"})
    for typed in ("harvest", "east-mtg-2026-0042", "0042"):
        assert found(logbook, typed) == ["One"]


def test_a_snippet_shows_the_first_match(logbook: Logbook) -> None:
    keep(logbook, {"title": "Long", "facts": "word " * 100 + "Élysée palace " + "word " * 100})
    with logbook.reading() as reader:
        (hit,) = reader.search("elysee")
    assert "\x02Élysée\x03 palace" in hit.snippet
    assert hit.snippet.startswith("… ")
    assert len(hit.snippet) < 140


@pytest.mark.parametrize("text", ["", "x", "x" * 5000, " " * 300, "été " * 200])
def test_snippets_are_short(text: str) -> None:
    piece = snippet(text, ["ete"])
    assert len(piece.replace("\x02", "").replace("\x03", "")) <= 126


def test_the_index_agrees_with_the_records_after_many_changes(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        states = [save(writer, number, title=f"Bridge {number}") for number in range(50)]
        writer.put_states(states[10:20])
    assert check_logbook(logbook) == ()
    assert len(found(logbook, "bridge", limit=100)) == 50
