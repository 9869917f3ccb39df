"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0002"
FINGERPRINT = "178c20f203e33638c0638e0be32f103fa7f55998179a2865f5cc1565d8ab2345"
