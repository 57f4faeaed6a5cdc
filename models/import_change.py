"""Import changes (导入改动): the former values of existing records that a batch changed, for undoing it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ImportChange(Base):
    """One field of one record, before and after a batch. May hold a phone or a card: shown to nobody."""

    __tablename__ = "import_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(12))  # contest, event, unit, person or entry
    subject_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(40))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
