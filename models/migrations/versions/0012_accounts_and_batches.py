"""Accounts, anchors of the audit chain, batches with publicity, objections and approvals"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _create_account()
    _create_audit_anchor()
    _create_batch()
    _create_calendar_day()
    _create_approval()
    _create_batch_paper()
    _create_publicity()
    _create_batch_award()
    _create_objection()


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("roles", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("failed_attempts >= 0", name=op.f("ck_account_attempts_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name_key", name=op.f("uq_account_name_key")),
        sqlite_autoincrement=True,
    )


def _create_audit_anchor() -> None:
    op.create_table(
        "audit_anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_anchor")),
        sqlite_autoincrement=True,
    )


def _create_batch() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("chosen", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('draft', 'review', 'publicity', 'approval', 'payment', 'archived', 'dissolved')",
            name=op.f("ck_batch_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("name", name=op.f("uq_batch_name")),
        sqlite_autoincrement=True,
    )


def _create_calendar_day() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )


def _create_approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("awards", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("awards_sha256", sa.String(length=64), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("is_granted OR reason <> ''", name=op.f("ck_approval_refused_with_a_reason")),
        sa.CheckConstraint("stage IN (1, 2)", name=op.f("ck_approval_stage_known")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_approval_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_approval_batch_id"), "approval", ["batch_id"], unique=False)


def _create_batch_paper() -> None:
    op.create_table(
        "batch_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("file_name", sa.String(length=260), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_entries", sa.Integer(), nullable=False),
        sa.Column("audit_seal", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_paper_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_paper")),
        sa.UniqueConstraint("batch_id", "kind", "sha256", name=op.f("uq_batch_paper_batch_id_kind_sha256")),
        sqlite_autoincrement=True,
    )


def _create_publicity() -> None:
    op.create_table(
        "publicity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=400), nullable=False),
        sa.Column("started_by", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.Column("taken_down_by", sa.String(length=40), nullable=False),
        sa.Column("ended_early_reason", sa.String(length=500), nullable=False),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_publicity_ends_after_start")),
        sa.CheckConstraint("working_days > 0", name=op.f("ck_publicity_some_days")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_publicity_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_publicity_batch_id"), "publicity", ["batch_id"], unique=False)


def _create_batch_award() -> None:
    op.create_table(
        "batch_award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_by", sa.String(length=40), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(left_at IS NULL) = (left_reason = '')", name=op.f("ck_batch_award_left_with_a_reason")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_batch_award_award_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_award_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_award")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batch_award_batch_id", "batch_award", ["batch_id", "award_id"], unique=False)
    op.create_index(
        "uq_batch_award_live",
        "batch_award",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )


def _create_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (decided_on IS NULL)", name=op.f("ck_objection_decided_with_a_day")
        ),
        sa.CheckConstraint(
            "\"state\" IN ('open', 'upheld', 'dismissed', 'taken-back')",
            name=op.f("ck_objection_state_known"),
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_objection_award_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_objection_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_objection_award_id"), "objection", ["award_id"], unique=False)
    op.create_index(op.f("ix_objection_batch_id"), "objection", ["batch_id"], unique=False)
