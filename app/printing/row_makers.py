"""Makes the cells of a streamed sheet's rows by one template for each kind of row: lines, and sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.documents import could_be_a_formula
from app.formats import yuan
from app.printing.lists import Cell, Column
from app.printing.sheet_stream import Look, StreamedSheet, letters

_APART = "\x00"  # between the texts of a row that are looked at together; no text holds it
_UNUSUAL = re.compile(r"[<>&\x01-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|\x00[=+\-@\s]|\s\x00")
_NUMBERS = {"money": "#,##0.00", "number": "General"}


class RowMaker:
    """Makes the cells of the sheet's next row out of the values of its columns.

    A row without anything odd (markup, what looks like a formula, outer blanks, no amount) goes through one
    template: a hundred thousand rows have a million cells.
    """

    def __init__(self, sheet: StreamedSheet, columns: Sequence[Column[Any]]) -> None:
        self._sheet = sheet
        self._columns = columns
        self._texts = [at for at, column in enumerate(columns) if column.kind not in _NUMBERS]
        self._amounts = [at for at, column in enumerate(columns) if column.kind == "money"]
        self._numbers = [at for at, column in enumerate(columns) if column.kind == "number"]
        self._looks = [_look(column) for column in columns]
        self._pieces: list[str] = []  # of each column letters, row, style and value; the end
        end = ""
        for at, (column, look) in enumerate(zip(columns, self._looks, strict=True)):
            is_number = column.kind in _NUMBERS
            opened = "><v>" if is_number else ' t="inlineStr"><is><t>'
            self._pieces += (f'{end}<c r="{letters(at)}', "", f'" s="{sheet.style(look)}"{opened}', "")
            end = "</v></c>" if is_number else "</t></is></c>"
        self._pieces.append(end)

    def cells(self, values: Sequence[Cell]) -> str:
        """Return the cells of the row below the sheet's last one."""
        texts: list[Any] = [values[at] for at in self._texts]
        if None in texts or _UNUSUAL.search(f"{_APART}{_APART.join(texts)}{_APART}"):
            return self._one_by_one(values)
        shown: list[Any] = list(values)
        for at in self._amounts:
            fen = shown[at]
            if fen is None or fen < 0:
                return self._one_by_one(values)
            digits = f"{fen:03d}"
            shown[at] = f"{digits[:-2]}.{digits[-2:]}"
        for at in self._numbers:
            shown[at] = str(shown[at])
        pieces = self._pieces
        pieces[1::4] = [str(self._sheet.row + 1)] * len(shown)
        pieces[3::4] = shown
        return "".join(pieces)

    def _one_by_one(self, values: Sequence[Cell]) -> str:
        sheet, cells = self._sheet, []
        for at, (value, column, look) in enumerate(zip(values, self._columns, self._looks, strict=True)):
            if column.kind in _NUMBERS and value is not None:
                shown = yuan(int(value)) if column.kind == "money" else value
                place = f"{letters(at)}{sheet.row + 1}"
                cells.append(f'<c r="{place}" s="{sheet.style(look)}"><v>{shown}</v></c>')
            else:
                text = "" if value is None else str(value)
                cells.append(sheet.text_cell(at, text, replace(look, is_quoted=could_be_a_formula(text))))
        return "".join(cells)


class SumMaker:
    """Makes the cells of rows of sums: words in the first column, sums in some, the others empty."""

    def __init__(
        self, sheet: StreamedSheet, columns: int, summed: Sequence[int], *, words: Look, sums: Look
    ) -> None:
        self._sheet, self._words = sheet, words
        plain, strong = sheet.style(words), sheet.style(sums)
        self._template = "%s" + "".join(
            f'<c r="{letters(at)}%s" s="{strong}">%s<v>%s</v></c>'
            if at in summed
            else f'<c r="{letters(at)}%s" s="{plain}"/>'
            for at in range(1, columns)
        )
        self._gaps = [at not in summed for at in range(1, columns)]

    def cells(self, words: str, sums: Iterable[int], formulas: Iterable[str]) -> str:
        """Return the cells of the row below the sheet's last one; sums in fen, shown as yuan.

        A formula keeps its sum as the value it comes to; one that is "" is the number itself.
        """
        row = self._sheet.row + 1
        amounts = zip(sums, formulas, strict=True)
        filled: list[object] = [self._sheet.text_cell(0, words, self._words)]
        for is_gap in self._gaps:
            filled.append(row)
            if not is_gap:
                fen, formula = next(amounts)
                filled += (f"<f>{formula}</f>" if formula else "", yuan(fen))
        return self._template % tuple(filled)


def _look(column: Column[Any]) -> Look:
    return Look(align=column.align, number_format=_NUMBERS.get(column.kind, "@"), has_box=True)
