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

from app.accounts import Actor, account_rows
from app.store import Store, create_store
from ui.application import make_application
from ui.context import Context
from ui.main_window import MainWindow
from ui.operation import finish_all, is_idle
from ui.application import all_screens
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
    is_empty: bool = False  # taken on a registry in which nothing stands yet
    role: str = "clerk"  # of the account that sits at the window


def actor_of(store: Store, role: str) -> Actor:
    """Return an account that holds this role, in a registry without accounts a name."""
    with store.reading() as session:
        rows = account_rows(session)
    return next((row.actor for row in rows if role in row.roles), Actor.named("王敏"))


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


def calculate(window: MainWindow) -> None:
    """Reckon the share of an equipment's value."""
    screen = window.current_screen()
    screen.policies.setCurrentIndex(screen.policies.findData("zhengzhou-2019-2021"))
    screen.rules.setCurrentIndex(screen.rules.findData("equipment-subsidy"))
    screen.form.value.setText("2600000")
    screen.start.click()


def check_frequency(window: MainWindow) -> None:
    """Check how often contests were held."""
    screen = window.current_screen()
    screen.policies.setCurrentIndex(screen.policies.findData("kaifeng-2021"))
    screen.rules.setCurrentIndex(screen.rules.findData("contest-frequency"))
    screen.start.click()


def run_check(window: MainWindow) -> None:
    """Run the self-check."""
    window.current_screen().start.click()


def preview_import(window: MainWindow) -> None:
    """Read the example lists and look at what was understood."""
    from app.paths import EXAMPLE

    screen = window.current_screen()
    screen.begin()
    screen.files.add(sorted(EXAMPLE.glob("*.xls*")))
    settle()
    screen.go_on()


def accept_import(window: MainWindow) -> None:
    """Look at what would be written."""
    preview_import(window)
    settle()
    window.current_screen().go_on()


def select_first(window: MainWindow) -> None:
    """Select the first line of a register, so that all about it stands beside the list."""
    window.current_screen().table.selectRow(0)


def edit_contest(window: MainWindow) -> None:
    """Open the facts of the first contest."""
    settle()
    window.current_screen().pane.edit_contest()


def show_timeline(window: MainWindow) -> None:
    """Show what happened to the first person or unit."""
    screen = window.current_screen()
    screen.arrive(person=1, unit=1)
    settle()
    screen.tabs.setCurrentIndex(1)


def open_first_batch(window: MainWindow) -> None:
    """Open the page of the first batch there is."""
    window.current_screen().arrive(batch=1)


PICTURES = (
    Picture("today", "today"),
    Picture("today-dark", "today", is_dark=True),
    Picture("import", "importing"),
    Picture("import-preview", "importing", preview_import, is_empty=True),
    Picture("import-accept", "importing", accept_import, is_empty=True),
    Picture("results", "results"),
    Picture("results-dark", "results", is_dark=True),
    Picture("contest", "results", edit_contest),
    Picture("person", "person", show_timeline),
    Picture("unit", "unit", show_timeline),
    Picture("awards", "awards", select_award("proposed")),
    Picture("awards-dark", "awards", select_award("proposed"), is_dark=True),
    Picture("awards-waiting", "awards", select_award("blocked")),
    Picture("why-not", "awards", select_award("none")),
    Picture("batches", "batches"),
    Picture("batches-dark", "batches", is_dark=True),
    Picture("batch", "batch", open_first_batch),
    Picture("payments", "payments", role="finance"),
    Picture("certificates", "certificates"),
    Picture("exports", "exports"),
    Picture("bases", "bases", select_first),
    Picture("eligibility", "eligibility"),
    Picture("rulings", "rulings", role="approver"),
    Picture("ruling", "rulings", open_ruling, role="approver"),
    Picture("documents", "documents", select_first),
    Picture("library", "library", go_to_prizes),
    Picture("standards", "standards", role="approver"),
    Picture("what-if", "what-if", ask_what_if),
    Picture("calculators", "calculators", calculate),
    Picture("contest-frequency", "calculators", check_frequency),
    Picture("craftsmen", "craftsmen"),
    Picture("introductions", "introductions"),
    Picture("honours", "honours"),
    Picture("check", "check", run_check),
    Picture("settings", "settings"),
)


