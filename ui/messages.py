"""The only file that opens a message box: errors, confirmations, and the report of an unexpected fault."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QMessageBox, QWidget

from app.errors import AppError
from app.words import error_text, tr

Button = QMessageBox.StandardButton
Role = QMessageBox.ButtonRole


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """Show what went wrong: an expected error in its own words, anything else as a fault to report."""
    if isinstance(error, AppError):
        _open(parent, QMessageBox.Icon.Warning, error_text(error), title=tr("ui.messages.error"))
    else:
        report_fault(error, parent)


def show_text(parent: QWidget | None, text: str, *, detail: str = "") -> None:
    """Tell something that must be read before going on."""
    _open(parent, QMessageBox.Icon.Information, text, title=tr("ui.messages.note"), detail=detail)


def confirm(parent: QWidget | None, text: str, *, action: str, detail: str = "") -> bool:
    """Ask before an act that cannot be taken back. `action` names it; the safe button is the default."""
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
    """Ask before an act that must be accounted for; None where the user thinks better of it."""
    from ui.widgets.reason_dialog import ReasonDialog

    dialog = ReasonDialog(parent, text, label=label, action=action)
    return dialog.reason() if dialog.exec() else None


def report_fault(error: BaseException, parent: QWidget | None = None) -> None:
    """Save an unexpected fault where support finds it and say so once. No personal data is written."""
    place = _save_report(error)
    text = tr("ui.messages.fault", kind=type(error).__name__)
    detail = tr("ui.messages.fault-saved", path=place) if place else ""
    _open(parent, QMessageBox.Icon.Critical, text, title=tr("ui.messages.fault-title"), detail=detail)


def catch_faults() -> None:
    """Let an exception that nobody expected end in one report window instead of a silent death."""
    sys.excepthook = _on_exception


def _on_exception(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, _trace)
        return
    report_fault(error.with_traceback(_trace))


def _save_report(error: BaseException) -> Path | None:
    """Write the places in the code the fault passed through; its message may hold personal data: left out."""
    import logging
    import traceback

    from app.clock import utc_now
    from app.paths import user_data_folder

    places = traceback.format_tb(error.__traceback__)
    text = "".join([f"{utc_now().isoformat()} {type(error).__name__}\n", *places])
    logging.getLogger("muye").error("fault %s", type(error).__name__)
    try:
        file = user_data_folder() / "faults.log"
        with file.open("a", encoding="utf-8") as out:
            out.write(text + "\n")
    except OSError:
        return None
    return file


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
