"""The home page (今日): tasks above, the year's figures below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.accounts import Right
from app.clock import office_day
from app.formats import money
from app.words import tr
from ui.context import Context, Session
from ui.reports.task_lines import Task, work_task
from ui.reports.year_chart import YearChart
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import (
    Card,
    EmptyState,
    KeyFigure,
    SectionHeader,
    clear,
    column,
    link_button,
    row,
    scrolled,
    separator,
    text_label,
)

if TYPE_CHECKING:
    from app.reports import Today, WaitingTask, YearMoney

CARDS_PER_ROW = 4
_ICONS = {
    "unconfirmed": "clock",
    "unassessed": "calculate",
    "basis": "warning",
    "certificates": "certificates",
    "documents": "policy",
}


@dataclass(frozen=True)
class Read:
    """What the page shows, read in one query."""

    today: Today
    due: int
    unchecked: int = 0
    work: tuple[WaitingTask, ...] = ()
    money: YearMoney | None = None


class TodayScreen(Screen):
    """Tasks with a button that leads to each, and the year's figures."""

    is_of_today = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._year: int | None = None
        self._years = QComboBox()
        self._years.setAccessibleName(tr("ui.today.year"))
        self._years.activated.connect(self._choose_year)
        self.tasks = Card(margin=0, gap=0)
        self._last: Read | None = None
        self._others_head = SectionHeader(tr("ui.today-work.others"))
        self.others = Card(margin=0, gap=0)
        self.chart = YearChart()
        self.chart.chosen.connect(self._open_state)
        self._money_title, self.money_note = text_label("", "section"), text_label("", "quiet")
        self._budget = link_button("", lambda: context.open("budget"))
        self._money = Card(
            row(self._money_title, None, self.money_note, self._budget),
            self.chart,
            margin=tokens.WIDE,
            gap=tokens.TIGHT,
        )
        self._figures = QVBoxLayout()
        self._figures.setSpacing(tokens.GAP)
        self._figure_head = QWidget()
        self._figure_head.setLayout(row(text_label(tr("ui.today.year"), "section"), self._years, None))
        page = QWidget()
        parts = (
            SectionHeader(tr("ui.today.heading")),
            self.tasks,
            self._others_head,
            self.others,
            tokens.GAP,
            self._figure_head,
            self._figures,
            self._money,
        )
        page.setLayout(column(*parts, None, margin=tokens.PAGE_MARGINS, gap=tokens.GAP))
        for part in (self._figure_head, self._money, self.others, self._others_head):
            part.hide()
        context.bus.actor_changed.connect(self._on_actor)
        self.setLayout(column(scrolled(page)))

    def refresh(self) -> None:
        """Read the tasks and the year's figures."""
        year, day = self._year, office_day(self.context.store.clock())
        self.context.ask(self, lambda session: _read(session, year, day), self._show, topic="today")

    def help_text(self) -> str:
        """Return the help text."""
        return tr("ui.today.help")

    def _choose_year(self, _place: int) -> None:
        self._year = self._years.currentData()
        self.refresh()

    def _show(self, read: Read) -> None:
        self._last = read
        tasks = self._all_tasks(read)
        mine = [task for task in tasks if task.is_mine(self.context)]
        others = [task for task in tasks if not task.is_mine(self.context)]
        self._fill(self.tasks, mine)
        if not mine:
            self.tasks.body.addWidget(self._nothing(read.today, others))
        self._fill(self.others, others)
        self._others_head.setVisible(bool(others))
        self.others.setVisible(bool(others))
        self._show_figures(read.today)
        self._show_money(read.money)

    def _fill(self, card: Card, tasks: list[Task]) -> None:
        clear(card.body)
        for place, task in enumerate(tasks):
            if place:
                card.body.addWidget(separator())
            card.body.addWidget(task.line(self.context))

    def _on_actor(self) -> None:
        if self._last is not None:
            self._show(self._last)

    def _nothing(self, today: Today, others: list[Task]) -> QWidget:
        if others:
            return EmptyState("done", tr("ui.today.nothing"), tr("ui.today-work.nothing-mine"))
        if today.results:
            return EmptyState("done", tr("ui.today.nothing"), tr("ui.today.nothing-text"))
        go = self._go("importing")
        texts = tr("ui.today.empty"), tr("ui.today.empty-text")
        return EmptyState("import", *texts, action=tr("ui.today.import"), on_action=go)

    # -- tasks

    def _all_tasks(self, read: Read) -> list[Task]:
        """Return everything that waits, results and questions before batches and payments."""
        today = read.today
        tasks: list[Task] = []
        if today.unconfirmed:
            go = self._go("results", waiting=True)
            tasks.append(_task("unconfirmed", "confirm", today.unconfirmed, Right.CONFIRM, go))
        if today.unassessed:
            tasks.append(_task("unassessed", "assess", today.unassessed, Right.ASSESS, self._assess))
        tasks += [self._question_task(question, number) for question, number in today.questions]
        tasks += [self._reason_task(reason, number) for reason, number in today.reasons]
        tasks += [work_task(self, self.context, task) for task in read.work]
        if read.due:
            go = self._go("certificates")
            tasks.append(_task("certificates", "issue", read.due, Right.ISSUE, go))
        if read.unchecked and today.results:
            tasks.append(_task("documents", "check", read.unchecked, Right.RULE, self._go("library")))
        return tasks

    def _question_task(self, question: str, number: int) -> Task:
        from app.policy import question_words

        text = tr("ui.today.blocked", n=f"{number:,}", question=question_words(question))
        go = self._go("rulings", question=question)
        return Task("rulings", text, tr("ui.today.blocked-why"), tr("ui.today.rule"), go, Right.RULE)

    def _reason_task(self, reason: str, number: int) -> Task:
        from app.policy import reason_words

        if reason == "class-basis-missing":
            go = self._go("results", waiting=True)
            return _task("basis", "show", number, Right.RECORD, go)
        text = tr("ui.today.other-blocked", n=f"{number:,}", reason=reason_words(reason))
        why, step = tr("ui.today.other-blocked-why"), tr("ui.today.show")
        return Task("warning", text, why, step, self._go("awards", status="blocked"), Right.RECORD)

    def _go(self, key: str, **arguments: object) -> Callable[[], None]:
        return lambda: self.context.open(key, **arguments)

    def _assess(self) -> None:
        from ui.awards import assess

        assess(self, self.context)

    # -- figures

    def _show_figures(self, today: Today) -> None:
        clear(self._figures)
        self._figure_head.setVisible(bool(today.levels))
        self._years.clear()
        for year in today.years:
            self._years.addItem(tr("ui.today.figures", year=year), year)
        self._years.setCurrentIndex(self._years.findData(today.year))
        if today.levels:
            cards = [
                self._total(today),
                *(self._level_card(today, place) for place in range(len(today.levels))),
            ]
            for start in range(0, len(cards), CARDS_PER_ROW):
                line = row(*cards[start : start + CARDS_PER_ROW], gap=tokens.GAP)
                for _filler in range(CARDS_PER_ROW - line.count()):
                    line.addStretch(1)
                for place in range(line.count()):
                    line.setStretch(place, 1)
                self._figures.addLayout(line)

    def _show_money(self, found: YearMoney | None) -> None:
        self._money.setVisible(found is not None and any(bar.awards for bar in found.states))
        if found is None:
            return
        self._money_title.setText(tr("ui.today-work.money", year=found.year))
        self.chart.show_bars(found.states)
        has_budget = bool(found.budget_fen)
        self.money_note.setText(_budget_words(found))
        self._budget.setText(tr(f"ui.today-work.{'to' if has_budget else 'enter'}-budget"))

    def _open_state(self, state: str) -> None:
        if self._last is not None and self._last.money is not None:
            self.context.open("awards", status=state, year=self._last.money.year)

    def _total(self, today: Today) -> QWidget:
        proposed, blocked = (
            sum(getattr(level, name) for level in today.levels) for name in ("proposed", "blocked")
        )
        hint = tr("ui.today.all-people", n=f"{proposed:,}", blocked=f"{blocked:,}")
        return KeyFigure(tr("ui.today.all-awards"), money(today.amount_fen), hint)

    def _level_card(self, today: Today, place: int) -> QWidget:
        level = today.levels[place]
        key = "ui.today.level-blocked" if level.blocked else "ui.today.level-hint"
        hint = tr(key, n=f"{level.proposed:,}", blocked=f"{level.blocked:,}")
        go = self._go("awards", level=level.level, year=today.year)
        return KeyFigure(tr(f"core.level.{level.level}"), money(level.amount_fen), hint, on_action=go)


def _task(key: str, step: str, number: int, right: Right, go: Callable[[], object]) -> Task:
    text, why = tr(f"ui.today.{key}", n=f"{number:,}"), tr(f"ui.today.{key}-why")
    return Task(_ICONS[key], text, why, tr(f"ui.today.{step}"), go, right)


def _budget_words(found: YearMoney) -> str:
    if not found.budget_fen:
        return tr("ui.today-work.no-budget", year=found.year)
    percent = f"{found.used_fen / found.budget_fen:.0%}"
    words = {"budget": money(found.budget_fen), "used": money(found.used_fen)}
    return tr("ui.today-work.budget", percent=percent, **words)


def _read(session: Session, year: int | None, day: date) -> Read:
    from app.certificates import due_certificates
    from app.reports import documents_to_check, today, waiting_tasks, year_money

    due = sum(1 for each in due_certificates(session) if each.is_confirmed and not each.number)
    unchecked = documents_to_check(session, today=day)
    found = today(session, year=year)
    sums = None if found.year is None else year_money(session, found.year)
    return Read(found, due, len(unchecked), tuple(waiting_tasks(session)), sums)
