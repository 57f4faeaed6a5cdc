"""The bar above the page: where I am, what I look for, who I am."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from app.words import tr
from ui.theme import mark, tokens
from ui.widgets.brand import HEIGHT
from ui.widgets.buttons import quiet_button
from ui.widgets.card import row
from ui.widgets.labels import text_label
from ui.widgets.search_box import SearchBox


class TopBar(QFrame):
    """Title, search, actor. `actor_clicked` asks to change who acts."""

    actor_clicked = Signal()
    help_clicked = Signal()
    back_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark(self, "top-bar")
        self.setFixedHeight(HEIGHT)
        self.back = quiet_button("", self.back_clicked.emit, icon="back", name=tr("ui.frame.back"))
        self.back.hide()
        self.title = text_label("", "title")
        self.search = SearchBox()
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(360)
        self.actor = quiet_button("", self.actor_clicked.emit, icon="person")
        self.actor.setToolTip(tr("ui.frame.change-actor"))
        self.help = quiet_button("", self.help_clicked.emit, icon="help", name=tr("ui.frame.help"))
        layout = row(self.back, self.title, None, gap=tokens.TIGHT)
        layout.addWidget(self.search, stretch=2)
        layout.addWidget(self.actor)
        layout.addWidget(self.help)
        layout.setContentsMargins(tokens.ROOMY, 0, tokens.GAP, 0)
        layout.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)

    def show_actor(self, name: str) -> None:
        """Show who acts."""
        self.actor.setText(name)
        self.actor.setAccessibleName(tr("ui.frame.actor-name", name=name))
