"""`standards`: amounts that a document leaves to others: enter them with their basis, list, withdraw."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.awards import (
    StandardRow,
    active_rule_set,
    import_standards,
    standard_history,
    withdraw_standard,
)
from app.commands.acting import acting
from app.commands.console import Console, with_notes
from app.commands.registry import add_common, opened
from app.formats import money, yuan
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    words = "import FILE | list | withdraw ID"
    actions = parser.add_subparsers(dest="action", metavar=words, required=True)
    importing = actions.add_parser("import", help=tr("cli.option.standards-import"))
    importing.add_argument("file", metavar="FILE", help=tr("cli.option.standards-file"))
    listing = actions.add_parser("list", help=tr("cli.option.standards-list"))
    withdrawing = actions.add_parser("withdraw", help=tr("cli.option.standards-withdraw"))
    withdrawing.add_argument("id", metavar="ID", type=int, help=tr("cli.option.standards-id"))
    withdrawing.add_argument("--reason", metavar="TEXT", required=True, help=tr("cli.option.reason"))
    for one in (importing, listing, withdrawing):
        add_common(one)


def run(arguments: Namespace, console: Console) -> int:
    """Record standards, list them, or withdraw one."""
    acts = {"import": _import, "list": _list, "withdraw": _withdraw}
    return acts[arguments.action](arguments, console)


def _import(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        report = import_standards(work, arguments.file)
    console.say(tr("cli.standards-imported", new=report.new, same=report.same))
    for note in report.notes:
        console.say(note)
    console.tell({"new": report.new, "same": report.same} | with_notes(report.notes))
    return 0


def _list(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.reading() as session:
        standards = standard_history(session)
        titles = {rule.id: rule.title for rule in active_rule_set(session).policy.rules}
    for standard in standards:
        console.say(_words(standard, titles))
    if not standards:
        console.say(tr("cli.no-standards"))
    console.tell({"standards": [_json(standard) for standard in standards]})
    return 0


def _withdraw(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        report = withdraw_standard(work, arguments.id, reason=arguments.reason)
        (standard,) = [one for one in standard_history(work.session) if one.id == arguments.id]
        titles = {rule.id: rule.title for rule in active_rule_set(work.session).policy.rules}
    reassessed = report.written
    console.say(tr("cli.withdrawn", reassessed=reassessed))
    console.say(_words(standard, titles))
    console.tell({"withdrawn": arguments.id, "reassessed": reassessed})
    return 0


def _words(standard: StandardRow, titles: dict[str, str]) -> str:
    facts = standard.facts
    amounts = "，".join(f"{name} {money(fen)}".strip() for name, fen in facts.amounts_fen)
    until = tr("cli.standard-until", day=facts.valid_to) if facts.valid_to else ""
    words = {
        "id": standard.id,
        "rule": titles.get(facts.rule, facts.rule),
        "recipient": tr(f"ui.standards.recipient-name.{facts.recipient}"),
        "amounts": amounts,
        "basis": facts.basis,
        "valid": tr("cli.standard-from", day=facts.valid_from) + until,
    }
    line = tr("cli.standard", **words)
    if standard.is_in_force:
        unusable = tr("cli.standard-unusable", problem=standard.basis_problem)
        return line + unusable if standard.basis_problem else line
    by = {"by": standard.withdrawn_by, "reason": standard.reason}
    return line + tr("cli.standard-withdrawn" if standard.reason else "cli.standard-replaced", **by)


def _json(standard: StandardRow) -> dict[str, object]:
    facts = standard.facts
    return {
        "id": standard.id,
        "policy": standard.policy,
        "rule": facts.rule,
        "recipient": facts.recipient,
        "amounts": {name: yuan(fen) for name, fen in facts.amounts_fen},
        "basis": facts.basis,
        "valid_from": facts.valid_from.isoformat(),
        "valid_to": facts.valid_to.isoformat() if facts.valid_to else None,
        "recorded_by": standard.recorded_by,
        "in_force": standard.is_in_force,
        "withdrawn_by": standard.withdrawn_by,
        "reason": standard.reason,
    }
