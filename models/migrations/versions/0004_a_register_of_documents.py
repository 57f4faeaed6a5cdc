"""A register of documents, filled with the numbers on which something rests"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("as_written", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.String(length=40), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(verified_by IS NULL) = (verified_at IS NULL)", name=op.f("ck_document_verified_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_document_import_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("name_key", name=op.f("uq_document_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "document_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=260), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_scan_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_scan")),
        sa.UniqueConstraint("document_id", "sha256", name=op.f("uq_document_scan_document_id_sha256")),
        sqlite_autoincrement=True,
    )
    _fill_document(op.get_bind())


# A document number as it has to be; what is otherwise stays where it is and is asked about by the program.
_NUMBER = re.compile(r"[\u3400-\u9fff]+〔(?:19[5-9]|20[0-9])[0-9]〕[1-9][0-9]*号")
_REFERRING = (
    ("contest", "class_basis"),
    ("contest", "series_basis"),
    ("event", "own_class_basis"),
    ("ruling", "basis"),
    ("standard", "basis"),
    ("budget_entry", "basis"),
)


def _fill_document(connection: sa.Connection) -> None:
    """Enter every number on which something on record rests, as a document nobody has verified."""
    numbers: set[str] = set()
    for table, column in _REFERRING:
        rows = connection.exec_driver_sql(f"SELECT DISTINCT {column} FROM {table}")
        numbers.update(found for (text,) in rows for found in _NUMBER.findall(text or ""))
    names = ("name", "name_key", "as_written", "title", "issuer", "recorded_by")
    document = sa.table("document", *(sa.column(name) for name in names))
    empty = dict.fromkeys(names, "")
    if numbers:
        rows_new = [empty | {"name": number, "name_key": number} for number in sorted(numbers)]
        connection.execute(sa.insert(document), rows_new)
