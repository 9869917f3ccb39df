"""Drafts a migration from the record kinds, and pins the schema it leads to.

`python -m tests.migration_draft "What changes"` writes the draft; read it, mend it, then
`python -m tests.migration_draft --pin` notes the newest migration and the fingerprint of its schema.
`--again "What changes"` drafts the newest one anew, as long as it is not released; `--first` the very first,
in place of all.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.assets import migrations
from app.storage import schema_head
from app.storage.files import make_file
from app.storage.kind_tables import all_tables
from app.storage.schema import alembic_config, fingerprint, newest, upgrade, written
from app.storage.search_postgres import CREATE as CREATE_POSTGRES
from app.storage.search_sqlite import CREATE as CREATE_SQLITE
from app.storage.sqlite import WRITES, engine_for

_BY_HAND = """
    if op.get_context().dialect.name == "sqlite":
{sqlite}
    else:
{postgres}
"""


@contextmanager
def migrated() -> Iterator[Connection]:
    """Give a connection to an empty encrypted database with every migration, in a transaction."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "empty.db")
        make_file(path)
        engine = engine_for(path, bytes(32))
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            upgrade(connection, path.parent)
            yield connection
        engine.dispose()


def draft(message: str) -> Path:
    """Write the next migration and return its path."""
    known = [script.revision for script in ScriptDirectory(str(migrations())).walk_revisions()]
    number = f"{len(known) + 1:04d}"
    with migrated() as connection:
        config = alembic_config(connection)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes["metadata"] = all_tables()
        script = command.revision(config, message, autogenerate=True, rev_id=number)
    assert script is not None
    assert not isinstance(script, list)
    path = Path(script.path)
    text = re.sub(r"\n *# (#|\*+ end|ommands|commands).*", "", path.read_text())
    if not known:
        text = text.rstrip() + "\n" + _by_hand()
    path.write_text(text)
    for action in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *action, str(path)], check=True)
    return path


def _by_hand() -> str:
    return _BY_HAND.format(sqlite=_executed((CREATE_SQLITE,)), postgres=_executed(CREATE_POSTGRES))


def _executed(statements: tuple[str, ...]) -> str:
    """Write statements as calls, a long text in pieces that end at a comma or a bracket."""
    written = []
    for statement in statements:
        pieces = re.findall(r".{1,80}(?:[ ,(]|$)", statement)
        lines = "\n".join(f"            {json.dumps(piece)}" for piece in pieces)
        written.append(f"        op.execute(\n{lines}\n        )")
    return "\n".join(written)


def pin() -> None:
    """Note the newest migration, the fingerprint of the schema it leads to, and what makes that schema at once."""
    head = ScriptDirectory(str(migrations())).get_current_head()
    with migrated() as connection:
        found = fingerprint(connection)
        newest().write_text(written(connection), encoding="utf-8")
    path = Path(schema_head.__file__)
    text = re.sub(r'(?m)^HEAD = ".*"', f'HEAD = "{head}"', path.read_text())
    path.write_text(re.sub(r'(?m)^FINGERPRINT = ".*"', f'FINGERPRINT = "{found}"', text))


def main(arguments: list[str]) -> None:
    """Do what the command line asks."""
    if arguments == ["--pin"]:
        pin()
    elif arguments == ["--first"]:
        for script in (migrations() / "versions").glob("*.py"):
            script.unlink()
        print(draft("All tables"))
        pin()
    elif arguments[:1] == ["--again"] and len(arguments) == 2:
        newest = max((migrations() / "versions").glob("*.py"))
        if newest.name.startswith("0001"):
            sys.exit("There is only the first migration; draft that one anew with --first.")
        newest.unlink()
        print(draft(arguments[1]))
        pin()
    elif len(arguments) == 1 and arguments[0].strip():
        print(draft(arguments[0]))
        print("Read it, mend it, then run: python -m tests.migration_draft --pin")
    else:
        sys.exit('Say what changes: make migration m="What changes"')


if __name__ == "__main__":
    main(sys.argv[1:])
