"""`imports`: the files that were taken in, each with its account; saved again, read again, undone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.clock import office_day
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.importing import say_report
from app.commands.registry import add_common, add_force, opened
from app.documents import check_output
from app.importing import (
    BatchLine,
    ImportReport,
    RememberedThing,
    SheetAccount,
    batch_corrections,
    forget_remembered,
    import_batch,
    import_batches,
    read_again,
    remembered_things,
    undo_import,
    write_kept_file,
)
from app.store import Store
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar=" | ".join(_ACTS), required=True)
    made = {name: actions.add_parser(name, help=tr(f"cli.option.imports-{name}")) for name in _ACTS}
    for name in ("show", "save", "reread", "undo"):
        made[name].add_argument("batch", metavar="BATCH", type=int, help=tr("cli.option.imports-batch"))
    made["save"].add_argument("out", metavar="OUT", help=tr("cli.option.out"))
    made["forget"].add_argument("key", metavar="KEY", help=tr("cli.option.imports-key"))
    add_force(made["save"])
    for one in made.values():
        add_common(one)


def run(arguments: Namespace, console: Console) -> int:
    """List the imports, or do something with one of them."""
    with opened(arguments) as store:
        return _ACTS[arguments.action](arguments, console, store)


def _list(_arguments: Namespace, console: Console, store: Store) -> int:
    with store.reading() as session:
        lines = import_batches(session)
    for line in lines:
        console.say(_words(line))
    if not lines:
        console.say(tr("cli.imports.none"))
    console.tell({"imports": [_json(line) for line in lines]})
    return 0


def _show(arguments: Namespace, console: Console, store: Store) -> int:
    with store.reading() as session:
        line = import_batch(session, arguments.batch)
        corrections = batch_corrections(session, line.id)
    console.say(_words(line))
    console.say(tr("cli.imports.hash", sha256=line.sha256))
    for account in line.account:
        console.say(f"  {account.message}")
    if not line.account:
        console.say(tr("cli.imports.no-account"))
    for key, texts in (("edit", corrections.edits), ("told", corrections.told)):
        for text in texts:
            console.say(tr(f"cli.imports.{key}", text=text))
    corrected = {"edits": list(corrections.edits), "told": list(corrections.told)}
    console.tell({**_json(line), **corrected, "edited": corrections.edited})
    return 0


def _save(arguments: Namespace, console: Console, store: Store) -> int:
    check_output(arguments.out)
    with store.writing(actor=acting(arguments, store)) as work:
        write_kept_file(work, arguments.batch, arguments.out)
    console.say(tr("cli.imports.saved", path=arguments.out))
    console.tell({"batch": arguments.batch, "file": arguments.out})
    return 0


def _reread(arguments: Namespace, console: Console, store: Store) -> int:
    """Say what the kept file would bring today; exit 1 where a row would be kept out, as `import` does."""
    with store.reading() as session:
        line = import_batch(session, arguments.batch)
        report = ImportReport(read_again(session, line.id, today=office_day(store.clock())))
    say_report(report, console, is_written=False)
    counts = report.counts
    now = {"new": counts.new, "changed": counts.changed, "same": counts.same, "skipped": counts.skipped}
    then = {"new": line.new, "changed": line.changed, "same": line.same, "skipped": line.skipped}
    console.say(tr("cli.imports.then", **then))
    console.say(tr("cli.imports.now", **now))
    _say_accounts(line.account, report.plan.account, console)
    found = report.as_json() | {"file": line.file_name, "batch": line.id, "file_kept": True}
    accounts = [account.as_json() for account in line.account]
    console.tell({**found, "then": {"rows": line.rows, **then, "account": accounts}})
    return 1 if report.has_errors else 0


def _say_accounts(then: tuple[SheetAccount, ...], now: tuple[SheetAccount, ...], console: Console) -> None:
    """Say of which sheets the row account comes out otherwise today."""
    before = {account.sheet: account for account in then}
    for account in now:
        was = before.get(account.sheet)
        if was is not None and was != account:
            facts = {"then": was.taken, "now": account.taken}
            facts |= {"out_then": was.kept_out, "out_now": account.kept_out}
            console.say(tr("cli.imports.account-differs", sheet=account.sheet, **facts))


def _undo(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        line = import_batch(work.session, arguments.batch)
        undo_import(work, line.id)
    console.say(tr("cli.imports.undone", id=line.id, file=line.file_name))
    console.tell({"undone": line.id})
    return 0


def _remembered(_arguments: Namespace, console: Console, store: Store) -> int:
    with store.reading() as session:
        things = remembered_things(session)
    for one in things:
        by = one.by or tr("cli.imports.unknown")
        facts = {"kind": tr(f"importing.remembered.kinds.{one.kind}"), "by": by, "at": one.said_on}
        words = {"about": one.about, "meaning": one.meaning, "uses": one.uses, "used": one.last_used}
        console.say(tr("cli.imports.remembered-line", key=one.key, **facts, **words))
    if not things:
        console.say(tr("importing.remembered.none"))
    console.tell({"remembered": [_thing_as_json(one) for one in things]})
    return 0


def _thing_as_json(one: RememberedThing) -> dict[str, object]:
    return {
        "key": one.key,
        "kind": one.kind.value,
        "about": one.about,
        "meaning": one.meaning,
        "by": one.by,
        "at": one.at.isoformat() if one.at else None,
        "uses": one.uses,
        "last_used": one.used_at.isoformat() if one.used_at else None,
    }


def _forget(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        thing = forget_remembered(work, arguments.key)
    console.say(tr("cli.imports.forgotten", about=thing.about, meaning=thing.meaning))
    console.tell({"forgotten": thing.key})
    return 0


def _words(line: BatchLine) -> str:
    kept = tr("cli.imports.not-kept")
    if line.size is not None:
        kept = tr("cli.imports.kept", size=f"{line.size:,}")
    counts = {"rows": line.rows, "new": line.new, "changed": line.changed, "same": line.same}
    return tr(
        "cli.imports.line",
        id=line.id,
        at=line.moment,
        by=line.imported_by,
        file=line.file_name,
        skipped=line.skipped,
        state=tr(f"importing.batch.state-{line.state}"),
        kept=kept,
        **counts,
    )


def _json(line: BatchLine) -> dict[str, object]:
    return {
        "batch": line.id,
        "file": line.file_name,
        "sha256": line.sha256,
        "at": line.imported_at.isoformat(),
        "by": line.imported_by,
        "rows": line.rows,
        "new": line.new,
        "changed": line.changed,
        "same": line.same,
        "skipped": line.skipped,
        "state": line.state,
        "file_kept": line.size is not None,
        "size": line.size,
        "account": [account.as_json() for account in line.account] if line.account else None,
    }


_ACTS = {
    "list": _list,
    "show": _show,
    "save": _save,
    "reread": _reread,
    "undo": _undo,
    "remembered": _remembered,
    "forget": _forget,
}
