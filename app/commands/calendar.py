"""`calendar`: the holidays and the weekend days that are worked, read from the State Council's notice."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from app.batches import (
    HolidayNotice,
    calendar_days,
    day_words,
    read_holiday_notice,
    record_holidays,
    set_calendar_day,
)
from app.clock import office_day, utc_now
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.dates import day_of
from app.commands.registry import add_common, opened
from app.errors import InputError
from app.formats import chinese_date
from app.text_files import read_text
from app.words import scoped

_w = scoped("cli_batches.calendar")
_KINDS = {"worked": True, "off": False, "usual": None}


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="import FILE | set DAY | list", required=True)
    importing = actions.add_parser("import", help=_w("import"))
    importing.add_argument("file", metavar="FILE", help=_w("file"))
    importing.add_argument("--document", metavar="DOC", default="", help=_w("document"))
    importing.add_argument("--confirm", action="store_true", help=_w("confirm"))
    importing.add_argument("--replace", action="store_true", help=_w("replace"))
    setting = actions.add_parser("set", help=_w("set"))
    setting.add_argument("day", metavar="DAY", help=_w("day"))
    setting.add_argument("kind", choices=list(_KINDS), metavar="worked|off|usual", help=_w("kind"))
    setting.add_argument("--name", metavar="TEXT", default="", help=_w("name"))
    setting.add_argument("--document", metavar="DOC", default="", help=_w("document"))
    listing = actions.add_parser("list", help=_w("list"))
    for one in (importing, listing):
        one.add_argument("--year", metavar="Y", type=int, help=_w("year"))
    for one in (importing, setting, listing):
        add_common(one)


def run(arguments: Namespace, console: Console) -> int:
    """Show what a notice says and record it once confirmed, set one day, or list what is on record."""
    acts = {"list": _list, "set": _set, "import": _import}
    return acts[arguments.action](arguments, console)


def _set(arguments: Namespace, console: Console) -> int:
    """Record one day as worked or off, or take it off the record, so that its weekday counts."""
    day = day_of(arguments.day)
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        set_calendar_day(work, day, _KINDS[arguments.kind], name=arguments.name, document=arguments.document)
    console.say(_w(f"set-{arguments.kind}", day=chinese_date(day)))
    console.tell({"day": day.isoformat(), "kind": arguments.kind})
    return 0


def _list(arguments: Namespace, console: Console) -> int:
    year = arguments.year or office_day(utc_now()).year
    with opened(arguments) as store, store.reading() as session:
        rows = calendar_days(session, year)
    for row in rows:
        console.say(day_words(row))
    if not rows:
        console.say(_w("none", year=year))
    days = [{"day": row.day.isoformat(), "working": row.is_working, "name": row.name} for row in rows]
    console.tell({"year": year, "days": days})
    return 0


def _import(arguments: Namespace, console: Console) -> int:
    text = sys.stdin.read() if arguments.file == "-" else read_text(Path(arguments.file))
    notice = read_holiday_notice(text, year=arguments.year)
    _say(notice, console)
    answer: dict[str, object] = {
        "year": notice.year,
        "days": [{"day": one.day.isoformat(), "working": one.is_working} for one in notice.days],
        "unread": list(notice.unread),
        "faults": list(notice.faults),
    }
    if notice.faults:
        console.tell(answer | {"recorded": False})
        raise InputError("notice-faults", faults="；".join(notice.faults))
    if not arguments.confirm:
        console.say(_w("unconfirmed"))
        console.tell(answer | {"recorded": False})
        return 1
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        report = record_holidays(work, notice, document=arguments.document, replaces=arguments.replace)
    console.say(_w("recorded", new=report.new, same=report.same, changed=report.changed))
    console.tell(answer | {"recorded": True, "new": report.new, "same": report.same})
    return 0


def _say(notice: HolidayNotice, console: Console) -> None:
    console.say(_w("read", year=notice.year, days=len(notice.days)))
    for words in notice.understood:
        console.say(_w("understood", words=words))
    for words in notice.unread:
        console.say(_w("unread", words=words))
