"""Runs of tests in processes of their own, on a copy of the tree: with a fault in it, or to see what runs.

A `Bench` has imported and collected everything; where the system can fork, a trial there takes little more
than its tests. A `Trial` imports the copy of the tree anew, as a fault outside functions needs. Each leads a
process group, so that what its tests started ends with it.
"""

from __future__ import annotations

import builtins
import gc
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

import pytest

from tests.mutation.marking import MARK, marked
from tests.mutation.patching import put_in

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
_CANNOT = 101  # a code of no pytest: the fault cannot be put into what is imported
_POLL, _ASK_AGAIN = 0.004, 5.0  # seconds
_DONE = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
# A real PostgreSQL answers as SQLite does, but its start costs more than most trials.
OPTIONS = (
    *("-q", "-m", "not slow", "-k", "not postgresql", "-p", "no:xdist", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # of the libraries that are loaded before
)


def can_fork() -> bool:
    """Return whether a process can go on twice from where it stands; Windows cannot."""
    return "fork" in multiprocessing.get_all_start_methods()


def load_libraries() -> None:
    """Import what every trial needs and nothing of ours, so that forked trials need not."""
    if can_fork():
        multiprocessing.set_start_method("fork", force=True)
    for name in LIBRARIES:
        import_module(name)


@dataclass(slots=True)
class Reached:
    """What one test runs: its seconds, and the functions of the mutated files as `file:function`."""

    seconds: float = 0.0
    functions: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Recorded:
    """What each test reaches, and what is run before any of them, while modules are imported.

    What that made is kept: a fault put in afterwards may not show.
    """

    tests: dict[str, Reached] = field(default_factory=dict)
    before: set[str] = field(default_factory=set)


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


class Bench:
    """A process that has collected the tests of one tree and forks itself for each trial."""

    def __init__(self, tree: Path, files: Sequence[str], sources: dict[str, str]) -> None:
        self.sentinel, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(
            target=_run_bench, args=(str(tree), list(files), sources, theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    def ask(self, file: str, index: int, tests: Sequence[str], *, limit: float) -> None:
        """Begin a trial of the mutant of that index: the tests in this order until one fails."""
        self.sentinel.send((file, index, list(tests), limit))

    def ended(self) -> bool:
        """Return whether the trial is done."""
        return self.sentinel.poll()

    def answer(self) -> tuple[int, int | None]:
        """Return the exit code of the trial that ended, and which of its tests failed, by its place.

        A code above 0 without such a test says that the fault cannot be put into what is imported already,
        one below 0 that the trial took too long. Raises RuntimeError where tests cannot be run at all.
        """
        try:
            code, failed = self.sentinel.recv()
        except EOFError:
            raise RuntimeError("The tests cannot be collected; trial.log of the tree says why.") from None
        return code, failed

    def stop(self) -> None:
        """End the process and the trial that it runs."""
        self._process.terminate()
        self._process.join()


def record(trees: Sequence[Path], paths: Sequence[str], sources: dict[str, str], *, limit: float) -> Recorded:
    """Run files of tests without a fault; return which functions of `sources` each test that passes enters.

    The modules say so themselves meanwhile; a test that fails for it is left out. Raises RuntimeError where
    the tests cannot be run at all or take longer than `limit` seconds.
    """
    ends_at = time.monotonic() + limit
    processes = {}
    for number, tree in enumerate(trees):
        if part := list(paths[number :: len(trees)]):
            for file, source in sources.items():
                (tree / file).write_text(marked(source, file), "utf-8")
            processes[tree] = multiprocessing.Process(
                target=_run_recorded, args=(str(tree), part), daemon=True
            )
            processes[tree].start()
    found = Recorded()
    for tree, process in processes.items():
        process.join(max(0.0, ends_at - time.monotonic()))
        if process.is_alive() or process.exitcode not in _DONE:
            for other in processes.values():
                other.kill()
            log = (tree / "trial.log").read_text("utf-8", "replace")
            raise RuntimeError(f"The tests cannot be run without any mutant:\n{log[-3000:]}")
        answer = json.loads((tree / _ANSWER).read_text("utf-8"))
        found.before |= set(answer["before"])
        for test, (seconds, functions) in answer["tests"].items():
            found.tests[test] = Reached(seconds, set(functions))
        for file, source in sources.items():
            (tree / file).write_text(source, "utf-8")
    return found


def _run_chosen(tree: str, tests: list[str]) -> None:
    _enter(tree)
    files = _files_of(tests)
    _leave(pytest.main([*OPTIONS, "-x", *files], plugins=[_Chosen(tests)]))


def _files_of(tests: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(test.partition("::")[0] for test in tests))


def _run_bench(tree: str, files: list[str], sources: dict[str, str], connection: Connection) -> None:
    _enter(tree)
    served = _Served(Path(tree), sources, connection)
    _leave(pytest.main([*OPTIONS, "--capture=sys", *files], plugins=[served]))


def _run_recorded(tree: str, paths: list[str]) -> None:
    _enter(tree)
    recorder = _Recorder()
    code = pytest.main([*OPTIONS, *paths], plugins=[recorder])
    found = {"before": sorted(recorder.before), "tests": recorder.passed()}
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


def _leave(code: int) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code))  # threads that a fault left behind must not hold up the end


class _Chosen:
    """Takes only the tests wanted, in the order wanted: the quickest first."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if item.nodeid in self._order]
        items[:] = sorted(chosen, key=lambda item: self._order[item.nodeid])


class _Served:
    """Instead of running the collected tests, forks for each trial that is asked for."""

    def __init__(self, tree: Path, sources: dict[str, str], connection: Connection) -> None:
        self._tree, self._sources, self._connection = tree, sources, connection
        self._child = 0
        signal.signal(signal.SIGTERM, self._stop)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        _make_templates(session)
        gc.collect()
        gc.freeze()
        parent = os.getppid()
        while True:
            while not self._connection.poll(_ASK_AGAIN):
                if os.getppid() != parent:  # whoever asked was killed
                    _leave(pytest.ExitCode.INTERRUPTED)
            file, index, tests, limit = self._connection.recv()
            reading, writing = os.pipe()
            self._child = os.fork()
            if not self._child:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                os.setpgid(0, 0)
                if not put_in(str(self._tree / file), self._sources[file], index):
                    _leave(_CANNOT)
                _run_until_one_fails(session, [items[test] for test in tests], writing)
            os.close(writing)
            code = self._wait(limit)
            failed = os.read(reading, 20)
            os.close(reading)
            self._connection.send((code, int(failed) if failed else None))

    def _wait(self, limit: float) -> int:
        """Return the trial's exit code; that of a killed process where it takes more than `limit` seconds."""
        ends_at = time.monotonic() + limit
        while True:
            ended, status = os.waitpid(self._child, os.WNOHANG)
            if ended:
                self._child = 0
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > ends_at:
                self._kill()
            time.sleep(_POLL)

    def _kill(self) -> None:
        if self._child:
            try:
                os.killpg(self._child, signal.SIGKILL)
            except ProcessLookupError:  # it leads no group yet
                os.kill(self._child, signal.SIGKILL)

    def _stop(self, *_: object) -> NoReturn:
        self._kill()
        os._exit(128 + signal.SIGTERM)


def _make_templates(session: pytest.Session) -> None:
    """Run one test on an empty registry, so that the registry to copy is made before the trials fork."""
    for item in session.items:
        if "sqlite_template" in getattr(item, "fixturenames", ()):
            other = next((one for one in session.items if one.path != item.path), None)
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=other)
            return


