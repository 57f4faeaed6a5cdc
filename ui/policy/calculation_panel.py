"""What a rule came to: the figure or the finding, the clause word for word, the steps, the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.formats import money
from app.words import tr
from ui.context import Context
from ui.theme import tokens
from ui.widgets import (
    Part,
    Pill,
    column,
    fact_grid,
    numbered,
    paragraph,
    quiet_button,
    quotation,
    row,
    separator,
    text_label,
)

if TYPE_CHECKING:
    from app.policy import Calculation


class CalculationPanel(QWidget):
    """Arranged like an award's explanation."""

    def __init__(self, context: Context, calculation: Calculation) -> None:
        super().__init__()
        self._context, self._explanation = context, calculation.explanation
        parts: list[Part] = [*self._head(calculation), *self._clauses()]
        said = self._explanation
        parts += [text_label(tr("calculators.ui.steps"), "section"), numbered(said.steps), 4]
        parts += [text_label(tr("calculators.ui.facts"), "section"), fact_grid(said.facts), 4]
        source = tr("calculators.ui.source", name=said.policy, sha=said.policy_sha256[:12])
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
