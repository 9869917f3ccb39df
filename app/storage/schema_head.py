"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0003"
FINGERPRINT = "289a391b28c4d6e7c360a8ed86c5643c3d4de56a53bb9a3b80fedc1fad331d56"
