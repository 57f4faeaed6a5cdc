"""`selftest`: the policies' own cases, the fonts, the database, the printers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sqlalchemy import text

from app.certificates import FontReport, font_report
from app.commands.console import Console
from app.commands.registry import place_of, say_upgrade, shown
from app.errors import AppError, NotFoundError
from app.policy import run_self_cases
from app.store import open_store
from app.words import error_text, tr

_PRINTER_TIMEOUT_S = 10


def configure(_parser: ArgumentParser) -> None:
    """There are no arguments of its own."""


def run(arguments: Namespace, console: Console) -> int:
    """Look at everything, tell what was found, exit 1 where something is not as it must be."""
    report, fonts = run_self_cases(), font_report()
    failed = [
        {
            "policy": case.policy,
            "file": case.file,
            "name": case.name,
            "differences": "；".join(case.differences),
        }
        for case in report.failed
    ]
    place = place_of(arguments)
    database = _database(place, is_named=arguments.db is not None)
    printers = _printers()
    ok = report.is_ok and not (fonts.problems or database)
    console.say(tr("cli.selftest.cases", cases=report.cases, failed=len(failed)))
    for case in failed:
        console.say(tr("cli.selftest.failed", **case))
    for pack in report.packs:
        if pack.problem:
            console.say(tr("cli.selftest.pack-faulty", policy=pack.policy, problem=pack.problem))
        if pack.reported:
            console.say(tr("cli.selftest.reported", policy=pack.policy, count=len(pack.reported)))
    if report.without_cases:
        console.say(tr("cli.selftest.without-cases", packs="、".join(report.without_cases)))
    _say_fonts(console, fonts)
    state = database or tr(f"cli.selftest.database-{'ok' if _exists(place) else 'none'}")
    console.say(tr("cli.selftest.database", path=shown(place), state=state))
    found = "、".join(printers) or tr("cli.selftest.no-printers")
    console.say(tr("cli.selftest.printers", printers=found))
    console.say(tr("cli.selftest.ok" if ok else "cli.selftest.not-ok"))
    console.tell(
        {
            "ok": ok,
            "cases": report.cases,
            "failed": failed,
            "packs": [
                {
                    "policy": pack.policy,
                    "title": pack.title,
                    "cases": pack.cases,
                    "own": pack.is_own,
                    "problem": pack.problem,
                    "reported": list(pack.reported),
                }
                for pack in report.packs
            ],
            "without_cases": list(report.without_cases),
            "fonts": {"faces": list(fonts.faces), "problems": list(fonts.problems)},
            "database": {"place": shown(place), "exists": _exists(place), "problem": database},
            "printers": printers,
        }
    )
    return 0 if ok else 1


def _say_fonts(console: Console, fonts: FontReport) -> None:
    console.say(tr("cli.selftest.fonts", faces=len(fonts.faces), problems=len(fonts.problems)))
    for problem in fonts.problems:
        console.say(f"  {problem}")


def _exists(place: str) -> bool:
    return "://" in place or Path(place).is_file()


def _database(place: str, *, is_named: bool) -> str:
    """Return what is wrong with the registry, "" where nothing is. One not yet made is no fault."""
    try:
        store = open_store(place)
    except NotFoundError as error:
        return error_text(error) if is_named else ""
    except AppError as error:
        return error_text(error)
    say_upgrade(store)
    try:
        with store.reading() as session:
            if store.engine.dialect.name == "sqlite":
                found = session.scalar(text("PRAGMA quick_check"))
                return "" if found == "ok" else str(found)
            session.execute(text("SELECT 1"))
            return ""
    except AppError as error:
        return error_text(error)
    finally:
        store.close()


def _printers() -> list[str]:
    """Return the names of the printers of this machine, as far as it tells them."""
    if sys.platform == "win32":
        command = ["powershell", "-NoProfile", "-Command", "Get-Printer | ForEach-Object Name"]
    else:
        command = ["lpstat", "-e"]
    if shutil.which(command[0]) is None:
        return []
    try:
        told = subprocess.run(command, capture_output=True, timeout=_PRINTER_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line.strip() for line in told.stdout.decode("utf-8", "replace").splitlines() if line.strip()]
