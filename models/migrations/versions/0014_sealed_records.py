"""Digests of records in the audit chain; tables whose rows are only added"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from models.append_only import protect

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the key, then the triggers."""
    op.add_column("audit_entry", sa.Column("sealed", sa.Text(), server_default="", nullable=False))
    key = op.create_table(
        "audit_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_key")),
    )
    op.bulk_insert(key, [{"secret": secrets.token_hex(32), "made_at": datetime.now(UTC)}])
    protect(op.get_bind())
