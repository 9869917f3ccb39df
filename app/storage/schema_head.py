"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0003"
FINGERPRINT = "9e7d267b4be0df1581cc19860f1f87c9a4022ca7cc2b76d0033905d580fea3d5"
