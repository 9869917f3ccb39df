"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0003"
FINGERPRINT = "08f79bed4d8a31f419eb9168fa7fa5913a4c6108216f962acb25e05fb65f9c17"
