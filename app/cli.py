"""The command line: find the command, run it, and say what went wrong in one line. Never imports Qt.

Exit codes: 0 done, 1 findings or refused, 2 not understood.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, Protocol, cast

from app.clock import utc_now
from app.commands.console import Console
from app.commands.registry import add_common
from app.documents import overwriting
from app.errors import AppError
from app.private_files import sweep_leftovers, write_private_text
from app.private_logs import format_traceback, keep_logs_private
from app.words import tr, words_of

DONE, REFUSED, MISUSED = 0, 1, 2
_MODULES = {
    "init": "setting_up",
    "import": "importing",
    "imports": "import_history",
    "confirm": "confirming",
    "contests": "contests",
    "merge": "merging",
    "rulings": "rulings",
    "standards": "standards",
    "assess": "assessing",
    "explain": "explaining",
    "packs": "packs",
    "skills": "skills",
    "whatif": "comparing",
    "annul": "annulling",
    "restore": "restoring",
    "payment": "payments",
    "reconcile": "reconciling",
    "batch": "batches",
    "calendar": "calendar",
    "export": "exporting",
    "publicity": "publicity",
    "papers": "papers",
    "certificates": "certificates",
    "verify": "certificates",
    "users": "users",
    "audit": "auditing",
    "selftest": "selftest",
    "demo": "demo",
}


class Command(Protocol):
    """What a module of `app.commands` offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own arguments."""

    def run(self, arguments: argparse.Namespace, console: Console) -> int:
        """Do it and return the exit code."""


def main(argv: Sequence[str]) -> int:
    """Run one command; return its exit code. Raises nothing."""
    console = Console()
    keep_logs_private()
    sweep_leftovers()
    try:
        arguments = _parsed(argv)
        console = Console(is_json=arguments.json)
        with overwriting(getattr(arguments, "force", False)):
            return _module(arguments.command).run(arguments, console)
    except SystemExit as done:  # argparse: help was shown, or the words were not understood
        return int(done.code or 0)
    except AppError as error:
        console.complain(error)
    except BrokenPipeError:  # the reader went away: nothing more to say, also not at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        console.warn(tr("errors.cancelled"))
    except Exception as error:  # our own bug: one line for the user, the rest into a file
        console.warn(tr("cli.bug", problem=type(error).__name__, path=_report(argv, error)))
    return REFUSED


class _Help(argparse.HelpFormatter):
    """Help whose own words are Chinese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with the usage line."""
        super().add_usage(usage, actions, groups, tr("cli.help.usage") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Says in one Chinese line what was not understood."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **settings)
        self._positionals.title, self._optionals.title = tr("cli.help.words"), tr("cli.help.options")
        self.add_argument("-h", "--help", action="help", help=tr("cli.help.help"))

    def error(self, message: str) -> NoReturn:
        self.exit(MISUSED, tr("cli.misused", problem=_in_chinese(message), command=self.prog) + "\n")


_MESSAGES = (
    (r"the following arguments are required: (.*)", "cli.usage.required"),
    (r"one of the arguments (.*) is required", "cli.usage.one-of"),
    (r"unrecognized arguments: (.*)", "cli.usage.unrecognised"),
    (r"argument (.+?): expected (?:one|at least one) argument.*", "cli.usage.value"),
    (r"argument (.+?): ignored explicit argument (.*)", "cli.usage.no-value"),
    (r"argument (.+?): not allowed with argument (\S+)", "cli.usage.conflict"),
    (r"argument (.+?): invalid \S+ value: (.*)", "cli.usage.invalid"),
    (r"argument (?:.+?): invalid choice: (.+?) \(choose from (.*)\)", "cli.usage.choice"),
    (r"ambiguous option: (\S+) could match (.*)", "cli.usage.ambiguous"),
)


def _in_chinese(message: str) -> str:
    """Return what argparse found wrong, in Chinese; a fault that has no words of its own is not quoted."""
    for pattern, key in _MESSAGES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            words = {f"p{at}": text.replace("'", "") for at, text in enumerate(found.groups(), 1)}
            return tr(key, **words)
    return tr("cli.usage.other")


def _parsed(argv: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(prog="main.py", description=tr("cli.about"), epilog=tr("cli.epilog"))
    parser.set_defaults(json=False, db=None)
    add_common(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, help_words in words_of("cli.command").items():
        command = commands.add_parser(name, help=help_words, description=help_words)
        add_common(command)
        if name in argv:  # only what is called is loaded
            _module(name).configure(command)
    arguments = parser.parse_args(list(argv))
    if hasattr(arguments, "needs_actor") and not hasattr(arguments, "user"):
        arguments.needs_actor.error("the following arguments are required: --as")
    return arguments


def _module(command: str) -> Command:
    return cast(Command, import_module(f"app.commands.{_MODULES[command]}"))


def _told(argv: Sequence[str]) -> list[str]:
    """Return the command and its options; what was said with them may be a person's number or a password."""
    return [one.partition("=")[0] if one.startswith("--") or one in _MODULES else "…" for one in argv]


def _report(argv: Sequence[str], error: BaseException) -> Path:
    """Save what is needed to find the fault, without any message or value; return the file."""
    import tempfile

    from app.paths import user_data_folder

    text = f"main.py {' '.join(_told(argv))}\n\n{format_traceback(error)}"
    name = f"report-{utc_now():%Y%m%d-%H%M%S}.txt"
    try:
        file = user_data_folder() / name
        write_private_text(file, text)
    except OSError:
        file = Path(tempfile.gettempdir()) / name
        write_private_text(file, text)
    return file
