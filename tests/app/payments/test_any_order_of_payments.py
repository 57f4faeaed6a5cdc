"""Whatever finance, the bank and the office do, in any order: no award is paid twice, and the books agree."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import verify_audit
from app.awards import annul_result, assess_all
from app.errors import AppError
from app.payments import (
    cancel_run,
    give_up_lines,
    make_run,
    mark_exported,
    reconcile,
    record_paid,
    recover_award,
    recoveries,
    reissue_lines,
    run_page,
    set_card,
    take_return,
)
from app.store import open_store
from app.unit_of_work import UnitOfWork
from models import Approval, Award, Batch, BatchAward, PaymentLine, PaymentRun, Result
from tests.app.awards.test_assess import supersede
from tests.builders import CLERK, NOW, PUBLISHED
from tests.payment_builders import (
    APPROVER,
    FINANCE,
    FUND,
    a_batch_at_payment,
    bank_row,
    g1_results,
    write_return,
)
from tests.state_machines import run_machine

NUMBER = st.integers(0, 40)
PEOPLE = st.sampled_from([FINANCE, CLERK, APPROVER])
_WAITING = {"not-listed", "not-paid", "failed", "not-decided"}  # the last: listed, then corrected or annulled
_OUT = ("paid", "to-recover", "recovered")


def _left_amounts(session: Session) -> int:
    """Return what the awards that left their batch came to, in fen."""
    return sum(session.scalars(select(BatchAward.amount_fen).where(BatchAward.left_at.is_not(None))))


def _approved_less_present(session: Session) -> int:
    """Return what was approved of all batches, less what is in them now, in fen."""
    present = select(BatchAward.amount_fen).where(BatchAward.left_at.is_(None))
    return sum(session.scalars(select(Approval.amount_fen))) - sum(session.scalars(present))


class OfficeAndBank(RuleBasedStateMachine):
    """Acts at random; what is refused changes nothing, and after each step the books are right."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        file = shutil.copyfile(self.template, self.path / "registry.db")
        self.store = open_store(str(file), clock=lambda: NOW)
        self.files = count(1)
        self.act(CLERK, lambda work: (g1_results(work.session), a_batch_at_payment(work)))
        self._send(0)

    def act(self, who: str, step: Callable[[UnitOfWork], object]) -> None:
        """Do one step as somebody; what the program refuses is refused."""
        try:
            with self.store.writing(actor=who) as work:
                step(work)
        except AppError:
            pass

    def chosen(self, session: Session, model: type[PaymentRun | Batch | Result], number: int) -> int:
        ids = list(session.scalars(select(model.id).order_by(model.id)))
        return int(ids[number % len(ids)]) if ids else 0

    @rule(who=PEOPLE, number=NUMBER)
    def make(self, who: str, number: int) -> None:
        def step(work: UnitOfWork) -> None:
            make_run(work, self.chosen(work.session, Batch, number), fund=FUND, budget_year=2024)

        self.act(who, step)

    @rule(number=NUMBER)
    def send_a_batch(self, number: int) -> None:
        self._send(number)

    def _send(self, number: int) -> None:
        def step(work: UnitOfWork) -> None:
            batch = self.chosen(work.session, Batch, number)
            mark_exported(work, make_run(work, batch, fund=FUND, budget_year=2024).run_id)

        self.act(FINANCE, step)

    @rule(number=NUMBER)
    def cancel(self, number: int) -> None:
        self.act(
            FINANCE, lambda work: cancel_run(work, self.chosen(work.session, PaymentRun, number), reason="误")
        )

    @rule(number=NUMBER)
    def send(self, number: int) -> None:
        self.act(FINANCE, lambda work: mark_exported(work, self.chosen(work.session, PaymentRun, number)))

    @rule(number=NUMBER)
    def paid_by_paper(self, number: int) -> None:
        def step(work: UnitOfWork) -> None:
            run = self.chosen(work.session, PaymentRun, number)
            record_paid(work, run, paid_on=PUBLISHED, reference="付款凭证")

        self.act(FINANCE, step)

    @rule(number=NUMBER, draw=st.integers(0, 10_000))
    def bank_answers(self, number: int, draw: int) -> None:
        """Some lines paid, some failed, some not told, now and then one amount a fen off."""
        chance = random.Random(draw)  # noqa: S311

        def step(work: UnitOfWork) -> None:
            run = self.chosen(work.session, PaymentRun, number)
            page = run_page(work.session, run, show_numbers=True)
            rows = []
            for line in page.lines:
                told = chance.choice(["成功", "成功", "失败", ""])
                wrong = {"金额": "0.01"} if chance.random() < 0.03 else {}
                if told:
                    rows.append(bank_row(page, line, told, **wrong))
            take_return(work, run, write_return(self.path / f"{next(self.files)}.csv", rows))

        self.act(FINANCE, step)

    @rule(number=NUMBER, who=PEOPLE)
    def pay_again(self, number: int, who: str) -> None:
        def failed(session: Session) -> Sequence[PaymentLine]:
            query = select(PaymentLine).where(PaymentLine.state == "failed").order_by(PaymentLine.id)
            return list(session.scalars(query))

        def enter(work: UnitOfWork) -> None:
            lines = failed(work.session)
            line = lines[number % len(lines)] if lines else None
            if line is not None:
                card = f"95580000{next(self.files):011d}"
                set_card(work, line.person_id, bank="建设银行", card=card, proof="本人填写")

        def step(work: UnitOfWork) -> None:
            lines = failed(work.session)
            if lines:
                line = lines[number % len(lines)]
                reissue_lines(work, line.run_id, [line.id])

        self.act(CLERK, enter)
        self.act(who, step)

    @rule(number=NUMBER)
    def give_up(self, number: int) -> None:
        def step(work: UnitOfWork) -> None:
            query = select(PaymentLine).where(PaymentLine.state == "failed").order_by(PaymentLine.id)
            lines = list(work.session.scalars(query))
            if lines:
                line = lines[number % len(lines)]
                give_up_lines(work, line.run_id, [line.id], reason="无法发放")

        self.act(FINANCE, step)

    @rule(number=NUMBER)
    def annul(self, number: int) -> None:
        self.act(
            APPROVER,
            lambda work: annul_result(
                work, self.chosen(work.session, Result, number), basis="示例〔2024〕7号"
            ),
        )

    @rule(number=NUMBER, rank=st.integers(1, 5))
    def correct(self, number: int, rank: int) -> None:
        def step(work: UnitOfWork) -> None:
            result = work.session.get(Result, self.chosen(work.session, Result, number))
            if result is not None and result.is_current and result.rank != rank:
                supersede(work.session, result.id, rank=rank)
                assess_all(work)

        self.act(CLERK, step)

    @rule(number=NUMBER)
    def next_batch(self, number: int) -> None:
        self.act(CLERK, lambda work: a_batch_at_payment(work, tax="", name=f"批次{next(self.files)}"))

    @rule(number=NUMBER, fen=st.sampled_from([1, 100_000, 3_000_000, 10_000_000]))
    def repay(self, number: int, fen: int) -> None:
        def step(work: UnitOfWork) -> None:
            rows = [row for row in recoveries(work.session) if row.balance_fen]
            if rows:
                row = rows[number % len(rows)]
                amount = min(fen, row.balance_fen)
                recover_award(work, row.award_id, amount_fen=amount, received_on=PUBLISHED)

        self.act(FINANCE, step)

    @invariant()
    def no_award_is_paid_twice(self) -> None:
        with self.store.reading() as session:
            query = select(PaymentLine.award_id).where(
                PaymentLine.kind == "award", PaymentLine.state == "paid"
            )
            assert all(times == 1 for times in Counter(session.scalars(query)).values())

    @invariant()
    def decision_lists_and_bank_agree_or_each_difference_is_a_step_to_come(self) -> None:
        with self.store.reading() as session:
            found = reconcile(session)
            paid = sum(
                fen or 0 for fen in session.scalars(select(Award.amount_fen).where(Award.state.in_(_OUT)))
            )
            gone, less = _left_amounts(session), _approved_less_present(session)
        told = [one for one in found.differences if one.code == "batch-differs"]
        assert not told or gone == less  # what left since is all that waits for a new approval
        found = replace(found, differences=tuple(one for one in found.differences if one not in told))
        assert {one.code for one in found.differences} <= _WAITING
        assert paid == found.paid
        assert not [one for one in found.differences if one.code == "not-decided" and one.paid_fen]
        open_fen = sum(one.decided_fen or 0 for one in found.differences)
        assert found.decided - open_fen == found.paid

    @invariant()
    def no_more_comes_back_than_was_paid(self) -> None:
        with self.store.reading() as session:
            found = reconcile(session)
            rows = recoveries(session)
        assert found.to_recover + found.recovered == sum(row.demanded_fen for row in rows) <= found.paid

    @invariant()
    def who_approved_lists_nothing(self) -> None:
        with self.store.reading() as session:
            query = select(PaymentRun.created_by, Approval.decided_by)
            query = query.join(Approval, Approval.batch_id == PaymentRun.batch_id)
            assert all(maker != approver for maker, approver in session.execute(query))

    @invariant()
    def numbers_have_no_gap(self) -> None:
        with self.store.reading() as session:
            numbers = [one for one in session.scalars(select(PaymentRun.number)) if one.startswith("2024")]
        assert sorted(numbers) == [f"2024-{number:03d}" for number in range(1, len(numbers) + 1)]

    def teardown(self) -> None:
        """Check the chain of all that was done."""
        if hasattr(self, "store"):
            with self.store.reading() as session:
                assert verify_audit(session).first_broken is None
            self.store.close()
            self.folder.cleanup()


def test_the_books_agree_after_every_step(sqlite_template: Path) -> None:
    run_machine(OfficeAndBank, sqlite_template, examples=5, steps=30)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(100))
def test_the_books_agree_after_ten_thousand_steps(sqlite_template: Path, number: int) -> None:
    """A hundred steps each, from a seed of its own, so that none is long on a busy machine."""
    run_machine(OfficeAndBank, sqlite_template, examples=2, steps=50, number=number)
