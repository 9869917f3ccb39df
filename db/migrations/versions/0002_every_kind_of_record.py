"""Every kind of record."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this version."""
    op.create_table(
        "kind_acknowledgement",
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
        sa.Column("directive", sa.Text(), nullable=True),
        sa.Column("by_unit", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.Text(), nullable=True),
        sa.Column("officer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_acknowledgement_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_acknowledgement")),
    )
    with op.batch_alter_table("kind_acknowledgement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_kind_acknowledgement_acknowledged_at", ["acknowledged_at", "pk"], unique=False
        )

    op.create_table(
        "kind_assessment",
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
        sa.Column("assessed_on", sa.Text(), nullable=True),
        sa.Column("assessed_by", sa.Text(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=True),
        sa.Column("population", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("displaced", sa.BigInteger(), nullable=True),
        sa.Column("returnees", sa.BigInteger(), nullable=True),
        sa.Column("leaders", sa.Text(), nullable=True),
        sa.Column("actors", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("access", sa.Text(), nullable=True),
        sa.Column("security", sa.Text(), nullable=True),
        sa.Column("water", sa.Text(), nullable=True),
        sa.Column("health", sa.Text(), nullable=True),
        sa.Column("education", sa.Text(), nullable=True),
        sa.Column("food_market", sa.Text(), nullable=True),
        sa.Column("livelihood", sa.Text(), nullable=True),
        sa.Column("shelter", sa.Text(), nullable=True),
        sa.Column("power_telecoms", sa.Text(), nullable=True),
        sa.Column("justice", sa.Text(), nullable=True),
        sa.Column("protection", sa.Text(), nullable=True),
        sa.Column("needs_men", sa.Text(), nullable=True),
        sa.Column("needs_women", sa.Text(), nullable=True),
        sa.Column("needs_youth", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_assessment_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_assessment")),
    )
    with op.batch_alter_table("kind_assessment", schema=None) as batch_op:
        batch_op.create_index("ix_kind_assessment_assessed_on", ["assessed_on", "pk"], unique=False)
        batch_op.create_index("ix_kind_assessment_valid_until", ["valid_until", "pk"], unique=False)

    op.create_table(
        "kind_budget_period",
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
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("allotment", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("quotas", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_budget_period_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_budget_period")),
    )
    with op.batch_alter_table("kind_budget_period", schema=None) as batch_op:
        batch_op.create_index("ix_kind_budget_period_end", ["end", "pk"], unique=False)
        batch_op.create_index("ix_kind_budget_period_start", ["start", "pk"], unique=False)

    op.create_table(
        "kind_directive",
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
        sa.Column("issued_by", sa.Text(), nullable=True),
        sa.Column("mission_wide", sa.Boolean(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_directive_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_directive")),
    )
    with op.batch_alter_table("kind_directive", schema=None) as batch_op:
        batch_op.create_index("ix_kind_directive_valid_from", ["valid_from", "pk"], unique=False)
        batch_op.create_index("ix_kind_directive_valid_to", ["valid_to", "pk"], unique=False)

    op.create_table(
        "kind_lesson",
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
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("what_happened", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_lesson_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_lesson")),
    )
    op.create_table(
        "kind_mission_settings",
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
        sa.Column("qip_ceiling", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("qip_limit_days", sa.BigInteger(), nullable=True),
        sa.Column("qip_warning_percent", sa.BigInteger(), nullable=True),
        sa.Column("clock_start", sa.Text(), nullable=True),
        sa.Column("tranche_plan", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("pillars", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("local_committee", sa.Boolean(), nullable=True),
        sa.Column("sector_approves_to", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reports", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("cimic_title", sa.Text(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("marking_labels", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("map_disclaimer", sa.Text(), nullable=True),
        sa.Column("base_layers", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_mission_settings_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_mission_settings")),
    )
    op.create_table(
        "kind_note",
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
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("observed_at", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("assessment", sa.Text(), nullable=True),
        sa.Column("flash", sa.Boolean(), nullable=True),
        sa.Column("reported_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_note_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_note")),
    )
    with op.batch_alter_table("kind_note", schema=None) as batch_op:
        batch_op.create_index("ix_kind_note_observed_at", ["observed_at", "pk"], unique=False)
        batch_op.create_index("ix_kind_note_reported_at", ["reported_at", "pk"], unique=False)

    op.create_table(
        "kind_officer",
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
        sa.Column("rank", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("appointment", sa.Text(), nullable=True),
        sa.Column("serves_in", sa.Text(), nullable=True),
        sa.Column("in_post_from", sa.Text(), nullable=True),
        sa.Column("in_post_to", sa.Text(), nullable=True),
        sa.Column("intelligence_post", sa.Boolean(), nullable=True),
        sa.Column("trainings", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_officer_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_officer")),
    )
    with op.batch_alter_table("kind_officer", schema=None) as batch_op:
        batch_op.create_index("ix_kind_officer_in_post_from", ["in_post_from", "pk"], unique=False)
        batch_op.create_index("ix_kind_officer_in_post_to", ["in_post_to", "pk"], unique=False)

    op.create_table(
        "kind_referral",
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
        sa.Column("matter", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("referred_to", sa.Text(), nullable=True),
        sa.Column("receiver", sa.Text(), nullable=True),
        sa.Column("referred_at", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.Text(), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_referral_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_referral")),
    )
    with op.batch_alter_table("kind_referral", schema=None) as batch_op:
        batch_op.create_index("ix_kind_referral_acknowledged_at", ["acknowledged_at", "pk"], unique=False)
        batch_op.create_index("ix_kind_referral_referred_at", ["referred_at", "pk"], unique=False)

    op.create_table(
        "kind_support_request",
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
        sa.Column("decided_on", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("admin2", sa.Text(), nullable=True),
        sa.Column("admin3", sa.Text(), nullable=True),
        sa.Column("p_code", sa.Text(), nullable=True),
        sa.Column("point", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("coarsen", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("tracking_number", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("support_kind", sa.Text(), nullable=True),
        sa.Column("quantity", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("needed_from", sa.Text(), nullable=True),
        sa.Column("needed_to", sa.Text(), nullable=True),
        sa.Column("beneficiaries", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("received_at", sa.Text(), nullable=True),
        sa.Column("received_how", sa.Text(), nullable=True),
        sa.Column("requester", sa.Text(), nullable=True),
        sa.Column("requester_name", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("humanitarian", sa.Boolean(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("mandate_evidence", sa.Text(), nullable=True),
        sa.Column("security_tasks", sa.Text(), nullable=True),
        sa.Column("security_evidence", sa.Text(), nullable=True),
        sa.Column("coordinated_within", sa.Text(), nullable=True),
        sa.Column("coordinated_evidence", sa.Text(), nullable=True),
        sa.Column("unique", sa.Text(), nullable=True),
        sa.Column("unique_evidence", sa.Text(), nullable=True),
        sa.Column("no_alternative", sa.Text(), nullable=True),
        sa.Column("alternative_evidence", sa.Text(), nullable=True),
        sa.Column("last_resort", sa.Text(), nullable=True),
        sa.Column("last_resort_evidence", sa.Text(), nullable=True),
        sa.Column("on_criteria", sa.Boolean(), nullable=True),
        sa.Column("critical_need", sa.Boolean(), nullable=True),
        sa.Column("civilian_character", sa.Boolean(), nullable=True),
        sa.Column("respects_code", sa.Boolean(), nullable=True),
        sa.Column("no_direct_delivery", sa.Boolean(), nullable=True),
        sa.Column("multilateral", sa.Boolean(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("effect_evidence", sa.Text(), nullable=True),
        sa.Column("asset_owner", sa.Text(), nullable=True),
        sa.Column("need_criticality", sa.Text(), nullable=True),
        sa.Column("authorities", sa.Text(), nullable=True),
        sa.Column("safety_security", sa.Text(), nullable=True),
        sa.Column("sustainability", sa.Text(), nullable=True),
        sa.Column("plan_to_stop", sa.Text(), nullable=True),
        sa.Column("coordination_note", sa.Text(), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.Column("finance_consulted", sa.Boolean(), nullable=True),
        sa.Column("consent_needed", sa.Boolean(), nullable=True),
        sa.Column("consent_on", sa.Text(), nullable=True),
        sa.Column("tasked_unit", sa.Text(), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=True),
        sa.Column("emergency_reason", sa.Text(), nullable=True),
        sa.Column("executed_at", sa.Text(), nullable=True),
        sa.Column("reported_at", sa.Text(), nullable=True),
        sa.Column("taken_over_by", sa.Text(), nullable=True),
        sa.Column("take_over_due", sa.Text(), nullable=True),
        sa.Column("take_over_missing", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_support_request_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_support_request")),
    )
    with op.batch_alter_table("kind_support_request", schema=None) as batch_op:
        batch_op.create_index("ix_kind_support_request_needed_from", ["needed_from", "pk"], unique=False)

    op.create_table(
        "kind_term_pack",
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
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("terms", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("templates", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_term_pack_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_term_pack")),
    )
    op.create_table(
        "kind_unit",
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
        sa.Column("unit_path", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("contributor", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pk"], ["record.pk"], name=op.f("fk_kind_unit_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kind_unit")),
    )
    with op.batch_alter_table("changeset", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_changeset_stream_seq"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_changeset_stream_seq_digest"), ["stream", "seq", "digest"]
        )

    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("path", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("kind_meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("date_note", sa.Text(), nullable=True))
        batch_op.create_index("ix_kind_meeting_next_meeting_at", ["next_meeting_at", "pk"], unique=False)

    with op.batch_alter_table("kind_organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("not_same", sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index(
            "ix_kind_organisation_merged_into",
            ["merged_into", "pk"],
            unique=False,
            sqlite_where=sa.text("merged_into IS NOT NULL"),
            postgresql_where=sa.text("merged_into IS NOT NULL"),
        )

    with op.batch_alter_table("kind_person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("not_same", sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index(
            "ix_kind_person_merged_into",
            ["merged_into", "pk"],
            unique=False,
            sqlite_where=sa.text("merged_into IS NOT NULL"),
            postgresql_where=sa.text("merged_into IS NOT NULL"),
        )

    with op.batch_alter_table("kind_place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("not_same", sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index(
            "ix_kind_place_merged_into",
            ["merged_into", "pk"],
            unique=False,
            sqlite_where=sa.text("merged_into IS NOT NULL"),
            postgresql_where=sa.text("merged_into IS NOT NULL"),
        )

    with op.batch_alter_table("kind_project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_on", sa.Text(), nullable=True))

    with op.batch_alter_table("kind_qip", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_on", sa.Text(), nullable=True))

    with op.batch_alter_table("kind_sitrep", schema=None) as batch_op:
        batch_op.add_column(sa.Column("request_words", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("qip_words", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("distribution", sa.JSON(none_as_null=True), nullable=True))
