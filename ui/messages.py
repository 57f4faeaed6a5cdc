"""Message boxes, opened nowhere else: errors, confirmations, and the report of an unexpected error."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QMessageBox, QWidget

from app.errors import AppError
from app.words import error_text, tr

_log = logging.getLogger(__name__)
Button = QMessageBox.StandardButton
Role = QMessageBox.ButtonRole


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """Show an error: an expected one in its own words, an unexpected one with the report saved of it."""
    if isinstance(error, AppError):
        _open(parent, QMessageBox.Icon.Warning, error_text(error), title=tr("ui.messages.error"))
    else:
        report_fault(error, parent)


def show_text(parent: QWidget | None, text: str, *, detail: str = "") -> None:
    """Show a text that must be read before going on."""
    _open(parent, QMessageBox.Icon.Information, text, title=tr("ui.messages.note"), detail=detail)


def confirm(parent: QWidget | None, text: str, *, action: str, detail: str = "") -> bool:
    """Ask before an act that cannot be undone; return whether to go on.

    `action` is the word on the button that does it; the default button cancels.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, tr("ui.messages.confirm"), text, parent=parent)
    _draw(box, "question", "asks")
    box.setInformativeText(detail)
    yes = box.addButton(action, Role.AcceptRole)
    no = box.addButton(Button.Cancel)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.exec()
    return box.clickedButton() is yes


def ask_reason(parent: QWidget | None, text: str, *, label: str, action: str) -> str | None:
    """Ask for the reason of an act; None where the user cancels. The reason is never empty or overlong."""
    from ui.widgets.dialogs import ReasonDialog

    dialog = ReasonDialog(parent, text, label=label, action=action)
    return dialog.reason() if dialog.exec() else None


def report_fault(error: BaseException, parent: QWidget | None = None) -> None:
    """Record an unexpected error and show once where its report lies."""
    place = record_fault(error)
    text = tr("ui.messages.fault", kind=type(error).__name__)
    detail = tr("ui.messages.fault-saved", path=place) if place else ""
    _open(parent, QMessageBox.Icon.Critical, text, title=tr("ui.messages.fault-title"), detail=detail)


def record_fault(error: BaseException) -> Path | None:
    """Log an unexpected error and append it to the report file; return that file, None where it cannot be.

    The report holds the places in the code that the error passed through, masked as every log line is, and
    no message of an exception: a message may repeat the values of a row. Only the user can read the file.
    """
    from app.clock import utc_now
    from app.paths import user_data_folder
    from app.private_logs import format_traceback

    _log.error("unexpected error", exc_info=error)
    text = f"{utc_now().isoformat()} {format_traceback(error)}\n"
    try:
        file = user_data_folder() / "faults.log"
        file.touch(0o600)
        file.chmod(0o600)  # one that an earlier version wrote may be open to others
        with file.open("a", encoding="utf-8") as out:
            out.write(text)
    except OSError:
        return None
    return file


def catch_faults() -> None:
    """Report every exception that reaches the event loop instead of printing it where nobody looks."""
    sys.excepthook = _on_exception


def _on_exception(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, _trace)
        return
    report_fault(error.with_traceback(_trace))


def _open(parent: QWidget | None, kind: QMessageBox.Icon, text: str, *, title: str, detail: str = "") -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, Button.Ok, parent)
    _draw(box, *_LOOKS[kind])
    box.setInformativeText(detail)
    box.exec()


_LOOKS = {
    QMessageBox.Icon.Warning: ("warning", "asks"),
    QMessageBox.Icon.Information: ("info", "action"),
    QMessageBox.Icon.Critical: ("wrong", "wrong"),
}


def _draw(box: QMessageBox, icon: str, role: str) -> None:
    from ui.theme import theme
    from ui.theme.icons import pixmap

    ratio = box.devicePixelRatioF()
    box.setIconPixmap(pixmap(icon, theme().palette.colour(role), size=32, ratio=ratio))
