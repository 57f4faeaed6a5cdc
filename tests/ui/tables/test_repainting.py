"""A table is repainted very often; a Qt binding that loses a reference per call dies of it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ui.tables import Column, ListTableModel, TableView
from ui.tables.delegate import CellDelegate


class Line(NamedTuple):
    id: int
    name: str


COLUMNS = (
    Column[Line]("名称", lambda line: line.name),
    Column[Line]("状态", lambda _line: "待裁定", state=lambda _line: "blocked"),
)


def test_twenty_thousand_repaints(qtbot: QtBot) -> None:
    model = ListTableModel(COLUMNS, id_of=lambda line: line.id)
    view = TableView(model)
    qtbot.addWidget(view)
    model.show_rows([Line(1, "焊工"), Line(2, "")])
    image = QImage(QSize(240, 32), QImage.Format.Format_ARGB32_Premultiplied)
    delegate, painter = CellDelegate(view, model), QPainter(image)
    option = QStyleOptionViewItem()
    option.rect = image.rect()
    for number in range(20_000):
        delegate.paint(painter, option, model.index(number % 2, number % 2))
        model.data(model.index(1, 0), 9)  # a role that is answered with None
    painter.end()
    assert not image.isNull()


def test_a_shown_table_draws_its_rows(qtbot: QtBot) -> None:
    model = ListTableModel(COLUMNS, id_of=lambda line: line.id)
    view = TableView(model)
    qtbot.addWidget(view)
    view.resize(400, 200)
    blank = view.grab().toImage()
    model.show_rows([Line(number, f"赛项{number}") for number in range(3)])
    assert view.grab().toImage() != blank
