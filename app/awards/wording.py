"""An award's open questions and their amounts in plain Chinese, the same on screen and on paper."""

from __future__ import annotations

from app.awards.rows import AwardRow
from app.formats import money
from app.policy import alternative_words, question_short, question_words, reason_words
from app.words import tr


def blocked_words(award: AwardRow) -> tuple[str, str]:
    """Return what a blocked award waits for, and what it would come to under each answer."""
    waits = [reason_words(award.reason)] if award.reason else []
    waits += [question_words(question) for question in award.questions]
    return "\n".join(waits), "\n".join(
        tr("awards.amount-under", answer=alternative_words(key, award.questions), amount=_amount(fen))
        for key, fen in award.amounts_by_answer
    )


def place_words(award: AwardRow) -> str:
    """Return how a result is written in a list: its rank, else its medal or grade."""
    return tr("awards.place", rank=award.rank) if award.rank else award.medal or award.grade


def waiting_words(award: AwardRow) -> str:
    """Return in a few words what an award waits for, or why it is nothing; "" for a proposed one."""
    short = [question_short(question) for question in award.questions]
    return "、".join([reason_words(award.reason)] * bool(award.reason) + short)


def _amount(fen: int | None) -> str:
    return tr("awards.amount-unknown") if fen is None else money(fen)
