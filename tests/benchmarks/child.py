"""One round of one way, or a bench's preparation, in a process of its own; prints its measures as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

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


def measured(name: str, way: str, data: Path) -> Measures:
    """Do the work once; return its measures."""
    work = bench(name).way(way).work
    with tempfile.TemporaryDirectory(dir=data, prefix="scratch-") as scratch:
        start = time.perf_counter()
        own = work(data, Path(scratch))
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "peak_mb": peak_mb()} | (own or {})


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
