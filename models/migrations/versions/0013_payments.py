"""Payment runs and lines, bank returns, repayments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _create_payment_run()
    _create_bank_return()
    _create_payment_line()
    _create_bank_return_line()
    _create_repayment()


def _create_payment_run() -> None:
    op.create_table(
        "payment_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("fund", sa.String(length=120), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("over_budget_reason", sa.String(length=500), nullable=False),
        sa.Column("tax", sa.String(length=24), nullable=False),
        sa.Column("tax_basis", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "\"tax\" IN ('exempt', 'incidental-income-20', 'by-unit')", name=op.f("ck_payment_run_tax_known")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_payment_run_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_run_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_payment_run_batch_id"), "payment_run", ["batch_id"], unique=False)


def _create_bank_return() -> None:
    op.create_table(
        "bank_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=260), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.id"], name=op.f("fk_bank_return_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_return")),
        sa.UniqueConstraint("run_id", "sha256", name=op.f("uq_bank_return_run_id_sha256")),
        sqlite_autoincrement=True,
    )


def _create_payment_line() -> None:
    op.create_table(
        "payment_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("adjustment_id", sa.Integer(), nullable=True),
        sa.Column("mirrors_id", sa.Integer(), nullable=True),
        sa.Column("reissue_of_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("payee", sa.String(length=100), nullable=False),
        sa.Column("payee_proof", sa.String(length=200), nullable=False),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("card", sa.String(length=40), nullable=False),
        sa.Column("gross_fen", sa.BigInteger(), nullable=False),
        sa.Column("tax_fen", sa.BigInteger(), nullable=False),
        sa.Column("net_fen", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_reason", sa.String(length=500), nullable=False),
        sa.Column("recovery_reason", sa.String(length=500), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("bank_reference", sa.String(length=80), nullable=False),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(kind = 'award' AND gross_fen > 0 AND tax_fen >= 0 AND net_fen >= 0) OR (kind = 'recovery' AND gross_fen < 0 AND tax_fen <= 0 AND net_fen <= 0)",
            name=op.f("ck_payment_line_sign_of_kind"),
        ),
        sa.CheckConstraint(
            "(kind = 'recovery') = (mirrors_id IS NOT NULL)",
            name=op.f("ck_payment_line_recovery_mirrors_a_line"),
        ),
        sa.CheckConstraint(
            "kind = 'award' OR state IN ('pending', 'paid', 'cancelled')",
            name=op.f("ck_payment_line_state_of_a_recovery"),
        ),
        sa.CheckConstraint(
            "payee = person_name OR payee_proof <> ''", name=op.f("ck_payment_line_other_payee_has_a_proof")
        ),
        sa.CheckConstraint("\"kind\" IN ('award', 'recovery')", name=op.f("ck_payment_line_kind_known")),
        sa.CheckConstraint(
            "\"state\" IN ('pending', 'exported', 'paid', 'failed', 're-issued', 'cancelled')",
            name=op.f("ck_payment_line_state_known"),
        ),
        sa.CheckConstraint("net_fen = gross_fen - tax_fen", name=op.f("ck_payment_line_net_is_exact")),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["adjustment.id"], name=op.f("fk_payment_line_adjustment_id")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_payment_line_award_id")),
        sa.ForeignKeyConstraint(["mirrors_id"], ["payment_line.id"], name=op.f("fk_payment_line_mirrors_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payment_line_person_id")),
        sa.ForeignKeyConstraint(
            ["reissue_of_id"], ["payment_line.id"], name=op.f("fk_payment_line_reissue_of_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.id"], name=op.f("fk_payment_line_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_line")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_payment_line_run_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_payment_line_award_id"), "payment_line", ["award_id"], unique=False)
    op.create_index(
        "ix_payment_line_mirrors_id",
        "payment_line",
        ["mirrors_id"],
        unique=False,
        sqlite_where=sa.text("kind = 'recovery'"),
        postgresql_where=sa.text("kind = 'recovery'"),
    )
    op.create_index(op.f("ix_payment_line_person_id"), "payment_line", ["person_id"], unique=False)
    op.create_index(
        "uq_payment_line_award",
        "payment_line",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'award' AND state NOT IN ('re-issued', 'cancelled')"),
        postgresql_where=sa.text("kind = 'award' AND state NOT IN ('re-issued', 'cancelled')"),
    )
    op.create_index(
        "uq_payment_line_reissue",
        "payment_line",
        ["reissue_of_id"],
        unique=True,
        sqlite_where=sa.text("reissue_of_id IS NOT NULL"),
        postgresql_where=sa.text("reissue_of_id IS NOT NULL"),
    )


def _create_bank_return_line() -> None:
    op.create_table(
        "bank_return_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("message", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "\"outcome\" IN ('paid', 'failed', 'unclear')", name=op.f("ck_bank_return_line_outcome_known")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["payment_line.id"], name=op.f("fk_bank_return_line_line_id")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["bank_return.id"], name=op.f("fk_bank_return_line_return_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_return_line")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_bank_return_line_line_id"), "bank_return_line", ["line_id"], unique=False)
    op.create_index(op.f("ix_bank_return_line_return_id"), "bank_return_line", ["return_id"], unique=False)


def _create_repayment() -> None:
    op.create_table(
        "repayment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_repayment_amount_positive")),
        sa.ForeignKeyConstraint(["line_id"], ["payment_line.id"], name=op.f("fk_repayment_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_repayment_line_id"), "repayment", ["line_id"], unique=False)
