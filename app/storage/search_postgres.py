"""Full-text search in PostgreSQL: a `tsvector` per record, in the same tiers and order as the other
database.
"""

from __future__ import annotations

CREATE = (
    "CREATE TABLE search (record BIGINT PRIMARY KEY REFERENCES record (pk), kind TEXT NOT NULL, "
    "words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_search_words ON search USING gin (words)",
    "CREATE TABLE blob (sha256 TEXT PRIMARY KEY, bytes BYTEA NOT NULL)",
    "ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL",
)
