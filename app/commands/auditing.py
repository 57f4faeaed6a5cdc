"""`audit`: check the chain, what left the registry of it and every sealed record; write its lines out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing

from app.accounts import AuditReport, check_audit
from app.anchors import anchored_digest
from app.audit_lines import export_audit
from app.commands.console import Console, TerminalProgress
from app.commands.registry import add_common, add_force, opened
from app.documents import check_output
from app.words import tr

_SEAL_DIGITS = 16  # of the seal, in the field that programs have read since the first version


def configure(parser: ArgumentParser) -> None:
    """Add the subcommands."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="verify | export")
    verify = acts.add_parser("verify", help=tr("cli.option.audit-verify"))
    verify.add_argument("--digest", metavar="TEXT", default="", help=tr("cli.option.audit-digest"))
    add_common(verify)
    export = acts.add_parser("export", help=tr("cli.option.audit-export"))
    export.add_argument("out", metavar="OUT.xlsx", help=tr("cli.option.audit-out"))
    add_common(export)
    add_force(export)


def run(arguments: Namespace, console: Console) -> int:
    """Check the audit trail, exit 1 where anything is found; or write all of its lines."""
    if arguments.act == "export":
        return _export(arguments, console)
    with opened(arguments) as store, store.reading() as session, closing(TerminalProgress()) as progress:
        report = check_audit(session, digest=arguments.digest, progress=progress)
    for sentence in report.words():
        console.say(sentence)
    console.tell(_answer(report))
    return 0 if report.is_whole else 1


def _export(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store:
        check_output(arguments.out, kind="xlsx")
        digest = anchored_digest(store, arguments.out)
        with store.reading() as session:
            report = export_audit(session, arguments.out, now=store.clock(), digest=digest)
    count = sum(lines for _sheet, lines in report.sheets)
    console.say(tr("audit.exported", count=count, path=report.path))
    console.tell({"lines": count, "file": str(report.path)})
    return 0


def _answer(report: AuditReport) -> dict[str, object]:
    broken = report.broken
    return {
        "ok": report.is_whole,
        "entries": report.entries,
        "first_broken": broken.id if broken else None,
        "first_broken_words": broken.words() if broken else "",
        "digest": report.digest.seal[:_SEAL_DIGITS],
        "seal": report.digest.seal,
        "cut": [
            {"place": one.mark.place, "entries": one.mark.entries, "missing": one.missing}
            for one in report.cut
        ],
        "records": [
            {"table": one.table, "key": one.key, "kind": one.kind, "name": one.name, "words": one.words()}
            for one in report.records
        ],
        "records_found": report.faults,
        "sealed": report.sealed,
        "unsealed": report.unsealed,
        "files": report.files,
        "unprotected": report.unprotected,
    }
