"""Front door: a window, or, with a command, a program for scripts that needs no screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Open the window where nobody names a command; return the exit code."""
    if arguments and arguments[0] == "--read-spreadsheets":  # started by the packed program itself
        from app.importing import serve_files

        serve_files()
        return 0
    if (database := _only_a_database(arguments)) is not None:
        from app.private_files import sweep_leftovers
        from app.private_logs import keep_logs_private
        from ui.application import run

        keep_logs_private()
        sweep_leftovers()
        return run(database or None)
    from app.cli import main as run_command

    return run_command(list(arguments))


def _only_a_database(arguments: Sequence[str]) -> str | None:
    """Return the registry to open a window on, "" for the usual one, None where there is more to do."""
    match list(arguments):
        case []:
            return ""
        case ["--db", place]:
            return place
        case [argument] if argument.startswith("--db="):
            return argument.removeprefix("--db=")
    return None


def _speak_utf8() -> None:
    """Write UTF-8 to pipes and files whatever the console's code page; a console itself needs no help."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    _speak_utf8()
    sys.exit(main(sys.argv[1:]))
