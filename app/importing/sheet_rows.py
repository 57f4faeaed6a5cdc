"""All rows of a file as text, as they came: what a screen shows, however long the list is.

A hundred thousand rows of fourteen cells as Python strings take 90 MB; marshalled by the chunk they take a
fifth. A chunk is unpacked when one of its rows is wanted, and a few stay unpacked.
"""

from __future__ import annotations

import marshal
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from app.importing.reading.cells import as_text
from app.importing.reading.isolated import open_sheets
from app.importing.reading.sheet import Row
from app.progress import Progress
from app.words import tr

_CHUNK = 256  # rows packed together
_UNPACKED = 24  # chunks that stay unpacked
_WITHOUT_REFERENCES = 2  # marshal's older format: quicker

TextRow = tuple[str, ...]


class SheetRows:
    """The rows of one sheet, numbered from 1, each as wide as it came; cells are text, trimmed."""

    def __init__(self, rows: Iterable[Row] = (), progress: Progress | None = None) -> None:
        self._packed: list[bytes] = []
        self._unpacked: OrderedDict[int, list[TextRow]] = OrderedDict()
        self.height = self.width = 0
        chunk: list[TextRow] = []
        for row in rows:
            chunk.append(tuple([cell if cell.__class__ is str else as_text(cell) for cell in row]))
            if len(chunk) == _CHUNK:
                self._pack(chunk)
                chunk = []
                if progress is not None:
                    progress.report(self.height, 0, tr("importing.text.reading"))
        if chunk:
            self._pack(chunk)

    def _pack(self, chunk: list[TextRow]) -> None:
        self._packed.append(marshal.dumps(chunk, _WITHOUT_REFERENCES))
        self.height += len(chunk)
        self.width = max(self.width, *map(len, chunk))

    def row(self, number: int) -> TextRow:
        """Return a row by its number from 1, () beyond the last one."""
        at, place = divmod(number - 1, _CHUNK)
        if not 0 <= at < len(self._packed):
            return ()
        chunk = self._chunk(at)
        return chunk[place] if place < len(chunk) else ()

    def cell(self, number: int, column: int) -> str:
        """Return a cell by its row from 1 and column from 0, "" where the sheet has none."""
        row = self.row(number)
        return row[column].strip() if 0 <= column < len(row) else ""

    def rows_with(self, column: int, text: str) -> list[int]:
        """Return the numbers of the rows that hold this very text in a column."""
        return [
            at * _CHUNK + place
            for at in range(len(self._packed))
            for place, row in enumerate(self._chunk(at), start=1)
            if column < len(row) and row[column].strip() == text
        ]

    def _chunk(self, at: int) -> list[TextRow]:
        chunk = self._unpacked.get(at)
        if chunk is None:
            chunk = self._unpacked[at] = marshal.loads(self._packed[at])  # noqa: S302 our own bytes
            if len(self._unpacked) > _UNPACKED:
                self._unpacked.popitem(last=False)
        else:
            self._unpacked.move_to_end(at)
        return chunk


def read_sheet_rows(path: Path | str, progress: Progress | None = None) -> dict[str, SheetRows]:
    """Return the rows of every sheet of a file, by the sheet's name. Raises InputError."""
    with open_sheets(Path(path), progress) as (_, sheets):
        return {sheet.name: SheetRows(sheet.open().rows, progress) for sheet in sheets}
