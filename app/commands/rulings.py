"""`rulings`: import a file of rulings, or list those on record."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.awards import RulingRow, import_rulings, list_rulings
from app.commands.console import Console, with_notes
from app.commands.registry import actor, add_common, opened
from app.policy import answer_words, question_short
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="import FILE | list", required=True)
    importing = actions.add_parser("import", help=tr("cli.option.rulings-import"))
    importing.add_argument("file", metavar="FILE", help=tr("cli.option.rulings-file"))
    listing = actions.add_parser("list", help=tr("cli.option.rulings-list"))
    add_common(importing)
    add_common(listing)


def run(arguments: Namespace, console: Console) -> int:
    """Record rulings, or list them."""
    return _import(arguments, console) if arguments.action == "import" else _list(arguments, console)


def _import(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=actor()) as work:
        report = import_rulings(work, arguments.file)
    numbers = {"new": report.new, "same": report.same, "replaced": report.replaced}
    console.say(tr("cli.rulings-imported", **numbers))
    for note in report.notes:
        console.say(note)
    console.tell(numbers | with_notes(report.notes))
    return 0


def _list(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.reading() as session:
        rulings = list_rulings(session)
    for ruling in rulings:
        console.say(_words(ruling))
    if not rulings:
        console.say(tr("cli.no-rulings"))
    console.tell({"rulings": [_json(ruling) for ruling in rulings]})
    return 0


def _words(ruling: RulingRow) -> str:
    scope = " ".join(part for part in (ruling.contest, ruling.event) if part) or tr("cli.everywhere")
    key = "ruling" if not ruling.basis_problem else "ruling-unusable"
    return tr(
        f"cli.{key}" if ruling.is_in_force else "cli.ruling-withdrawn",
        id=ruling.id,
        question=question_short(ruling.question),
        answer=answer_words(ruling.question, ruling.answer),
        basis=ruling.basis,
        day=ruling.decided_on,
        scope=scope,
        problem=ruling.basis_problem,
    )


def _json(ruling: RulingRow) -> dict[str, object]:
    return {
        "id": ruling.id,
        "policy": ruling.policy,
        "question": ruling.question,
        "answer": ruling.answer,
        "basis": ruling.basis,
        "decided_on": ruling.decided_on.isoformat(),
        "decided_by": ruling.decided_by,
        "contest": ruling.contest,
        "event": ruling.event,
        "valid_from": ruling.valid_from.isoformat() if ruling.valid_from else None,
        "valid_to": ruling.valid_to.isoformat() if ruling.valid_to else None,
        "shares": list(ruling.shares),
        "in_force": ruling.is_in_force,
    }
