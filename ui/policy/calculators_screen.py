"""Other policies reckoned (其他政策测算): one rule alone, from facts that are entered here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from app.words import tr
from ui.context import Context, Session
from ui.policy.calculation_panel import CalculationPanel
from ui.policy.calculator_forms import CalculatorForm, form_for
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import Card, EmptyState, Field, choice, column, paragraph, primary_button, row, scrolled

if TYPE_CHECKING:
    from app.policy import Calculation, Policy, Rule

FORM_WIDTH = 460


@dataclass(frozen=True)
class Reckoned:
    """A policy with those of its rules that can be reckoned alone."""

    policy: Policy
    rules: tuple[Rule, ...]


class CalculatorsScreen(Screen):
    """Policy, rule and facts on the left, what comes of them on the right. Nothing is stored."""

    interest = Changes.NOTHING

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._read: list[Reckoned] = []
        self.form: CalculatorForm | None = None
        self.policies, self.rules = choice([], None), choice([], None)
        self.policies.currentIndexChanged.connect(lambda _place: self._offer_rules())
        self.rules.currentIndexChanged.connect(lambda _place: self._ask_facts())
        self.start = primary_button(tr("calculators.ui.calculate"), self._calculate, icon="calculate")
        self._place = QVBoxLayout()
        self._outcome = QStackedWidget()
        self._start_over()
        text = paragraph(tr("calculators.ui.text"), "quiet")
        layout = column(text, self._halves(), gap=tokens.GAP)
        layout.setContentsMargins(*tokens.PAGE_MARGINS)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.policies)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(
                QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(self._calculate)

    def _halves(self) -> QWidget:
        fields = (
            Field(tr("calculators.ui.policy"), self.policies),
            Field(tr("calculators.ui.rule"), self.rules),
        )
        page = QWidget()
        page.setLayout(column(*fields, self._place, 4, row(None, self.start), None, gap=tokens.GAP))
        left = Card(scrolled(page), margin=tokens.WIDE)
        left.setFixedWidth(FORM_WIDTH)
        right = Card(self._outcome, margin=0)
        both = row(left, right, gap=tokens.WIDE, margin=0)
        both.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(both)
        return holder

    def refresh(self) -> None:
        """Read the installed policies once."""
        if not self._read:
            self.context.ask(self, _read, self._show_policies, topic="policies")

    def help_text(self) -> str:
        """Return what F1 tells."""
        return tr("calculators.ui.help")

    def _show_policies(self, read: list[Reckoned]) -> None:
        self._read = read
        for each in read:
            self.policies.addItem(each.policy.title, each.policy.key)
        self.start.setEnabled(bool(read))
        if not read:
            texts = tr("calculators.ui.no-rules"), tr("calculators.ui.no-rules-text")
            self._show(EmptyState("calculate", *texts))

    def _offer_rules(self) -> None:
        self.rules.clear()
        for rule in self._read[self.policies.currentIndex()].rules:
            self.rules.addItem(rule.title, rule.id)

    def _ask_facts(self) -> None:
        if self.rules.currentIndex() < 0:
            return
        chosen = self._read[self.policies.currentIndex()]
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form_for(chosen.policy, chosen.rules[self.rules.currentIndex()])
        self._place.addWidget(self.form)
        self._start_over()

    def _start_over(self) -> None:
        texts = tr("calculators.ui.not-yet"), tr("calculators.ui.not-yet-text")
        self._show(EmptyState("calculate", *texts))

    def _show(self, page: QWidget) -> None:
        while (before := self._outcome.currentWidget()) is not None:
            self._outcome.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._outcome.addWidget(page)

    def _calculate(self) -> None:
        form = self.form
        if form is None or (reckon := form.reckoning()) is None:
            return

        def show(calculation: Calculation) -> None:
            if self.form is form:  # another rule may have been chosen meanwhile
                self._show(scrolled(CalculationPanel(self.context, calculation)))

        self.context.ask(self, reckon, show, topic="calculation")


def _read(_session: Session) -> list[Reckoned]:
    from app.errors import PolicyFileError
    from app.policy import installed_policies, load_policy, rules_to_calculate

    found = []
    for key in installed_policies():
        try:
            policy = load_policy(key)
        except PolicyFileError:
            continue  # the self-check says what is wrong with it
        if rules := rules_to_calculate(policy):
            found.append(Reckoned(policy, rules))
    return found
