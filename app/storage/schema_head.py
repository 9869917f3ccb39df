"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0002"
FINGERPRINT = "43d820a490e8fb123e4c0bc93472fd6a83bb58d2b7518d6c7a7433f448095107"
