"""How a sheet is painted: all cells that are seen in one go, their marks of findings and edits, the regions.

Qt's own way asks a delegate for every cell; from Python that takes five times as long, and a list of a
hundred thousand rows would not scroll at a frame. Texts are laid out once and kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon, QStaticText
from PySide6.QtWidgets import QTableView

from ui.importing.gravity import ROLES
from ui.importing.sheet_grid import CellLook, SheetGridModel
from ui.theme import theme, tokens
from ui.theme.tokens import Palette

MARK = 7  # side of the corner mark, px
LEFT, RIGHT = 8, 6  # between text and the borders of its cell, px
MOST_TEXTS = 8_000  # that are kept laid out
REGION_ROLES = ("action", "honour", "done", "quiet")  # of the palette, one region after the other
_TINTED = frozenset({"error", "question", "warning"})


@dataclass(frozen=True, slots=True)
class _Span:
    """A visible row or column: its number from 0, where it begins, and its size, px."""

    number: int
    start: int
    size: int


class SheetPainter:
    """Paints the cells of a view."""

    def __init__(self, view: QTableView, model: SheetGridModel) -> None:
        self._view, self._model = view, model
        self._texts: dict[tuple[str, int, bool], QStaticText] = {}
        self._plain, self._strong, self._small = QFont(view.font()), QFont(view.font()), QFont(view.font())
        self._plain.setPixelSize(tokens.BODY)
        self._strong.setPixelSize(tokens.BODY)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small.setPixelSize(10)
        self._small.setWeight(QFont.Weight.Bold)
        self._metrics = {False: QFontMetrics(self._plain), True: QFontMetrics(self._strong)}

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the cells in a part of the viewport."""
        palette = theme().palette
        rows, columns = self._rows(area), self._columns(area)
        painter.fillRect(area, QColor(palette.surface))
        if not rows or not columns:
            return
        self._paint_grid(painter, rows, columns, palette)
        current = self._view.currentIndex()
        here = (current.row(), current.column())
        selected = self._selected()
        for row in rows:
            looks = [self._model.look(row.number, column.number) for column in columns]
            for at, (column, look) in enumerate(zip(columns, looks, strict=True)):
                rect = QRect(column.start, row.start, column.size - 1, row.size - 1)
                if look.is_quiet and look.text:  # a title runs over the empty cells beside it
                    rect.setRight(rect.right() + _empty_beside(columns[at + 1 :], looks[at + 1 :]))
                place = (row.number, column.number)
                is_selected = place != here and any(
                    top <= place[0] <= bottom and left <= place[1] <= right
                    for top, left, bottom, right in selected
                )
                self._paint_cell(painter, rect, look, palette, width=column.size - 1, is_selected=is_selected)
        self._paint_regions(painter, rows, palette)
        if current.isValid():
            painter.setPen(QPen(QColor(palette.action), 2))
            painter.drawRect(self._view.visualRect(current).adjusted(1, 1, -2, -2))

    def _rows(self, area: QRect) -> list[_Span]:
        header, spans = self._view.verticalHeader(), []
        number, last = header.visualIndexAt(area.top()), self._model.rowCount()
        while 0 <= number < last:
            start = header.sectionViewportPosition(number)
            if start > area.bottom():
                break
            spans.append(_Span(number, start, header.sectionSize(number)))
            number += 1
        return spans

    def _columns(self, area: QRect) -> list[_Span]:
        header, spans = self._view.horizontalHeader(), []
        number, last = header.visualIndexAt(area.left()), self._model.columnCount()
        while 0 <= number < last:
            start = header.sectionViewportPosition(number)
            if start > area.right():
                break
            spans.append(_Span(number, start, header.sectionSize(number)))
            number += 1
        return spans

    def _selected(self) -> list[tuple[int, int, int, int]]:
        """Return the selected blocks: top, left, bottom, right."""
        selection = self._view.selectionModel().selection()
        blocks = (selection.at(number) for number in range(selection.count()))
        return [(each.top(), each.left(), each.bottom(), each.right()) for each in blocks]

    def _paint_cell(
        self,
        painter: QPainter,
        rect: QRect,
        look: CellLook,
        palette: Palette,
        *,
        width: int,
        is_selected: bool,
    ) -> None:
        """Paint ground, text, then the marks; the text may run on to the right border of `rect`."""
        cell = QRect(rect.topLeft(), QSize(width, rect.height()))
        if ground := _ground(palette, look, is_selected=is_selected):
            painter.fillRect(cell, QColor(ground))
        if rect.width() > width:  # no grid behind what runs over its neighbours
            painter.fillRect(rect.adjusted(width, 0, 0, 0), QColor(palette.surface))
        if look.text:
            text = self._laid_out(look.text, rect.width() - LEFT - RIGHT, is_strong=look.is_header)
            painter.setFont(self._strong if look.is_header else self._plain)
            painter.setPen(QColor(_ink(palette, look)))
            top = rect.top() + (rect.height() - text.size().height()) / 2
            painter.drawStaticText(QPointF(rect.left() + LEFT, top), text)
        if look.is_edited:
            painter.fillRect(rect.left(), rect.top() + 3, 3, rect.height() - 6, QColor(palette.action))
        if look.severity:
            self._paint_mark(painter, cell, look.severity, palette)

    def _laid_out(self, text: str, room: int, *, is_strong: bool) -> QStaticText:
        """Return a text laid out, cut to its room in px."""
        key = (text, room, is_strong)
        known = self._texts.get(key)
        if known is None:
            if len(self._texts) >= MOST_TEXTS:
                self._texts.clear()
            line = text.replace("\n", " ")
            shown = self._metrics[is_strong].elidedText(line, Qt.TextElideMode.ElideRight, room)
            known = QStaticText(shown)
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            known.prepare(font=self._strong if is_strong else self._plain)
            self._texts[key] = known
        return known

    def _paint_mark(self, painter: QPainter, rect: QRect, severity: str, palette: Palette) -> None:
        """Draw the corner mark: full for an error, hollow for a warning, a question mark, else a dot."""
        colour = QColor(palette.colour(ROLES[severity]))
        right, top = rect.right(), rect.top()
        painter.setPen(colour)
        if severity == "question":
            painter.setFont(self._small)
            painter.drawText(QRect(right - 11, top, 10, 13), Qt.AlignmentFlag.AlignCenter, "?")
        elif severity == "info":
            painter.fillRect(right - 5, top + 3, 3, 3, colour)
        else:
            painter.setBrush(colour if severity == "error" else Qt.BrushStyle.NoBrush)
            corner = [QPoint(right - MARK, top), QPoint(right, top), QPoint(right, top + MARK)]
            painter.drawPolygon(QPolygon(corner))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_regions(self, painter: QPainter, rows: list[_Span], palette: Palette) -> None:
        """Draw a frame around each table that is seen, with its number where there are several."""
        regions = self._model.sheet.regions if self._model.sheet is not None else ()
        top, bottom = rows[0].number + 1, rows[-1].number + 1
        for number, region in enumerate(regions, start=1):
            if region.last < top or region.top > bottom:
                continue
            colour = QColor(palette.colour(REGION_ROLES[(number - 1) % len(REGION_ROLES)]))
            first, last = max(region.top, top - 1, 1), min(region.last, bottom + 1, self._model.rowCount())
            frame = self._rect_of(first, last, region.left, region.right)
            painter.setPen(QPen(colour, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame)
            if len(regions) > 1 and top <= region.top <= bottom:
                self._paint_number(painter, frame, str(number), colour, palette)

    def _rect_of(self, first: int, last: int, left: int, right: int) -> QRect:
        """Return the room of a block of cells: rows from 1, columns from 0."""
        vertical, horizontal = self._view.verticalHeader(), self._view.horizontalHeader()
        right = min(right, self._model.columnCount() - 1)
        x, y = horizontal.sectionViewportPosition(left), vertical.sectionViewportPosition(first - 1)
        width = horizontal.sectionViewportPosition(right) + horizontal.sectionSize(right) - x
        height = vertical.sectionViewportPosition(last - 1) + vertical.sectionSize(last - 1) - y
        return QRect(x + 1, y, width - 3, height - 2)

    def _paint_number(
        self, painter: QPainter, frame: QRect, text: str, colour: QColor, palette: Palette
    ) -> None:
        chip = QRect(frame.right() - 18, frame.top(), 18, 16)
        painter.fillRect(chip, colour)
        painter.setFont(self._small)
        painter.setPen(QColor(palette.on_action))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_grid(
        self, painter: QPainter, rows: list[_Span], columns: list[_Span], palette: Palette
    ) -> None:
        bottom = rows[-1].start + rows[-1].size
        right = columns[-1].start + columns[-1].size
        painter.setPen(QColor(palette.line))
        for row in rows:
            edge = row.start + row.size - 1
            painter.drawLine(QLineF(columns[0].start, edge, right - 1, edge))
        for column in columns:
            edge = column.start + column.size - 1
            painter.drawLine(QLineF(edge, rows[0].start, edge, bottom - 1))


def _empty_beside(columns: list[_Span], looks: list[CellLook]) -> int:
    """Return the width of the empty cells that follow, px."""
    room = 0
    for column, look in zip(columns, looks, strict=True):
        if look.text or look.severity or look.is_edited:
            break
        room += column.size
    return room


def _ground(palette: Palette, look: CellLook, *, is_selected: bool) -> str:
    if is_selected:
        return palette.action_tint
    if look.severity in _TINTED:
        return palette.tint(ROLES[look.severity])
    return palette.hover if look.is_header else ""


def _ink(palette: Palette, look: CellLook) -> str:
    if look.is_edited:
        return palette.action
    return palette.quiet if look.is_quiet else palette.text
