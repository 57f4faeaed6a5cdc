"""`explain`: why an award is what it is, as text or JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from app.awards import explain_award
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
    console.say(explanation.as_text())
    console.tell(json.loads(explanation.to_json()))
    return 0
