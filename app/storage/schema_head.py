"""The newest migration, and the digest of the SQLite schema it leads to; `python -m tests.migration_draft
--pin` writes it.
"""

HEAD = "0003"
FINGERPRINT = "a6d529cf8410aef0c3e15bc0d602b4fcc56f0e1903fa94fecea24b15a5024ca0"
