"""Runs the migrations on the connection, and inside the transaction, that the program hands over.

The tables to compare with come along when a migration is drafted; nothing here imports the program.
"""

from typing import Any

from alembic import context
from sqlalchemy.types import TypeDecorator


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Leave the search index out of a comparison: its tables are made by hand, one way for each database."""
    by_hand = name in ("search", "blob") or str(name).startswith("search_")
    return not (kind == "table" and by_hand)


def rendered(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write a column type of the program as the plain type below it, for a migration imports no program."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given.get("metadata"),
    include_name=is_ours,
    render_item=rendered,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
