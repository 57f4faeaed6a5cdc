"""What `payment make` and `payment export` share: how a run is made, and who is left out of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from app.clock import office_day
from app.commands.console import Console
from app.errors import InputError
from app.payments import Exceptions, MadeRun, NotListed, OtherPayee, RunPlan, make_run
from app.unit_of_work import UnitOfWork
from app.words import tr


def add_making(parser: ArgumentParser) -> None:
    """Add the arguments by which a run is made."""
    parser.add_argument("--fund", metavar="TEXT", default="", help=tr("cli.option.payment-fund"))
    parser.add_argument("--year", metavar="Y", type=int, help=tr("cli.option.payment-year"))
    parser.add_argument(
        "--over-budget-reason", metavar="TEXT", default="", help=tr("cli.option.payment-over")
    )
    parser.add_argument(
        "--cash", metavar="AWARD=REASON", action="append", default=[], help=tr("cli.option.payment-cash")
    )
    parser.add_argument(
        "--payee",
        metavar="AWARD=NAME|BANK|CARD|PROOF",
        action="append",
        default=[],
        help=tr("cli.option.payment-payee"),
    )


def made_run(arguments: Namespace, work: UnitOfWork, batch: int) -> MadeRun:
    """Make the run of a batch."""
    special = exceptions_of(arguments)
    return make_run(
        work,
        batch,
        fund=arguments.fund or tr("payments.scripted-fund"),
        budget_year=year_of(arguments, work),
        over_budget_reason=arguments.over_budget_reason,
        cash=special.cash,
        payees=special.payees,
    )


def year_of(arguments: Namespace, work: UnitOfWork) -> int:
    """Return the budget year: the one named, or the office's present one."""
    return arguments.year or office_day(work.now).year


def exceptions_of(arguments: Namespace) -> Exceptions:
    """Return who is paid in cash or through somebody else. Raises InputError."""
    cash = dict(_award_and_text(one) for one in arguments.cash)
    payees = {}
    for award, text in (_award_and_text(one) for one in arguments.payee):
        parts = [part.strip() for part in text.split("|")]
        if len(parts) not in (4, 5) or parts[4:] not in ([], [tr("payments.field.confirmed-by-bank")]):
            raise InputError("payment-payee-proof", award=award)
        payees[award] = OtherPayee(parts[0], parts[3], parts[1], parts[2], len(parts) == 5)
    return Exceptions(cash, payees)


def _award_and_text(text: str) -> tuple[int, str]:
    award, _, rest = text.partition("=")
    if not award.strip().isdecimal():
        raise InputError("payment-not-in-batch", award=award)
    return int(award), rest.strip()


def say_left_out(left_out: Iterable[NotListed], console: Console) -> None:
    """Name the awards that the run leaves out."""
    out = list(left_out)
    for one in out:
        award = one.award
        where = {"person": award.person, "contest": award.contest, "event": award.event}
        console.say(tr("cli.left-out", id=award.id, why=one.words, **where))
    if any(one.code == "correction-pending" for one in out):
        console.say(tr("cli.payment.correction-pending"))


def say_changed_cards(plan: RunPlan, console: Console) -> None:
    """Name the lines whose card was recorded since the batch was approved, with who did."""
    for line, record in plan.changed_cards:
        console.say(tr("cli.payment.card-changed", person=line.person_name, words=record.words))


def changed_cards_json(plan: RunPlan) -> list[dict[str, object]]:
    """Return the lines whose card was recorded since the batch was approved, for programs."""
    return [
        {
            "award": line.award_id,
            "person": line.person_name,
            "by": record.recorded_by,
            "at": record.recorded_at.isoformat(),
        }
        for line, record in plan.changed_cards
    ]


def left_out_json(one: NotListed) -> dict[str, object]:
    """Return an award that the run leaves out, for programs."""
    award = one.award
    return {
        "award": award.id,
        "person": award.person,
        "unit": award.unit or "",
        "reason": one.code,
        "why": one.words,
    }
