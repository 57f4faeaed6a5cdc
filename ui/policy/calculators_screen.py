"""The calculators (其他政策测算): one rule of any policy, calculated from facts entered here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from app.formats import money
from app.words import tr
from ui.context import Context, Session
from ui.policy.calculator_forms import CalculatorForm, form_for
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import (
    Card,
    EmptyState,
    Field,
    Part,
    Pill,
    choice,
    column,
    fact_grid,
    numbered,
    paragraph,
    primary_button,
    quiet_button,
    quotation,
    row,
    scrolled,
    separator,
    text_label,
)

if TYPE_CHECKING:
    from app.policy import Calculation, Policy, Rule
FORM_WIDTH = 460


class CalculationPanel(QWidget):
    """The result of a calculation, arranged as the explanation of an award is."""

    def __init__(self, context: Context, calculation: Calculation) -> None:
        super().__init__()
        self._context, self._explanation = context, calculation.explanation
        parts: list[Part] = [*self._head(calculation), *self._clauses()]
        shown = self._explanation
        parts += [text_label(tr("calculators.ui.steps"), "section"), numbered(shown.steps), 4]
        parts += [text_label(tr("calculators.ui.facts"), "section"), fact_grid(shown.facts), 4]
        source = tr("calculators.ui.source", name=shown.policy, sha=shown.policy_sha256[:12])
        copy = quiet_button(tr("calculators.ui.copy"), self._copy, icon="file")
        parts += [separator(), paragraph(source, "hint"), row(copy, None)]
        self.setLayout(column(*parts, None, margin=tokens.WIDE, gap=tokens.TIGHT))

    def _head(self, calculation: Calculation) -> list[Part]:
        fen, conclusion = self._explanation.amount_fen, self._explanation.conclusion
        if fen is None:
            return [row(paragraph(conclusion, "title"), _state(is_fine=calculation.is_fine)), 4]
        figure = text_label(money(fen) if fen else tr("calculators.ui.none-figure"), "figure")
        figure.setAccessibleName(conclusion)
        return [figure, 4]

    def _clauses(self) -> list[Part]:
        parts: list[Part] = [text_label(tr("calculators.ui.clause"), "section")]
        for quote in self._explanation.quotes:
            source = f"{quote.document_number}《{quote.document_title}》　{quote.clause}"
            parts += [paragraph(source, "hint"), quotation(quote.text)]
        return [*parts, 4]

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._explanation.as_text())
        self._context.frame.show_toast(tr("calculators.ui.copied"))


def _state(*, is_fine: bool) -> Pill:
    state, text = ("confirmed", "fits") if is_fine else ("blocked", "fits-not")
    return Pill(state, tr(f"calculators.ui.{text}"))


@dataclass(frozen=True)
class CalculablePolicy:
    """A policy with those of its rules that can be calculated by themselves."""

    policy: Policy
    rules: tuple[Rule, ...]


class CalculatorsScreen(Screen):
    """Policy, rule and facts on the left, the result on the right. Nothing is stored."""

    interest = Changes.NOTHING

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._read: list[CalculablePolicy] = []
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
        """Return the help text."""
        return tr("calculators.ui.help")

    def _show_policies(self, read: list[CalculablePolicy]) -> None:
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
        if form is None or (calculate := form.calculation()) is None:
            return

        def show(calculation: Calculation) -> None:
            if self.form is form:  # another rule may have been chosen meanwhile
                self._show(scrolled(CalculationPanel(self.context, calculation)))

        self.context.ask(self, calculate, show, topic="calculation")


def _read(session: Session) -> list[CalculablePolicy]:
    from app.errors import PolicyFileError
    from app.policy import rules_to_calculate
    from app.policy_in_force import policy_in_force, policy_keys

    found = []
    for key in policy_keys(session):
        try:
            policy = policy_in_force(session, key)
        except PolicyFileError:
            continue  # the self-check says what is wrong with it
        if rules := rules_to_calculate(policy):
            found.append(CalculablePolicy(policy, rules))
    return found
