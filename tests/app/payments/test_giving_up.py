"""A failed line of a winner who cannot be paid is given up, and its award can go every other way again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.awards import annul_result
from app.batches import approve_batch, archive_batch, remove_award
from app.errors import ConflictError, InputError, NotFoundError
from app.payments import give_up_lines, plan_run, reconcile, take_return
from app.store import Store, open_store
from models.types import AwardState
from tests.app.commands.test_command_line import Run, run
from tests.builders import CLERK
from tests.payment_builders import (
    APPROVER,
    FINANCE,
    Paying,
    bank_return,
    g1_at_payment,
    line_states,
    whole_return,
)

__all__ = ["run"]  # the fixture
REASON = "本人已去世，继承人未定"


@pytest.fixture
def failed(store: Store, tmp_path: Path) -> tuple[Paying, int, int]:
    """G1 sent and answered: the line of the first prize came back. With it the run and that line."""
    paying = g1_at_payment(store)
    number = paying.send()
    with store.writing(actor=FINANCE) as work:
        assert take_return(work, number, whole_return(tmp_path, paying.page(number), failing=[1])).is_taken
    return paying, number, paying.page(number).lines[0].id


def give_up(paying: Paying, number: int, line: int, reason: str = REASON) -> None:
    with paying.store.writing(actor=FINANCE) as work:
        assert give_up_lines(work, number, [line], reason=reason) == 1


def codes(paying: Paying) -> list[str]:
    with paying.store.reading() as session:
        return [one.code for one in reconcile(session).differences]


def test_until_it_is_given_up_the_award_cannot_leave(failed: tuple[Paying, int, int]) -> None:
    paying, number, line = failed
    award = paying.page(number).lines[0].award_id
    with pytest.raises(ConflictError, match="batch-money-moved"), paying.store.writing(actor=CLERK) as work:
        remove_award(work, paying.batch, award, reason=REASON)

    give_up(paying, number, line)

    assert paying.states()[0] == "approved"
    assert line_states(paying.store)[0] == "cancelled"
    assert codes(paying) == ["not-listed"]
    with paying.store.writing(actor=CLERK) as work:
        remove_award(work, paying.batch, award, reason=REASON)
    with paying.store.writing(actor=APPROVER) as work:
        approve_batch(work, paying.batch, decided_on=date(2024, 7, 1))
    with paying.store.writing(actor=CLERK) as work:
        archive_batch(work, paying.batch)
    assert paying.states()[0] == "reviewed"
    assert codes(paying) == []


def test_it_is_not_listed_again_until_its_card_is_recorded_anew(failed: tuple[Paying, int, int]) -> None:
    paying, number, line = failed
    give_up(paying, number, line)
    with paying.store.reading() as session:
        plan = plan_run(session, paying.batch, budget_year=2024)
    out = {one.award.id: one for one in plan.left_out}
    told = out[paying.page(number).lines[0].award_id]
    assert (told.code, plan.lines) == ("given-up", ())
    assert paying.page(number).run.number in told.words
    with pytest.raises(ConflictError, match="放弃发放"):
        paying.make()

    award = told.award
    assert [one.person for one in paying.page(paying.make(cash={award.id: "开不了户"})).lines] == [
        award.person
    ]


def test_an_annulment_ends_what_failed(failed: tuple[Paying, int, int]) -> None:
    paying, number, _line = failed
    with paying.store.writing(actor=APPROVER) as work:
        annul_result(work, paying.page(number).lines[0].award_id, basis="新竞办〔2024〕9号")

    assert line_states(paying.store)[0] == "cancelled"
    assert "新竞办〔2024〕9号" in paying.page(number).lines[0].state_reason
    with paying.store.reading() as session:
        found = reconcile(session)
    assert found.decided == found.listed == found.paid
    assert [one.code for one in found.differences] == []


def test_an_award_annulled_while_at_the_bank_ends_with_its_failed_line(store: Store, tmp_path: Path) -> None:
    paying = g1_at_payment(store)
    number = paying.send()
    award = paying.page(number).lines[0].award_id
    with store.writing(actor=APPROVER) as work:
        annul_result(work, award, basis="新竞办〔2024〕9号")
    with store.writing(actor=FINANCE) as work:
        assert take_return(work, number, whole_return(tmp_path, paying.page(number), failing=[1])).is_taken

    assert (paying.states()[0], line_states(store)[0]) == (AwardState.WITHDRAWN, "cancelled")
    assert codes(paying) == []


def test_only_failed_lines_are_given_up_and_never_without_a_reason(failed: tuple[Paying, int, int]) -> None:
    paying, number, line = failed
    paid = paying.page(number).lines[1].id
    before = line_states(paying.store)
    for lines, reason, error, code in (
        ([line], " ", InputError, "honours-needed"),
        ([line, paid], REASON, ConflictError, "payment-not-failed"),
        ([4711], REASON, NotFoundError, "payment-line-missing"),
    ):
        with pytest.raises(error, match=code), paying.store.writing(actor=FINANCE) as work:
            give_up_lines(work, number, lines, reason=reason)
    assert line_states(paying.store) == before
    give_up(paying, number, line)
    with pytest.raises(ConflictError, match="payment-not-failed"):
        give_up(paying, number, line)


def test_the_command_gives_up_a_line_by_its_number_on_the_list(
    run: Run, sqlite_store: Store, tmp_path: Path
) -> None:
    paying = g1_at_payment(sqlite_store)
    paying.send()
    place = str(sqlite_store.name)
    file = bank_return(place, tmp_path, "2024-001", failing=[2])
    assert run("--db", place, "payment", "return", "2024-001", file, "--as", FINANCE).code == 0
    words = ("payment", "give-up", "2024-001", "--line", "2", "--reason", REASON, "--as", FINANCE)
    told = run("--db", place, *words, "--json")

    assert (told.code, told.json) == (0, {"run": "2024-001", "given_up": 1})
    assert "没有" in run("--db", place, *words).err
    store = open_store(place)
    assert line_states(store)[1] == "cancelled"
    store.close()
