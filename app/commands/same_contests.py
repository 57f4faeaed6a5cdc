"""`contests same | different | merge | merges | undo-merge`: are two contests one, and merges of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from app.commands.acting import acting
from app.commands.console import Console
from app.commands.merge_records import list_merges, take_back, tell_preview
from app.commands.registry import add_common, opened
from app.known_names import contest_named
from app.registry import (
    merge_contests,
    preview_contest_merge,
    say_contests_differ,
    undecided_pairs,
)
from app.words import tr


def configure(actions: Any) -> None:
    """Add the words to those of `contests`; `actions` are its subparsers."""
    same = actions.add_parser("same", help=tr("cli.option.contests-same"))
    different = actions.add_parser("different", help=tr("cli.option.contests-different"))
    merge = actions.add_parser("merge", help=tr("cli.option.contests-merge"))
    for one in (same, different):
        one.add_argument("name", metavar="NAME", help=tr("cli.option.contests-name"))
        one.add_argument("other", metavar="OTHER", help=tr("cli.option.contests-other"))
    merge.add_argument("other", metavar="NAME", help=tr("cli.option.contests-merged"))
    merge.add_argument(
        "--into", dest="name", metavar="NAME", required=True, help=tr("cli.option.contests-kept")
    )
    merges = actions.add_parser("merges", help=tr("cli.option.contests-merges"))
    undo = actions.add_parser("undo-merge", help=tr("cli.option.contests-undo-merge"))
    undo.add_argument("id", metavar="ID", type=int, help=tr("cli.option.contests-merge-id"))
    undecided = actions.add_parser("undecided", help=tr("cli.option.contests-undecided"))
    for one in (same, different, merge, undo):
        _add_reason(one)
    for one in (same, merge):
        one.add_argument("--dry-run", action="store_true", help=tr("cli.option.contests-merge-dry-run"))
    for one in (same, different, merge, merges, undo, undecided):
        add_common(one)


def _add_reason(parser: ArgumentParser) -> None:
    parser.add_argument("--reason", metavar="TEXT", default="", help=tr("cli.option.contests-reason"))


def _different(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        first, second = (contest_named(work.session, name) for name in (arguments.name, arguments.other))
        is_new = say_contests_differ(work, first, second, reason=arguments.reason)
    words = {"first": arguments.name, "second": arguments.other, "reassessed": work.reassessed}
    console.say(tr("cli.contests.told-apart" if is_new else "cli.contests.told-apart-before", **words))
    console.tell({"different": [arguments.name, arguments.other], "reassessed": work.reassessed})
    return 0


def _merge(arguments: Namespace, console: Console) -> int:
    if arguments.dry_run:
        return _preview(arguments, console)
    reason = arguments.reason or tr("cli.contests.merge-reason")
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        kept, merged = (contest_named(work.session, name) for name in (arguments.name, arguments.other))
        merge = merge_contests(work, merged, into=kept, reason=reason)
    words = {"kept": arguments.name, "merged": arguments.other, "id": merge, "reassessed": work.reassessed}
    console.say(tr("cli.contests.merged", **words))
    console.tell({"merge": merge, "kept": arguments.name, "merged": arguments.other})
    return 0


def _preview(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.reading() as session:
        kept, merged = (contest_named(session, name) for name in (arguments.name, arguments.other))
        preview = preview_contest_merge(session, merged, into=kept)
    return tell_preview(preview, console)


def _undecided(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.reading() as session:
        pairs = undecided_pairs(session)
    for pair in pairs:
        console.say(tr("cli.contests.undecided-line", first=pair.first_name, second=pair.second_name))
    if not pairs:
        console.say(tr("cli.contests.none-undecided"))
    console.tell({"undecided": [[pair.first_name, pair.second_name] for pair in pairs]})
    return 0


ACTS: dict[str, Callable[[Namespace, Console], int]] = {
    "same": _merge,
    "different": _different,
    "merge": _merge,
    "merges": list_merges,
    "undo-merge": take_back,
    "undecided": _undecided,
}
