"""How commands tell what the bank gave back: `payment list` and `batch show`."""

from __future__ import annotations

from collections.abc import Iterable

from app.commands.console import Console
from app.formats import money, yuan
from app.payments import LineRow
from app.words import tr

Failed = Iterable[tuple[str, LineRow]]


def say_failed(failed: Failed, console: Console) -> None:
    """Say of each line which run it stood on, whose it is, how much, to which card, and why it came back."""
    for number, line in failed:
        facts = {"run": number, "position": line.position, "payee": line.payee, "card": line.card}
        console.say(tr("cli.payment.failed", amount=money(line.net_fen), reason=line.state_reason, **facts))


def failed_json(failed: Failed) -> list[dict[str, object]]:
    """Return the same for `--json`; amounts in yuan, cards masked."""
    return [
        {
            "run": number,
            "line": line.position,
            "award": line.award_id,
            "payee": line.payee,
            "card": line.card,
            "amount": yuan(line.net_fen),
            "reason": line.state_reason,
        }
        for number, line in failed
    ]
