"""`contests`: list contests, link them, say their series and events' occupations, and which are one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.commands import same_contests
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.registry import add_common, opened
from app.contest_series import series_words
from app.errors import InputError
from app.known_names import contest_named
from app.registry import (
    ContestRow,
    contest_rows,
    link_contests,
    proposed_series,
    set_contest_series,
    set_medal_rule,
    set_occupation,
)
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    words = "list | link | unlink | series | medals | occupation | "
    words += "same | different | merge | merges | undo-merge | undecided"
    actions = parser.add_subparsers(dest="action", metavar=words, required=True)
    listing = actions.add_parser("list", help=tr("cli.option.contests-list"))
    link = actions.add_parser("link", help=tr("cli.option.contests-link"))
    link.add_argument("names", metavar="NAME", nargs="+", help=tr("cli.option.contests-name"))
    link.add_argument("--cycle", metavar="CYCLE", required=True, help=tr("cli.option.contests-cycle"))
    link.add_argument("--replace", action="store_true", help=tr("cli.option.contests-replace"))
    unlink = actions.add_parser("unlink", help=tr("cli.option.contests-unlink"))
    series = actions.add_parser("series", help=tr("cli.option.contests-series"))
    for one in (unlink, series):
        one.add_argument("name", metavar="NAME", help=tr("cli.option.contests-name"))
    series.add_argument("series", metavar="SERIES", help=tr("cli.option.contests-series-name"))
    series.add_argument("--basis", metavar="DOC", default="", help=tr("cli.option.contests-basis"))
    occupation = actions.add_parser("occupation", help=tr("cli.option.contests-occupation"))
    occupation.add_argument("name", metavar="NAME", help=tr("cli.option.contests-name"))
    occupation.add_argument("event", metavar="EVENT", help=tr("cli.option.contests-event"))
    occupation.add_argument(
        "occupation", metavar="OCCUPATION", help=tr("cli.option.contests-occupation-name")
    )
    medals = actions.add_parser("medals", help=tr("cli.option.contests-medals"))
    medals.add_argument("name", metavar="NAME", help=tr("cli.option.contests-name"))
    medals.add_argument("rule", metavar="RULE", help=tr("cli.option.contests-medals-rule"))
    medals.add_argument("--basis", metavar="DOC", required=True, help=tr("cli.option.contests-basis"))
    for one in (listing, link, unlink, series, medals, occupation):
        add_common(one)
    same_contests.configure(actions)


def run(arguments: Namespace, console: Console) -> int:
    """List contests, or record what was said of them."""
    acts = {"list": _list, "link": _link, "unlink": _unlink, "series": _series, "medals": _medals}
    acts |= {"occupation": _occupation, **same_contests.ACTS}
    return acts[arguments.action](arguments, console)


def _list(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.reading() as session:
        contests = contest_rows(session)
    for contest in contests:
        console.say(_words(contest))
    if not contests:
        console.say(tr("cli.contests.none"))
    console.tell({"contests": [_json(contest) for contest in contests]})
    return 0


def _words(contest: ContestRow) -> str:
    unsaid = tr("cli.contests.nobody-said")
    series = series_words(contest.name, level=contest.level, recorded=contest.series, by=contest.series_by)
    return tr(
        "cli.contests.line",
        name=contest.name,
        year=contest.year,
        level=tr(f"core.level.{contest.level}"),
        kind=tr(f"core.class.{contest.contest_class}") if contest.contest_class else "",
        cycle=contest.cycle or unsaid,
        series=series or unsaid,
        results=contest.results,
    )


def _json(contest: ContestRow) -> dict[str, object]:
    return {
        "id": contest.id,
        "name": contest.name,
        "year": contest.year,
        "level": contest.level,
        "class": contest.contest_class,
        "class_basis": contest.class_basis,
        "cycle": contest.cycle,
        "series": contest.series,
        "series_by": contest.series_by,
        "proposed_series": "" if contest.series else proposed_series(contest.name).value,
        "medal_rule": contest.medal_rule,
        "events": contest.events,
        "results": contest.results,
        "unconfirmed": contest.unconfirmed,
    }


def _link(arguments: Namespace, console: Console) -> int:
    cycle = arguments.cycle.strip()
    if not cycle:
        raise InputError("cycle-needed")
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        contests = [contest_named(work.session, name) for name in arguments.names]
        replaced = link_contests(work, contests, cycle=cycle, is_replacing=arguments.replace)
    counts = {"count": len(contests), "cycle": cycle, "reassessed": work.reassessed}
    console.say(tr("cli.contests.linked", **counts))
    for name, was in replaced.items():
        console.say(tr("cli.contests.cycle-replaced", name=name, cycle=was))
    rest = {"replaced": [{"contest": name, "cycle": was} for name, was in replaced.items()]}
    console.tell({"linked": len(contests), "cycle": cycle, "reassessed": work.reassessed, **rest})
    return 0


def _unlink(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        link_contests(work, [contest_named(work.session, arguments.name)], cycle="")
    console.say(tr("cli.contests.unlinked", name=arguments.name, reassessed=work.reassessed))
    console.tell({"unlinked": arguments.name, "reassessed": work.reassessed})
    return 0


def _series(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        contest = contest_named(work.session, arguments.name)
        is_new = set_contest_series(work, contest, arguments.series, basis=arguments.basis)
        series = next(row.series for row in contest_rows(work.session) if row.id == contest)
    said = tr(f"core.series.{series}") if series else tr("cli.contests.nobody-said")
    words = {"name": arguments.name, "series": said, "reassessed": work.reassessed}
    console.say(tr("cli.contests.series-set" if is_new else "cli.contests.same", **words))
    console.tell({"contest": arguments.name, "series": series, "reassessed": work.reassessed})
    return 0


def _occupation(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        contest = contest_named(work.session, arguments.name)
        changed = set_occupation(work, contest, arguments.event, occupation=arguments.occupation)
    words = {"event": arguments.event, "occupation": arguments.occupation, "reassessed": work.reassessed}
    key = (
        "occupation-same" if not changed else "occupation-set" if arguments.occupation else "occupation-gone"
    )
    console.say(tr(f"cli.contests.{key}", **words))
    console.tell({"contest": arguments.name, "events": changed, **words})
    return 0


def _medals(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        contest = contest_named(work.session, arguments.name)
        is_new = set_medal_rule(work, contest, arguments.rule, basis=arguments.basis)
        rule = next(row.medal_rule for row in contest_rows(work.session) if row.id == contest)
    words = {"name": arguments.name, "rule": tr(f"core.medal_rule.{rule}"), "reassessed": work.reassessed}
    console.say(tr("cli.contests.medals-set" if is_new else "cli.contests.medals-same", **words))
    console.tell({"contest": arguments.name, "medal_rule": rule, "reassessed": work.reassessed})
    return 0
