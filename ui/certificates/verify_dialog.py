"""The dialog that verifies a certificate (验真): its PDF, or the text of its QR code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.certificates import Verification, verify
from app.errors import AppError
from app.words import error_text, scoped, tr
from ui.context import Context, Session
from ui.file_dialogs import choose_file
from ui.theme import tokens
from ui.widgets import Banner, clear, column, fact_grid, paragraph, primary_button, row, second_button

_w = scoped("ui_certificates.verify")
LOOKS = {"issued": "done", "superseded": "asks", "revoked": "wrong", "altered": "wrong"}


class VerifyDialog(QDialog):
    """Shows what a certificate is worth; nothing is stored."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent.window())
        self._context = context
        self.setWindowTitle(_w("title"))
        self.setMinimumWidth(520)
        self.setAcceptDrops(True)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(_w("text-hint"))
        self.text.setAccessibleName(_w("text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(96)
        self.answer = Banner("action", "")
        self.answer.hide()
        self._facts = column()
        choose = second_button(_w("choose"), self._choose, icon="folder")
        check = primary_button(_w("check"), lambda: self.check(self.text.toPlainText().strip()))
        check.setDefault(True)
        close = second_button(_w("close"), self.reject)
        parts = (
            paragraph(_w("how"), "quiet"),
            self.text,
            self.answer,
            self._facts,
            None,
            row(choose, None, close, check),
        )
        self.setLayout(column(*parts, margin=tokens.ROOMY, gap=tokens.WIDE))

    def check(self, source: str | Path) -> None:
        """Verify a file or a text."""
        if source:
            self._context.ask(self, lambda session: _verified(session, source), self._show, topic="verify")

    def _choose(self) -> None:
        if (place := choose_file(self, _w("choose"), kinds=_w("kinds"))) is not None:
            self.check(place)

    def _show(self, found: Verification | str) -> None:
        clear(self._facts)
        self.answer.show()
        if isinstance(found, str):
            self.answer.show_text("wrong", found)
            return
        self.answer.show_text(LOOKS.get(found.state, "asks"), tr(f"certificates.state.{found.state}"))
        if found.number:
            pairs = [("number", found.number), ("person", found.person), ("award", found.award)]
            pairs += [("issuer", found.issuer)]
            pairs += [("successor", found.successor)] if found.successor else []
            facts = fact_grid((_w(name), value) for name, value in pairs)
            self._facts.addWidget(facts)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Verify the first file dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.check(files[0])


def _verified(session: Session, source: str | Path) -> Verification | str:
    try:
        return verify(session, source)
    except AppError as error:
        return error_text(error)
