"""`reconcile`: decision against list against bank, and what is to come back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.batches import batch_named
from app.commands.console import Console
from app.commands.registry import opened
from app.formats import money, yuan
from app.payments import Difference, reconcile
from app.words import tr

_SUMS = ("decided", "listed", "paid", "to_recover", "recovered")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--batch", metavar="BATCH", help=tr("cli.option.payment-batch"))


def run(arguments: Namespace, console: Console) -> int:
    """Say the sums, and each difference by name; 1 where there is any."""
    with opened(arguments) as store, store.reading() as session:
        batch = batch_named(session, arguments.batch) if arguments.batch else None
        found = reconcile(session, batch)
    sums = {name: getattr(found, name) for name in _SUMS}
    console.say(tr("cli.reconcile.sums", **{name: money(fen) for name, fen in sums.items()}))
    for one in found.differences:
        award = "—" if one.award_id is None else one.award_id
        console.say(tr("cli.reconcile.difference", award=award, person=one.person, words=one.words))
    if not found.differences:
        console.say(tr("cli.reconcile.none"))
    amounts = {name: yuan(fen) for name, fen in sums.items()}
    console.tell({**amounts, "differences": [_json(one) for one in found.differences]})
    return 1 if found.differences else 0


def _json(one: Difference) -> dict[str, object]:
    amounts = {"decided": one.decided_fen, "listed": one.listed_fen, "paid": one.paid_fen}
    return {
        "award": one.award_id,
        "person": one.person,
        "code": one.code,
        "run": one.run,
        "what": one.words,
        **{name: None if fen is None else yuan(fen) for name, fen in amounts.items()},
    }
