"""A policy document: the tree of its clauses, its text with the rules beside it, and one rule explained."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.formats import chinese_date, money
from app.words import tr
from ui.theme import mark, theme, tokens
from ui.widgets import Part, column, fact_grid, link_button, paragraph, quotation, row, text_label

if TYPE_CHECKING:
    from app.policy import ClausePart, Policy, Rule
    from app.reports import RuleUse


_KEY = Qt.ItemDataRole.UserRole
MARGIN, PAGE, PER_LINE = 184, 720, 11


def fill_clauses(tree: QTreeWidget, parts: Sequence[ClausePart]) -> None:
    """Fill the tree with the numbered clauses, expanded."""
    tree.clear()
    above: dict[int, QTreeWidgetItem] = {}
    for part in parts:
        if not part.number:
            continue
        item = QTreeWidgetItem([f"{part.number}　{part.heading}"])
        item.setData(0, _KEY, part.number)
        item.setToolTip(0, part.heading)
        parent = next((above[depth] for depth in range(part.depth - 1, 0, -1) if depth in above), None)
        above = {depth: kept for depth, kept in above.items() if depth < part.depth} | {part.depth: item}
        if parent is None:
            tree.addTopLevelItem(item)
        else:
            parent.addChild(item)
    tree.expandAll()


def clause_of(item: QTreeWidgetItem) -> str:
    """Return the clause number of a tree item."""
    return str(item.data(0, _KEY))


def rule_panel(policy: Policy, rule: Rule, use: RuleUse | None) -> QWidget:
    """Return the content of the side panel for a rule."""
    parts: list[Part] = [paragraph(rule.title, "section"), paragraph(policy.title, "hint"), 4]
    parts += [paragraph(tr("ui.library.unstated", reason=reason), "asks") for _key, reason in rule.unstated]
    parts += [text_label(tr("ui.library.rule-clause"), "strong"), quotation(rule.clause.text), 4]
    parts += _amounts(rule)
    parts += [text_label(tr("ui.library.rule-use"), "strong"), paragraph(_use(use), "quiet"), None]
    page = QWidget()
    page.setLayout(column(*parts, margin=tokens.WIDE))
    return page


def _use(use: RuleUse | None) -> str:
    if use is None:
        return tr("ui.library.unused")
    figures = {"n": f"{use.awards:,}", "amount": money(use.amount_fen), "blocked": f"{use.blocked:,}"}
    return tr("ui.library.rule-use-text", **figures)


def _amounts(rule: Rule) -> list[Part]:
    title = text_label(tr("ui.library.rule-amounts"), "strong")
    if rule.awaits_standard:
        return [title, paragraph(tr("ui.library.awaits"), "asks"), 4]
    dated = getattr(rule, "fen_by_rank", None)  # prizes only
    if dated is None:
        return []
    parts: list[Part] = [title]
    for since, value, clause in dated.history:
        parts.append(text_label(tr("ui.library.rule-since", day=chinese_date(since)), "hint"))
        if clause != rule.clause:  # a value that another document brought
            parts.append(text_label(f"{clause.document.name}　{clause.number}", "hint"))
            parts.append(quotation(clause.text))
        parts.append(fact_grid(_by_rank(value or {}), numbers=True))
    return [*parts, 4]


def _by_rank(fen_by_rank: Mapping[int, int]) -> list[tuple[str, str]]:
    return [(tr("ui.library.rank-n", n=rank), money(fen)) for rank, fen in sorted(fen_by_rank.items())]


class DocumentPage(QScrollArea):
    """The text of one document. `rule_chosen` carries the rule whose button beside a clause was clicked."""

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
        """Return the text shown, clause by clause, as rich text."""
        return [
            label.text()
            for label in self.findChildren(QLabel)
            if label.textFormat() == Qt.TextFormat.RichText
        ]

    def go_to(self, number: str) -> None:
        """Scroll to the clause `number` once the page has been laid out."""
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
        use_text = _use_words(rule[1], use)
        button = link_button("", lambda: self.rule_chosen.emit(rule))
        _wrap_into(button, rule[1].title)
        button.setAccessibleName(f"{rule[1].title} {use_text}")
        holder = QWidget()
        holder.setLayout(column(button, *([text_label(use_text, "hint")] if use_text else []), gap=0))
        return holder


def _use_words(rule: Rule, use: RuleUse | None) -> str:
    """Return how often a rule was applied; nothing for rules that give no money."""
    if use is not None:
        return tr("ui.library.used", n=f"{use.awards:,}")
    return tr("ui.library.unused") if hasattr(rule, "fen_by_rank") or rule.awaits_standard else ""


def _wrap_into(button: QPushButton, title: str) -> None:
    """Set a button's text on at most two lines, since Qt does not wrap it."""
    first, rest = title[:PER_LINE], title[PER_LINE:]
    second = button.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, MARGIN - 40)
    button.setText(f"{first}\n{second}" if rest else first)
    button.setToolTip(title)


def _rich(part: ClausePart, words: Sequence[str]) -> str:
    size = tokens.SECTION if part.depth <= 1 else 14
    lines = []
    for place, text in enumerate(part.paragraphs):
        weight = "font-weight:600;" if part.depth == 1 and place == 0 and part.number else ""
        style = f"font-size:{size if weight else 14}px;line-height:130%;margin:0 0 4px 0;{weight}"
        lines.append(f'<p style="{style}">{_marked(text, words)}</p>')
    return "".join(lines)


def _marked(text: str, words: Sequence[str]) -> str:
    shown = html.escape(text)
    for each in words:
        safe = html.escape(each)
        style = f"background-color:{theme().palette.asks_tint};color:{theme().palette.asks}"
        shown = shown.replace(safe, f'<span style="{style}">{safe}</span>')
    return shown
