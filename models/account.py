"""Accounts (账户): who may act in a registry, with which roles, and how they prove it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import UtcDateTime


class Account(Versioned, Base):
    """One person of the office. An account is never removed and its name never given to another.

    `name_key` is the name normalised for comparison; `roles` holds role words separated by commas;
    `password_hash` and `pin_hash` are argon2id in PHC form, empty where none is set. `failed_attempts`
    counts from the last success; until `locked_until` nothing is tried.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("failed_attempts >= 0", name="attempts_not_negative"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(String(80), unique=True)
    roles: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    pin_hash: Mapped[str] = mapped_column(String(200), default="")
    is_disabled: Mapped[bool] = mapped_column(default=False)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
