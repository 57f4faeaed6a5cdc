"""Certificates of skill grade that people hold"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_GRADES = (
    "'apprentice', 'junior', 'intermediate', 'senior', 'technician', 'senior-technician', "
    "'special-technician', 'chief-technician'"
)
_STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "skill_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("occupation", sa.String(length=120), nullable=False),
        sa.Column("grade", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=40), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f'"grade" IN ({_GRADES})', name=op.f("ck_skill_certificate_grade_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skill_certificate_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_certificate")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("skill_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_certificate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_skill_certificate_number",
            ["number"],
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        )
