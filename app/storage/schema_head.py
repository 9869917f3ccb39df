"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0002"
FINGERPRINT = "905438cd05a06826c0191075e3b1a5ceec1ee7d5cb960838249d1ac0827d87e5"
