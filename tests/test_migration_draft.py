"""A drafted migration holds what differs between the tables of the code and those of the migrations, and runs."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Text

from app.assets import migrations
from app.storage import schema
from app.storage.kind_tables import all_tables
from tests import migration_draft


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations to draft into."""
    copy = tmp_path / "migrations"
    shutil.copytree(migrations(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    for module in (migration_draft, schema):
        monkeypatch.setattr(module, "migrations", lambda: copy)
    return copy


def test_nothing_new_drafts_nothing(scripts: Path) -> None:
    known = len(list((scripts / "versions").glob("*.py")))
    path = migration_draft.draft("Nothing new")
    assert path.parent == scripts / "versions"
    assert path.name == f"{known + 1:04d}_nothing_new.py"
    assert "op." not in path.read_text()


def test_a_new_field_drafts_one_column(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = all_tables()
    wanted = MetaData(naming_convention=tables.naming_convention)
    for table in tables.tables.values():
        table.to_metadata(wanted)
    wanted.tables["kind_meeting"].append_column(Column("mood", Text))
    monkeypatch.setattr(migration_draft, "all_tables", lambda: wanted)
    text = migration_draft.draft("Add the mood").read_text()
    assert text.count("op.") == 1 + text.count("batch_op.")
    assert 'add_column(sa.Column("mood", sa.Text(), nullable=True))' in text
    with migration_draft.migrated() as connection:
        columns = connection.exec_driver_sql("SELECT name FROM pragma_table_info('kind_meeting')")
        assert "mood" in [row[0] for row in columns]
