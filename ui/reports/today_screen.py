"""The home page (今日): tasks above, the year's figures below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.clock import office_day
from app.formats import money
from app.words import tr
from ui.context import Context, Session
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import (
    Card,
    EmptyState,
    KeyFigure,
    SectionHeader,
    TaskLine,
    clear,
    column,
    row,
    scrolled,
    separator,
    text_label,
)

if TYPE_CHECKING:
    from app.reports import Today

CARDS_PER_ROW = 4


@dataclass(frozen=True)
class Read:
    """What the page shows, read in one query."""

    today: Today
    due: int
    unchecked: int = 0


class TodayScreen(Screen):
    """Tasks with a button that leads to each, and the year's figures."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._year: int | None = None
        self._years = QComboBox()
        self._years.setAccessibleName(tr("ui.today.year"))
        self._years.activated.connect(self._choose_year)
        self._tasks = Card(margin=0, gap=0)
        self._figures = QVBoxLayout()
        self._figures.setSpacing(tokens.GAP)
        self._figure_head = QWidget()
        self._figure_head.setLayout(row(text_label(tr("ui.today.year"), "section"), self._years, None))
        page = QWidget()
        parts = (
            SectionHeader(tr("ui.today.heading")),
            self._tasks,
            tokens.GAP,
            self._figure_head,
            self._figures,
        )
        page.setLayout(column(*parts, None, margin=tokens.PAGE_MARGINS, gap=tokens.GAP))
        self._figure_head.hide()
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
        clear(self._tasks.body)
        lines = self._lines(read)
        for place, line in enumerate(lines):
            if place:
                self._tasks.body.addWidget(separator())
            self._tasks.body.addWidget(line)
        if not lines:
            self._tasks.body.addWidget(self._nothing(read.today))
        self._show_figures(read.today)

    def _nothing(self, today: Today) -> QWidget:
        if today.results:
            return EmptyState("done", tr("ui.today.nothing"), tr("ui.today.nothing-text"))
        go = self._go("importing")
        texts = tr("ui.today.empty"), tr("ui.today.empty-text")
        return EmptyState("import", *texts, action=tr("ui.today.import"), on_action=go)

    # -- tasks

    def _lines(self, read: Read) -> list[QWidget]:
        today = read.today
        lines: list[QWidget] = []
        if today.unconfirmed:
            lines.append(
                self._line(
                    "unconfirmed", "clock", "confirm", self._go("results", waiting=True), today.unconfirmed
                )
            )
        if today.unassessed:
            lines.append(self._line("unassessed", "calculate", "assess", self._assess, today.unassessed))
        lines += [self._question_line(question, number) for question, number in today.questions]
        lines += [self._reason_line(reason, number) for reason, number in today.reasons]
        if read.due:
            lines.append(
                self._line("certificates", "certificates", "issue", self._go("certificates"), read.due)
            )
        if read.unchecked and today.results:
            lines.append(self._line("documents", "policy", "check", self._go("library"), read.unchecked))
        return lines

    def _line(self, key: str, icon: str, step: str, act: Callable[[], object], number: int) -> TaskLine:
        text, why = tr(f"ui.today.{key}", n=f"{number:,}"), tr(f"ui.today.{key}-why")
        return TaskLine(icon, text, why, step=tr(f"ui.today.{step}"), on_step=act)

    def _question_line(self, question: str, number: int) -> TaskLine:
        from app.policy import question_words

        text = tr("ui.today.blocked", n=f"{number:,}", question=question_words(question))
        act = self._go("rulings", question=question)
        return TaskLine("rulings", text, tr("ui.today.blocked-why"), step=tr("ui.today.rule"), on_step=act)

    def _reason_line(self, reason: str, number: int) -> TaskLine:
        from app.policy import reason_words

        if reason == "class-basis-missing":
            return self._line("basis", "warning", "show", self._go("results", waiting=True), number)
        text = tr("ui.today.other-blocked", n=f"{number:,}", reason=reason_words(reason))
        act = self._go("awards", status="blocked")
        return TaskLine(
            "warning", text, tr("ui.today.other-blocked-why"), step=tr("ui.today.show"), on_step=act
        )

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


def _read(session: Session, year: int | None, day: date) -> Read:
    from app.certificates import due_certificates
    from app.reports import documents_to_check, today

    due = sum(1 for each in due_certificates(session) if each.is_confirmed and not each.number)
    unchecked = documents_to_check(session, today=day)
    return Read(today(session, year=year), due, len(unchecked))
