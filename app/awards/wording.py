"""An award's open questions and their amounts in plain Chinese, the same on screen and on paper."""

from __future__ import annotations

from app.awards.rows import AwardRow
from app.formats import money
from app.policy import answers_of, question_short, question_words, reason_words
from app.words import has_word, word


def blocked_words(award: AwardRow) -> tuple[str, str]:
    """Return what a blocked award waits for, and what it would come to under each answer."""
    waits = [reason_words(award.reason)] if award.reason else []
    waits += [question_words(question) for question in award.questions]
    return "\n".join(waits), "\n".join(
        word("awards.amount-under", answer=answer_key_words(award, key), amount=_amount(fen))
        for key, fen in award.amounts_by_answer
    )


def waiting_words(award: AwardRow) -> str:
    """Return in a few words what an award waits for, or why it is nothing; "" for a proposed one."""
    short = [question_short(question) for question in award.questions]
    return "、".join([reason_words(award.reason)] * bool(award.reason) + short)


def answer_key_words(award: AwardRow, key: str) -> str:
    """Return the words of one key of `amounts_by_answer`: its answers in the questions' order."""
    left = list(award.questions)
    return "，".join(_answer(part, left) for part in key.split("+"))


def _answer(part: str, questions: list[str]) -> str:
    while questions:
        found = answers_of(questions.pop(0)).get(part)
        if found is not None:
            return found
    lacking = f"policy.lacking.{part}"
    return word(lacking) if has_word(lacking) else part


def _amount(fen: int | None) -> str:
    return word("awards.amount-unknown") if fen is None else money(fen)
