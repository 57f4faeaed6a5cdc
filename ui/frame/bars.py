"""The bars of the window: title, search and actor above the page, registry and policy below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit

from app.accounts import RIGHTS, Actor, role_words
from app.words import tr
from ui.theme import follow_theme, mark, theme, tokens
from ui.theme.icons import icon, pixmap
from ui.widgets import quiet_button, row, text_label

REST_MS = 180  # after the last key until the search begins


class SearchBox(QLineEdit):
    """The search box of the window.

    `searched` carries the text a moment after the last key, at once on Enter; "" when it was cleared.
    """

    searched = Signal(str)

    def __init__(self) -> None:
        super().__init__(clearButtonEnabled=True)
        self.setAccessibleName(tr("ui.frame.search"))
        self._mark = self.addAction(icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition)
        follow_theme(self, lambda: self._mark.setIcon(icon("search", "quiet")))
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._send)
        self.textEdited.connect(lambda _text: self._rest.start())
        self.textChanged.connect(self._on_text)
        self.returnPressed.connect(self._send)

    def _on_text(self, text: str) -> None:
        if not text:
            self._send()

    def _send(self) -> None:
        self._rest.stop()
        self.searched.emit(self.text().strip())


class TopBar(QFrame):
    """The bar above the page: title, search, actor, help. The signals say which button was clicked."""

    actor_clicked = Signal()
    help_clicked = Signal()
    back_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark(self, "top-bar")
        self.setFixedHeight(tokens.BAR)
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

    def show_actor(self, actor: Actor) -> None:
        """Show who acts: an account with its roles, or a mere name."""
        named = actor.name
        if actor.id is not None:
            roles = role_words(role for role in RIGHTS if role in actor.roles)
            named = tr("ui_accounts.person", name=actor.name, roles=roles)
        self.actor.setText(named)
        self.actor.setAccessibleName(tr("ui.frame.actor-name", name=named))


class StatusLine(QFrame):
    """The bar below the page: registry and policy on the left, the store's state on the right."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "status-line")
        self.setFixedHeight(32)
        self.registry, self.policy = text_label("", "hint"), text_label("", "hint")
        self.reservations = text_label("", "asks")
        self._mark, self._state = QLabel(), text_label("", "hint")
        self._kind = "none"
        layout = row(
            self.registry,
            tokens.WIDE,
            self.policy,
            tokens.WIDE,
            self.reservations,
            None,
            self._mark,
            self._state,
            gap=6,
        )
        layout.setContentsMargins(tokens.ROOMY, 0, tokens.WIDE, 0)
        self.setLayout(layout)
        follow_theme(self, self._draw)

    def show_registry(self, name: str, place: str) -> None:
        """Show the registry's name, and its place as a tool tip."""
        self.registry.setText(tr("ui.frame.registry", name=name))
        self.registry.setToolTip(place)

    def show_reservations(self, *words: str) -> None:
        """Show what holds of all that is done here: no accounts, one-person mode; empty words for none."""
        self.reservations.setText("　".join(filter(None, words)))

    def show_state(self, kind: str, text: str) -> None:
        """Show the store's state; `kind` is "done", "clock" or "wrong" and picks icon and colour."""
        self._kind = kind
        self._state.setText(text)
        self._draw()

    def _draw(self) -> None:
        role = {"done": "done", "clock": "quiet", "wrong": "wrong"}.get(self._kind, "quiet")
        colour = theme().palette.colour(role)
        self._mark.setPixmap(pixmap(self._kind, colour, size=14, ratio=self.devicePixelRatioF()))


class RehearsalBar(QFrame):
    """The coloured bar across the window that marks a rehearsal registry (演练)."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "rehearsal")
        self.setFixedHeight(28)
        text = text_label(tr("ui.frame.rehearsal"))
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(row(text))
        self.hide()
