"""The program's sign and name at the head of the rail."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.words import tr
from ui.theme import tokens
from ui.theme.icons import pixmap
from ui.widgets.card import row
from ui.widgets.labels import text_label

HEIGHT = 56


class Brand(QWidget):
    """As high as the top bar, so that both end on one line."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        sign = QLabel()
        sign.setPixmap(pixmap("muye", "", size=28, ratio=self.devicePixelRatioF()))
        name = text_label(tr("ui.frame.program"), "section")
        layout = row(sign, name, None, gap=10)
        layout.setContentsMargins(tokens.TIGHT, 0, 0, 0)
        layout.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)
