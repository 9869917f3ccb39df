"""Rules that stand with the records.

Peers and posts have tables, kept bundles a maker, meetings weather, records the texts that were confirmed for
partners, and what is screened its answers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PEER_STATE = sa.table(
    "peer_state",
    sa.column("node", sa.Text()),
    sa.column("last_in", sa.Text()),
    sa.column("last_out", sa.Text()),
    sa.column("receipt_at", sa.Text()),
    sa.column("asked_at", sa.Text()),
    sa.column("wants", sa.JSON(none_as_null=True)),
    sa.column("rosters_held", sa.JSON(none_as_null=True)),
)
OF_PEERS = {"receipt-at": "receipt_at", "asked": "asked_at", "wants": "wants", "rosters": "rosters_held"}
"""What the names of settings began with that spoke of a node, and the column that takes their place."""
KINDS = (
    "acknowledgement", "assessment", "budget_period", "directive", "follow_up", "forum", "lesson", "meeting",
    "mission_settings", "note", "officer", "organisation", "person", "place", "project", "qip", "referral", "sitrep",
    "support_request", "term_pack", "unit", "visit",
)  # fmt: skip
PARA_9 = {
    "brought_in": sa.Boolean(),
    "mandate": sa.Text(),
    "mandate_evidence": sa.Text(),
    "security_tasks": sa.Text(),
    "security_evidence": sa.Text(),
    "effect": sa.Text(),
    "effect_evidence": sa.Text(),
}
DUE_DILIGENCE = {
    "brought_in": sa.Boolean(),
    "rule_set": sa.Text(),
    "risk_assessed": sa.Text(),
    "risk_evidence": sa.Text(),
    "support_cleared": sa.Text(),
    "clearance_evidence": sa.Text(),
    "mitigation": sa.Text(),
    "mitigation_evidence": sa.Text(),
}
FIELDS = {
    "mission_settings": {
        "limit_replaces": sa.JSON(none_as_null=True),
        "limit_kept": sa.JSON(none_as_null=True),
    },
    "project": PARA_9,
    "qip": {**PARA_9, "limit_days": sa.BigInteger()},
    "support_request": DUE_DILIGENCE,
}
"""The new fields of each kind."""


def upgrade() -> None:
    """Bring the tables up to this version."""
    op.create_table(
        "peer_state",
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("last_in", sa.Text(), nullable=True),
        sa.Column("last_out", sa.Text(), nullable=True),
        sa.Column("receipt_at", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.Text(), nullable=True),
        sa.Column("wants", sa.JSON(none_as_null=True), server_default="[]", nullable=False),
        sa.Column("rosters_held", sa.JSON(none_as_null=True), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_peer_state")),
    )
    _move_peers()
    op.create_table(
        "post",
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_post")),
    )
    op.drop_table("peer")
    with op.batch_alter_table("held_bundle", schema=None) as batch_op:
        batch_op.add_column(sa.Column("maker", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("vouched", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("updated_node", sa.Text(), server_default="", nullable=False))
    _name_last_savers()
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proof", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("kind_meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weather", sa.Text(), nullable=True))
    for kind in KINDS:
        with op.batch_alter_table(f"kind_{kind}", schema=None) as batch_op:
            batch_op.add_column(sa.Column("released_texts", sa.JSON(none_as_null=True), nullable=True))
    for kind, columns in FIELDS.items():
        with op.batch_alter_table(f"kind_{kind}", schema=None) as batch_op:
            for name, column in columns.items():
                batch_op.add_column(sa.Column(name, column, nullable=True))


def _name_last_savers() -> None:
    """Say of each record which node made the save that is shown as its last."""
    names = ("id", "at", "officer_name", "record", "node", "updated_at", "updated_by", "updated_node")
    record, said = (sa.table(name, *(sa.column(one) for one in names)) for name in ("record", "revision"))
    saver = (
        sa.select(said.c.node)
        .where(said.c.record == record.c.id, said.c.at == record.c.updated_at)
        .where(said.c.officer_name == record.c.updated_by)
        .order_by(said.c.id.desc(), said.c.node)
        .limit(1)
        .scalar_subquery()
    )
    op.execute(sa.update(record).values(updated_node=sa.func.coalesce(saver, record.c.node)))


def _move_peers() -> None:
    """Take over what the old table and the settings knew of peers."""
    connection = op.get_bind()
    peer = sa.table("peer", sa.column("node"), sa.column("last_in"), sa.column("last_out"))
    setting = sa.table("setting", sa.column("key"), sa.column("value", sa.JSON(none_as_null=True)))
    known = {
        row.node: {"node": row.node, "last_in": row.last_in, "last_out": row.last_out}
        for row in connection.execute(sa.select(peer))
    }
    for key, value in connection.execute(sa.select(setting)).all():
        name, colon, node = key.partition(":")
        if colon and name in OF_PEERS:
            known.setdefault(node, {"node": node})[OF_PEERS[name]] = _new_form(name, value)
            connection.execute(sa.delete(setting).where(setting.c.key == key))
    nothing = {"last_in": None, "last_out": None, "receipt_at": None, "asked_at": None}
    for row in known.values():
        connection.execute(sa.insert(PEER_STATE), {**nothing, "wants": [], "rosters_held": {}, **row})


def _new_form(name, value):
    """Return a setting's value as it stands in its column: of rosters, the digest by issuer."""
    if name != "rosters":
        return value
    told = [entry.split("/") for entry in value]
    return {issuer: start + rest.split(".")[1] for issuer, start, rest in told}
