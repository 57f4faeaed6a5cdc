"""An office for the tests of batches: four people, a clock that can be set, and winners."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.awards import assess_all
from app.batches import (
    BatchChoice,
    BatchPage,
    approve_batch,
    batch_page,
    close_publicity,
    create_batch,
    publish_batch,
    review_batch,
    submit_batch,
)
from app.clock import office_day
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Award, CalendarDay
from tests.builders import NOW, a_contest, a_result, an_event

CLERK, REVIEWER, APPROVER, FINANCE, SECOND = "经办甲", "复核乙", "审批丙", "财务丁", "审批戊"
FIRST_DAY = date(2024, 7, 2)  # a Tuesday, the day after NOW


@dataclass
class Office:
    """Acts on a store as different people on different days."""

    store: Store
    now: datetime = field(default=NOW)

    def __post_init__(self) -> None:
        self.store.clock = lambda: self.now

    @property
    def today(self) -> date:
        """Return the office's day."""
        return office_day(self.now)

    def wait(self, days: int) -> None:
        """Let days pass (or, negative, set the clock back)."""
        self.now += timedelta(days=days)

    @contextmanager
    def acting(self, who: str) -> Iterator[UnitOfWork]:
        """Open a unit of work as this person."""
        with self.store.writing(actor=who) as work:
            yield work

    def winners(self, count: int = 3, **facts: Any) -> list[int]:
        """Record an event of the city's contest with confirmed winners, assess; return the award ids."""
        with self.acting(CLERK) as work:
            ids = some_winners(work.session, count, **facts)
            assess_all(work)
        return ids

    def record_holidays(self, *years: int) -> None:
        """Put new year's day of these years on record."""
        with self.acting(CLERK) as work:
            for year in years:
                work.session.add(
                    CalendarDay(
                        day=date(year, 1, 1),
                        is_working=False,
                        name="元旦",
                        recorded_by=CLERK,
                        recorded_at=self.now,
                    )
                )

    def batch(self, name: str = "第一批", choice: BatchChoice | None = None) -> int:
        """Make a batch of everything that may enter."""
        with self.acting(CLERK) as work:
            return create_batch(work, name=name, chosen=choice or BatchChoice()).batch_id

    def submitted(self, name: str = "第一批") -> int:
        """Make and submit a batch."""
        batch = self.batch(name)
        with self.acting(CLERK) as work:
            submit_batch(work, batch)
        return batch

    def reviewed(self, name: str = "第一批") -> int:
        """Lead a batch through its review."""
        batch = self.submitted(name)
        with self.acting(REVIEWER) as work:
            review_batch(work, batch)
        return batch

    def published(self, name: str = "第一批") -> int:
        """Publish a batch for five working days from today on."""
        batch = self.reviewed(name)
        self.publish(batch)
        return batch

    def publish(self, batch: int) -> None:
        """Publish a reviewed batch for five working days from today on."""
        with self.acting(CLERK) as work:
            publish_batch(
                work, batch, starts_on=self.today, working_days=5, contact="王", without_holidays=True
            )

    def closed(self, name: str = "第一批") -> int:
        """Lead a batch to its approval."""
        batch = self.published(name)
        self.wait(8)
        with self.acting(CLERK) as work:
            close_publicity(work, batch)
        return batch

    def approved(self, name: str = "第一批") -> int:
        """Lead a batch to its payment."""
        batch = self.closed(name)
        with self.acting(APPROVER) as work:
            approve_batch(work, batch, decided_on=self.today, document="示例〔2024〕20号")
        return batch

    def page(self, batch: int) -> BatchPage:
        """Return the batch's page."""
        with self.store.reading() as session:
            return batch_page(session, batch)

    def states(self, *awards: int) -> list[str]:
        """Return the states of these awards."""
        with self.store.reading() as session:
            return [session.get_one(Award, award).state for award in awards]


def some_winners(session: Session, count: int = 3, **facts: Any) -> list[int]:
    """Record an event of a municipal contest with confirmed winners; return the ids of their results."""
    contest = facts.pop("contest", None) or a_contest(session, facts.pop("level", "municipal"))
    event = an_event(session, contest)
    return [a_result(session, rank, event=event, **facts).id for rank in range(1, count + 1)]
