"""Run migrations on the connection that `models.database.migrate` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from models import Base
from models.types import CheckedInteger, CheckedString, UtcDateTime


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Draft plain column types: a migration must not change its meaning when our classes do."""
    ours = (CheckedString, CheckedInteger, UtcDateTime)
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, ours) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
