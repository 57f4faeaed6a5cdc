"""The reading process as the program sees it: started when it is needed, asked, ended when it takes too long.

One idle process is kept for the next file: starting one takes about a tenth of a second.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import IO, Any, cast

from app.errors import InputError
from app.importing.reading.transfer import packed, receive
from app.os_problems import os_problem
from app.progress import Progress

ARGUMENT = "--read-spreadsheets"  # what makes the packed program a reading process
FEWEST_SECONDS = 12  # that a file may keep the program waiting
_SECONDS_PER_MEGABYTE = 4
_POLL_S = 0.1
_KEPT_BELOW = 4 * 2**20  # bytes of a file after which the process is kept: a big one leaves it big
_WITHOUT_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows
_ROOT = Path(__file__).resolve().parents[3]
_BEGIN = (
    "import sys; sys.path[:] = sys.argv[1:]\n"
    "from app.importing.reading.child import serve_files; serve_files()"
)


class ReaderProcess:
    """One reading process, and the time it may still take for the file it has open.

    `is_worn` tells that it has read a big file and holds the memory for it.
    """

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_WITHOUT_WINDOW,
            )
        except OSError as error:
            raise InputError("import-reader-start", problem=os_problem(error)) from error
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._answers: SimpleQueue[Any] = SimpleQueue()
        self._seconds_left = float(FEWEST_SECONDS)
        self._seconds = FEWEST_SECONDS
        self._path = Path()
        self._parent = os.getpid()
        self.is_worn = False
        Thread(target=self._receive, daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Return whether it can be asked."""
        return self._parent == os.getpid() and self._process.poll() is None

    def open(self, path: Path, progress: Progress) -> tuple[str, list[tuple[str, bool, str]]]:
        """Open a file; return its SHA-256 and name, hiddenness and encoding of each sheet."""
        self._path = path
        size = _size(path)
        self.is_worn = size > _KEPT_BELOW
        self._seconds = FEWEST_SECONDS + size * _SECONDS_PER_MEGABYTE // 2**20
        self._seconds_left = float(self._seconds)
        whole = os.path.abspath(path)  # noqa: PTH100 symbolic links stay as they are
        digest, sheets = self.ask(("open", whole, self._seconds + FEWEST_SECONDS), progress)
        return digest, sheets

    def mark(
        self, path: Path, out: Path, marks: Mapping[str, tuple[Any, ...]], seconds: int, progress: Progress
    ) -> None:
        """Let it write a copy of a workbook with causes: see `marked_copy`. It is worn afterwards."""
        self._path, self.is_worn = path, True
        self._seconds, self._seconds_left = seconds, float(seconds)
        places = [os.path.abspath(one) for one in (path, out)]  # noqa: PTH100 symbolic links stay as they are
        self.ask(("mark", *places, dict(marks), seconds + FEWEST_SECONDS), progress)

    def ask(self, request: tuple[Any, ...], progress: Progress) -> Any:
        """Return the answer to a request. Raises InputError where the file cannot be read, or Cancelled.

        Afterwards a process that did not answer is gone.
        """
        try:
            self._send(packed(request))
            kind, *values = self._answer(progress)
        except BaseException:
            self.end()
            raise
        if kind == "ok":
            return values[0]
        if kind == "error":
            code, params = values
            raise InputError(code, **{**params, "path": self._path})
        self.end()
        raise InputError("import-reader-failed", path=self._path, place=_last_place(values[0]))

    def let_go(self) -> None:
        """Close the file; without an answer, since nobody waits for one."""
        try:
            self._send(packed(("close",)))
        except InputError:
            self.end()

    def end(self) -> None:
        """End the process at once, whatever it does."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._requests.close()

    def _send(self, message: bytes) -> None:
        try:
            self._requests.write(message)
            self._requests.flush()
        except OSError as error:  # it is gone: how, its end says
            raise self._death() from error

    def _answer(self, progress: Progress) -> Any:
        begun = time.monotonic()
        while True:
            try:
                answer = self._answers.get(timeout=_POLL_S)
            except Empty:
                progress.report(progress.done, progress.total)
                if time.monotonic() - begun > self._seconds_left:
                    raise InputError("import-reader-slow", path=self._path, seconds=self._seconds) from None
                continue
            self._seconds_left -= time.monotonic() - begun
            if answer is None:
                raise self._death()
            return answer

    def _death(self) -> InputError:
        self._process.kill()
        return InputError("import-reader-died", path=self._path, status=self._process.wait())

    def _receive(self) -> None:
        """Pass on the answers as they come, at the end None: a pipe cannot be waited for with a limit."""
        with cast("IO[bytes]", self._process.stdout) as stream:
            try:
                while True:
                    self._answers.put(receive(stream.read))
            except (EOFError, ValueError, OSError):
                self._answers.put(None)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BEGIN, str(_ROOT), *filter(None, sys.path)]


def _size(path: Path) -> int:
    """Return the bytes of a file, 0 where it is none."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _last_place(told: str) -> str:
    """Return the kind of a failure and the line of the code where it arose."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    places = [line for line in lines if line.startswith("File ")]
    return f"{lines[0] if lines else ''} {places[-1].rpartition('/')[2] if places else ''}".strip()


_idle: list[ReaderProcess] = []
_idle_lock = Lock()


@contextmanager
def reader_process() -> Iterator[ReaderProcess]:
    """Give a reading process for one file. Raises InputError where none can be started."""
    with _idle_lock:
        process = _idle.pop() if _idle else None
    if process is None or not process.is_alive:
        process = ReaderProcess()
    try:
        yield process
    except BaseException:
        process.end()
        raise
    if process.is_worn or not process.is_alive:
        process.end()
        return
    process.let_go()
    with _idle_lock:
        is_spare = bool(_idle)
        if not is_spare:
            _idle.append(process)
    if is_spare:
        process.end()


@atexit.register
def end_idle() -> None:
    while _idle:
        _idle.pop().end()
