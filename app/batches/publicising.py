"""Publish a batch and close its publicity (公示): a period in working days, and what is held stays behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards import active_rule_set
from app.bases_on_record import today_in
from app.batches.leaving import leave
from app.batches.records import live_awards, opened_batch, record, refuse_stopped, stopped_in
from app.batches.reviewing import StepReport
from app.batches.working_days import Period, period_of
from app.changes import Changes
from app.clock import office_day
from app.errors import ConflictError, InputError
from app.progress import Progress
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future
from app.words import tr
from models import Batch, Publicity, StateChange
from models.batch import BatchState
from models.types import AwardState

CUSTOMARY_DAYS = 5  # working days
PUBLICITY_DAYS = "publicity-days"
_LATEST_START = timedelta(days=366)
_BEFORE_PUBLICITY = (AwardState.REVIEWED, AwardState.PUBLICISED, AwardState.APPROVED, AwardState.HELD)


class HolidaysUnknownError(ConflictError):
    """A period reaches into years of which no holidays are on record; `period` is what it would be."""

    def __init__(self, period: Period) -> None:
        years = "、".join(str(year) for year in period.unrecorded_years)
        super().__init__("holidays-unknown", years=years, starts_on=period.starts_on, ends_on=period.ends_on)
        self.period = period


class PublicityShortError(ConflictError):
    """A publication of fewer working days than the office's `usual`, without a reason."""

    def __init__(self, batch: str, days: int, usual: UsualDays) -> None:
        super().__init__("publicity-short", batch=batch, days=days, usual=usual.days, why=usual.words)
        self.usual = usual


@dataclass(frozen=True, slots=True)
class UsualDays:
    """For how many working days the office publishes at least; `basis` is the document of its ruling.

    Without a ruling `basis` is "": the policy does not say, and five days are the custom.
    """

    days: int
    basis: str = ""

    @property
    def words(self) -> str:
        """Return the days with where they come from."""
        key = "ruled" if self.basis else "custom"
        return tr(f"batches.usual-days.{key}", days=self.days, basis=self.basis)


def usual_days(session: Session) -> UsualDays:
    """Return for how many working days a batch is published at least: as ruled today, or as is the custom."""
    ruling = active_rule_set(session).rulings.reaching("", "").find(PUBLICITY_DAYS, today_in(session))
    if ruling is None:
        return UsualDays(CUSTOMARY_DAYS)
    return UsualDays(int(ruling.answer.partition("-")[0]), ruling.basis)


def current_publicity(session: Session, batch_id: int) -> Publicity | None:
    """Return the publication that counts: the last one, unless the batch went back to review since."""
    query = select(Publicity).where(Publicity.batch_id == batch_id).order_by(Publicity.id.desc()).limit(1)
    found = session.scalars(query).first()
    return None if found is None or found.ended_early_reason else found


def last_notice(session: Session) -> tuple[str, str]:
    """Return where the last publication was shown and whom objections went to, "" where there was none."""
    last = session.scalars(select(Publicity).order_by(Publicity.id.desc()).limit(1)).first()
    return ("", "") if last is None else (last.place, last.contact)


def publish_batch(
    work: UnitOfWork,
    batch_id: int,
    *,
    starts_on: date,
    working_days: int,
    place: str = "",
    contact: str = "",
    reason: str = "",
    without_holidays: bool = False,
    is_scripted: bool = False,
    version: int | None = None,
    progress: Progress | None = None,
) -> Period:
    """Record that a reviewed batch is published for so many working days; return the period.

    Raises HolidaysUnknownError where the period reaches into a year of which no holidays are on record,
    unless `without_holidays`; PublicityShortError for fewer days than are usual (`usual_days`) without a
    `reason`; ConflictError where a publication runs already, where an award is not payable
    any more, or where the period would begin before the review was done (unless `is_scripted`, which the
    audit chain then says).
    """
    work.require(Right.ASSEMBLE)
    batch = opened_batch(work, batch_id, states=(BatchState.PUBLICITY,), act="publish", version=version)
    period = _checked_period(work, batch, starts_on, working_days, is_scripted=is_scripted)
    usual = usual_days(work.session)
    is_short = period.working_days < usual.days
    if is_short and not reason.strip():
        raise PublicityShortError(batch.name, period.working_days, usual)
    if period.unrecorded_years and not without_holidays:
        raise HolidaysUnknownError(period)
    awards = [award for _, award in live_awards(work.session, batch.id)]
    standing = [award for award in awards if award.state != AwardState.HELD]
    refuse_stopped(batch, stopped_in(work.session, standing, states=_BEFORE_PUBLICITY, progress=progress))
    row = Publicity(
        batch_id=batch.id,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        working_days=period.working_days,
        place=place.strip(),
        contact=contact.strip(),
        started_by=work.actor.name,
        started_at=work.now,
    )
    work.session.add(row)
    for award in awards:
        if award.state == AwardState.REVIEWED:
            move(work, Noun.AWARD, award, AwardState.PUBLICISED)
    detail: dict[str, object] = {"starts_on": period.starts_on, "ends_on": period.ends_on}
    detail |= {"working_days": period.working_days, "awards": len(awards)}
    detail |= {"unrecorded_years": list(period.unrecorded_years)} if period.unrecorded_years else {}
    detail |= {"usual_days": usual.days} if is_short else {}
    why = tr("batches.by-script") if is_scripted else reason.strip() if is_short else ""
    record(work, batch, "publish", detail=detail, reason=why)
    work.touched(Changes.AWARDS)
    return period


