"""The questions a document can leave open, their closed answers, and the order in which they stand.

Which of them a policy's document leaves open, and why, stands in the pack; here is what all policies share.
"""

from __future__ import annotations

from app.words import tr

COUNTS, DOES_NOT_COUNT = "counts", "does-not-count"
HIGHEST_ONLY = "highest-only"
_YES_OR_NO = (COUNTS, DOES_NOT_COUNT)

# First those that decide whether anything is due at all, then those that decide how much.
COUNTS_QUESTIONS: dict[str, tuple[str, ...]] = {
    "before-policy": _YES_OR_NO,
    "across-policy-date": _YES_OR_NO,
    "other-world-contest": ("counts-as-world-skills", DOES_NOT_COUNT),
    "comprehensive-contest": _YES_OR_NO,
    "special-contest": _YES_OR_NO,
    "outside-contest": _YES_OR_NO,
    "selection-contest": _YES_OR_NO,
    "demonstration-event": _YES_OR_NO,
    "student-group": _YES_OR_NO,
    "teacher-group": _YES_OR_NO,
    "outside-sending-unit": _YES_OR_NO,
    "translator": _YES_OR_NO,
    "grade-only": ("not-a-rank", "ask-each"),
}
AMOUNT_QUESTIONS: dict[str, tuple[str, ...]] = {
    "same-rank": ("team", "tie"),
    "tie-partner": ("one-outside", "two-outside", "three-outside", "nobody"),
    "tie": ("each-full", "pooled-share"),
    "team-prize": ("each-member", "equal-split", "custom-split"),
    "member-annulled": ("shares-stay", "divide-anew"),
    "expert-team": ("one-per-team", "each-member"),
    "several-events": ("all", "highest-only"),
    "several-levels": ("all", "highest-only"),
    "income-tax": ("exempt", "incidental-income-20", "by-unit"),
}
# Asked of the title of a sending unit alone: whatever the answer, the prize is the same.
TITLE_QUESTIONS: dict[str, tuple[str, ...]] = {
    "several-units": ("each-unit", "first-unit", "none"),
}
# Asked of introductions (引进), not of results: the engine never raises them, the registers do.
INTRODUCTION_QUESTIONS: dict[str, tuple[str, ...]] = {
    "flexible-introduction": _YES_OR_NO,
    "introduction-origin": _YES_OR_NO,
}
# Asked by the office's own procedure: what the document does not say of applying, publishing, recovering.
OFFICE_QUESTIONS: dict[str, tuple[str, ...]] = {
    "other-public-prize": ("both", "difference-only", "not-both"),
    "contestant-residence": ("not-required", "required"),
    "application-period": ("no-limit", "within-six-months", "within-one-year"),
    "publicity-days": ("5-workdays", "7-workdays", "10-workdays"),
    "base-validity": ("no-end", "3-years", "5-years"),
    "recovery-of-paid": ("full", "by-case"),
}
RESULT_QUESTIONS: dict[str, tuple[str, ...]] = {**COUNTS_QUESTIONS, **AMOUNT_QUESTIONS, **TITLE_QUESTIONS}
QUESTIONS: dict[str, tuple[str, ...]] = {**RESULT_QUESTIONS, **INTRODUCTION_QUESTIONS, **OFFICE_QUESTIONS}
ORDER = {question: place for place, question in enumerate(QUESTIONS)}
# Answers that are kept on record and that no computation asks for yet.
ONLY_RECORDED = frozenset(OFFICE_QUESTIONS) - {"publicity-days"}
# Answers that a step of the office's procedure asks for, and no amount.
ONLY_PROCEDURE = frozenset({"publicity-days"})
# Answers that stand in the explanation of every amount that is due, and change none.
ONLY_STATED = frozenset({"income-tax"})
ALWAYS_NARROWED_TO_EVENT = frozenset({"same-rank", "tie-partner"})
# How many people or teams outside the registry tie with the one that is recorded, by the answer.
OUTSIDE_TIES = {"one-outside": 1, "two-outside": 2, "three-outside": 3, "nobody": 0}
# Asked even where the answers come to the same for those listed: the list need not name the whole team, or
# all who tie.
ASKED_ANYWAY = frozenset({"expert-team", "tie-partner"})
# The answers under which an event may pay more than its prizes come to.
IN_FULL = {"tie": "each-full", "team-prize": "each-member"}
NEEDS_SHARES = frozenset({("team-prize", "custom-split")})

# Reasons for «not yet» that wait for another decision, or for what is recorded to be set right.
_NOT_A_LACK = frozenset(
    {
        "other-prize-open",
        "exceeds-event-sum",
        "earlier-award-stands",
        "correction-pending",
        "same-contest-undecided",
        "medal-contradicts-rank",
        "team-ranks-differ",
        "series-level-differs",
        "team-too-large",
        "shares-exceed-prizes",
        "shares-do-not-fit",
        "plan-does-not-fit",
    }
)


def without_effect(question: str) -> str:
    """Return how an answer leaves amounts as they are: only-recorded, only-stated, only-procedure.

    "" where it may change one.
    """
    if question in ONLY_RECORDED:
        return "only-recorded"
    if question in ONLY_PROCEDURE:
        return "only-procedure"
    return "only-stated" if question in ONLY_STATED else ""


def lacks_a_fact(reason: str) -> bool:
    """Return whether a reason for «not yet» names a fact that nobody has recorded, nothing else."""
    return bool(reason) and reason not in _NOT_A_LACK


def question_ids() -> tuple[str, ...]:
    """Return the ids of all questions in their fixed order."""
    return tuple(QUESTIONS)


def question_words(question: str) -> str:
    """Return what the question asks, in plain Chinese."""
    return tr(f"policy.question.{question}")


def question_short(question: str) -> str:
    """Return the question's short name for a column or a button."""
    return tr(f"policy.question-short.{question}")


def answers_of(question: str) -> dict[str, str]:
    """Return the closed answers of `question` with their words, in the order they are offered."""
    return {answer: answer_words(question, answer) for answer in QUESTIONS.get(question, ())}


def answer_words(question: str, answer: str) -> str:
    """Return one answer in plain Chinese."""
    return tr(f"policy.answer.{question}.{answer}")


def reason_words(reason: str) -> str:
    """Return why there is nothing, or nothing yet, in plain Chinese; "" for no reason."""
    return tr(f"policy.reason.{reason}") if reason else ""
