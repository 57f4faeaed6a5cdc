"""What a policy says of one result: an amount, a question, or nothing with its reason."""

from __future__ import annotations

from dataclasses import dataclass

PROPOSED, BLOCKED, NONE = "proposed", "blocked", "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for one entry.

    `amount_fen` is None unless proposed. `amounts_by_answer` gives, for a blocked one, the amount under
    each answer, None where an answer needs more facts; several open questions are joined with "+".
    `title` is what the sending unit is to be named, `title_status` "proposed", "blocked" or "".
    """

    entry: int
    status: str
    amount_fen: int | None = None
    rule: str = ""
    clause: str = ""
    reason: str = ""
    questions: tuple[str, ...] = ()
    amounts_by_answer: tuple[tuple[str, int | None], ...] = ()
    title: str = ""
    title_status: str = ""
