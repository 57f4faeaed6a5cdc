"""Review proposals (复核): a second person looks at each, and its explanation is frozen with it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.accounts import Right, require_second_person
from app.awards.adjust import settle_replaced
from app.awards.assessment.assess import assess_events
from app.awards.explain import award_details
from app.changes import Changes
from app.errors import ConflictError, InputError
from app.progress import Progress
from app.transitions import Noun, move, transition
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Award, Explanation, Result
from models.bulk import batched_ids
from models.types import UNFROZEN_STATES, AwardState


def review_awards(work: UnitOfWork, award_ids: Collection[int], progress: Progress | None = None) -> int:
    """Freeze these proposals with their explanations, as `work.actor`; return how many.

    Raises ConflictError, and then freezes none, where one is no proposal, rests on a result that nobody
    confirmed, was recorded by the reviewer, or would come out otherwise today.
    """
    work.require(Right.REVIEW)
    awards = _awards(work, award_ids)
    for award, result in awards:
        transition(Noun.AWARD, award.state, AwardState.REVIEWED, subject=award.id)
        if result.state != "confirmed":
            raise ConflictError("review-unconfirmed", award=award.id)
        require_second_person(work.actor, result.recorded_by, code="review-own", award=award.id)
    details = award_details(work.session, [award.id for award, _ in awards])
    for done, ((award, _), detail) in enumerate(zip(awards, details, strict=True)):
        if progress is not None:
            progress.report(done, len(awards), tr("awards.reviewing"))
        explanation = detail.explanation
        if (explanation.status, explanation.amount_fen) != (award.status, award.amount_fen):
            raise ConflictError("review-outdated", award=award.id)
        work.session.add(
            Explanation(
                award_id=award.id,
                body=explanation.to_json(),
                sha256=explanation.sha256,
                policy_sha256=explanation.policy_sha256,
                frozen_at=work.now,
                frozen_by=work.actor.name,
            )
        )
        move(work, Noun.AWARD, award, AwardState.REVIEWED, detail={"sha256": explanation.sha256})
    settle_replaced(work, [award.id for award, _ in awards])
    if awards:
        work.touched(Changes.AWARDS)
    work.session.flush()
    return len(awards)


def withdraw_review(work: UnitOfWork, award_ids: Collection[int], *, reason: str) -> int:
    """Take reviewed awards back to proposals, so that they follow the rule set again; return how many.

    What was frozen is kept word for word in the audit chain. Raises ConflictError for any later state.
    """
    work.require(Right.REVIEW)
    if not reason.strip():
        raise InputError("review-reason")
    awards = _awards(work, award_ids)
    for award, _ in awards:
        if award.state in UNFROZEN_STATES:
            raise ConflictError("review-none", award=award.id)
        transition(Noun.AWARD, award.state, AwardState.PROPOSED, subject=award.id)
        frozen = work.session.get(Explanation, award.id)
        detail: dict[str, object] = {"sha256": frozen.sha256 if frozen else ""}
        if frozen is not None:
            detail |= {"frozen_by": frozen.frozen_by, "frozen_at": frozen.frozen_at, "body": frozen.body}
            work.session.delete(frozen)
        move(work, Noun.AWARD, award, AwardState.PROPOSED, reason=reason, detail=detail)
    work.session.flush()
    if awards:
        work.touched(Changes.AWARDS)
        assess_events(work, {award.event_id for award, _ in awards})
    return len(awards)


def _awards(work: UnitOfWork, award_ids: Collection[int]) -> list[tuple[Award, Result]]:
    query = select(Award, Result).join(Result, Result.id == Award.id).order_by(Award.id)
    return [
        (award, result)
        for some in batched_ids(award_ids)
        for award, result in work.session.execute(query.where(Award.id.in_(some)))
    ]
