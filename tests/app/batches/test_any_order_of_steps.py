"""Whatever four people do, in any order: sums agree, nobody is at both ends, no award is in two batches."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from app.accounts import verify_audit
from app.awards import annul_result, assess_all
from app.batches import (
    BatchChoice,
    BatchStep,
    approve_batch,
    archive_batch,
    awards_digest,
    batch_page,
    batch_rows,
    close_publicity,
    create_batch,
    decide_objection,
    dissolve_batch,
    publish_batch,
    register_objection,
    remove_award,
    require_as_approved,
    review_batch,
    send_back,
    submit_batch,
)
from app.errors import AppError
from app.registry import ResultFacts, confirm_results, correct_result
from app.store import open_store
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from models import Approval, Award, BatchAward, Objection, Result, StateChange
from models.publicity import ObjectionState
from models.types import AwardState
from tests.app.batches.office import Office, some_winners
from tests.builders import PUBLISHED, a_contest
from tests.state_machines import run_machine

PEOPLE = st.sampled_from(["经办甲", "经办己", "复核乙", "审批丙"])
NUMBER = st.integers(0, 30)
_STEPS: tuple[Callable[[UnitOfWork, int], object], ...] = (
    submit_batch,
    review_batch,
    close_publicity,
    archive_batch,
)


class OfficeAtWork(RuleBasedStateMachine):
    """Acts at random; what is refused changes nothing, and after each step the books are right."""

    template: Path

    @initialize()
    def open_registry(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "registry.db"
        shutil.copyfile(self.template, file)
        self.store = open_store(str(file))
        self.office = Office(self.store)
        with self.office.acting("经办甲") as work:
            for level in ("municipal", "provincial"):
                some_winners(work.session, 3, contest=a_contest(work.session, level))
            assess_all(work)
        self.create("经办甲", "", 0)

    def attempt(self, who: str, act: Callable[[UnitOfWork], object]) -> None:
        """Carry out an act; a refusal is as good as success."""
        try:
            with self.office.acting(who) as work:
                act(work)
        except AppError:
            return

    def chosen_batch(self, number: int) -> int:
        with self.store.reading() as session:
            ids = [row.id for row in batch_rows(session)]
        return ids[number % len(ids)] if ids else 1

    def chosen_award(self, number: int) -> int:
        with self.store.reading() as session:
            current = select(Award.id).join(Result, Result.id == Award.id).where(Result.is_current)
            ids = [int(award) for award in session.scalars(current.order_by(Award.id))] or [1]
        return ids[number % len(ids)]

    @rule(who=PEOPLE, level=st.sampled_from(["", "municipal", "provincial"]), number=NUMBER)
    def create(self, who: str, level: str, number: int) -> None:
        choice = BatchChoice(level=level)
        self.attempt(who, lambda work: create_batch(work, name=f"批次{number}号", chosen=choice))

    @rule(who=PEOPLE, number=NUMBER, step=st.sampled_from(_STEPS))
    def go_on(self, who: str, number: int, step: Callable[[UnitOfWork, int], object]) -> None:
        batch = self.chosen_batch(number)
        self.attempt(who, lambda work: step(work, batch))

    @rule(who=PEOPLE, number=NUMBER, again=st.just(0))
    def once_more(self, who: str, number: int, again: int) -> None:
        """Let what leads on come up as often as what leads back."""
        self.next_step(who, number + again)

    @rule(who=PEOPLE, number=NUMBER)
    def next_step(self, who: str, number: int) -> None:
        """Do what the board says is next."""
        with self.store.reading() as session:
            rows = batch_rows(session)
        if not rows:
            return
        row = rows[number % len(rows)]
        acts: dict[BatchStep, Callable[[UnitOfWork], object]] = {
            BatchStep.SUBMIT: lambda work: submit_batch(work, row.id),
            BatchStep.REVIEW: lambda work: review_batch(work, row.id),
            BatchStep.PUBLISH: lambda work: publish_batch(
                work, row.id, starts_on=self.office.today, working_days=3, without_holidays=True
            ),
            BatchStep.CLOSE: lambda work: close_publicity(work, row.id),
            BatchStep.APPROVE: lambda work: approve_batch(work, row.id, decided_on=self.office.today),
            BatchStep.PAY: lambda work: self.pay(work, row.id),
            BatchStep.ARCHIVE: lambda work: archive_batch(work, row.id),
        }
        if row.next_step == BatchStep.WAIT:
            self.office.wait(6)
        elif row.next_step in acts:
            self.attempt(who, acts[row.next_step])

    def pay(self, work: UnitOfWork, batch: int) -> None:
        for award, _ in require_as_approved(work.session, batch):
            row = work.session.get_one(Award, award)
            if row.state == AwardState.APPROVED:
                move(work, Noun.AWARD, row, AwardState.IN_PAYMENT)
                move(work, Noun.AWARD, row, AwardState.PAID)

    def go_back(self, who: str, number: int, act: Callable[..., object]) -> None:
        batch = self.chosen_batch(number)
        self.attempt(who, lambda work: act(work, batch, reason="材料不齐"))

    def remove(self, who: str, number: int, award: int) -> None:
        batch, one = self.chosen_batch(number), self.chosen_award(award)
        self.attempt(who, lambda work: remove_award(work, batch, one, reason="重复申报"))

    def objects(self, who: str, number: int, award: int) -> None:
        batch, one = self.chosen_batch(number), self.chosen_award(award)
        self.attempt(who, lambda work: register_objection(work, batch, one, source="某单位", text="名次不符"))

    def decide(self, who: str, number: int, outcome: ObjectionState) -> None:
        self.attempt(who, lambda work: decide_objection(work, number, outcome, decision="已核查"))

    def annul(self, award: int) -> None:
        one = self.chosen_award(award)
        self.attempt("审批丙", lambda work: annul_result(work, one, basis="示例〔2024〕67号"))

    def correct(self, award: int, rank: int, *, is_confirmed: bool) -> None:
        one = self.chosen_award(award)
        facts = ResultFacts(rank, "", "", "", PUBLISHED)
        self.attempt(
            "经办甲",
            lambda work: correct_result(work, one, facts=facts, basis="示例〔2024〕68号", reason="录错"),
        )
        if is_confirmed:
            self.attempt("复核乙", confirm_results)

    @rule(who=PEOPLE, number=NUMBER, award=NUMBER, what=st.integers(0, 13))
    def disturb(self, who: str, number: int, award: int, what: int) -> None:
        """Let something come between: a return, an objection, a decision, a correction, an annulment."""
        if what in (0, 1):
            self.go_back(who, number, (send_back, dissolve_batch)[what])
        elif what == 2:
            self.remove(who, number, award)
        elif what <= 5:
            self.objects(who, number, award)
        elif what <= 8:
            self.decide(who, 1 + number % 4, list(ObjectionState)[what - 5])
        elif what == 9:
            self.annul(award)
        else:
            self.correct(award, 1 + number % 4, is_confirmed=what != 10)

    @rule(days=st.integers(-3, 12))
    def time_passes(self, days: int) -> None:
        self.office.wait(days)

    @invariant()
    def an_award_is_in_one_batch_and_sums_agree(self) -> None:
        with self.store.reading() as session:
            live = select(BatchAward.award_id).where(BatchAward.left_at.is_(None))
            ids = list(session.scalars(live))
            pages = [batch_page(session, row.id) for row in batch_rows(session)]
        assert len(ids) == len(set(ids))
        for page in pages:
            amounts = [(one.award.id, one.award.amount_fen or 0) for one in page.awards]
            assert page.facts.amount_fen == sum(fen for _, fen in amounts)
            assert page.facts.awards == len(amounts)
            assert all(left.reason for left in page.left_out)

    @invariant()
    def only_what_was_approved_may_be_paid(self) -> None:
        with self.store.reading() as session:
            for row in batch_rows(session):
                try:
                    amounts = require_as_approved(session, row.id)
                except AppError:
                    continue
                given = select(Approval).where(Approval.batch_id == row.id, Approval.is_granted)
                granted = list(session.scalars(given.where(~Approval.is_void)))
                assert [one.awards_sha256 for one in granted] == [awards_digest(amounts)]
                assert granted[0].amount_fen == sum(fen for _, fen in amounts)

    @invariant()
    def no_second_person_is_the_first(self) -> None:
        with self.store.reading() as session:
            for row in batch_rows(session):
                added = select(BatchAward.added_by).where(
                    BatchAward.batch_id == row.id, BatchAward.left_at.is_(None)
                )
                clerks = {row.created_by, *session.scalars(added)}
                moves = select(StateChange.to_state, StateChange.actor).where(
                    StateChange.noun == "batch", StateChange.subject_id == row.id
                )
                for to, actor in session.execute(moves.where(StateChange.from_state == "review")):
                    assert to != "publicity" or actor not in clerks
                approvals = select(Approval).where(Approval.batch_id == row.id, Approval.is_granted)
                assert all(one.decided_by not in clerks for one in session.scalars(approvals))
            for one in session.scalars(select(Objection).where(Objection.state != "taken-back")):
                assert one.decided_by != one.recorded_by

    @invariant()
    def a_frozen_award_of_an_ended_result_is_in_no_open_batch(self) -> None:
        with self.store.reading() as session:
            query = select(Award.state).join(BatchAward, BatchAward.award_id == Award.id)
            query = query.join(Result, Result.id == Award.id).where(BatchAward.left_at.is_(None))
            assert AwardState.WITHDRAWN not in set(session.scalars(query))

    def teardown(self) -> None:
        """Check the chain of all that was done."""
        if hasattr(self, "store"):
            with self.store.reading() as session:
                assert verify_audit(session).first_broken is None
            self.store.close()
            self.folder.cleanup()


def test_the_books_are_right_after_every_step(sqlite_template: Path) -> None:
    run_machine(OfficeAtWork, sqlite_template, examples=5, steps=30)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(20))
def test_the_books_are_right_after_ten_thousand_steps(sqlite_template: Path, number: int) -> None:
    """Five hundred steps each, from a seed of its own."""

    run_machine(OfficeAtWork, sqlite_template, examples=10, steps=50, number=number)
