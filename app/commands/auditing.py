"""`audit verify`: check the seals of the audit chain, and name the first line that does not hold."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.accounts import audit_digest, verify_audit
from app.commands.console import Console
from app.commands.registry import add_common, opened
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the subcommand."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="verify")
    add_common(acts.add_parser("verify", help=tr("cli.option.audit-verify")))


def run(arguments: Namespace, console: Console) -> int:
    """Check the chain; exit 1 where it is broken."""
    with opened(arguments) as store, store.reading() as session:
        check, digest = verify_audit(session), audit_digest(session)
    is_whole = check.first_broken is None
    key = "cli.audit-whole" if is_whole else "cli.audit-broken"
    console.say(tr(key, entries=check.entries, line=check.first_broken, digest=digest.text()))
    console.tell(
        {
            "ok": is_whole,
            "entries": check.entries,
            "first_broken": check.first_broken,
            "digest": digest.seal,
        }
    )
    return 0 if is_whole else 1
