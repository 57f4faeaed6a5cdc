"""The program with a window: it paints the frame first, then opens the registry and fills the screens."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from app.words import tr
from ui import messages
from ui.main_window import MainWindow
from ui.screens import ScreenSpec
from ui.theme import theme
from ui.theme.current import load_rare_characters, screen_font
from ui.theme.icons import sign

RARE_FONT_AFTER_MS = 1_500


def run(place: str | None = None) -> int:
    """Open the window on the registry at `place` (a file or a URL), by default the user's own."""
    if not _has_display():
        print(tr("ui.frame.no-display"), file=sys.stderr)
        return 1
    application = make_application(sys.argv[:1])
    messages.catch_faults()
    window = MainWindow(all_screens())
    window.first_painted.connect(lambda: QTimer.singleShot(0, lambda: _after_first_paint(window, place)))
    window.show()
    code = application.exec()
    _finish()
    return code


def all_screens() -> tuple[ScreenSpec, ...]:
    """Return every screen in the order of the rail. A room is added here and nowhere else."""
    from ui import (
        accounts,
        audit,
        awards,
        batches,
        certificates,
        eligibility,
        honours,
        importing,
        introductions,
        payments,
        policy,
        registry,
        reports,
        settings,
    )

    return (
        reports.TODAY,
        *importing.SCREENS,
        *registry.SCREENS,
        *awards.SCREENS,
        *batches.SCREENS,
        *payments.SCREENS,
        *certificates.SCREENS,
        *honours.SCREENS,
        *introductions.SCREENS,
        *eligibility.SCREENS,
        reports.EXPORTS,
        registry.DOCUMENTS,
        *policy.SCREENS,
        *accounts.SCREENS,
        *audit.SCREENS,
        *settings.SCREENS,
    )


def _has_display() -> bool:
    """Return whether a window can be shown; without a display Qt would abort the process."""
    places = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(place) for place in places)


def make_application(arguments: list[str]) -> QApplication:
    """Return the application with its style, font and language; Qt's own dialogs are in Chinese too."""
    application = QApplication(arguments)
    application.setOrganizationName("MuyeAwards")
    application.setApplicationName("MuyeAwards")
    application.setApplicationDisplayName(tr("ui.frame.program"))
    set_chinese(application)
    application.setStyle("Fusion")
    application.setFont(screen_font())
    theme().follow_system(application)
    return application


def set_chinese(application: QApplication) -> None:
    """Load Qt's Chinese texts: standard buttons, file dialogs, calendars."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def _after_first_paint(window: MainWindow, place: str | None) -> None:
    if os.environ.get("MUYE_EXIT_AFTER_FIRST_PAINT") == "1":
        window.close()
        return
    from ui.start import open_at_start

    window.setWindowIcon(sign())
    open_at_start(window, place)
    QTimer.singleShot(RARE_FONT_AFTER_MS, load_rare_characters)


def _finish() -> None:
    if "ui.operation" in sys.modules:
        from ui.operation import finish_all

        finish_all()
