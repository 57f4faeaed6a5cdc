"""The result of the pre-flight: green, amber or red, in words, with the names concerned."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPlainTextEdit

from app.certificates import Preflight
from app.words import tr
from ui.theme import follow_theme, mark, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets import Card, column, paragraph, row

ICONS = {"green": ("done", "done"), "amber": ("warning", "asks"), "red": ("wrong", "wrong")}


class TrafficLight(Card):
    """Shows whether certificates can be issued; the names below can be selected and copied."""

    def __init__(self) -> None:
        super().__init__(margin=tokens.GAP, gap=4)
        self._light = ""
        self._icon, self._title, self._text = QLabel(), paragraph("", "strong"), paragraph("", "hint")
        self.names = QPlainTextEdit(readOnly=True)
        self.names.setAccessibleName(tr("ui_certificates.light.names"))
        self.names.setMaximumHeight(132)
        self.names.hide()
        words = column(self._title, self._text, gap=2)
        head = row(self._icon, words, gap=tokens.GAP)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.names)
        follow_theme(self, self._draw)
        self.show_checking()

    def show_checking(self) -> None:
        """Show that the check is running."""
        self._light = ""
        self._title.setText(tr("ui_certificates.light.checking"))
        self._text.setText(tr("ui_certificates.light.checking-text"))
        self.names.hide()
        self._draw()

    def show_preflight(self, found: Preflight) -> None:
        """Show what the check found."""
        self._light = found.light
        waiting = found.unconfirmed + found.held
        key = "nothing" if not found.issuable and not waiting and not found.obstacles else found.light
        numbers = {"due": found.issuable, "waiting": waiting, "obstacles": len(found.obstacles)}
        numbers |= {"unconfirmed": found.unconfirmed, "held": found.held}
        self._title.setText(tr(f"ui_certificates.light.{key}", **numbers))
        self._text.setText(tr(f"ui_certificates.light.{key}-text", **numbers))
        self.names.setPlainText("\n".join(obstacle.text for obstacle in found.obstacles))
        self.names.setVisible(bool(found.obstacles))
        mark(self._title, ICONS[found.light][1] if key != "nothing" else "strong")
        self._draw()

    @property
    def light(self) -> str:
        """Return "green", "amber", "red", or "" while the check is under way."""
        return self._light

    def _draw(self) -> None:
        icon, role = ICONS.get(self._light, ("clock", "quiet"))
        colour = theme().palette.colour(role)
        self._icon.setPixmap(pixmap(icon, colour, size=28, ratio=self.devicePixelRatioF()))
