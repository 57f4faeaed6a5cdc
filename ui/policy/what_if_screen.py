"""What if (测算): another answer, other rulings or another policy over past results; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from app.changes import Changes
from app.progress import Progress
from app.words import tr
from ui.context import Context, Session
from ui.file_dialogs import choose_file, choose_folder, choose_save_path
from ui.policy.what_if_outcome import Comparison, WhatIfOutcome, read_comparison
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import Card, EmptyState, SectionHeader, column, paragraph, primary_button, row, second_button

if TYPE_CHECKING:
    from app.policy import WhatIf

Compare = Callable[[Session, Progress], "WhatIf"]


class WhatIfScreen(Screen):
    """The choice of what to compare above, the outcome below."""

    interest = Changes.NOTHING

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.questions, self.answers = QComboBox(), QComboBox()
        self.questions.setAccessibleName(tr("ui.whatif.question"))
        self.answers.setAccessibleName(tr("ui.whatif.answer"))
        self.questions.currentIndexChanged.connect(lambda _place: self._offer_answers())
        self.start = primary_button(tr("ui.whatif.run"), self._try_answer, icon="what-if")
        files = (
            second_button(tr("ui.whatif.rulings"), self._choose_rulings, icon="file"),
            second_button(tr("ui.whatif.policy"), self._choose_policy, icon="folder"),
        )
        choices = row(self.questions, self.answers, self.start, None, *files)
        choices.setStretch(0, 2)
        choices.setStretch(1, 1)
        self.outcome = WhatIfOutcome()
        self.outcome.save.clicked.connect(self._export)
        self._shown: tuple[Comparison, str] | None = None
        self._empty = EmptyState("what-if", tr("ui.whatif.not-yet"), tr("ui.whatif.not-yet-text"))
        self._nothing = EmptyState("done", tr("ui.whatif.nothing"), tr("ui.whatif.nothing-text"))
        self._pages = QStackedWidget()
        for page in (self._empty, self._nothing, self.outcome):
            self._pages.addWidget(page)
        others = second_button(tr("calculators.ui.open"), self._open_calculators, icon="calculate")
        self.calculators = others
        head = SectionHeader(tr("ui.whatif.heading"), others)
        text = paragraph(tr("ui.whatif.text"), "quiet")
        layout = column(head, text, Card(choices, margin=tokens.GAP), self._pages, gap=tokens.GAP)
        layout.setContentsMargins(*tokens.PAGE_MARGINS)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.questions)

    def refresh(self) -> None:
        """Read the questions that can be chosen, once."""
        from app.policy import question_ids, question_words, without_effect

        if not self.questions.count():
            for question in question_ids():
                if not without_effect(question):  # nothing would come of it
                    self.questions.addItem(question_words(question), question)

    def help_text(self) -> str:
        """Return the help text."""
        return tr("ui.whatif.help")

    def _open_calculators(self) -> None:
        self.context.open("calculators")

    def _offer_answers(self) -> None:
        from app.policy import answers_of

        self.answers.clear()
        for answer, words in answers_of(self.questions.currentData()).items():
            self.answers.addItem(words, answer)

    # -- what to compare

    def _try_answer(self) -> None:
        question, answer = self.questions.currentData(), self.answers.currentData()

        def compare(session: Session, progress: Progress) -> WhatIf:
            from app.awards import compare_answer

            return compare_answer(session, question, answer, progress=progress)

        self._run(compare, f"{self.questions.currentText()} {self.answers.currentText()}")

    def _choose_rulings(self) -> None:
        title, kinds = tr("ui.whatif.rulings-file"), tr("ui.whatif.rulings-kind")
        place = choose_file(self, title, kinds=kinds)
        if place is None:
            return

        def compare(session: Session, progress: Progress) -> WhatIf:
            from app.awards import compare_rulings

            return compare_rulings(session, place, progress)

        self._run(compare, str(place))

    def _choose_policy(self) -> None:
        place = choose_folder(self, tr("ui.whatif.policy-folder"))
        if place is None:
            return

        def compare(session: Session, progress: Progress) -> WhatIf:
            from app.awards import compare_policy

            return compare_policy(session, place, progress)

        self._run(compare, str(place))

    def _run(self, compare: Compare, scenario: str) -> None:
        store = self.context.store

        def work(progress: Progress) -> Comparison:
            with store.reading() as session:
                return read_comparison(session, compare(session, progress))

        def show(comparison: Comparison) -> None:
            self._show(comparison, scenario)

        self.context.run(self, tr("ui.whatif.running"), work, show)

    def _show(self, comparison: Comparison, scenario: str) -> None:
        self._shown = comparison, scenario
        page: QWidget = (
            self.outcome if comparison.what_if.changed or comparison.what_if.frozen else self._nothing
        )
        self.outcome.show_comparison(comparison, scenario)
        self._pages.setCurrentWidget(page)

    def _export(self) -> None:
        title, kind = tr("ui.whatif.save-file"), tr("ui.whatif.save-kind")
        place = choose_save_path(self, title, name=tr("ui.whatif.save-name"), kinds=kind)
        if place is None or self._shown is None:
            return
        (comparison, scenario), store = self._shown, self.context.store

        def work(_progress: Progress) -> None:
            from app.awards import export_comparison
            from app.clock import utc_now

            with store.reading() as session:
                export_comparison(session, comparison.what_if, place, what=scenario, now=utc_now())

        def done(_nothing: None) -> None:
            number = len(comparison.what_if.changed)
            self.context.frame.show_toast(tr("ui.whatif.save-done", n=f"{number:,}"))

        self.context.run(self, tr("ui.whatif.saving"), work, done)
