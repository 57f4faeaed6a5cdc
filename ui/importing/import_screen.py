"""The import: files, workbench, acceptance, what comes next; the steps are shown on top."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from app.accounts import Right
from app.changes import Changes
from app.errors import InputError
from app.importing import ImportReport, KeptWork, commit_plans, new_entry_list, write_template
from app.os_problems import os_problem
from app.words import scoped
from ui.context import Context
from ui.file_dialogs import choose_files, choose_save_path
from ui.importing.accept_page import AcceptPage
from ui.importing.done_page import DonePage
from ui.importing.file_page import FilePage
from ui.importing.files import ChosenFiles
from ui.importing.steps import Steps
from ui.importing.unfinished import Unfinished, UnfinishedList
from ui.importing.workbench import Workbench
from ui.messages import confirm, show_error, show_text
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import column, primary_button, row, second_button

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_importing")
FILES, PREVIEW, ACCEPT, DONE = range(4)


class ImportScreen(Screen):
    """Nothing is written before the third step is accepted."""

    interest = Changes.NOTHING

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self.files = ChosenFiles(self, context)
        self.steps = Steps([_w(f"step.{name}") for name in ("files", "preview", "accept", "done")])
        self.file_page, self.workbench = FilePage(self.files), Workbench(self.files, context)
        self.accept_page, self.done_page = AcceptPage(self.files), DonePage(context)
        self.unfinished = Unfinished(self.files, context, self.workbench.place)
        self.offers = UnfinishedList(self._take_up, self._give_up)
        self.pages = QStackedWidget()
        for page in (self.file_page, self.workbench, self.accept_page, self.done_page):
            self.pages.addWidget(page)
        self.back, self.next = second_button(_w("back"), self.go_back), primary_button("", self.go_on)
        context.needs(Right.RECORD, self.next)
        head = row(self.steps, self.back, self.next)
        head.setStretch(0, 1)
        whole = column(head, self.offers, self.pages, gap=tokens.TIGHT)
        whole.setStretch(2, 1)
        whole.setContentsMargins(tokens.ROOMY, tokens.TIGHT, tokens.ROOMY, tokens.GAP)
        self.setLayout(whole)
        self.file_page.zone.choose.clicked.connect(self.choose)
        self.file_page.zone.template.clicked.connect(self.save_template)
        self.file_page.zone.by_hand.clicked.connect(self.enter_by_hand)
        self.file_page.zone.history.clicked.connect(lambda: context.open("import-history"))
        self.done_page.again.connect(self.begin)
        self.files.changed.connect(self._show_buttons)
        self.files.changed.connect(self._show_offers)
        self.files.checking.connect(lambda _is_on: self._show_buttons())
        self._show(FILES)

    def arrive(self, **arguments: Any) -> None:
        """Begin an import of `files`, given as paths, with the `corrections` made before, by path."""
        if paths := arguments.get("files"):
            self.begin()
            self.files.resume([Path(path) for path in paths], arguments.get("corrections", {}))

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    def begin(self) -> None:
        """Begin a new import; what was begun before is kept and offered."""
        self.unfinished.leave()
        self.files.clear()
        self._show(FILES)

    # -- steps

    def _show(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.steps.show_step(step)
        if step == ACCEPT:
            self.accept_page.begin()
        self._show_offers()
        self._show_buttons()
        focus = (self.file_page.zone.choose, self.workbench.sheet, self.next, self.done_page)[step]
        self.setFocusProxy(focus)
        focus.setFocus()

    def _show_buttons(self) -> None:
        step = self.pages.currentIndex()
        self.back.setVisible(step in (PREVIEW, ACCEPT))
        self.next.setVisible(step != DONE)
        self.next.setText(self._next_words(step))
        is_ready = bool(self.files.plans) if step != ACCEPT else self.accept_page.writes() > 0
        self.next.setEnabled(is_ready and not self.files.is_checking)

    def _next_words(self, step: int) -> str:
        if step == ACCEPT:
            return _w("write", count=f"{self.accept_page.writes():,}")
        return _w("next-accept") if step == PREVIEW else _w("next")

    def go_on(self) -> None:
        """Go to the next step; the last one writes."""
        step = self.pages.currentIndex()
        if step == ACCEPT:
            self._write()
        else:
            self._show(step + 1)

    def go_back(self) -> None:
        """Go to the step before."""
        self._show(max(self.pages.currentIndex() - 1, FILES))

    def _write(self) -> None:
        plans = self.files.plans

        def work(unit: UnitOfWork, progress: Progress) -> list[ImportReport]:
            return commit_plans(unit, plans, progress)

        def done(reports: list[ImportReport]) -> None:
            self.unfinished.finish()
            self.done_page.show_reports(reports)
            self._show(DONE)

        self.context.change(self, _w("writing"), work, done, self._failed)

    def _failed(self, error: BaseException) -> None:
        """Show the error and read the files again: a plan that failed cannot be used twice."""
        from app.errors import Cancelled

        if not isinstance(error, Cancelled):
            show_error(self, error)
        self._show(PREVIEW)
        self.files.read_again()

    # -- unfinished work

    def _show_offers(self) -> None:
        is_beginning = self.pages.currentIndex() == FILES and not self.files.files
        self.offers.show_works(self.unfinished.offered() if is_beginning else [])

    def _take_up(self, slot: str, work: KeptWork) -> None:
        """Go on with work that was left, where it was left."""
        changed = self.unfinished.take_up(slot, work)
        self.workbench.show_place_later(work.place)
        self._show(PREVIEW)
        if changed:
            show_text(self, _w("unfinished.changed", files="、".join(changed)))

    def _give_up(self, slot: str) -> None:
        if confirm(
            self, _w("unfinished.ask"), action=_w("unfinished.give-up"), detail=_w("unfinished.detail")
        ):
            self.unfinished.give_up(slot)
            self._show_offers()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the work when the screen or the window is left."""
        self.unfinished.keep_now()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer work that was left."""
        super().showEvent(event)
        self._show_offers()

    # -- files

    def choose(self) -> None:
        """Let the user choose files."""
        if paths := choose_files(self, _w("file.choose"), kinds=_w("file.filter")):
            self.files.add(paths)

    def enter_by_hand(self) -> None:
        """Open an empty list with the template's columns in the workbench."""
        try:
            path = new_entry_list(self.context.store.clock())
        except OSError as error:
            show_error(self, InputError("import-by-hand-folder", problem=os_problem(error)))
            return
        self.files.add([path])
        self.workbench.show_place_later((str(path), path.stem, 2, 0))
        self._show(PREVIEW)

    def save_template(self) -> None:
        """Save the empty template where the user wishes."""
        target = choose_save_path(
            self, _w("file.template"), name=_w("file.template-name"), kinds=_w("done.kinds")
        )
        if target is not None:
            self.context.run(
                self,
                _w("file.template-saving"),
                lambda _progress: write_template(target),
                lambda _done: self.context.frame.show_toast(_w("file.template-saved", path=target.name)),
            )
