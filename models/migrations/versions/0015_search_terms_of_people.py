"""The search index of people: terms, and who is still to be indexed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.person_search import watch_people

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables, queue everybody, and watch people from now on."""
    op.create_table(
        "person_search_term",
        sa.Column(
            "term", sa.String(24).with_variant(sa.String(24, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("term", "person_id", name=op.f("pk_person_search_term")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person_search_queue",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_indexed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_search_queue")),
    )
    op.execute("INSERT INTO person_search_queue (person_id, is_indexed) SELECT id, FALSE FROM person")
    watch_people(op.get_bind())
