"""Rulings (裁定): the questions that wait for an answer, and the register of answers with its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QWidget

from app.accounts import Right
from app.changes import Changes
from app.formats import chinese_date
from app.words import tr
from ui.context import Context, Session
from ui.file_dialogs import choose_file
from ui.messages import ask_reason
from ui.money_moves import change_money
from ui.policy.ruling_dialog import open_ruling
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import Card, EmptyState, SectionHeader, TaskLine, clear, column, second_button, separator

if TYPE_CHECKING:
    from app.awards import AssessReport, RulingRow, RulingsReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork


def scope_words(ruling: RulingRow) -> str:
    """Return the scope of a ruling in words: policy, contest or event, and the days."""
    where = f"{ruling.contest} {ruling.event}".strip() or tr("ui.rulings.whole")
    if ruling.valid_from is None and ruling.valid_to is None:
        return where
    first, last = (chinese_date(day) if day else "—" for day in (ruling.valid_from, ruling.valid_to))
    return f"{where}　{tr('ui.rulings.span', first=first, last=last)}"


def _question(ruling: RulingRow) -> str:
    from app.policy import question_words, without_effect

    words = question_words(ruling.question)
    effect = without_effect(ruling.question)
    return f"{words}（{tr(f'ui.ruling.{effect}')}）" if effect else words


def _answer(ruling: RulingRow) -> str:
    from app.policy import answer_words

    return answer_words(ruling.question, ruling.answer)


def _state(ruling: RulingRow) -> str:
    if ruling.is_in_force and ruling.basis_problem:
        return tr("ui.rulings.unusable")
    return tr("ui.rulings.in-force" if ruling.is_in_force else "ui.rulings.withdrawn")


def _state_look(ruling: RulingRow) -> str:
    if not ruling.is_in_force:
        return "withdrawn"
    return "blocked" if ruling.basis_problem else "confirmed"


def ruling_columns() -> tuple[Column[RulingRow], ...]:
    """Return the columns of the register."""
    return (
        Column(tr("ui.rulings.question"), _question, 220, sort="question", stretch=True),
        Column(tr("ui.rulings.answer"), _answer, 170, sort="answer", is_strong=True),
        Column(tr("ui.rulings.scope"), scope_words, 170, sort="scope"),
        Column(tr("ui.rulings.basis"), lambda row: row.basis, 180, sort="basis"),
        Column(tr("ui.rulings.decided-on"), lambda row: chinese_date(row.decided_on), 120, is_quiet=True),
        Column(tr("ui.rulings.decided-by"), lambda row: row.decided_by, 112, is_quiet=True),
        Column(
            tr("ui.rulings.state"),
            _state,
            92,
            state=_state_look,
            hint=lambda row: row.basis_problem if row.is_in_force else "",
        ),
    )


@dataclass(frozen=True)
class Read:
    """What the screen shows, read in one query."""

    open: tuple[tuple[str, int], ...]
    rulings: list[RulingRow]
    declared: tuple[str, ...]


class RulingsScreen(Screen):
    """The only screen where open questions of a policy are answered."""

    interest = Changes.AWARDS | Changes.RULINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._open = Card(margin=0, gap=0)
        self.model: ListTableModel[RulingRow] = ListTableModel(
            ruling_columns(), self, id_of=lambda row: row.id
        )
        self.table = TableView(self.model, name="rulings")
        self.table.setAccessibleName(tr("ui.rulings.table"))
        self.table.set_empty_text(tr("ui.rulings.empty"))
        self.table.selection_changed.connect(self._on_selection)
        self._withdraw = second_button(tr("ui.rulings.withdraw"), self._ask_withdrawal, icon="undo")
        self._again = second_button(tr("ui.rulings.again"), self._answer_again, icon="edit")
        context.needs(Right.RULE, self._withdraw, self._again)
        load = second_button(tr("ui.rulings.import"), self._choose_file, icon="import")
        context.needs(Right.RULE, load)
        self.others = second_button(tr("ui.rulings.others"), icon="question")
        self.menu = QMenu(self.others)
        self.others.setMenu(self.menu)
        register = SectionHeader(tr("ui.rulings.register"), load, self._again, self._withdraw)
        layout = column(
            SectionHeader(tr("ui.rulings.open"), self.others),
            self._open,
            tokens.TIGHT,
            register,
            self.table,
        )
        layout.setContentsMargins(*tokens.PAGE_MARGINS)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self._on_selection()

    def refresh(self) -> None:
        """Read open questions and the register."""
        self.context.ask(self, _read, self._show, topic="rulings")

    def arrive(self, **arguments: Any) -> None:
        """Open the ruling dialog on a `question`."""
        if question := arguments.get("question"):
            open_ruling(self, self.context, str(question))

    def help_text(self) -> str:
        """Return the help text."""
        return tr("ui.ruling.help")

    def _show(self, read: Read) -> None:
        from app.policy import question_words

        clear(self._open.body)
        for place, (question, number) in enumerate(read.open):
            if place:
                self._open.body.addWidget(separator())
            self._open.body.addWidget(self._line(question, question_words(question), number))
        if not read.open:
            texts = tr("ui.rulings.none-open"), tr("ui.rulings.none-open-text")
            self._open.body.addWidget(EmptyState("done", *texts))
        self.model.show_rows(read.rulings)
        self._offer(read.declared)

    def _offer(self, questions: tuple[str, ...]) -> None:
        """Fill the menu with every open question; those that change nothing yet are marked."""
        from app.policy import question_words, without_effect

        self.menu.clear()
        for question in questions:
            effect = without_effect(question)
            note = f"（{tr(f'ui.ruling.{effect}')}）" if effect else ""
            action = self.menu.addAction(f"{question_words(question)}{note}")
            action.triggered.connect(
                lambda _checked=False, question=question: open_ruling(self, self.context, question)
            )

    def _line(self, question: str, text: str, number: int) -> QWidget:
        why = tr("ui.rulings.open-why", n=f"{number:,}")
        step = tr("ui.today.rule")
        return TaskLine(
            "rulings", text, why, step=step, on_step=lambda: open_ruling(self, self.context, question)
        )

    # -- the register

    def _selected(self) -> RulingRow | None:
        ids = self.table.selected_ids()
        return next((each for each in self.model.rows if len(ids) == 1 and each.id == ids[0]), None)

    def _on_selection(self) -> None:
        ruling = self._selected()
        self._withdraw.setEnabled(ruling is not None and ruling.is_in_force)
        self._again.setEnabled(ruling is not None)

    def _answer_again(self) -> None:
        if (ruling := self._selected()) is not None:
            open_ruling(self, self.context, ruling.question, contest=ruling.contest, event=ruling.event)

    def _ask_withdrawal(self) -> None:
        from app.policy import answer_words, question_words

        if (ruling := self._selected()) is None:
            return
        words = question_words(ruling.question), answer_words(ruling.question, ruling.answer)
        text = tr("ui.rulings.withdraw-text", question=words[0], answer=words[1])
        label, action = tr("ui.rulings.withdraw-reason"), tr("ui.rulings.withdraw").rstrip("…")
        if (reason := ask_reason(self, text, label=label, action=action)) is not None:
            self._do_withdraw(ruling.id, reason)

    def _do_withdraw(self, ruling: int, reason: str) -> None:
        def act(work: UnitOfWork, progress: Progress) -> AssessReport | None:
            from app.awards import withdraw_ruling

            return withdraw_ruling(work, ruling, reason=reason, progress=progress)

        change_money(self.context, self, tr("ui.rulings.withdrawing"), act, self._withdrawn)

    def _withdrawn(self, report: AssessReport | None) -> None:
        self.context.frame.show_toast(
            tr("ui.rulings.withdrawn-told", n=f"{report.written if report else 0:,}")
        )

    def _choose_file(self) -> None:
        title, kinds = tr("ui.rulings.import-file"), tr("ui.rulings.import-kind")
        place = choose_file(self, title, kinds=kinds)
        if place is None:
            return

        def act(work: UnitOfWork, progress: Progress) -> RulingsReport:
            from app.awards import import_rulings

            return import_rulings(work, place, progress)

        self.context.change(self, tr("ui.rulings.importing"), act, self._imported)

    def _imported(self, report: RulingsReport) -> None:
        counts = {"new": report.new, "same": report.same, "replaced": report.replaced}
        self.context.frame.show_toast(tr("ui.rulings.imported", **counts))


def _read(session: Session) -> Read:
    from app.awards import active_rule_set, list_rulings
    from app.reports import open_questions

    declared = tuple(active_rule_set(session).policy.questions)
    return Read(open_questions(session), list_rulings(session), declared)
