"""A document as a readable page: clauses with their numbers, rules marked in the margin."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.words import tr
from ui.theme import mark, theme, tokens
from ui.widgets import column, link_button, row, text_label

if TYPE_CHECKING:
    from app.policy import ClausePart, Policy, Rule
    from app.reports import RuleUse

MARGIN, PAGE, PER_LINE = 184, 720, 11


class DocumentPage(QScrollArea):
    """Shows one document. `rule_chosen` carries the rule whose mark was clicked."""

    rule_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._clauses: dict[str, QWidget] = {}

    def show_parts(
        self,
        parts: Sequence[ClausePart],
        rules: dict[str, list[tuple[Policy, Rule]]],
        uses: dict[str, RuleUse],
        *,
        words: Sequence[str] = (),
    ) -> None:
        """Show clauses; `rules` by clause number, `words` to be highlighted."""
        self._clauses = {}
        page = QWidget()
        mark(page, "surface")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, tokens.ROOMY, tokens.ROOMY, tokens.ROOMY)
        layout.setSpacing(tokens.GAP)
        for part in parts:
            clause = self._clause(part, rules.get(part.number, []), uses, words)
            self._clauses.setdefault(part.number, clause)
            layout.addWidget(clause)
        layout.addStretch(1)
        self.setWidget(page)

    def texts(self) -> list[str]:
        """Return what is shown, clause by clause, as rich text."""
        return [
            label.text()
            for label in self.findChildren(QLabel)
            if label.textFormat() == Qt.TextFormat.RichText
        ]

    def go_to(self, number: str) -> None:
        """Bring the clause `number` to the top; once the page has its height."""
        QTimer.singleShot(0, self, lambda: self._scroll_to(number))

    def _scroll_to(self, number: str) -> None:
        if (clause := self._clauses.get(number)) is not None:
            self.verticalScrollBar().setValue(max(clause.y() - tokens.WIDE, 0))

    def _clause(
        self,
        part: ClausePart,
        rules: list[tuple[Policy, Rule]],
        uses: dict[str, RuleUse],
        words: Sequence[str],
    ) -> QWidget:
        margin = column(*(self._mark(rule, uses) for rule in rules), None, gap=2)
        holder = QWidget()
        holder.setFixedWidth(MARGIN)
        margin.setContentsMargins(tokens.GAP, 2, tokens.TIGHT, 0)
        holder.setLayout(margin)
        number = text_label(part.number, "hint")
        body = QLabel(_rich(part, words))
        body.setTextFormat(Qt.TextFormat.RichText)
        body.setWordWrap(True)
        body.setMaximumWidth(PAGE)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts = column(*([number] if part.number else []), body, None, gap=0)
        clause = QWidget()
        line = row(holder, gap=tokens.TIGHT)
        line.addLayout(texts, stretch=1)
        clause.setLayout(line)
        return clause

    def _mark(self, rule: tuple[Policy, Rule], uses: dict[str, RuleUse]) -> QWidget:
        use = uses.get(rule[1].id)
        said = _use_words(rule[1], use)
        button = link_button("", lambda: self.rule_chosen.emit(rule))
        _wrap_into(button, rule[1].title)
        button.setAccessibleName(f"{rule[1].title} {said}")
        holder = QWidget()
        holder.setLayout(column(button, *([text_label(said, "hint")] if said else []), gap=0))
        return holder


def _use_words(rule: Rule, use: RuleUse | None) -> str:
    """Return how often a rule was applied; nothing for rules that give no money."""
    if use is not None:
        return tr("ui.library.used", n=f"{use.awards:,}")
    return tr("ui.library.unused") if hasattr(rule, "fen_by_rank") or rule.awaits_standard else ""


def _wrap_into(button: QPushButton, title: str) -> None:
    """Write a title over two lines at most; a button does not wrap by itself."""
    first, rest = title[:PER_LINE], title[PER_LINE:]
    second = button.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, MARGIN - 40)
    button.setText(f"{first}\n{second}" if rest else first)
    button.setToolTip(title)


def _rich(part: ClausePart, words: Sequence[str]) -> str:
    size = tokens.SECTION if part.depth <= 1 else 14
    lines = []
    for place, paragraph in enumerate(part.paragraphs):
        weight = "font-weight:600;" if part.depth == 1 and place == 0 and part.number else ""
        style = f"font-size:{size if weight else 14}px;line-height:130%;margin:0 0 4px 0;{weight}"
        lines.append(f'<p style="{style}">{_marked(paragraph, words)}</p>')
    return "".join(lines)


def _marked(text: str, words: Sequence[str]) -> str:
    shown = html.escape(text)
    for each in words:
        safe = html.escape(each)
        style = f"background-color:{theme().palette.asks_tint};color:{theme().palette.asks}"
        shown = shown.replace(safe, f'<span style="{style}">{safe}</span>')
    return shown
