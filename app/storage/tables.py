"""The tables that every logbook has, whatever its record kinds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from app.storage.columns import BigKey

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

_CONDITION = "condition"
"""Where an index keeps its condition for dialects other than SQLite."""


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, nullable=options.pop("nullable", False), **options)


def _json(name: str, **options: Any) -> Column[Any]:
    return Column(name, JSON(none_as_null=True), nullable=options.pop("nullable", False), **options)


meta = Table("meta", metadata, _text("key", primary_key=True), _text("value"))
secret = Table(
    "secret", metadata, _text("key", primary_key=True), Column("value", LargeBinary, nullable=False)
)
setting = Table("setting", metadata, _text("key", primary_key=True), _json("value"))

record = Table(
    "record",
    metadata,
    Column("pk", BigKey, primary_key=True),
    _text("id", unique=True),
    _text("kind"),
    _text("serial", server_default=""),
    _text("title", server_default=""),
    _text("title_key", server_default=""),
    _text("unit"),
    _text("reach"),
    Column("sealed", Boolean, nullable=False),
    _text("state", nullable=True),
    _text("withdrawn", nullable=True),
    _json("heads"),
    _json("conflicts", nullable=True),
    Column("conflict_count", Integer, nullable=False, server_default="0"),
    _text("created_at"),
    _text("created_by"),
    _text("updated_at"),
    _text("updated_by"),
    _text("updated_node", server_default=""),
    _text("node"),
    _json("extra", nullable=True),
)
"""`title_key` is the folded title that lists sort by; `extra` holds values that have no column of their own."""


def partial(name: str, where: str, *columns: Column[Any], unique: bool = False) -> None:
    """Index only the rows that meet a condition; `complete` tells the server's dialect, which is slow to load."""
    condition = text(where)
    Index(name, *columns, unique=unique, sqlite_where=condition, info={_CONDITION: condition})


_SHOWN = "withdrawn IS NULL"
for _sorted_by in (record.c.title_key, record.c.updated_at, record.c.serial):
    partial(f"ix_record_kind_{_sorted_by.name}", _SHOWN, record.c.kind, _sorted_by, record.c.pk)
partial("ix_record_updated_at", _SHOWN, record.c.updated_at, record.c.pk)
Index("ix_record_serial", record.c.serial)
partial("ix_record_withdrawn", "withdrawn IS NOT NULL", record.c.kind, record.c.pk)
partial("ix_record_conflicts", "conflict_count > 0", record.c.pk)

link = Table(
    "link",
    metadata,
    Column("source", BigKey, ForeignKey("record.pk"), primary_key=True),
    _text("field", primary_key=True),
    _text("target", primary_key=True),
    sqlite_with_rowid=False,
)
Index("ix_link_target", link.c.target)

changeset = Table(
    "changeset",
    metadata,
    Column("pk", BigKey, primary_key=True),
    _text("stream"),
    Column("seq", Integer, nullable=False),
    _text("node"),
    _text("epoch"),
    _text("unit"),
    _text("reach"),
    _text("prev", nullable=True),
    _text("digest"),
    Column("header", LargeBinary, nullable=False),
    Column("count", Integer, nullable=False),
    _text("sealed_at"),
    Column("schema", Integer, nullable=False),
    _text("app"),
    _text("signature"),
    _text("bundle", nullable=True),
    UniqueConstraint("stream", "seq", "digest"),
)
"""Of a forked stream every branch is held: several changesets may have one number."""

revision = Table(
    "revision",
    metadata,
    Column("pk", BigKey, primary_key=True),
    _text("id"),
    _text("record"),
    _text("kind"),
    _json("parents"),
    _text("at"),
    _text("officer"),
    _text("officer_name"),
    _text("node"),
    Column("line", LargeBinary, nullable=False),
    Column("changeset", BigKey, ForeignKey("changeset.pk"), nullable=True),
    Column("position", Integer, nullable=True),
    _text("status"),
    Column("unknown", Boolean, nullable=False),
)
"""Every occurrence of every revision: the same line may lie in more than one changeset."""
Index("ix_revision_id", revision.c.id)
Index("ix_revision_record", revision.c.record)
partial(
    "ix_revision_changeset", "changeset IS NOT NULL", revision.c.changeset, revision.c.position, unique=True
)
partial("ix_revision_unsealed", "changeset IS NULL", revision.c.record)
partial("ix_revision_waiting", "status = 'waiting'", revision.c.record)
partial("ix_revision_unknown", "unknown", revision.c.record)

refused_changeset = Table(
    "refused_changeset",
    metadata,
    Column("pk", BigKey, primary_key=True),
    _text("stream"),
    Column("seq", Integer, nullable=False),
    _text("digest"),
    Column("body", LargeBinary, nullable=False),
    _text("signature"),
    _text("reason"),
    _text("at"),
    UniqueConstraint("stream", "seq", "digest"),
)
roster = Table(
    "roster",
    metadata,
    _text("issuer", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    _text("signature"),
    _text("received_at"),
)
post = Table("post", metadata, _text("node", primary_key=True), _text("unit"))
"""The unit path from which each node speaks, as it signs it in its changesets."""
peer_state = Table(
    "peer_state",
    metadata,
    _text("node", primary_key=True),
    _text("last_in", nullable=True),
    _text("last_out", nullable=True),
    _text("receipt_at", nullable=True),
    _text("asked_at", nullable=True),
    _json("wants", server_default="[]"),
    _json("rosters_held", server_default="{}"),
)
"""What is known of another logbook: when bundles went to and fro, and what it said of itself in its newest one."""
receipt = Table(
    "receipt",
    metadata,
    _text("node", primary_key=True),
    _text("stream", primary_key=True),
    Column("seq", Integer, nullable=False),
)
journal = Table(
    "journal",
    metadata,
    Column("pk", BigKey, primary_key=True),
    _text("at"),
    _text("direction"),
    _text("outcome"),
    _text("file"),
    _text("digest"),
    _text("bundle", nullable=True),
    _text("node", nullable=True),
    _json("reasons"),
    _json("counts"),
    _text("officer", nullable=True),
    _text("path", server_default=""),
)
"""`path` is where a file lay when it was imported: the stick, the folder, the share it came by."""
held_bundle = Table(
    "held_bundle",
    metadata,
    _text("digest", primary_key=True),
    _text("file"),
    _text("at"),
    _text("bundle", nullable=True),
    _json("reasons"),
    _text("maker", server_default=""),
    Column("vouched", Boolean, nullable=False, server_default=false()),
)
"""`maker` is whom a bundle names as its maker; `vouched`: a roster names that node and its signature holds."""
attachment = Table(
    "attachment",
    metadata,
    _text("sha256", primary_key=True),
    Column("size", BigKey, nullable=False),
    _text("media"),
    Column("held", Boolean, nullable=False),
    _text("proof", server_default=""),
)
"""`proof` is what a record has to name beside the digest, known once the bytes are here (`domain.possession`)."""
draft = Table(
    "draft",
    metadata,
    _text("key", primary_key=True),
    _text("kind"),
    _text("record", nullable=True),
    _json("data"),
    _text("at"),
)
serial = Table(
    "serial",
    metadata,
    _text("unit", primary_key=True),
    _text("prefix", primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)


def complete() -> MetaData:
    """Return the tables with what only the server's dialect asks for, to compare or draft a schema."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if _CONDITION in index.info:
                index.dialect_kwargs["postgresql_where"] = index.info[_CONDITION]
    return metadata