def _checked_period(
    work: UnitOfWork, batch: Batch, starts_on: date, days: int, *, is_scripted: bool
) -> Period:
    running = current_publicity(work.session, batch.id)
    today = office_day(work.now)
    if running is not None and today <= running.ends_on:
        raise ConflictError("batch-published", batch=batch.name, ends_on=running.ends_on)
    reviewed_on = _reviewed_on(work.session, batch)
    if not is_scripted and reviewed_on is not None and starts_on < reviewed_on:
        raise InputError("publicity-early", batch=batch.name, day=starts_on, reviewed=reviewed_on)
    if starts_on > today + _LATEST_START:
        raise InputError("publicity-far", batch=batch.name, day=starts_on)
    return period_of(work.session, starts_on, days)


def _reviewed_on(session: Session, batch: Batch) -> date | None:
    moved = select(StateChange.changed_at).where(
        StateChange.noun == Noun.BATCH.value, StateChange.subject_id == batch.id
    )
    moved = moved.where(StateChange.from_state == BatchState.REVIEW.value)
    moved = moved.where(StateChange.to_state == BatchState.PUBLICITY.value)
    moment = session.scalar(moved.order_by(StateChange.id.desc()).limit(1))
    return None if moment is None else office_day(moment)


def close_publicity(work: UnitOfWork, batch_id: int, *, version: int | None = None) -> StepReport:
    """Close a publicity whose last day is over. What is held leaves the batch, the rest goes to approval."""
    work.require(Right.ASSEMBLE)
    batch = opened_batch(
        work, batch_id, states=(BatchState.PUBLICITY,), act="close-publicity", version=version
    )
    publicity = current_publicity(work.session, batch.id)
    if publicity is None:
        raise ConflictError("batch-unpublished", batch=batch.name)
    today = office_day(work.now)
    if today <= publicity.ends_on:
        raise ConflictError("publicity-running", batch=batch.name, ends_on=publicity.ends_on, today=today)
    report = leave_held(work, batch)
    detail: dict[str, object] = {"awards": report.awards, "total_fen": report.amount_fen}
    move(work, Noun.BATCH, batch, BatchState.APPROVAL, subject=batch.name, detail=detail)
    work.touched(Changes.BATCHES)
    return report


def leave_held(work: UnitOfWork, batch: Batch) -> StepReport:
    """Let the held awards of a batch leave it. Raises ConflictError where nothing would be left."""
    live = live_awards(work.session, batch.id)
    held = [(mine, award) for mine, award in live if award.state == AwardState.HELD]
    if len(held) == len(live):
        raise ConflictError("batch-all-held" if held else "batch-empty", batch=batch.name)
    stopped = stopped_in(work.session, [award for _, award in held], states=())
    for mine, _ in held:
        leave(work, batch, mine, reason=tr("batches.left-out.held"))
    total = sum(mine.amount_fen for mine, award in live if award.state != AwardState.HELD)
    return StepReport(batch.id, len(live) - len(held), total, tuple(stopped))


def set_contact(work: UnitOfWork, batch_id: int, contact: str) -> None:
    """Record to whom objections to a publication go, where that was left open when it was published.

    Raises ConflictError where nothing is published or a contact is on record already, InputError for none.
    """
    work.require(Right.ASSEMBLE)
    batch = opened_batch(work, batch_id, states=tuple(BatchState), act="publish")
    publicity = current_publicity(work.session, batch.id)
    if publicity is None:
        raise ConflictError("batch-unpublished", batch=batch.name)
    if not contact.strip():
        raise InputError("publicity-contact-missing", batch=batch.name)
    if publicity.contact:
        raise ConflictError("publicity-contact-stands", batch=batch.name, contact=publicity.contact)
    publicity.contact = contact.strip()
    record(work, batch, "publicity-contact", detail={"contact": publicity.contact})
    work.touched(Changes.BATCHES)


def take_down(work: UnitOfWork, batch_id: int, *, on: date | None = None, version: int | None = None) -> None:
    """Record that the notices of a batch which are over were taken down, on this day (today where not said).

    Raises ConflictError before the last day of a notice that counts is over, or where none is still up;
    InputError for a day to come.
    """
    work.require(Right.ASSEMBLE)
    batch = opened_batch(work, batch_id, states=tuple(BatchState), act="take-down", version=version)
    day = on or office_day(work.now)
    check_not_future(work, day, what=tr("batches.field.taken-down-on"))
    query = select(Publicity).where(Publicity.batch_id == batch.id, Publicity.taken_down_on.is_(None))
    standing = list(work.session.scalars(query.order_by(Publicity.id)))
    if not standing:
        raise ConflictError("batch-unpublished", batch=batch.name)
    for row in standing:
        if day <= row.ends_on and not row.ended_early_reason:
            raise ConflictError("publicity-running", batch=batch.name, ends_on=row.ends_on, today=day)
        row.taken_down_on, row.taken_down_by = day, work.actor.name
    record(work, batch, "take-down", detail={"on": day})
