"""Results without a rank: withdrew, absent, disqualified"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_REASONS = (
    "'withdrew', 'absent', 'absent-from-exam', 'retired', 'unfinished', 'disqualified', 'cancelled',"
    " 'violation', 'without-result', ''"
)


def upgrade() -> None:
    """Add the column with its constraints in place: a table of a million rows is not written anew."""
    op.execute(
        "ALTER TABLE result ADD COLUMN no_rank VARCHAR(20) DEFAULT '' NOT NULL"
        f' CONSTRAINT ck_result_no_rank_known CHECK ("no_rank" IN ({_REASONS}))'
        " CONSTRAINT ck_result_no_rank_is_alone"
        " CHECK (no_rank = '' OR (rank IS NULL AND medal = '' AND grade = ''))"
    )