def save(widget: QWidget, name: str) -> None:
    """Save what `widget` shows in its 256 most frequent colours: text stays sharp, files stay small."""
    FOLDER.mkdir(exist_ok=True)
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = [colour for colour, _times in Counter(memoryview(image.constBits()).cast("I")).most_common(256)]
    image = image.convertToFormat(
        QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither
    )
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
    context = Context(
        store, actor_of(store, "clerk"), window, settings.name, is_rehearsal=settings.is_rehearsal
    )
    window.open_registry(context, policy=settings.policy)
    return window, context


def take(window: MainWindow, picture: Picture) -> None:
    """Go to the screen, prepare it, and save the window or the dialog over it."""
    theme().apply(QApplication.instance(), DARK if picture.is_dark else LIGHT)
    window.context.act_as(actor_of(window.context.store, picture.role))
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


def take_all(place: str, pictures: list[Picture]) -> None:
    """Take pictures of one registry."""
    if pictures:
        window, context = open_registry(place)
        for picture in pictures:
            take(window, picture)
        window.close()
        settle()
        context.store.close()


def leave_questions_open(place: str) -> None:
    """Take the example's rulings back, so that there is something to decide in the pictures."""
    from app.awards import list_rulings, withdraw_ruling
    from app.store import open_store

    store = open_store(place)
    with store.writing(actor=actor_of(store, "approver")) as work:
        for ruling in list_rulings(work.session, in_force_only=True):
            withdraw_ruling(work, ruling.id, reason="留作示例")
    store.close()


def put_batches_on_the_board(place: str) -> None:
    """Lead a city's contest to its payment, and a batch for each other level a step further than the last."""
    from datetime import date

    from app.awards import record_ruling
    from app.batches import BatchChoice, People, create_batch, review_batch, run_batch, submit_batch
    from app.clock import office_day
    from app.payments import pay_batch
    from app.policy import RulingFacts
    from app.registry import contest_rows
    from app.store import open_store
    from models.types import AwardState

    store = open_store(place)
    clerk, reviewer, approver, finance = (
        actor_of(store, role) for role in ("clerk", "reviewer", "approver", "finance")
    )
    with store.reading() as session:
        city = contest_rows(session, level="municipal")[0].id
    with store.writing(actor=approver) as work:
        exempt = RulingFacts("income-tax", "exempt", "示例税函〔2024〕6号", date(2024, 6, 1))
        record_ruling(work, exempt)
    people = People(clerk, reviewer, approver, finance)
    run_batch(store, to=AwardState.IN_PAYMENT, people=people, contest_id=city, pay=pay_batch)
    for number, level in enumerate(("provincial", "national"), start=1):
        with store.writing(actor=clerk) as work:
            name = f"{office_day(work.now):%Y年}第{number}批竞赛奖励"
            batch = create_batch(work, name=name, chosen=BatchChoice(level=level)).batch_id
            if number > 1:
                submit_batch(work, batch)
        if number > 1:
            with store.writing(actor=reviewer) as work:
                review_batch(work, batch)
    store.close()


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
            put_batches_on_the_board(place)
            leave_questions_open(place)
        empty = str(Path(folder) / "empty.db")
        create_store(empty).close()
        wanted = [picture for picture in PICTURES if not arguments[1:] or picture.name in arguments[1:]]
        take_all(place, [picture for picture in wanted if not picture.is_empty])
        take_all(empty, [picture for picture in wanted if picture.is_empty])
        finish_all()
        QTimer.singleShot(0, application.quit)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
