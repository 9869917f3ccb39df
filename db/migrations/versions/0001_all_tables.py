"""All tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this version."""
    op.create_table(
        "attachment",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment")),
    )
    op.create_table(
        "changeset",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.Text(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_changeset")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_changeset_stream_seq")),
    )
    op.create_table(
        "draft",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_draft")),
    )
    op.create_table(
        "held_bundle",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_held_bundle")),
    )
    op.create_table(
        "journal",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.Column("node", sa.Text(), nullable=True),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("officer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_journal")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "peer",
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("last_in", sa.Text(), nullable=True),
        sa.Column("last_out", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_peer")),
    )
    op.create_table(
        "receipt",
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("node", "stream", name=op.f("pk_receipt")),
    )
    op.create_table(
        "record",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("title_key", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.Column("heads", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("conflicts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("conflict_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_record")),
        sa.UniqueConstraint("id", name=op.f("uq_record_id")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_conflicts",
            ["pk"],
            unique=False,
            sqlite_where=sa.text("conflict_count > 0"),
            postgresql_where=sa.text("conflict_count > 0"),
        )
        batch_op.create_index(
            "ix_record_kind_serial",
            ["kind", "serial", "pk"],
            unique=False,
            sqlite_where=sa.text("withdrawn IS NULL"),
            postgresql_where=sa.text("withdrawn IS NULL"),
        )
        batch_op.create_index(
            "ix_record_kind_title_key",
            ["kind", "title_key", "pk"],
            unique=False,
            sqlite_where=sa.text("withdrawn IS NULL"),
            postgresql_where=sa.text("withdrawn IS NULL"),
        )
        batch_op.create_index(
            "ix_record_kind_updated_at",
            ["kind", "updated_at", "pk"],
            unique=False,
            sqlite_where=sa.text("withdrawn IS NULL"),
            postgresql_where=sa.text("withdrawn IS NULL"),
        )
        batch_op.create_index("ix_record_serial", ["serial"], unique=False)
        batch_op.create_index(
            "ix_record_updated_at",
            ["updated_at", "pk"],
            unique=False,
            sqlite_where=sa.text("withdrawn IS NULL"),
            postgresql_where=sa.text("withdrawn IS NULL"),
        )
        batch_op.create_index(
            "ix_record_withdrawn",
            ["kind", "pk"],
            unique=False,
            sqlite_where=sa.text("withdrawn IS NOT NULL"),
            postgresql_where=sa.text("withdrawn IS NOT NULL"),
        )

    op.create_table(
        "refused_changeset",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_refused_changeset")),
        sa.UniqueConstraint("stream", "seq", "digest", name=op.f("uq_refused_changeset_stream_seq_digest")),
    )
    op.create_table(
        "roster",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "version", name=op.f("pk_roster")),
    )
    op.create_table(
        "secret",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_secret")),
    )
    op.create_table(
        "serial",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "prefix", "year", name=op.f("pk_serial")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "kind_follow_up",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("state_evidence", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("owed_by", sa.Text(), nullable=True),
        sa.Column("counterpart", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_follow_up_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_follow_up")),
    )
    with op.batch_alter_table("kind_follow_up", schema=None) as batch_op:
        batch_op.create_index("ix_kind_follow_up_due", ["due", "pk"], unique=False)

    op.create_table(
        "kind_forum",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("admin2", sa.Text(), nullable=True),
        sa.Column("admin3", sa.Text(), nullable=True),
        sa.Column("p_code", sa.Text(), nullable=True),
        sa.Column("point", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("coarsen", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("weekday", sa.Text(), nullable=True),
        sa.Column("time", sa.Text(), nullable=True),
        sa.Column("representative", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_forum_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_forum")),
    )
    op.create_table(
        "kind_meeting",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("admin2", sa.Text(), nullable=True),
        sa.Column("admin3", sa.Text(), nullable=True),
        sa.Column("p_code", sa.Text(), nullable=True),
        sa.Column("point", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("coarsen", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("started_at", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("forum", sa.Text(), nullable=True),
        sa.Column("host", sa.Text(), nullable=True),
        sa.Column("organisations", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("participants", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("objective", sa.Text(), nullable=True),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("requests", sa.Text(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=True),
        sa.Column("information_given", sa.Text(), nullable=True),
        sa.Column("release_level", sa.Text(), nullable=True),
        sa.Column("atmosphere", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("next_meeting_at", sa.Text(), nullable=True),
        sa.Column("distribution", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("desired_effect", sa.Text(), nullable=True),
        sa.Column("messages", sa.Text(), nullable=True),
        sa.Column("red_lines", sa.Text(), nullable=True),
        sa.Column("engagement_result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_meeting_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_meeting")),
    )
    with op.batch_alter_table("kind_meeting", schema=None) as batch_op:
        batch_op.create_index("ix_kind_meeting_started_at", ["started_at", "pk"], unique=False)

    op.create_table(
        "kind_organisation",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("acronym", sa.Text(), nullable=True),
        sa.Column("aliases", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("clusters", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("areas", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("cooperation", sa.BigInteger(), nullable=True),
        sa.Column("focal_point", sa.Text(), nullable=True),
        sa.Column("deputy", sa.Text(), nullable=True),
        sa.Column("contact_every", sa.BigInteger(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_organisation_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_organisation")),
    )
    op.create_table(
        "kind_person",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("function", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("influence", sa.Text(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=True),
        sa.Column("protected_source", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_person_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_person")),
    )
    op.create_table(
        "kind_place",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("admin2", sa.Text(), nullable=True),
        sa.Column("admin3", sa.Text(), nullable=True),
        sa.Column("p_code", sa.Text(), nullable=True),
        sa.Column("point", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("coarsen", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("other_names", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("population", sa.BigInteger(), nullable=True),
        sa.Column("access_dry", sa.Text(), nullable=True),
        sa.Column("access_wet", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_place_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_place")),
    )
    op.create_table(
        "kind_project",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("admin2", sa.Text(), nullable=True),
        sa.Column("admin3", sa.Text(), nullable=True),
        sa.Column("p_code", sa.Text(), nullable=True),
        sa.Column("point", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("coarsen", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("state_evidence", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("executing_unit", sa.Text(), nullable=True),
        sa.Column("community_partner", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("needs_statement", sa.Text(), nullable=True),
        sa.Column("voiced_by", sa.Text(), nullable=True),
        sa.Column("confidence_objective", sa.Text(), nullable=True),
        sa.Column("beneficiaries", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("beneficiaries_note", sa.Text(), nullable=True),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("percent_done", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("cost_in_kind", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("funding", sa.Text(), nullable=True),
        sa.Column("coordination", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("guidance_in_line", sa.Boolean(), nullable=True),
        sa.Column("duplication_check", sa.Text(), nullable=True),
        sa.Column("local_owner", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=True),
        sa.Column("gender_note", sa.Text(), nullable=True),
        sa.Column("do_no_harm", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_project_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_project")),
    )
    with op.batch_alter_table("kind_project", schema=None) as batch_op:
        batch_op.create_index("ix_kind_project_start", ["start", "pk"], unique=False)

    op.create_table(
        "kind_qip",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("admin2", sa.Text(), nullable=True),
        sa.Column("admin3", sa.Text(), nullable=True),
        sa.Column("p_code", sa.Text(), nullable=True),
        sa.Column("point", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("coarsen", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("state_evidence", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("executing_unit", sa.Text(), nullable=True),
        sa.Column("community_partner", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("needs_statement", sa.Text(), nullable=True),
        sa.Column("voiced_by", sa.Text(), nullable=True),
        sa.Column("confidence_objective", sa.Text(), nullable=True),
        sa.Column("beneficiaries", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("beneficiaries_note", sa.Text(), nullable=True),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("percent_done", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("cost_in_kind", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("funding", sa.Text(), nullable=True),
        sa.Column("coordination", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("guidance_in_line", sa.Boolean(), nullable=True),
        sa.Column("duplication_check", sa.Text(), nullable=True),
        sa.Column("local_owner", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=True),
        sa.Column("gender_note", sa.Text(), nullable=True),
        sa.Column("do_no_harm", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("pillar", sa.Text(), nullable=True),
        sa.Column("ceiling", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("rate", sa.Text(), nullable=True),
        sa.Column("budget", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("tranches", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("percent_spent", sa.BigInteger(), nullable=True),
        sa.Column("mou_date", sa.Text(), nullable=True),
        sa.Column("first_disbursed", sa.Text(), nullable=True),
        sa.Column("implementing_partner", sa.Text(), nullable=True),
        sa.Column("partner_kind", sa.Text(), nullable=True),
        sa.Column("partner_registration", sa.Text(), nullable=True),
        sa.Column("partner_record", sa.Text(), nullable=True),
        sa.Column("scores", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("endorsement", sa.Text(), nullable=True),
        sa.Column("engineer_review", sa.Text(), nullable=True),
        sa.Column("work_plan", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("low_visibility", sa.Text(), nullable=True),
        sa.Column("handover_date", sa.Text(), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("final_report", sa.Text(), nullable=True),
        sa.Column("money_reconciled", sa.Boolean(), nullable=True),
        sa.Column("photos_before_after", sa.Boolean(), nullable=True),
        sa.Column("evaluation", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_qip_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_qip")),
    )
    with op.batch_alter_table("kind_qip", schema=None) as batch_op:
        batch_op.create_index("ix_kind_qip_first_disbursed", ["first_disbursed", "pk"], unique=False)

    op.create_table(
        "kind_sitrep",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("period_start", sa.Text(), nullable=True),
        sa.Column("period_end", sa.Text(), nullable=True),
        sa.Column("report_unit", sa.Text(), nullable=True),
        sa.Column("key_points", sa.Text(), nullable=True),
        sa.Column("liaison_words", sa.Text(), nullable=True),
        sa.Column("support_words", sa.Text(), nullable=True),
        sa.Column("civil_facts", sa.Text(), nullable=True),
        sa.Column("civil_comment", sa.Text(), nullable=True),
        sa.Column("civil_assessment", sa.Text(), nullable=True),
        sa.Column("gender_words", sa.Text(), nullable=True),
        sa.Column("decisions", sa.Text(), nullable=True),
        sa.Column("next_period", sa.Text(), nullable=True),
        sa.Column("records", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sent_to", sa.Text(), nullable=True),
        sa.Column("prepared_by", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("corrects", sa.Text(), nullable=True),
        sa.Column("issued_at", sa.Text(), nullable=True),
        sa.Column("issued_sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_sitrep_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_sitrep")),
    )
    with op.batch_alter_table("kind_sitrep", schema=None) as batch_op:
        batch_op.create_index("ix_kind_sitrep_issued_at", ["issued_at", "pk"], unique=False)
        batch_op.create_index("ix_kind_sitrep_period_end", ["period_end", "pk"], unique=False)
        batch_op.create_index("ix_kind_sitrep_period_start", ["period_start", "pk"], unique=False)

    op.create_table(
        "kind_visit",
        sa.Column(
            "pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("marking", sa.Text(), nullable=True),
        sa.Column("releasable", sa.Boolean(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("attachments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("continued_in", sa.Text(), nullable=True),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("visitors", sa.Text(), nullable=True),
        sa.Column("percent_physical", sa.BigInteger(), nullable=True),
        sa.Column("percent_spent", sa.BigInteger(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("deviations", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("next_visit", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_visit_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_visit")),
    )
    with op.batch_alter_table("kind_visit", schema=None) as batch_op:
        batch_op.create_index("ix_kind_visit_date", ["date", "pk"], unique=False)
        batch_op.create_index("ix_kind_visit_next_visit", ["next_visit", "pk"], unique=False)

    op.create_table(
        "link",
        sa.Column("source", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["record.pk"], name=op.f("fk_link_source")),
        sa.PrimaryKeyConstraint("source", "field", "target", name=op.f("pk_link")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index("ix_link_target", ["target"], unique=False)

    op.create_table(
        "revision",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parents", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("officer_name", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("changeset", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("unknown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["changeset"], ["changeset.pk"], name=op.f("fk_revision_changeset")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_revision")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_revision_changeset",
            ["changeset", "position"],
            unique=True,
            sqlite_where=sa.text("changeset IS NOT NULL"),
            postgresql_where=sa.text("changeset IS NOT NULL"),
        )
        batch_op.create_index("ix_revision_id", ["id"], unique=False)
        batch_op.create_index("ix_revision_record", ["record"], unique=False)
        batch_op.create_index(
            "ix_revision_unknown",
            ["record"],
            unique=False,
            sqlite_where=sa.text("unknown"),
            postgresql_where=sa.text("unknown"),
        )
        batch_op.create_index(
            "ix_revision_unsealed",
            ["record"],
            unique=False,
            sqlite_where=sa.text("changeset IS NULL"),
            postgresql_where=sa.text("changeset IS NULL"),
        )
        batch_op.create_index(
            "ix_revision_waiting",
            ["record"],
            unique=False,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(title, names, body, kind, content='', "
            "contentless_delete=1, detail=column, prefix='1 2', tokenize='ascii')"
        )
    else:
        op.execute(
            "CREATE TABLE search (record BIGINT PRIMARY KEY REFERENCES record (pk), words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_words ON search USING gin (words)")
        op.execute("CREATE TABLE blob (sha256 TEXT PRIMARY KEY, bytes BYTEA NOT NULL)")
        op.execute("ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL")
