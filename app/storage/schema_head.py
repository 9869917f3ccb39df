"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0003"
FINGERPRINT = "e4571c959bd3baef8f6edc3141b62e87acfdebc2b2f0a846984453ea4c1f2f15"
