"""Units that sent somebody together, and what is open of a title alone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("designation_basis", schema=None) as batch_op:
        batch_op.add_column(sa.Column("question", sa.String(length=40), server_default="", nullable=False))
    op.create_table(
        "joint_unit_part",
        sa.Column("joint_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["joint_id"], ["unit.id"], name=op.f("fk_joint_unit_part_joint_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_joint_unit_part_unit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("joint_id", "position", name=op.f("pk_joint_unit_part")),
        sa.UniqueConstraint("joint_id", "unit_id", name=op.f("uq_joint_unit_part_joint_id_unit_id")),
    )
    with op.batch_alter_table("joint_unit_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_unit_part_unit_id"), ["unit_id"], unique=False)
