"""How long a text of the registry may be (最多字数), as the columns say; for forms to check."""

from __future__ import annotations


def longest(*columns: str) -> int:
    """Return how many characters a text may have that is stored in all these columns, each "table.column".

    Raises KeyError for an unknown column, ValueError where none of them limits its text.
    """
    from models import Base

    limits = []
    for name in columns:
        table, _, column = name.partition(".")
        length: int | None = getattr(Base.metadata.tables[table].columns[column].type, "length", None)
        if length is not None:
            limits.append(length)
    if not limits:
        raise ValueError(f"no limit: {', '.join(columns)}")
    return min(limits)
