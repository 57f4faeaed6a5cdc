"""Policy packs (政策包) of the user's own: put up by one person, accepted by another, kept as they were."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import UtcDateTime, one_of

_IN_FORCE = text("state = 'accepted'")


class PackState(StrEnum):
    """A pack waits for the second person, is in force, was refused, gave way to a newer one, or was ended."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class PolicyPack(Versioned, Base):
    """A pack as it was put up: `content` is JSON of its files' texts by name, `sha256` their digest.

    At most one pack of a policy is in force. The bytes lie here, so that every machine that works on the
    registry has the same policy, and a file changed afterwards changes nothing.
    """

    __tablename__ = "policy_pack"
    __table_args__ = (
        one_of("state", PackState),
        Index(
            "uq_policy_pack_in_force", "policy", unique=True,
            sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE,
        ),
        SQLITE_AUTOINCREMENT,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    policy: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default=PackState.SUBMITTED)
    submitted_by: Mapped[str] = mapped_column(String(40))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(40))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
