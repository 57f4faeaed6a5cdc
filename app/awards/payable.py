"""What may be paid (可发放): the one query that every list, notice, slip and total of awards asks.

An award is payable while its result is the current version and confirmed, nothing holds it, and the policy,
asked again, still gives exactly what stands. Whatever is left out of a list is returned with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select, true
from sqlalchemy.orm import Session, aliased

from app.awards.assessment.evaluate import Evaluation
from app.awards.filters import EVERYTHING, AwardFilter, award_ids
from app.awards.rows import AwardRow, award_rows, in_paper_order
from app.awards.rules.rule_set import active_rule_set
from app.formats import money
from app.policy import PROPOSED
from app.progress import Progress
from app.transitions import is_frozen
from app.words import tr
from models import Result
from models.bulk import batched_ids
from models.types import AwardState, ResultState

PAYMENT_STATES = (AwardState.PROPOSED, AwardState.REVIEWED, AwardState.PUBLICISED, AwardState.APPROVED)
"""States of awards that a payment list shows: not held, not under way to the bank, not paid."""

PUBLICITY_STATES = (AwardState.PROPOSED, AwardState.REVIEWED, AwardState.PUBLICISED)
"""States of awards that a publicity list shows: what is approved has been published already."""

NOT_PAID_YET = (*PAYMENT_STATES, AwardState.HELD, AwardState.BLOCKED)
"""States of awards of which it may be asked what keeps them from being paid."""


class Hindrance(StrEnum):
    """Why an award of money is not payable today."""

    UNCONFIRMED = "unconfirmed"  # nobody confirmed the result
    CORRECTION_PENDING = "correction-pending"  # a newer version of the result waits for its confirmation
    SUPERSEDED = "superseded"  # a newer, confirmed version of the result has taken its place
    ANNULLED = "annulled"  # the result was annulled
    HELD = "held"  # an objection is open
    DIFFERS = "differs"  # it was frozen, and by today's facts and rulings comes out otherwise
    OUTDATED = "outdated"  # it was not assessed again since something changed
    UNPRINTABLE = "unprintable"  # payable, but no font has a character that its slip must show


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An award that a list leaves out. `today_fen` is what the policy gives today, None where it is open.

    `characters` are those that cannot be printed, where that is the reason.
    """

    award: AwardRow
    hindrance: Hindrance
    today_fen: int | None = None
    characters: str = ""

    @property
    def words(self) -> str:
        """Return why, and what to do."""
        amounts = {"amount": _amount(self.award.amount_fen), "today": _amount(self.today_fen)}
        return tr(f"awards.left-out.{self.hindrance.value}", characters=self.characters, **amounts)


@dataclass(frozen=True, slots=True)
class PayableAwards:
    """The awards of money that may be paid, and those that would be but for a hindrance; in paper order."""

    rows: list[AwardRow]
    left_out: list[LeftOut]


def payable_awards(
    session: Session,
    *,
    states: Collection[AwardState] = PAYMENT_STATES,
    chosen: AwardFilter = EVERYTHING,
    show_ids: bool = False,
    progress: Progress | None = None,
) -> PayableAwards:
    """Return the awards in one of `states` that may be paid, and what is left out of them with its reason."""
    wanted = tuple(state.value for state in (*states, AwardState.HELD))
    found = award_ids(session, replace(chosen, statuses=(PROPOSED,), states=wanted))
    rows = [row for row in in_paper_order(award_rows(session, found, show_ids=show_ids)) if row.amount_fen]
    stopped = hindrances(session, rows, progress=progress)
    return PayableAwards(
        [row for row in rows if row.id not in stopped],
        [stopped[row.id] for row in rows if row.id in stopped],
    )


def hindrances(
    session: Session, rows: Iterable[AwardRow], *, progress: Progress | None = None
) -> dict[int, LeftOut]:
    """Return, by award, what keeps awards of money from being paid; those that nothing stops are absent."""
    waiting = list(rows)
    stopped = {row.id: LeftOut(row, why) for row in waiting if (why := _by_state(row)) is not None}
    replaced = [row.id for row in waiting if row.result_state == ResultState.SUPERSEDED]
    for award in _awaiting_confirmation(session, replaced):
        stopped[award] = LeftOut(stopped[award].award, Hindrance.CORRECTION_PENDING)
    standing = [row for row in waiting if row.id not in stopped]
    today = _amounts_today(session, {row.event_id for row in standing}, progress)
    for row in standing:
        status, fen = today.get(row.id, ("", None))
        if (status, fen) != (row.status, row.amount_fen):
            why = Hindrance.DIFFERS if is_frozen(row.state) else Hindrance.OUTDATED
            stopped[row.id] = LeftOut(row, why, fen)
    return stopped


def _by_state(row: AwardRow) -> Hindrance | None:
    """Return what the states of an award and of its result say alone."""
    by_result = {
        ResultState.DRAFT: Hindrance.UNCONFIRMED,
        ResultState.SUPERSEDED: Hindrance.SUPERSEDED,
        ResultState.ANNULLED: Hindrance.ANNULLED,
    }
    found = by_result.get(ResultState(row.result_state))
    return Hindrance.HELD if found is None and row.state == AwardState.HELD else found


def _awaiting_confirmation(session: Session, results: Collection[int]) -> set[int]:
    """Return which of these replaced results have a current version that nobody confirmed yet."""
    newer = aliased(Result)
    query = select(Result.id).join(newer, newer.entry_id == Result.entry_id)
    query = query.where(newer.is_current == true(), newer.state == ResultState.DRAFT)
    return {
        int(result)
        for some in batched_ids(results)
        for result in session.scalars(query.where(Result.id.in_(some)))
    }


def _amounts_today(
    session: Session, events: Collection[int], progress: Progress | None
) -> Mapping[int, tuple[str, int | None]]:
    """Return what the policy says today of the results of these events that may come to something."""
    if not events:
        return {}
    evaluation = Evaluation(session, active_rule_set(session), only=events)
    return {row.id: (award.status, award.amount_fen) for row, award, _ in evaluation.run(progress)}


def _amount(fen: int | None) -> str:
    return tr("awards.amount-open") if fen is None else money(fen)
