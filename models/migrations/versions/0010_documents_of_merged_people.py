"""Further documents of a person, since two records were merged"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KINDS = "'resident', 'hk-macau-permit', 'taiwan-permit', 'residence-permit', 'foreign-permanent', 'passport'"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "person_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id_type", sa.String(length=20), nullable=False),
        sa.Column("id_number", sa.String(length=40), nullable=False),
        sa.Column("id_key", sa.String(length=48), nullable=False),
        sa.CheckConstraint(f'"id_type" IN ({_KINDS})', name=op.f("ck_person_document_id_type_known")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_document_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_document")),
        sa.UniqueConstraint("id_key", name=op.f("uq_person_document_id_key")),
    )
    op.create_index("ix_person_document_person_id", "person_document", ["person_id"], unique=False)
