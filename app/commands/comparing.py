"""`whatif`: what other rulings or another policy would cost, and who gains or loses. Changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from app.awards import award_rows, compare_policy, compare_rulings, export_comparison
from app.clock import utc_now
from app.commands.console import Console
from app.commands.registry import opened
from app.formats import money, money_difference, yuan
from app.policy import Outcome, WhatIf, WhatIfChange
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--rulings", metavar="FILE", help=tr("cli.option.whatif-rulings"))
    what.add_argument("--policy", metavar="FILE", help=tr("cli.option.whatif-policy"))
    parser.add_argument("--out", metavar="OUT.xlsx", help=tr("cli.option.whatif-out"))


def run(arguments: Namespace, console: Console) -> int:
    """Compare and report."""
    with opened(arguments) as store, store.reading() as session:
        if arguments.rulings:
            found = compare_rulings(session, arguments.rulings)
        else:
            found = compare_policy(session, arguments.policy)
        ids = [change.entry for change in (*found.changed, *found.frozen)]
        if arguments.out:
            what = Path(arguments.rulings or arguments.policy).name
            export_comparison(session, found, arguments.out, what=what, now=utc_now())
        names = {row.id: row.person for row in award_rows(session, ids)}
    _say(found, names, console)
    console.tell(_json(found, names))
    return 0


def _say(found: WhatIf, names: dict[int, str], console: Console) -> None:
    difference = found.after_fen - found.before_fen
    console.say(
        tr(
            "cli.whatif.cost",
            before=money(found.before_fen),
            after=money(found.after_fen),
            difference=money_difference(difference),
        )
    )
    for note in found.notes:
        console.say(note)
    for level, before, after in found.by_level:
        name = tr(f"core.level.{level}")
        console.say(tr("cli.whatif.level", level=name, before=money(before), after=money(after)))
    console.say(tr("cli.whatif.people", gain=found.gain, lose=found.lose, changed=len(found.changed)))
    if found.frozen:
        would_differ = money_difference(found.frozen_difference_fen)
        console.say(tr("cli.whatif.frozen", count=len(found.frozen), difference=would_differ))
    for change in (*found.changed, *found.frozen):
        console.say(
            tr(
                "cli.whatif.frozen-change" if change.is_frozen else "cli.whatif.change",
                id=change.entry,
                person=names.get(change.entry, ""),
                contest=change.contest,
                event=change.event,
                before=_words(change.before),
                after=_words(change.after),
            )
        )


def _words(outcome: Outcome) -> str:
    if outcome.amount_fen is not None:
        return money(outcome.amount_fen)
    return tr(f"core.award-state.{outcome.status}")


def _json(found: WhatIf, names: dict[int, str]) -> dict[str, object]:
    return {
        "before": yuan(found.before_fen),
        "after": yuan(found.after_fen),
        "by_level": {
            level: {"before": yuan(before), "after": yuan(after), "difference": yuan(after - before)}
            for level, before, after in found.by_level
        },
        "by_year": {
            str(year): {"before": yuan(before), "after": yuan(after), "difference": yuan(after - before)}
            for year, before, after in found.by_year
        },
        "notes": list(found.notes),
        "gain": found.gain,
        "lose": found.lose,
        "changed": [_change(change, names) for change in found.changed],
        "frozen": {
            "count": len(found.frozen),
            "difference": yuan(found.frozen_difference_fen),
            "would_differ": [_change(change, names) for change in found.frozen],
        },
    }


def _change(change: WhatIfChange, names: dict[int, str]) -> dict[str, object]:
    return {
        "id": change.entry,
        "person": names.get(change.entry, ""),
        "contest": change.contest,
        "event": change.event,
        "level": change.level,
        "before": _outcome(change.before),
        "after": _outcome(change.after),
        "difference": yuan(change.difference_fen),
        "frozen": change.is_frozen,
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    amount = None if outcome.amount_fen is None else yuan(outcome.amount_fen)
    return {"status": outcome.status, "amount": amount, "reason": outcome.reason}
