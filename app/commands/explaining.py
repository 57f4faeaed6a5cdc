"""`explain`: why an award is what it is, as text or JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from app.awards import award_hindrance, explain_award
from app.commands.console import Console
from app.commands.registry import opened
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("award", metavar="AWARD_ID", type=int, help=tr("cli.option.award"))


def run(arguments: Namespace, console: Console) -> int:
    """Print the explanation."""
    with opened(arguments) as store, store.reading() as session:
        explanation = explain_award(session, arguments.award)
        hindrance = award_hindrance(session, arguments.award)
    console.say(explanation.as_text())
    if hindrance is not None:
        console.say()
        console.say(tr("cli.not-payable", why=hindrance.words))
    answer = json.loads(explanation.to_json())
    console.tell({**answer, "not_payable": hindrance.hindrance.value if hindrance else None})
    return 0
