"""Batches at their payment step for tests, with the ruling on income tax, and bank returns as files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import assess_all
from app.batches import awards_digest
from app.payments import LineRow, RunPage, find_run, make_run, mark_exported, run_page
from app.store import Store, open_store
from app.unit_of_work import UnitOfWork
from models import Approval, Award, Batch, BatchAward, Event, PaymentLine, Result
from tests.builders import CLERK, NOW, PUBLISHED, a_contest, a_result, a_ruling, a_unit, an_event

FINANCE, APPROVER = "财务丁", "审批丙"
FUND = "竞赛奖励专项资金"
BATCH = "2024年第一批"
G1 = (
    ("national", "甲赛项", ((1, "U1"), (3, "U2"))),
    ("provincial", "乙赛项", ((1, "U1"), (2, "U3"), (3, "U3"))),
    ("municipal", "丁赛项", ((1, "U4"), (2, "U5"), (3, "U5"), (4, "U6"))),
)
"""The golden data set G1 but for its second-class contests: level, event, ranks with their units."""


def g1_results(session: Session) -> list[Result]:
    """Record the results of G1."""
    units = {
        name: a_unit(session, name=f"新乡市{name}技术学院") for name in ("U1", "U2", "U3", "U4", "U5", "U6")
    }
    found = []
    for level, name, ranks in G1:
        event = an_event(session, a_contest(session, level), name=name)
        found += [a_result(session, rank, event=event, unit=units[unit]) for rank, unit in ranks]
    return found


def a_batch_at_payment(work: UnitOfWork, *, tax: str = "exempt", name: str = BATCH) -> int:
    """Put every proposal into a batch that was approved by somebody else; return the batch."""
    assess_all(work)
    session = work.session
    if tax:
        a_ruling(session, "income-tax", tax, basis="新税函〔2024〕6号")
    batch = Batch(name=name, state="payment", created_by=CLERK, created_at=NOW)
    session.add(batch)
    session.flush()
    awards = list(session.scalars(select(Award).where(Award.state == "proposed").order_by(Award.id)))
    for award in awards:
        award.state = "approved"
        fen = award.amount_fen or 0
        session.add(
            BatchAward(batch_id=batch.id, award_id=award.id, amount_fen=fen, added_by=CLERK, added_at=NOW)
        )
    session.add(_approval(batch.id, awards))
    session.flush()
    return batch.id


def _approval(batch: int, awards: list[Award]) -> Approval:
    return Approval(
        batch_id=batch,
        stage=1,
        is_granted=True,
        awards=len(awards),
        amount_fen=sum(award.amount_fen or 0 for award in awards),
        awards_sha256=awards_digest((award.id, award.amount_fen or 0) for award in awards),
        decided_on=PUBLISHED,
        document="新竞办〔2024〕3号",
        decided_by=APPROVER,
        decided_at=NOW,
    )


@dataclass(frozen=True)
class Paying:
    """A registry with G1 in a batch at its payment step."""

    store: Store
    batch: int

    def make(self, **facts: object) -> int:
        with self.store.writing(actor=FINANCE) as work:
            return make_run(work, self.batch, **{"fund": FUND, "budget_year": 2024, **facts}).run_id  # type: ignore[arg-type]

    def send(self, **facts: object) -> int:
        """Make a run and mark it as exported."""
        run = self.make(**facts)
        with self.store.writing(actor=FINANCE) as work:
            mark_exported(work, run)
        return run

    def page(self, run: int) -> RunPage:
        with self.store.reading() as session:
            return run_page(session, run, show_numbers=True)

    def states(self) -> list[str]:
        with self.store.reading() as session:
            query = select(Award.state).join(BatchAward, BatchAward.award_id == Award.id).order_by(Award.id)
            return list(session.scalars(query))


def g1_at_payment(store: Store, *, tax: str = "exempt") -> Paying:
    """Bring G1 to its payment step: eight awards, 186,400 yuan."""
    with store.writing(actor=CLERK) as work:
        g1_results(work.session)
        batch = a_batch_at_payment(work, tax=tax)
    return Paying(store, batch)


HEADER = ("发放表编号", "序号", "户名", "卡号", "金额", "处理结果", "失败原因", "交易日期", "流水号")


def bank_row(page: RunPage, line: LineRow, result: str = "成功", **other: object) -> list[object]:
    """Return a row of a bank's return for a line, but for what `other` says of a column."""
    usual: dict[str, object] = {
        "发放表编号": page.run.number,
        "序号": line.position,
        "户名": line.payee,
        "卡号": line.card,
        "金额": f"{line.net_fen / 100:.2f}",
        "处理结果": result,
        "失败原因": "" if result == "成功" else "账号户名不符",
        "交易日期": "2024-06-28",
        "流水号": f"A{line.position:05d}",
    }
    return [{**usual, **other}[title] for title in HEADER]


def write_return(file: Path, rows: Iterable[Iterable[object]], *, header: Iterable[str] = HEADER) -> Path:
    """Write a bank's return as the csv in GB18030 that a bank sends."""
    with file.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(list(header))
        writer.writerows(rows)
    return file


def whole_return(folder: Path, page: RunPage, *, failing: Iterable[int] = ()) -> Path:
    """Write a return in which everything was paid but the lines at these positions."""
    lost = set(failing)
    rows = [bank_row(page, line, "失败" if line.position in lost else "成功") for line in page.lines]
    return write_return(folder / f"回单{page.run.number}.csv", rows)


def line_states(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(PaymentLine.state).order_by(PaymentLine.id)))


def event_of(session: Session, name: str) -> Event:
    return session.scalars(select(Event).where(Event.name == name)).one()


def bank_return(place: str, folder: Path, run: str, *, failing: Iterable[int] = ()) -> str:
    """Write the bank's return of a run of the registry at `place`, and give its file."""
    store = open_store(place)
    with store.reading() as session:
        page = run_page(session, find_run(session, run), show_numbers=True)
    store.close()
    return str(whole_return(folder, page, failing=failing))
