"""Cells that stand for what the cell above them says: 〃, ″, 同上."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.importing.reading.cells import as_text
from app.importing.values.text import is_ditto

# Fields in which no ditto mark means the cell above: they are everybody's own.
ONE_S_OWN = frozenset({"name", "id_number", "phone", "bank", "bank_account"})


class DittoMarks:
    """Gives cells that hold a ditto mark what the cell above says, over all chunks of a sheet."""

    def __init__(self) -> None:
        self._above: dict[str, Any] = {}  # by field: the last cell of the chunk before

    def resolve(self, name: str, cells: Sequence[Any]) -> tuple[Sequence[Any], list[tuple[int, str]]]:
        """Return the cells with their meaning, and index and code of what is to be said of each mark."""
        found: list[tuple[int, str]] = []
        if name not in ONE_S_OWN:
            marks = {cell for cell in set(cells) if is_ditto(cell)}
            if marks:
                cells = list(cells)
                for at, cell in enumerate(cells):
                    if cell in marks:
                        above = cells[at - 1] if at else self._above.get(name, "")
                        is_known = as_text(above) != ""
                        cells[at] = above if is_known else ""
                        found.append((at, "ditto-read" if is_known else "ditto-without-above"))
            self._above[name] = cells[-1]
        return cells, found
