"""Standards of one day for different medals stand side by side"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NAME = "uq_standard_in_force"
_IN_FORCE = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    """Let what is unique name the amounts too."""
    op.drop_index(_NAME, table_name="standard")
    columns = ["policy", "rule", "recipient", "valid_from", "amounts_fen"]
    op.create_index(
        _NAME, "standard", columns, unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE
    )
