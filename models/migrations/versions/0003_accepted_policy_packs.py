"""Policy packs of the user's own, with the person who put each up and the one who accepted it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATES = "'submitted', 'accepted', 'refused', 'replaced', 'withdrawn'"
_IN_FORCE = sa.text("state = 'accepted'")


def upgrade() -> None:
    op.create_table(
        "policy_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("submitted_by", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(f'"state" IN ({_STATES})', name=op.f("ck_policy_pack_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_pack")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("policy_pack", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_pack_policy"), ["policy"], unique=False)
        batch_op.create_index(
            "uq_policy_pack_in_force",
            ["policy"],
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        )
