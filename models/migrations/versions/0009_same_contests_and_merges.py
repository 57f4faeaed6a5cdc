"""Contests said to be two, other spellings of a contest's name, merges"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NOUNS = "'contest', 'event', 'unit', 'person'"


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "distinct_contests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("said_by", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_distinct_contests_smaller_first")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["contest.id"], name=op.f("fk_distinct_contests_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["contest.id"], name=op.f("fk_distinct_contests_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_contests")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_distinct_contests_first_id_second_id")),
    )
    op.create_index("ix_distinct_contests_second_id", "distinct_contests", ["second_id"], unique=False)
    op.create_table(
        "contest_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_name_contest_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_name")),
        sa.UniqueConstraint("name_key", name=op.f("uq_contest_name_name_key")),
    )
    op.create_index("ix_contest_name_contest_id", "contest_name", ["contest_id"], unique=False)
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(length=10), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("kept_name", sa.String(length=200), nullable=False),
        sa.Column("merged_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("merged_by", sa.String(length=40), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(length=40), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f'"noun" IN ({_NOUNS})', name=op.f("ck_merge_noun_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_merge_kept", "merge", ["noun", "kept_id"], unique=False)
