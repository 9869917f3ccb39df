"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0001"
FINGERPRINT = "178e9095fee978598e65ee8acd1374589c4110af893b6feab107d7ef55fee9e5"
