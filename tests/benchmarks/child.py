"""One round of one way, or a bench's preparation, in a process of its own; prints its measures as JSON."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from tests.benchmarks.bench import Measures, bench


def peak_mb() -> float:
    """Return the most memory this process ever held, in MB (not its parent's: ru_maxrss inherits that)."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text("ascii").splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    import psutil

    memory = psutil.Process().memory_info()
    return float(getattr(memory, "peak_wset", memory.rss)) / 1024**2


@contextmanager
def family_watched(measures: Measures) -> Iterator[None]:
    """Note the most memory that this process and its children held together, in MB, where /proc tells it."""
    own = Path("/proc/self/task") / str(os.getpid()) / "children"
    done, sums = Event(), [0]

    def look() -> None:
        while not done.wait(0.02):
            sums.append(sum(map(_kilobytes_held, ["self", *own.read_text("ascii").split()])))

    if not own.exists():
        yield
        return
    watcher = Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        measures["with_children_mb"] = max(sums) / 1024


def _kilobytes_held(process: str) -> int:
    try:
        status = (Path("/proc") / process / "status").read_text("ascii", "replace")
    except OSError:
        return 0  # it has ended
    held = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(held[0]) if held else 0


def measured(name: str, way: str, data: Path) -> Measures:
    """Do the work once; return its measures."""
    work = bench(name).way(way).work
    with tempfile.TemporaryDirectory(dir=data, prefix="scratch-") as scratch:
        family: Measures = {}
        start = time.perf_counter()
        with family_watched(family):
            own = work(data, Path(scratch))
        seconds = time.perf_counter() - start
    return (
        {"seconds": seconds, "peak_mb": peak_mb(), "cpu_seconds": sum(os.times()[:4])} | family | (own or {})
    )


def main(task: str, name: str, data: str, way: str = "") -> None:
    """Prepare a bench's data, or measure one way; the last line of output is the result."""
    result: Measures = {}
    if task == "prepare":
        if (prepare := bench(name).prepare) is not None:
            prepare(Path(data))
    else:
        result = measured(name, way, Path(data))
    sys.stdout.write("\n" + json.dumps(result) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
