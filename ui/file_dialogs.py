"""File dialogs, opened nowhere else: they begin in the folder used last and suggest safe file names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.documents import safe_file_name
from ui.preferences import keep_folder, last_folder


def choose_save_path(
    parent: QWidget, title: str, *, name: str, kinds: str, folder: Path | None = None
) -> Path | None:
    """Ask where to save; None where the user cancels.

    `name` may hold whatever a contest or a person is called: it is suggested as a file name that Windows
    accepts too. `kinds` are Qt's filters, "Excel 工作簿 (*.xlsx)". Qt asks before an existing file is
    replaced.
    """
    suggestion = str((folder or last_folder("save")) / safe_file_name(name))
    place, _kind = QFileDialog.getSaveFileName(parent, title, suggestion, kinds)
    return _kept("save", place)


def choose_file(parent: QWidget, title: str, *, kinds: str, folder: Path | None = None) -> Path | None:
    """Ask for a file to read; None where the user cancels."""
    begin = str(folder or last_folder("open"))
    place, _kind = QFileDialog.getOpenFileName(parent, title, begin, kinds)
    return _kept("open", place)


def choose_files(parent: QWidget, title: str, *, kinds: str) -> list[Path]:
    """Ask for any number of files to read; empty where the user cancels."""
    places: Sequence[str]
    places, _kind = QFileDialog.getOpenFileNames(parent, title, str(last_folder("open")), kinds)
    return [chosen for place in places if (chosen := _kept("open", place)) is not None]


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None where the user cancels."""
    place = QFileDialog.getExistingDirectory(parent, title, str(last_folder("open")))
    return Path(place) if place else None


def _kept(use: str, place: str) -> Path | None:
    if not place:
        return None
    keep_folder(use, Path(place).parent)
    return Path(place)


def open_in_viewer(place: Path) -> None:
    """Open a file or a folder with the system's own program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
