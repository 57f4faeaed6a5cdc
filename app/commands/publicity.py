"""`publicity`: the notice of a batch, as Word file, PDF or workbook."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.batches import batch_named
from app.clock import utc_now
from app.commands.console import Console
from app.commands.registry import add_common, add_force, opened
from app.errors import InputError
from app.formats import money, yuan
from app.papers import publicity_notice
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="notice BATCH OUT", required=True)
    notice = actions.add_parser("notice", help=tr("cli.option.publicity-notice"))
    notice.add_argument("batch", metavar="BATCH", help=tr("cli.option.publicity-batch"))
    notice.add_argument("out", metavar="OUT", help=tr("cli.option.publicity-out"))
    help_words = tr("cli.option.publicity-tell-apart")
    notice.add_argument("--tell-apart", metavar="AWARD=WORDS", nargs="+", default=[], help=help_words)
    add_force(notice)
    add_common(notice)


def run(arguments: Namespace, console: Console) -> int:
    """Write the notice, whole or not at all, and say what it grants."""
    apart = dict(map(_told_apart, arguments.tell_apart))
    with opened(arguments) as store, store.reading() as session:
        batch = batch_named(session, arguments.batch)
        report = publicity_notice(session, batch, arguments.out, now=utc_now(), told_apart=apart)
    facts = {"awards": report.awards, "people": report.people}
    console.say(tr("cli.notice", path=report.path, total=money(report.total_fen), **facts))
    console.tell({"file": arguments.out, "total": yuan(report.total_fen), **facts})
    return 0


def _told_apart(text: str) -> tuple[int, str]:
    award, equals, words = text.partition("=")
    if not (equals and award.isascii() and award.isdigit() and words.strip()):
        raise InputError("notice-tell-apart", text=text)
    return int(award), words.strip()
