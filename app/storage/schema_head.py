"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0002"
FINGERPRINT = "ef43ec488c6b805459ae8cd50bf21df5fc4f485a9a5f16b22e90be642f48cf40"
