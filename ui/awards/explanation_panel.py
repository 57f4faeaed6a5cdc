"""The explanation panel: amount, clauses word for word, steps, rulings, facts.

Panel, calculation slip and command line show the same explanation object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.errors import NotFoundError
from app.formats import money
from app.record_histories import RecordKind
from app.words import tr
from ui.audit import RecordHistorySection
from ui.awards.actions import make_slips, take_review_back
from ui.awards.columns import event_words, result_words
from ui.context import Context, Session
from ui.theme import tokens
from ui.widgets import (
    Card,
    Part,
    Pill,
    column,
    fact_grid,
    numbered,
    paragraph,
    primary_button,
    quiet_button,
    quotation,
    row,
    second_button,
    separator,
    text_label,
)

if TYPE_CHECKING:
    from app.awards import AwardDetail
    from app.policy import Explanation


def read_explained(session: Session, award: int) -> AwardDetail | None:
    """Return the award and its explanation; None where it no longer exists."""
    from app.awards import award_detail

    try:
        return award_detail(session, award)
    except NotFoundError:
        return None


def explain(
    owner: QWidget, context: Context, award: int, *, on_close: Callable[[], None] | None = None
) -> None:
    """Read an award in the background and show its explanation in the side panel."""

    def show(explained: AwardDetail | None) -> None:
        if explained is None:
            context.frame.close_panel()
            return
        titles = {"none": "why-not", "blocked": "why-blocked"}
        title = tr(f"ui.explain.{titles.get(explained.explanation.status, 'title')}")
        context.frame.show_panel(title, ExplanationPanel(context, explained), on_close=on_close)

    context.ask(owner, lambda session: read_explained(session, award), show, topic="explanation")


class ExplanationPanel(QWidget):
    """The explanation of one award."""

    def __init__(self, context: Context, explained: AwardDetail) -> None:
        super().__init__()
        self._context, self._explained = context, explained
        parts: list[Part] = [*self._head(), *self._open_question(), *self._clauses()]
        parts += [*self._steps(), *self._rulings(), *self._suppressed(), *self._facts(), *self._foot()]
        layout = column(*parts, None, gap=tokens.TIGHT)
        layout.setContentsMargins(tokens.WIDE, tokens.TIGHT, tokens.WIDE, tokens.WIDE)
        self.setLayout(layout)

    def _head(self) -> list[Part]:
        row_, explanation = self._explained.row, self._explained.explanation
        figure = text_label(_figure(explanation), "figure")
        figure.setAccessibleName(f"{row_.person} {_figure(explanation)}")
        state = Pill(row_.state, row_.state_words)
        who = text_label(f"{row_.person}　{event_words(row_)}　{result_words(row_)}", "strong")
        who.setWordWrap(True)
        where = paragraph(f"{row_.contest}\n{row_.unit}".strip(), "quiet")
        why = [paragraph(explanation.conclusion)] if explanation.status == "none" else []
        stopped = self._explained.hindrance
        if stopped is not None:
            why.append(paragraph(tr("ui.explain.not-payable", why=stopped.words), "asks"))
        return [row(figure, None, state), who, where, *why, 4]

    def _open_question(self) -> list[Part]:
        explanation = self._explained.explanation
        if explanation.status != "blocked":
            return []
        parts: list[Part] = [paragraph(words, "asks") for _id, words in explanation.questions]
        if explanation.reason_words:
            parts.append(paragraph(explanation.reason_words, "asks"))
        if explanation.alternatives:
            pairs = [(way.words, _amount(way.amount_fen)) for way in explanation.alternatives]
            parts += [text_label(tr("ui.explain.answers"), "hint"), fact_grid(pairs, numbers=True)]
            ways = [way for way in explanation.alternatives if way.working]
            parts += [paragraph(f"{way.words}：{way.working}", "hint") for way in ways]
        if explanation.questions:
            self.rule = primary_button(tr("ui.explain.rule"), self._open_ruling, icon="rulings")
            self._context.needs(Right.RULE, self.rule)
            parts.append(row(self.rule, None))
        return [Card(*parts, margin=tokens.GAP), 4]

    def _clauses(self) -> list[Part]:
        quotes = self._explained.explanation.quotes
        if not quotes:
            return []
        parts: list[Part] = [text_label(tr("ui.explain.clause"), "section")]
        source = ""
        for quote in quotes:
            before, source = source, f"{quote.document_number}《{quote.document_title}》　{quote.clause}"
            if source != before:
                parts.append(paragraph(source, "hint"))
            parts.append(quotation(quote.text))
        notes = self._explained.explanation.documents
        parts += [paragraph(f"{document}：{note}", "hint") for document, note in notes]
        return [*parts, 4]

    def _steps(self) -> list[Part]:
        steps = self._explained.explanation.steps
        return [text_label(tr("ui.explain.steps"), "section"), numbered(steps), 4] if steps else []

    def _rulings(self) -> list[Part]:
        title = text_label(tr("ui.explain.rulings"), "section")
        rulings = self._explained.explanation.rulings
        if not rulings:
            return [title, text_label(tr("ui.explain.no-rulings"), "quiet"), 4]
        from app.policy import ruling_line

        parts: list[Part] = [title]
        for each in rulings:
            parts.append(paragraph(ruling_line(each)))
        return [*parts, 4]

    def _suppressed(self) -> list[Part]:
        lines = self._explained.explanation.suppressed
        if not lines:
            return []
        title = text_label(tr("ui.explain.suppressed"), "section")
        return [title, *(paragraph(line, "quiet") for line in lines), 4]

    def _facts(self) -> list[Part]:
        facts = self._explained.explanation.facts
        return [text_label(tr("ui.explain.facts"), "section"), fact_grid(facts), 4] if facts else []

    def _foot(self) -> list[Part]:
        explanation = self._explained.explanation
        name = explanation.policy_title or explanation.policy
        source = tr("ui.explain.policy", name=name, sha=explanation.policy_sha256[:12])
        slip = second_button(tr("ui.explain.slip"), self._make_slip, icon="print")
        copy = quiet_button(tr("ui.explain.copy"), self._copy, icon="file")
        as_of = [] if self._explained.is_frozen else [paragraph(tr("ui.explain.as-of"), "hint")]
        self.history = RecordHistorySection(self._context, RecordKind.AWARD)
        self.history.show_record(self._explained.row.id)
        parts: list[Part] = [
            separator(),
            self.history,
            separator(),
            *as_of,
            paragraph(source, "hint"),
            row(slip, copy, None),
        ]
        if self._explained.row.state == "reviewed":
            self.take_back = second_button(tr("ui.awards.withdraw-review"), self._take_back, icon="undo")
            self._context.needs(Right.REVIEW, self.take_back)
            parts.append(row(self.take_back, None))
        return parts

    def _open_ruling(self) -> None:
        from ui.policy import open_ruling

        row_ = self._explained.row
        question = self._explained.explanation.questions[0][0]
        open_ruling(self.window(), self._context, question, contest=row_.contest, event=row_.event)

    def _take_back(self) -> None:
        row_ = self._explained.row
        take_review_back(self.window(), self._context, row_.id, person=row_.person)

    def _make_slip(self) -> None:
        make_slips(self.window(), self._context, [self._explained.row.id], name=self._explained.row.person)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._explained.explanation.as_text())
        self._context.frame.show_toast(tr("ui.explain.copied"))


def _figure(explanation: Explanation) -> str:
    if explanation.amount_fen is not None:
        return money(explanation.amount_fen)
    lacks = explanation.status == "blocked" and not explanation.questions
    return tr(f"ui.explain.{'lacking' if lacks else explanation.status}-figure")


def _amount(fen: int | None) -> str:
    return tr("ui.explain.no-amount") if fen is None else money(fen)
