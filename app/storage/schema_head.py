"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0003"
FINGERPRINT = "05b9f3a7298a5631e116033b5884de24a24825d29b7761d7cdf30f1631ccce4a"
