"""The store of a logbook: the only package with SQLAlchemy, Alembic and SQLCipher.

`app.storage.logbooks` opens, creates, backs up and restores; `rows` holds the plain data that crosses the
border; `errors` has one class per cause. Nothing is imported here, so that `app.storage.rows` stays cheap
to load.
"""
