"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0001"
FINGERPRINT = "0b4c5a7a66a675959ba2fd5d24464557f2ab84218d8a539d702543119948c0f3"
