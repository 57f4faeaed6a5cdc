"""`certificates` and `verify`: print what is due, and say what a certificate is worth."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from app.certificates import issue_certificates, prepare_certificates, verify
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.registry import add_force, opened
from app.documents import atomic_output
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the one that is being called."""
    if parser.prog.endswith("verify"):
        parser.add_argument("source", metavar="FILE_OR_TEXT", help=tr("cli.option.source"))
        return
    parser.add_argument("out", metavar="OUT.pdf", help=tr("cli.option.out"))
    parser.add_argument("--contest", metavar="NAME", help=tr("cli.option.contest"))
    add_force(parser)


def run(arguments: Namespace, console: Console) -> int:
    """Issue certificates, or verify one."""
    return _verify(arguments, console) if arguments.command == "verify" else _issue(arguments, console)


def _issue(arguments: Namespace, console: Console) -> int:
    """Set and write the pages first, then take the numbers for good, then put the file in its place."""
    contest = arguments.contest
    with opened(arguments) as store, atomic_output(arguments.out, kind="pdf") as temporary:
        with store.reading() as session:
            prepared = prepare_certificates(session, contest=contest, now=store.clock())
        with store.writing(actor=acting(arguments, store)) as work:
            report = issue_certificates(work, contest=contest, prepared=prepared)
            temporary.write_bytes(report.pdf)
    for warning in report.warnings if report.issued else ():
        console.say(warning)
    key = "cli.issued" if report.issued else "cli.reprinted"
    first, last = report.numbers[0], report.numbers[-1]
    console.say(tr(key, path=arguments.out, pages=report.pages, first=first, last=last))
    console.tell(
        {
            "file": arguments.out,
            "sha256": report.sha256,
            "pages": report.pages,
            "issued": list(report.issued),
            "reprinted": list(report.reprinted),
            "warnings": list(report.warnings),
        }
    )
    return 0


def _verify(arguments: Namespace, console: Console) -> int:
    file = Path(arguments.source)
    source = file if _is_file(file) else str(arguments.source)
    with opened(arguments) as store, store.reading() as session:
        found = verify(session, source)
    console.say(tr(f"cli.verified.{found.state}", number=found.number, person=found.person))
    if found.successor:
        console.say(tr("cli.verified-successor", number=found.successor))
    if found.award:
        console.say(tr("cli.verified-award", award=found.award, issuer=found.issuer))
    console.tell(
        {
            "valid": found.valid,
            "state": found.state,
            "number": found.number,
            "person": found.person,
            "award": found.award,
            "issuer": found.issuer,
            "successor": found.successor,
        }
    )
    return 0 if found.valid else 1


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # the text of a QR is no path: too long, or with strange signs
        return False
