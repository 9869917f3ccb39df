"""Migrations lead to the tables of the code, or change nothing; an older logbook is backed up first."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.assets import migrations
from app.storage import logbooks, postgres, schema, schema_head
from app.storage.checking import check_logbook
from app.storage.errors import (
    ForeignSchemaError,
    LogbookDamagedError,
    LogbookNewerError,
    MigrationFailedError,
)
from app.storage.key_file import open_slots, read_slots
from app.storage.keys import derived_key
from app.storage.kind_tables import all_tables
from app.storage.logbook import Logbook
from app.storage.logbooks import open_logbook, restore_backup
from app.storage.sqlite import engine_for
from tests.migration_draft import migrated
from tests.storage.making import PASSPHRASE, save

LATER = '''"""Later."""

from alembic import op

revision = "0099"
down_revision = "{head}"


def upgrade() -> None:
    """Bring the tables up to this version."""
    op.execute("ALTER TABLE record ADD COLUMN later TEXT NOT NULL DEFAULT 'x'")
    op.execute("UPDATE record SET later = title")
    op.execute({last!r})
'''


def test_the_migrations_lead_to_the_tables_of_the_code() -> None:
    with migrated() as connection:

        def is_ours(name: str | None, kind: str, _: object) -> bool:
            return kind != "table" or not str(name).startswith(("search", "alembic"))

        options = {"compare_type": True, "include_name": is_ours}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), all_tables())
    assert found == [], "draft a migration: make migration m=…"


def test_the_pinned_head_and_fingerprint_are_those_of_the_migrations() -> None:
    with migrated() as connection:
        found, text = schema.fingerprint(connection), schema.written(connection)
    scripts = ScriptDirectory(str(migrations()))
    assert (scripts.get_current_head(), found) == (schema_head.HEAD, schema_head.FINGERPRINT), (
        "python -m tests.migration_draft --pin"
    )
    assert schema.newest().read_text() == text


def test_no_migration_imports_the_program() -> None:
    texts = [path.read_text() for path in migrations().rglob("*.py")]
    assert texts
    assert not [text for text in texts if "import app" in text or "from app" in text]


@pytest.fixture
def old(logbook: Logbook) -> Path:
    """A closed logbook with a record, as the version before left it."""
    with logbook.writing() as writer:
        save(writer, title="From before")
    logbook.close()
    return logbook.path


def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str = "SELECT 1") -> None:
    """Let the program be one migration further than the logbook."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrations(), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "0099_later.py").write_text(LATER.format(head=schema_head.HEAD, last=last))
    monkeypatch.setattr(schema, "migrations", lambda: scripts)
    monkeypatch.setattr(schema, "HEAD", "0099")
    monkeypatch.setattr(logbooks, "HEAD", "0099")
    with migrated() as connection:
        monkeypatch.setattr(schema, "FINGERPRINT", schema.fingerprint(connection))


def versions(folder: Path) -> tuple[str, list[str]]:
    """Return the version of a closed logbook and the columns of its record table."""
    engine = engine_for(
        folder / "logbook.db", derived_key(open_slots(read_slots(folder), PASSPHRASE), "records")
    )
    with engine.connect() as connection:
        columns = connection.exec_driver_sql("SELECT name FROM pragma_table_info('record')")
        found = schema.reached(connection), [row[0] for row in columns]
    engine.dispose()
    return found


def test_an_older_logbook_is_brought_up_to_date_after_a_backup(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version(tmp_path, monkeypatch)
    with open_logbook(old, PASSPHRASE) as logbook, logbook.reading() as reader:
        assert [row.title for row in reader.page("meeting").rows] == ["From before"]
    assert versions(old)[0] == "0099"
    (backup,) = (old / "backups").iterdir()
    open_logbook(old, PASSPHRASE).close()
    assert list((old / "backups").iterdir()) == [backup]
    monkeypatch.undo()
    with restore_backup(backup, tmp_path / "restored", PASSPHRASE) as restored:
        assert check_logbook(restored) == ()
    with pytest.raises(LogbookNewerError):
        open_logbook(old, PASSPHRASE)


@pytest.mark.parametrize("last", ["SELECT * FROM nowhere", "INSERT INTO meta VALUES (NULL, NULL)"])
def test_a_failing_migration_changes_nothing(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    before = versions(old)
    next_version(tmp_path, monkeypatch)
    (tmp_path / "migrations" / "versions" / "0099_later.py").write_text(
        LATER.format(head=schema_head.HEAD, last=last)
    )
    for _ in range(5):
        with pytest.raises(MigrationFailedError):
            open_logbook(old, PASSPHRASE)
        assert versions(old) == before
    assert len(list((old / "backups").iterdir())) == 1
    monkeypatch.undo()
    with open_logbook(old, PASSPHRASE) as logbook:
        assert check_logbook(logbook) == ()


@pytest.mark.parametrize("statement", range(3))
def test_a_killed_migration_changes_nothing(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: int
) -> None:
    before = versions(old)
    next_version(tmp_path, monkeypatch)
    script = tmp_path / "migrations" / "versions" / "0099_later.py"
    steps = script.read_text().split("    op.execute")
    kill = '    __import__("os").kill(__import__("os").getpid(), 9)\n'
    script.write_text("    op.execute".join(steps[: statement + 1]) + kill)
    command = [sys.executable, "-m", "tests.storage.migrator", str(old), str(tmp_path / "migrations")]
    killed = subprocess.run(command, cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert versions(old) == before
    monkeypatch.undo()
    with open_logbook(old, PASSPHRASE) as logbook:
        assert check_logbook(logbook) == ()


def test_a_migration_that_breaks_a_reference_changes_nothing(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = versions(old)
    next_version(tmp_path, monkeypatch, "UPDATE kind_meeting SET pk = 77")
    with pytest.raises(LogbookDamagedError):
        open_logbook(old, PASSPHRASE)
    assert versions(old) == before


def test_a_schema_other_than_the_migrations_make_is_not_kept(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = versions(old)
    next_version(tmp_path, monkeypatch)
    monkeypatch.setattr(schema, "FINGERPRINT", "other")
    with pytest.raises(ForeignSchemaError):
        open_logbook(old, PASSPHRASE)
    assert versions(old) == before


def test_the_migrations_lead_to_the_same_tables_on_a_server(shared_store: str) -> None:
    engine = postgres.engine_for(shared_store, busy=1000)
    with engine.connect() as connection:

        def is_ours(name: str | None, kind: str, _: object) -> bool:
            return kind != "table" or name not in ("search", "blob", "alembic_version")

        options = {"compare_type": True, "include_name": is_ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), all_tables()) == []
    engine.dispose()
