"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0003"
FINGERPRINT = "3344a02fa69e74341873a74f96791dab885377e74ad5da292d958512d17438a7"
