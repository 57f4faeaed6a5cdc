"""Make docs/pictures anew: every screen on a registry, as users see it at 1366 × 768.

    python docs/make_pictures.py [REGISTRY] [ONLY…]

Without a registry it makes a rehearsal of its own. Needs a screen; without one: xvfb-run -a python …
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QElapsedTimer, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui.application import make_application
from ui.context import Context
from ui.main_window import MainWindow
from ui.operation import finish_all, is_idle
from ui.rooms import all_screens
from ui.theme import theme
from ui.theme.tokens import DARK, LIGHT

FOLDER = Path(__file__).parent / "pictures"
Prepare = Callable[[MainWindow], None]


@dataclass(frozen=True)
class Picture:
    """A picture's file name, the screen it shows, and what to do there first."""

    name: str
    screen: str
    prepare: Prepare | None = None
    is_dark: bool = False


def settle(least_ms: int = 300) -> None:
    """Let the window work until nothing is under way any more."""
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < least_ms or not is_idle():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def select_award(state: str) -> Prepare:
    """Select the first award in this state, so that its explanation stands beside the list."""

    def prepare(window: MainWindow) -> None:
        screen = window.current_screen()
        screen.arrive(status=state)
        settle()
        screen.table.selectRow(0)

    return prepare


def open_ruling(window: MainWindow) -> None:
    """Open the dialog on the first question that waits, else on one that many awards depend on."""
    from app.reports import open_questions

    with window.context.store.reading() as session:
        waiting = open_questions(session)
    question = waiting[0][0] if waiting else "team-prize"
    window.current_screen().arrive(question=question)
    settle()
    dialog = QApplication.activeModalWidget()
    next(iter(dialog.cards.values())).radio.setChecked(True)


def ask_what_if(window: MainWindow) -> None:
    """Compare an answer with what stands."""
    screen = window.current_screen()
    screen.questions.setCurrentIndex(screen.questions.findData("team-prize"))
    screen.answers.setCurrentIndex(1)
    screen.start.click()


def go_to_prizes(window: MainWindow) -> None:
    """Read the clause with the prizes."""
    window.current_screen().page.go_to("二(二)8")


def run_check(window: MainWindow) -> None:
    """Run the self-check."""
    window.current_screen().start.click()


PICTURES = (
    Picture("today", "today"),
    Picture("today-dark", "today", is_dark=True),
    Picture("import", "importing"),
    Picture("results", "results"),
    Picture("awards", "awards", select_award("proposed")),
    Picture("awards-dark", "awards", select_award("proposed"), is_dark=True),
    Picture("awards-waiting", "awards", select_award("blocked")),
    Picture("why-not", "awards", select_award("none")),
    Picture("certificates", "certificates"),
    Picture("exports", "exports"),
    Picture("rulings", "rulings"),
    Picture("ruling", "rulings", open_ruling),
    Picture("library", "library", go_to_prizes),
    Picture("standards", "standards"),
    Picture("what-if", "what-if", ask_what_if),
    Picture("check", "check", run_check),
)


def save(widget: QWidget, name: str) -> None:
    """Save what `widget` shows in its 256 most frequent colours: text stays sharp, files stay small."""
    FOLDER.mkdir(exist_ok=True)
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = [colour for colour, _times in Counter(memoryview(image.constBits()).cast("I")).most_common(256)]
    image = image.convertToFormat(QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither)
    image.save(str(FOLDER / f"{name}.png"), "PNG", 0)
    print(name, image.width(), image.height())


def open_registry(place: str) -> tuple[MainWindow, Context]:
    """Open a window on the registry."""
    from app.settings import registry_settings
    from app.store import open_store

    store = open_store(place)
    with store.reading() as session:
        settings = registry_settings(session)
    window = MainWindow(all_screens())
    window.resize(1366, 768)
    window.show()
    context = Context(store, "王敏", window, settings.name, is_rehearsal=settings.is_rehearsal)
    window.open_registry(context, policy=settings.policy)
    return window, context


def take(window: MainWindow, picture: Picture) -> None:
    """Go to the screen, prepare it, and save the window or the dialog over it."""
    theme().dress(QApplication.instance(), DARK if picture.is_dark else LIGHT)
    window.open_screen(picture.screen)
    settle()
    if picture.prepare is not None:
        picture.prepare(window)
    settle(600)
    dialog = QApplication.activeModalWidget()
    save(dialog or window, picture.name)
    if dialog is not None:
        dialog.reject()
    window.panel.clear()


def main(arguments: list[str]) -> int:
    """Make the pictures asked for, or all."""
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        application = make_application(sys.argv[:1])
        place = arguments[0] if arguments else str(Path(folder) / "rehearsal.db")
        if not arguments:
            from app.rehearsal import make_rehearsal

            make_rehearsal(place)
        window, context = open_registry(place)
        known = {spec.key for spec in all_screens()}
        for picture in PICTURES:
            if picture.screen in known and (not arguments[1:] or picture.name in arguments[1:]):
                take(window, picture)
        window.close()
        finish_all()
        context.store.close()
        QTimer.singleShot(0, application.quit)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
