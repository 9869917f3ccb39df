"""Full-text search in SQLite: one FTS5 table that holds words only, found newest first within tiers of
where they match.

Ranking every hit of a first letter takes seconds over 100,000 records; a tier that is read newest first
stops after `limit` hits. All text is folded before it gets here, so the plain tokenizer is exact;
`detail=column` is enough because phrases are never asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection

from app.storage.texts import SearchEntry

CREATE = (
    "CREATE VIRTUAL TABLE search USING fts5(title, names, body, kind, content='', contentless_delete=1, "
    "detail=column, prefix='1 2', tokenize='ascii')"
)
DROP = "DROP TABLE search"
_INSERT = "INSERT INTO search(rowid, title, names, body, kind) VALUES (?, ?, ?, ?, ?)"
_TIERS = ("title", "{title names}", "{title names body}")
_BATCH = 2_000


def put(connection: Connection, entries: Sequence[SearchEntry]) -> None:
    """Index records that are not in the index."""
    for start in range(0, len(entries), _BATCH):
        connection.exec_driver_sql(
            _INSERT,
            [
                (entry.pk, entry.title, entry.names, entry.body, kind_word(entry.kind))
                for entry in entries[start : start + _BATCH]
            ],
        )


def remove(connection: Connection, pks: Iterable[int]) -> None:
    """Take records out of the index; those that are not in it are passed over."""
    rows = [(pk,) for pk in pks]
    if rows:
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", rows)


def indexed(connection: Connection) -> Iterator[int]:
    """Yield the record keys in the index, ascending."""
    for (pk,) in connection.exec_driver_sql("SELECT rowid FROM search ORDER BY rowid"):
        yield pk


def find(connection: Connection, tokens: Sequence[str], kind: str | None, limit: int) -> list[int]:
    """Return the keys of records with all tokens, best first; the last token also matches as a beginning."""
    whole = " ".join(f'"{token}"' for token in tokens)
    found: dict[int, None] = {}
    for columns in _TIERS:
        for words in (whole, whole + "*"):
            match = f"{columns} : ({words})"
            if kind is not None:
                match = f'kind : "{kind_word(kind)}" AND {match}'
            rows = connection.exec_driver_sql(
                "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (match, limit)
            )
            found.update(dict.fromkeys(pk for (pk,) in rows))
            if len(found) >= limit:
                return list(found)[:limit]
    return list(found)


def kind_word(kind: str) -> str:
    """Return a kind's name as one word of the index."""
    return kind.replace("_", "")
