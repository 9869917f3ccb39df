"""Full-text search in PostgreSQL: a `tsvector` per record, in the same tiers and order as the other database.

Words come folded and cut by the same code, so the server's own dictionaries and parsers are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection

from app.storage.bulk import batches, run_many
from app.storage.folding import split
from app.storage.texts import SearchEntry

CREATE = (
    "CREATE TABLE search (record BIGINT PRIMARY KEY REFERENCES record (pk), kind TEXT NOT NULL, "
    "words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_search_words ON search USING gin (words)",
    "CREATE TABLE blob (sha256 TEXT PRIMARY KEY, bytes BYTEA NOT NULL)",
    "ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL",
)
_INSERT = "INSERT INTO search (record, kind, words) VALUES (?, ?, ?::tsvector)"
_TIERS = ("A", "AB", "ABD")
_LONGEST = 500
"""Most characters of a word that is indexed: the server refuses longer ones."""


def put(connection: Connection, entries: Sequence[SearchEntry]) -> None:
    """Index records that are not in the index."""
    for batch in batches(entries):
        run_many(connection, _INSERT, "%s", [(entry.pk, entry.kind, _vector(entry)) for entry in batch])


def remove(connection: Connection, pks: Iterable[int]) -> None:
    """Take records out of the index; those that are not in it are passed over."""
    run_many(connection, "DELETE FROM search WHERE record = ?", "%s", [(pk,) for pk in pks])


def indexed(connection: Connection) -> Iterator[int]:
    """Yield the record keys in the index, ascending."""
    for (pk,) in connection.exec_driver_sql("SELECT record FROM search ORDER BY record"):
        yield pk


def find(connection: Connection, tokens: Sequence[str], kind: str | None, limit: int) -> list[int]:
    """Return the keys of records with all tokens, best first; the last token also matches as a beginning."""
    only = "" if kind is None else "AND kind = %s "
    statement = f"SELECT record FROM search WHERE words @@ %s::tsquery {only}ORDER BY record DESC LIMIT %s"  # noqa: S608
    words = [token[:_LONGEST] for token in tokens]
    found: dict[int, None] = {}
    for weights in _TIERS:
        for beginning in ("", "*"):
            parts = [f"'{word}':{weights}" for word in words]
            parts[-1] = f"'{words[-1]}':{beginning}{weights}"
            given = (" & ".join(parts), limit) if kind is None else (" & ".join(parts), kind, limit)
            found.update(dict.fromkeys(pk for (pk,) in connection.exec_driver_sql(statement, given)))
            if len(found) >= limit:
                return list(found)[:limit]
    return list(found)


def _vector(entry: SearchEntry) -> str:
    """Return the text form of a `tsvector`: each word once, with a position per weight that only carries it."""
    weights: dict[str, list[str]] = {}
    for mark, text in (("1A", entry.title), ("2B", entry.names), ("3D", entry.body)):
        for word in dict.fromkeys(split(text)):
            weights.setdefault(word[:_LONGEST], []).append(mark)
    return " ".join(f"'{word}':{','.join(dict.fromkeys(marks))}" for word, marks in weights.items())
