"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0002"
FINGERPRINT = "0ecc9b36a25a5043e427df7440adc1ee66d9ccd5a83c8b248e863e1f6ab502c9"
