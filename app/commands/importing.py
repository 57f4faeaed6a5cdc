"""`import`: take result files in, name every fault, and give the rejected rows back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from app.commands.acting import acting, program
from app.commands.console import Console
from app.commands.registry import add_force, opened
from app.documents import check_output
from app.errors import AppError
from app.formats import with_masked_numbers
from app.importing import (
    Finding,
    ImportReport,
    Kind,
    finding_kind,
    import_files,
    write_rejected,
    write_rejected_into,
)
from app.words import error_text, tr

_MOST_CHANGES = 50  # rows that change, said one by one
_MOST_ALIKE = 300  # findings of one kind in one sheet, said one by one


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("files", metavar="FILE", nargs="+", help=tr("cli.option.files"))
    parser.add_argument("--dry-run", action="store_true", help=tr("cli.option.dry-run"))
    parser.add_argument("--strict", action="store_true", help=tr("cli.option.strict"))
    parser.add_argument("--rejected", metavar="OUT.xlsx", help=tr("cli.option.rejected"))
    add_force(parser)


def run(arguments: Namespace, console: Console) -> int:
    """Import the files one after the other; exit 1 where anything was kept out."""
    with opened(arguments) as store:
        if arguments.rejected and not _is_folder(arguments.rejected):
            check_output(arguments.rejected, kind="xlsx", inputs=arguments.files)
        found = import_files(
            store,
            arguments.files,
            actor=program() if arguments.dry_run else acting(arguments, store),
            dry_run=arguments.dry_run,
            strict=arguments.strict,
        )
    reports = [
        _Unread(file, one) if isinstance(one, AppError) else one
        for file, one in zip(arguments.files, found, strict=True)
    ]
    is_refused = arguments.strict and not arguments.dry_run and _has_errors(reports)
    return _close(reports, arguments, console, is_refused=is_refused)


class _Unread:
    """A file that could not be read at all."""

    def __init__(self, file: str, error: AppError) -> None:
        self.file, self.error = file, error

    def as_json(self) -> dict[str, object]:
        """Return the file as one with nothing in it but its fault."""
        finding = Finding("", 0, "", "", self.error.code, "error", error_text(self.error))
        counts = dict.fromkeys(("rows", "new", "changed", "same", "skipped"), 0)
        return {"file": self.file, "sha256": "", **counts, "findings": [finding.as_json()], "account": []}


_Reports = Sequence[ImportReport | _Unread]


def _has_errors(reports: _Reports) -> bool:
    """Return whether anything was kept out; a file in which no row was found counts as such."""
    return any(isinstance(one, _Unread) or one.has_errors or not one.counts.rows for one in reports)


def _close(reports: _Reports, arguments: Namespace, console: Console, *, is_refused: bool) -> int:
    for report in reports:
        if isinstance(report, _Unread):
            console.complain(report.error)
        else:
            say_report(report, console, is_written=not (is_refused or arguments.dry_run))
    if is_refused:
        console.warn(tr("cli.strict-refused"))
    if arguments.rejected:
        _give_back(reports, arguments.rejected, console)
    console.tell({"files": [_json(report) for report in reports]})
    return 1 if _has_errors(reports) else 0


def _json(report: ImportReport | _Unread) -> dict[str, object]:
    """Return what is printed of one file: what would be done, and in which batch it was."""
    if isinstance(report, ImportReport):
        return report.as_json() | {"batch": report.batch_id, "file_kept": report.is_file_kept}
    return report.as_json() | {"batch": None, "file_kept": False}


def say_report(report: ImportReport, console: Console, *, is_written: bool) -> None:
    """Say what a file brought, or would bring: counts, changes, the row account, findings."""
    counts = report.counts
    console.say(
        tr(
            "cli.imported" if is_written else "cli.would-import",
            file=report.plan.file_name,
            rows=counts.rows,
            new=counts.new,
            changed=counts.changed,
            same=counts.same,
            skipped=counts.skipped,
        )
    )
    if report.batch_id is not None and not report.is_file_kept:
        console.say("  " + tr("cli.file-not-kept"))
    _say_changes(report, console)
    _say_effect(report, console, is_written=is_written)
    for account in report.plan.account:
        if account.filled:
            console.say(f"  {account.message}")
    said: Counter[tuple[str, str]] = Counter()
    for finding in report.findings:
        kind = finding.sheet, finding.code
        said[kind] += 1
        if said[kind] <= _MOST_ALIKE:
            console.say(f"  {_finding_words(finding)}")
    for (sheet, code), count in said.items():
        if count > _MOST_ALIKE:
            words = {"sheet": sheet, "kind": finding_kind(code), "count": count - _MOST_ALIKE}
            console.say("  " + tr("cli.more-alike", **words))


def _say_changes(report: ImportReport, console: Console) -> None:
    """Say what changes from what to what: the second person must know what is confirmed."""
    if not report.counts.changed:
        return
    for row in report.plan.page(Kind.CHANGED, limit=_MOST_CHANGES):
        facts = "；".join(
            tr("cli.change", title=one.title, before=one.before or tr("cli.nothing"), after=one.after)
            for one in row.changes
        )
        facts = with_masked_numbers(facts)  # whoever compares has the list
        console.say("  " + tr("cli.changed-row", row=row.row, name=row.name, event=row.event, facts=facts))
    if report.counts.changed > _MOST_CHANGES:
        console.say("  " + tr("cli.more-changes", count=report.counts.changed - _MOST_CHANGES))


def _say_effect(report: ImportReport, console: Console, *, is_written: bool) -> None:
    """Say how many changes wait for a second person, and how many hold without."""
    waiting, at_once = report.plan.rows_that_wait(), report.plan.rows_at_once()
    if waiting:
        key = "changes-wait" if waiting == report.counts.changed else "some-changes-wait"
        console.say("  " + tr(f"cli.{key}", count=waiting))
    if at_once:
        key = "changes-at-once" if is_written else "changes-without-waiting"
        console.say("  " + tr(f"cli.{key}", count=at_once))


def _finding_words(finding: Finding) -> str:
    severity = tr(f"cli.severity.{finding.severity}")
    row = tr("cli.row", row=finding.row) if finding.row else ""
    place = " ".join(part for part in (finding.sheet, row, finding.column) if part)
    return tr("cli.finding", severity=severity, place=place, message=with_masked_numbers(finding.message))


def _is_folder(out: str) -> bool:
    """Return whether a folder is meant: one that is there, or a name without the ending of a file."""
    return Path(out).is_dir() or not Path(out).suffix


def _give_back(reports: _Reports, out: str, console: Console) -> None:
    plans = [report.plan for report in reports if isinstance(report, ImportReport) and report.counts.skipped]
    if plans:
        if _is_folder(out):
            Path(out).mkdir(exist_ok=True)
            written = write_rejected_into(plans, Path(out))
        else:
            written = [(Path(out), write_rejected(plans, out))]
        for place, back in written:
            key = "cli.rejected-original" if back.is_original else "cli.rejected"
            console.say(tr(key, rows=back.rows, path=place))
