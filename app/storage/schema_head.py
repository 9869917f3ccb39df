"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0003"
FINGERPRINT = "1018e0ed32933ff7d4e64b30430f9d466bb710e8ec97a0e89f1c0f6cd79b7aed"
