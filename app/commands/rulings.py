"""`rulings`: import a file of rulings, list those on record, or take one out of force."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.awards import (
    RulingRow,
    answers_offered,
    import_rulings,
    list_rulings,
    waiting_questions,
    withdraw_ruling,
)
from app.commands.acting import acting
from app.commands.console import Console, with_notes
from app.commands.registry import add_common, opened
from app.policy import answer_words, answers_of, question_short
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="import FILE | list | withdraw ID", required=True)
    importing = actions.add_parser("import", help=tr("cli.option.rulings-import"))
    importing.add_argument("file", metavar="FILE", help=tr("cli.option.rulings-file"))
    listing = actions.add_parser("list", help=tr("cli.option.rulings-list"))
    withdrawing = actions.add_parser("withdraw", help=tr("cli.option.rulings-withdraw"))
    withdrawing.add_argument("id", metavar="ID", type=int, help=tr("cli.option.rulings-id"))
    withdrawing.add_argument("--reason", metavar="TEXT", required=True, help=tr("cli.option.reason"))
    for one in (importing, listing, withdrawing):
        add_common(one)


def run(arguments: Namespace, console: Console) -> int:
    """Record rulings, list them, or withdraw one."""
    acts = {"import": _import, "list": _list, "withdraw": _withdraw}
    return acts[arguments.action](arguments, console)


def _import(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
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
        waiting = waiting_questions(session)
    for ruling in rulings:
        console.say(_words(ruling))
    if not rulings:
        console.say(tr("cli.no-rulings"))
    for question, awards in waiting.items():
        words = {"question": question_short(question), "id": question, "answers": answers_offered(question)}
        console.say(
            tr("cli.ruling-to-give" if awards else "cli.ruling-to-give-for-payment", awards=awards, **words)
        )
    to_rule = [
        {"question": question, "answers": list(answers_of(question)), "awards": awards}
        for question, awards in waiting.items()
    ]
    console.tell({"rulings": [_json(ruling) for ruling in rulings], "waiting": to_rule})
    return 0


def _withdraw(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        report = withdraw_ruling(work, arguments.id, reason=arguments.reason)
        (ruling,) = [one for one in list_rulings(work.session) if one.id == arguments.id]
    reassessed = report.written if report else 0
    console.say(tr("cli.withdrawn", reassessed=reassessed))
    console.say(_words(ruling))
    console.tell({"withdrawn": arguments.id, "reassessed": reassessed})
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
