"""The ruling dialog (裁定): the question, the silent clause, the answers with their cost, the basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QWidget

from app.clock import office_day
from app.formats import money
from app.words import tr
from ui.context import Context, Session
from ui.policy.ruling_form import RulingForm
from ui.policy.scope_choice import ScopeChoice
from ui.theme import mark, tokens
from ui.widgets import (
    Card,
    Part,
    column,
    paragraph,
    primary_button,
    quotation,
    row,
    scrolled,
    second_button,
    separator,
    text_label,
)

if TYPE_CHECKING:
    from app.awards import AnswerPreview, RulingPreview, RulingsReport
    from app.policy import OpenQuestion, RulingFacts
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork
WIDTH, HEIGHT = 820, 700
NAMES = 12  # of the people touched, as many are named
SHARED = "custom-split"  # the answer that asks for shares
PLANNED = "one-per-team"  # the answer that may come with a plan of amounts


class AnswerCard(Card):
    """A card that is chosen by its radio button or by a click anywhere on it."""

    chosen = Signal()

    def __init__(self, answer: str, words: str) -> None:
        super().__init__(gap=4)
        self.answer = answer
        self.radio = QRadioButton(words)
        self.radio.toggled.connect(self._on_toggled)
        self._figure, self._counts = text_label("—", "figure"), paragraph("", "quiet")
        self._open = paragraph("", "asks")
        for part in (self.radio, self._figure, self._counts, self._open):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._open.hide()

    def show_effect(self, effect: AnswerPreview) -> None:
        """Show what this answer would cost."""
        self._figure.setText(money(effect.total_fen))
        counts = tr("ui.ruling.counts", proposed=f"{effect.proposed:,}", nothing=f"{effect.nothing:,}")
        self._counts.setText(counts)
        self._open.setVisible(bool(effect.blocked))
        self._open.setText(tr("ui.ruling.still-open", n=f"{effect.blocked:,}"))
        self.radio.setAccessibleName(" ".join([self.radio.text(), self._figure.text(), counts]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this answer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.radio.setChecked(True)
            self.radio.setFocus()

    def _on_toggled(self, is_chosen: bool) -> None:
        mark(self, "card-chosen" if is_chosen else "card")
        if is_chosen:
            self.chosen.emit()


class RulingDialog(QDialog):
    """Records one answer to an open question, after showing what each answer would cost."""

    def __init__(
        self, parent: QWidget, context: Context, question: OpenQuestion, *, scope: ScopeChoice
    ) -> None:
        super().__init__(parent)
        from app.policy import question_words

        self._context, self._question = context, question
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("ui.ruling.title"))
        self.resize(WIDTH, min(HEIGHT, parent.window().height() - 40))
        self.scope = scope
        self.scope.changed.connect(self._preview)
        self.form = RulingForm(office_day(context.store.clock()))
        self.form.shares_entered.connect(self._preview)
        self._build(question_words(question.id))
        self._preview()

    def _build(self, asked: str) -> None:
        from app.policy import without_effect

        title = paragraph(asked, "title")
        page = QWidget()
        self._touched = paragraph(tr("ui.ruling.previewing"), "quiet")
        answers_title = text_label(tr("ui.ruling.answers"), "strong")
        effect = without_effect(self._question.id)
        parts: list[Part] = [
            title,
            *([paragraph(tr(f"ui.ruling.{effect}"), "asks")] if effect else []),
            *self._silence(),
            4,
            self.scope,
            4,
            answers_title,
            self._touched,
            self._answers(),
            4,
            self.form,
        ]
        page.setLayout(column(*parts, None, margin=tokens.ROOMY))
        self.record = primary_button(tr("ui.ruling.record"), self._record)
        self.record.setEnabled(False)
        buttons = row(None, second_button(tr("ui.frame.cancel"), self.reject), self.record)
        buttons.setContentsMargins(tokens.ROOMY, tokens.GAP, tokens.ROOMY, tokens.GAP)
        self.setLayout(column(scrolled(page), separator(), buttons, gap=0))

    def _silence(self) -> list[Part]:
        clause = self._question.clause
        if clause is None:
            return [paragraph(self._question.silence, "asks")]
        source = f"{clause.document.number}《{clause.document.title}》　{clause.number}"
        return [paragraph(source, "hint"), quotation(clause.text), paragraph(self._question.silence, "asks")]

    def _answers(self) -> QHBoxLayout:
        from app.policy import answer_words

        self._group = QButtonGroup(self)
        self.cards = {
            each: AnswerCard(each, answer_words(self._question.id, each)) for each in self._question.answers
        }
        for card in self.cards.values():
            self._group.addButton(card.radio)
            card.chosen.connect(self._on_chosen)
        line = row(*self.cards.values(), gap=tokens.GAP)
        for place in range(line.count()):
            line.setStretch(place, 1)
        return line

    def answer(self) -> str:
        """Return the answer chosen, "" while there is none."""
        return next((answer for answer, card in self.cards.items() if card.radio.isChecked()), "")

    def _on_chosen(self) -> None:
        self.form.ask_shares(self.answer() == SHARED)
        self.form.ask_plan(self.answer() == PLANNED)
        self.record.setEnabled(True)

    # -- what it would change

    def _preview(self) -> None:
        contest, event = self.scope.scope()
        question, plan = self._question.id, (self.form.valid_shares(), self.form.plan_fen() or ())
        self._context.ask(
            self,
            lambda session: read_effects(session, question, contest=contest, event=event, plan=plan),
            self._show_effects,
            topic="effects",
        )

    def _show_effects(self, effects: Effects) -> None:
        for answer in effects.preview.answers:
            if answer.answer in self.cards:
                self.cards[answer.answer].show_effect(answer)
        people, awards = effects.preview.people, len(effects.preview.awards)
        text = tr("ui.ruling.people", n=f"{people:,}", awards=f"{awards:,}")
        names = "、".join(effects.names)
        if len(effects.names) < people:
            names = tr("ui.ruling.more", names=names)
        self._touched.setText(f"{text}：{names}" if awards else tr("ui.ruling.nobody"))

    # -- recording

    def _record(self) -> None:
        if not self.form.check():
            return
        ruling = self._ruling()

        def act(work: UnitOfWork, progress: Progress) -> RulingsReport:
            from app.awards import record_ruling

            return record_ruling(work, ruling, progress)

        self._context.change(self, tr("ui.ruling.recording"), act, self._recorded)

    def _ruling(self) -> RulingFacts:
        contest, event = self.scope.scope()
        return self.form.ruling(self._question.id, self.answer(), contest=contest, event=event)

    def _recorded(self, report: RulingsReport) -> None:
        changed = report.assessed.written if report.assessed else 0
        self._context.frame.show_toast(tr("ui.ruling.recorded", n=f"{changed:,}"))
        self.accept()


@dataclass(frozen=True)
class Effects:
    """What each answer would cost, and the names of the first people concerned."""

    preview: RulingPreview
    names: tuple[str, ...]


def read_effects(
    session: Session,
    question: str,
    *,
    contest: str,
    event: str,
    plan: tuple[tuple[int, ...], tuple[int, ...]] = ((), ()),
) -> Effects:
    """Return what each answer would cost in this scope; `plan` holds percents and amounts in fen."""
    from app.awards import award_page, preview_ruling

    preview = preview_ruling(
        session, question, contest=contest, event=event, shares=plan[0], plan_fen=plan[1]
    )
    rows = award_page(session, list(preview.awards[:NAMES]))
    return Effects(preview, tuple(dict.fromkeys(row.person for row in rows)))


def open_ruling(
    parent: QWidget, context: Context, question: str, *, contest: str = "", event: str = ""
) -> None:
    """Open the dialog that answers `question`; the answer can be limited to `contest` and `event`."""

    def show(found: tuple[OpenQuestion, list[tuple[str, str]]]) -> None:
        from app.policy import ALWAYS_NARROWED_TO_EVENT

        only_event = question in ALWAYS_NARROWED_TO_EVENT
        scope = ScopeChoice(found[1], contest=contest, event=event, only_event=only_event)
        RulingDialog(parent, context, found[0], scope=scope).open()

    context.ask(parent, lambda session: _question(session, question), show, topic="ruling")


def _question(session: Session, question: str) -> tuple[OpenQuestion, list[tuple[str, str]]]:
    from app.awards import active_rule_set
    from app.policy import OpenQuestion, answers_of
    from app.reports import places_waiting

    declared = active_rule_set(session).policy.questions.get(question)
    if declared is None:  # a city's pack need not declare every question
        silence = tr("ui.ruling.undeclared")
        declared = OpenQuestion(question, None, silence, tuple(answers_of(question)))
    return declared, places_waiting(session, question)
