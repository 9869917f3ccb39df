"""Full-text search in PostgreSQL: a `tsvector` per record, in the same tiers and order as the other database.

Words come folded and cut by the same code, so the server's own dictionaries and parsers are left out. A word is stored
once for each tier it counts in, with the tier's number in front, and the kind as one more word: so the index alone
answers, where the server's own weights would have every record fetched and looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection

from app.storage.bulk import batches, run_many
from app.storage.folding import split
from app.storage.texts import SearchEntry

CREATE = (
    "CREATE TABLE search (record BIGINT PRIMARY KEY REFERENCES record (pk), words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_search_words ON search USING gin (words)",
    "CREATE TABLE blob (sha256 TEXT PRIMARY KEY, bytes BYTEA NOT NULL)",
    "ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL",
)
_INSERT = "INSERT INTO search (record, words) VALUES (?, ?::tsvector)"
_TITLE, _NAMES, _ANYWHERE = "1", "2", "3"
_LONGEST = 500
"""Most characters of a word that is indexed: the server refuses longer ones."""


def put(connection: Connection, entries: Sequence[SearchEntry]) -> None:
    """Index records that are not in the index."""
    for batch in batches(entries):
        run_many(connection, _INSERT, "%s", [(entry.pk, _vector(entry)) for entry in batch])


def remove(connection: Connection, pks: Iterable[int]) -> None:
    """Take records out of the index; those that are not in it are passed over."""
    run_many(connection, "DELETE FROM search WHERE record = ?", "%s", [(pk,) for pk in pks])


def indexed(connection: Connection) -> Iterator[int]:
    """Yield the record keys in the index, ascending."""
    for (pk,) in connection.exec_driver_sql("SELECT record FROM search ORDER BY record"):
        yield pk


def find(connection: Connection, tokens: Sequence[str], kind: str | None, limit: int) -> list[int]:
    """Return the keys of records with all tokens, best first; the last token also matches as a beginning."""
    statement = "SELECT record FROM search WHERE words @@ %s::tsquery ORDER BY record DESC LIMIT %s"
    only = "" if kind is None else f" & '{kind_word(kind)}'"
    words = [token[:_LONGEST] for token in tokens]
    found: dict[int, None] = {}
    for tier in (_TITLE, _NAMES, _ANYWHERE):
        whole = " & ".join(f"'{tier}{word}'" for word in words)
        for query in (whole + only, whole + ":*" + only):
            found.update(dict.fromkeys(pk for (pk,) in connection.exec_driver_sql(statement, (query, limit))))
            if len(found) >= limit:
                return list(found)[:limit]
    return list(found)


def kind_word(kind: str) -> str:
    """Return a kind's name as a word that no text holds."""
    return f"0{kind}"


def _vector(entry: SearchEntry) -> str:
    """Return the text form of a `tsvector`: each word once in every tier that it counts in."""
    found = {kind_word(entry.kind): None}
    tiers = (_TITLE, _NAMES, _ANYWHERE)
    for first, text in enumerate((entry.title, entry.names, entry.body)):
        for word in dict.fromkeys(split(text)):
            found.update(dict.fromkeys(f"{tier}{word[:_LONGEST]}" for tier in tiers[first:]))
    return " ".join(f"'{word}'" for word in found)
