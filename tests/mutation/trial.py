"""One run of tests in a process of its own, on a copy of the tree: with a fault in it, or to see what runs.

The process is forked from one that has the libraries loaded already, where the system can fork; a run of a
few tests then takes about a second. It leads a process group, so that what its tests started ends with it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType

import pytest

OURS = ("app", "models", "ui", "tests", "main", "dev")
LIBRARIES = (
    "alembic.command",
    "hypothesis",
    "openpyxl",
    "psycopg",
    "pydantic",
    "sqlalchemy.orm",
    "xlsxwriter",
    "yaml",
)
_ANSWER = "reached.json"
_DONE = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
# A real PostgreSQL answers as SQLite does, but its start costs more than most trials.
OPTIONS = (
    *("-q", "-m", "not slow", "-k", "not postgresql", "-p", "no:xdist", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # of the libraries that are loaded before
)


def load_libraries() -> None:
    """Import what every trial needs and nothing of ours, so that forked trials need not."""
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork", force=True)
    for name in LIBRARIES:
        import_module(name)


@dataclass(slots=True)
class Reached:
    """What one test runs: its seconds, and the functions of the mutated files as `file:function`."""

    seconds: float = 0.0
    functions: set[str] = field(default_factory=set)


class Trial:
    """A running trial. `code` is pytest's exit code once `ended`; -1 where it was stopped for its time."""

    def __init__(self, tree: Path, tests: Sequence[str], *, limit: float) -> None:
        self._process = multiprocessing.Process(
            target=_run_chosen, args=(str(tree), list(tests)), daemon=True
        )
        self._ends_at = time.monotonic() + limit
        self._process.start()
        self.sentinel = self._process.sentinel
        self.code: int | None = None

    def ended(self) -> bool:
        """Return whether the tests are done or were stopped because they took too long."""
        if self._process.is_alive():
            if time.monotonic() < self._ends_at:
                return False
            self.stop()
            self.code = -1
            return True
        self._process.join()
        self.code = self._process.exitcode
        return True

    def stop(self) -> None:
        """End the tests and whatever they started."""
        if self._process.pid is not None and hasattr(os, "killpg"):
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                self._process.kill()
        else:
            self._process.kill()
        self._process.join()


def record(
    trees: Sequence[Path], paths: Sequence[str], files: Iterable[str], *, limit: float
) -> dict[str, Reached]:
    """Run whole folders of tests on unchanged trees; return what each test that passes reaches of `files`.

    A test may fail here alone, since being watched takes time; it is left out. Raises RuntimeError where the
    tests cannot be run at all or take longer than `limit` seconds.
    """
    ends_at, names = time.monotonic() + limit, sorted(files)
    processes = {}
    for number, tree in enumerate(trees):
        if part := list(paths[number :: len(trees)]):
            processes[tree] = multiprocessing.Process(
                target=_run_recorded, args=(str(tree), part, names), daemon=True
            )
            processes[tree].start()
    found: dict[str, Reached] = {}
    for tree, process in processes.items():
        process.join(max(0.0, ends_at - time.monotonic()))
        if process.is_alive() or process.exitcode not in _DONE:
            for other in processes.values():
                other.kill()
            log = (tree / "trial.log").read_text("utf-8", "replace")
            raise RuntimeError(f"The tests cannot be run without any mutant:\n{log[-3000:]}")
        answer = json.loads((tree / _ANSWER).read_text("utf-8"))
        found |= {test: Reached(seconds, set(functions)) for test, (seconds, functions) in answer.items()}
    return found


def _run_chosen(tree: str, tests: list[str]) -> None:
    _enter(tree)
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    _leave(pytest.main([*OPTIONS, "-x", *files], plugins=[_Chosen(tests)]))


def _run_recorded(tree: str, paths: list[str], files: list[str]) -> None:
    _enter(tree)
    recorder = _Recorder(Path(tree), files)
    code = pytest.main([*OPTIONS, *paths], plugins=[recorder])
    found = {
        test: (one.seconds, sorted(one.functions))
        for test, one in recorder.reached.items()
        if test not in recorder.failed
    }
    Path(_ANSWER).write_text(json.dumps(found), "utf-8")
    _leave(code)


def _enter(tree: str) -> None:
    """Make this process one that was started in `tree`, with its words in a log there."""
    if hasattr(os, "setsid"):
        os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.chdir(tree)
    log = os.open("trial.log", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
        del sys.modules[name]
    sys.path[:] = [tree, *(place for place in sys.path[1:] if place)]


def _leave(code: int) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code))  # threads that a fault left behind must not hold up the end


def _function(code: CodeType) -> str:
    """Return the function around a piece of code, as `Mutant.scope` gives it."""
    return re.sub(r"\.<(lambda|\w+comp|genexpr)>.*", "", code.co_qualname.replace(".<locals>", ""))


class _Chosen:
    """Takes only the tests wanted, in the order wanted: the quickest first."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if item.nodeid in self._order]
        items[:] = sorted(chosen, key=lambda item: self._order[item.nodeid])


class _Recorder:
    """Notes for each test which functions of the files it enters, on any thread."""

    def __init__(self, tree: Path, files: Sequence[str]) -> None:
        self.reached: dict[str, Reached] = {}
        self.failed: set[str] = set()
        self._names = {str(tree / file): file for file in files}
        self._entered: set[CodeType] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        self._entered = set()
        started = time.perf_counter()
        sys.settrace(self._enter)
        threading.settrace(self._enter)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            reached = Reached(time.perf_counter() - started)
            for code in self._entered:
                if file := self._names.get(code.co_filename):
                    reached.functions.add(f"{file}:{_function(code)}")
            self.reached[item.nodeid] = reached

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    def _enter(self, frame: FrameType, _event: str, _argument: object) -> None:
        self._entered.add(frame.f_code)
