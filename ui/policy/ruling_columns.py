"""What the register shows of a ruling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.formats import chinese_date
from app.words import tr
from ui.tables import Column

if TYPE_CHECKING:
    from app.awards import RulingRow


def scope_words(ruling: RulingRow) -> str:
    """Return for what a ruling holds: policy, contest or event, and for which days."""
    where = f"{ruling.contest} {ruling.event}".strip() or tr("ui.rulings.whole")
    if ruling.valid_from is None and ruling.valid_to is None:
        return where
    first, last = (chinese_date(day) if day else "—" for day in (ruling.valid_from, ruling.valid_to))
    return f"{where}　{tr('ui.rulings.span', first=first, last=last)}"


def _question(ruling: RulingRow) -> str:
    from app.policy import ONLY_RECORDED, question_words

    words = question_words(ruling.question)
    return f"{words}（{tr('ui.ruling.only-recorded')}）" if ruling.question in ONLY_RECORDED else words


def _answer(ruling: RulingRow) -> str:
    from app.policy import answer_words

    return answer_words(ruling.question, ruling.answer)


def _state(ruling: RulingRow) -> str:
    return tr("ui.rulings.in-force" if ruling.is_in_force else "ui.rulings.withdrawn")


def ruling_columns() -> tuple[Column[RulingRow], ...]:
    """Return the columns of the register."""
    return (
        Column(tr("ui.rulings.question"), _question, 220, sort="question", stretch=True),
        Column(tr("ui.rulings.answer"), _answer, 170, sort="answer", is_strong=True),
        Column(tr("ui.rulings.scope"), scope_words, 170, sort="scope"),
        Column(tr("ui.rulings.basis"), lambda row: row.basis, 180, sort="basis"),
        Column(tr("ui.rulings.decided-on"), lambda row: chinese_date(row.decided_on), 120, is_quiet=True),
        Column(tr("ui.rulings.decided-by"), lambda row: row.decided_by, 112, is_quiet=True),
        Column(
            tr("ui.rulings.state"),
            _state,
            92,
            state=lambda row: "confirmed" if row.is_in_force else "withdrawn",
        ),
    )
