"""Assess a whole registry anew: 20,000 results of 200 events, read, evaluated and written back."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.benchmarks.bench import Bench, Measures, Way
from tests.benchmarks.data import registry

RESULTS = 20_000


def prepare(data: Path) -> None:
    """Make the registry that each round copies."""
    registry(data, RESULTS)


def ours(data: Path, scratch: Path) -> Measures:
    """`assess_all` in one unit of work."""
    import time

    from app.awards import assess_all
    from app.store import open_store

    store = open_store(str(shutil.copyfile(registry(data, RESULTS), scratch / "registry.db")))
    start = time.perf_counter()
    with store.writing(actor="测速") as work:
        assess_all(work)
    seconds = time.perf_counter() - start
    store.close()
    return {"seconds": seconds, "results_per_second": RESULTS / seconds}


BENCH = Bench(title="20,000 results assessed anew", prepare=prepare, ways=(Way("ours", ours),))
