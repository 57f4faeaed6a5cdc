"""The first step of an import: the files, dropped or chosen, and what was read from each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.words import scoped
from ui.importing.files import ChosenFile, ChosenFiles
from ui.theme import follow_theme, mark, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets import (
    Pill,
    clear,
    column,
    link_button,
    paragraph,
    primary_button,
    quiet_button,
    row,
    scrolled,
    text_label,
)

_w = scoped("ui_importing.file")
Centre = Qt.AlignmentFlag.AlignCenter


class DropZone(QFrame):
    """Accepts dropped files; `choose` and `template` are its buttons."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        mark(self, "drop-zone")
        self._picture = QLabel(alignment=Centre)
        title, hint = text_label(_w("drop"), "section"), text_label(_w("kinds"), "quiet")
        title.setAlignment(Centre)
        hint.setAlignment(Centre)
        self.choose = primary_button(_w("choose"), icon="folder")
        self.template = link_button(_w("template"))
        self.history = link_button(_w("history"))
        self.by_hand = link_button(_w("by-hand"))
        parts = (
            None,
            self._picture,
            4,
            title,
            hint,
            8,
            row(None, self.choose, None),
            row(None, self.by_hand, self.template, self.history, None, gap=tokens.WIDE),
        )
        self.setLayout(column(*parts, None, margin=tokens.ROOMY))
        self.setMinimumHeight(250)
        self._draw()
        follow_theme(self, self._draw)

    def _draw(self, *, is_over: bool = False) -> None:
        palette = theme().palette
        colour = palette.action if is_over else palette.control_line
        ground = palette.action_tint if is_over else palette.surface
        look = f"border: 2px dashed {colour}; border-radius: 8px; background: {ground};"
        self.setStyleSheet(f"QFrame[role='drop-zone'] {{ {look} }}")
        self._picture.setPixmap(pixmap("sheet", colour, size=48, ratio=self.devicePixelRatioF()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._draw(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Repaint without the highlight."""
        self._draw()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files dropped."""
        self._draw()
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.dropped.emit(files)


class FilePage(QWidget):
    """The drop zone, and below it the chosen files."""

    def __init__(self, files: ChosenFiles) -> None:
        super().__init__()
        self._files = files
        self.zone = DropZone()
        self.zone.dropped.connect(files.add)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.TIGHT)
        holder = QWidget()
        holder.setLayout(column(self._lines, None))
        self._area = scrolled(holder)
        whole = column(self.zone, self._area, gap=tokens.WIDE)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        files.changed.connect(self.show_files)

    def show_files(self) -> None:
        """Show the chosen files and what was read from each."""
        clear(self._lines)
        for file in self._files.files:
            self._lines.addWidget(self._line(file))

    def _line(self, file: ChosenFile) -> QWidget:
        frame = QFrame()
        mark(frame, "card")
        remove = quiet_button(
            "", lambda: self._files.remove(file), icon="close", name=_w("remove", file=file.path.name)
        )
        words = column(text_label(file.path.name, "strong"), paragraph(_said(file), _role(file)), gap=2)
        layout = row(words, Pill(*_state(file)), remove, gap=tokens.GAP)
        layout.setStretch(0, 1)
        layout.setContentsMargins(tokens.WIDE, tokens.TIGHT, tokens.TIGHT, tokens.TIGHT)
        frame.setLayout(layout)
        return frame


def _said(file: ChosenFile) -> str:
    if file.error:
        return file.error
    if file.plan is None:
        return str(file.path.parent)
    counts, sheets = file.plan.counts, [sheet.name for sheet in file.plan.sheets if sheet.header_row]
    return _w("read", sheets="、".join(sheets) or "—", rows=f"{counts.rows:,}", skipped=f"{counts.skipped:,}")


def _role(file: ChosenFile) -> str:
    return "wrong" if file.error else "hint"


def _state(file: ChosenFile) -> tuple[str, str]:
    if file.error:
        return "error", _w("unreadable")
    if file.plan is None:
        return "draft", _w("unread")
    if not any(sheet.header_row for sheet in file.plan.sheets):
        return "warning", _w("no-header")
    return ("warning", _w("has-errors")) if file.plan.has_errors else ("confirmed", _w("fine"))
