"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0001"
FINGERPRINT = "e1ef13478955f697d01cbeeaa8b72af75d1f3a6a50934180298e3ee897bee1e7"
