"""Parts of screens by themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import FlowLayout


def test_parts_go_on_in_a_next_line_where_there_is_no_room(dressed: QApplication, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    buttons = [QPushButton(f"按钮{number}") for number in range(6)]
    for button in buttons:
        button.setFixedSize(100, 30)
    holder.setLayout(FlowLayout(*buttons, gap=10))
    holder.resize(330, 200)
    holder.show()
    first, second = buttons[0].y(), buttons[3].y()
    assert [button.y() for button in buttons] == [first] * 3 + [second] * 3
    assert second > first + 30
    buttons[1].hide()
    QApplication.processEvents()
    assert buttons[2].x() < 130
    assert buttons[3].y() == first
    assert holder.heightForWidth(1000) < holder.heightForWidth(330)
