"""`batch run`: take proposals through the states in one go, for scripts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.batches import RUN_STATES, People, run_batch, tax_to_rule
from app.commands.acting import all_acting
from app.commands.batch_pages import say_left_out, say_notes
from app.commands.console import Console
from app.commands.registry import opened
from app.errors import InputError
from app.formats import money, yuan
from app.known_names import contest_named
from app.payments import pay_batch
from app.words import scoped, tr
from models.types import AwardState

_w = scoped("cli_batches")
_BY_SCRIPT = (AwardState.APPROVED, AwardState.PAID)  # what nobody did by hand is said


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.description = _w("option.run")
    parser.add_argument("--to", metavar="STATE", required=True, help=_w("option.to"))
    parser.add_argument("--contest", metavar="NAME", help=_w("option.run-contest"))


def run(arguments: Namespace, console: Console) -> int:
    """Lead proposals to a state as four different people; all of it or nothing."""
    state = _state(arguments.to)
    with opened(arguments) as store:
        people = People.of(all_acting(arguments, store))
        contest = None
        if arguments.contest:
            with store.reading() as session:
                contest = contest_named(session, arguments.contest)
        done = run_batch(store, to=state, people=people, contest_id=contest, pay=pay_batch)
        with store.reading() as session:
            notes = list(tax_to_rule(session, [done.batch_id]).values())
    words = {"name": done.name, "state": tr(f"core.award-state.{done.state}"), "awards": done.awards}
    console.say(_w("ran", amount=money(done.amount_fen), **words))
    if state in _BY_SCRIPT:
        console.say(_w(f"ran-to.{state.value}"))
    say_left_out(console, done.left_out)
    say_notes(console, {"notes": notes})
    console.tell(
        {
            "notes": notes,
            "batch": done.batch_id,
            "state": done.state,
            "awards": done.awards,
            "amount": yuan(done.amount_fen),
            "left_out": [
                {"award": one.award.id, "reason": one.reason, "why": one.words} for one in done.left_out
            ],
        }
    )
    return 0


def _state(text: str) -> AwardState:
    allowed = [state.value for state in RUN_STATES]
    if text not in allowed:
        raise InputError("run-state", state=text, states="、".join(allowed))
    return AwardState(text)
