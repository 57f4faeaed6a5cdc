"""Who recorded a contest's series, and what a document says of its medals"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MEDAL_RULES = "'by-rank', 'apart', ''"


def upgrade() -> None:
    with op.batch_alter_table(
        "contest", schema=None, table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.add_column(sa.Column("series_by", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("medal_rule", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("medal_rule_basis", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_contest_medal_rule_known"), f'"medal_rule" IN ({_MEDAL_RULES})'
        )
