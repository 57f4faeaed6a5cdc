"""A rule beside its clause: the words it rests on, its dated amounts, how often it was applied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.formats import chinese_date, money
from app.words import tr
from ui.theme import tokens
from ui.widgets import Part, column, fact_grid, paragraph, quotation, text_label

if TYPE_CHECKING:
    from app.policy import Policy, Rule
    from app.reports import RuleUse


def rule_panel(policy: Policy, rule: Rule, use: RuleUse | None) -> QWidget:
    """Return what the side panel shows of a rule."""
    parts: list[Part] = [paragraph(rule.title, "section"), paragraph(policy.title, "hint"), 4]
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