def _run_until_one_fails(session: pytest.Session, items: list[pytest.Item], report_to: int) -> NoReturn:
    """Run tests in this process, write the place of the one that fails, and end with the exit code."""
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            os.write(report_to, str(place).encode())
            _leave(pytest.ExitCode.TESTS_FAILED)
    _leave(pytest.ExitCode.OK)


class _Recorder:
    """Notes for each test which marked functions it enters, on any thread."""

    def __init__(self) -> None:
        self.before: set[str] = set()
        self._reached: dict[str, Reached] = {}
        self._failed: set[str] = set()
        self._sharing: set[str] = set()
        self._entered: set[str] = set()
        setattr(builtins, MARK, self._entered.add)

    def passed(self) -> dict[str, tuple[float, list[str]]]:
        """Return seconds and functions of each test that passed.

        One of those that share what their file makes once takes as long as the longest of them.
        """
        longest: dict[str, float] = {}
        for test in self._sharing:
            file = test.partition("::")[0]
            longest[file] = max(longest.get(file, 0.0), self._reached[test].seconds)
        return {
            test: (
                longest[test.partition("::")[0]] if test in self._sharing else one.seconds,
                sorted(one.functions),
            )
            for test, one in self._reached.items()
            if test not in self._failed
        }

    def pytest_collection_finish(self) -> None:
        self.before = set(self._entered)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        self._entered.clear()
        started = time.perf_counter()
        try:
            return (yield)
        finally:
            self._reached[item.nodeid] = Reached(time.perf_counter() - started, set(self._entered))

    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> None:
        if fixturedef.scope in {"module", "class"}:
            self._sharing |= {item.nodeid for item in request.session.items if item.path == request.path}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.add(report.nodeid)
