"""Assemble a batch of 10,000 awards: chosen, each asked again of the policy, written, committed."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path

from tests.benchmarks.bench import Bench, Goal, Measures, Way
from tests.benchmarks.data import registry

AWARDS, PER_EVENT = 10_000, 5
_RESULTS = AWARDS * 2  # of five people three win, and what is asked about is left out
_STATEMENTS = "one INSERT … SELECT, nothing asked"


def prepare(data: Path) -> Path:
    """Make the registry that each round copies: 10,000 proposals that policy gives today."""
    from app.awards import assess_all
    from app.store import open_store

    file = data / f"batch-{AWARDS}.db"
    if not file.exists():
        part = Path(shutil.copyfile(registry(data, _RESULTS, per_event=PER_EVENT), file.with_suffix(".part")))
        store = open_store(str(part))
        with store.writing(actor="测速") as work:
            assess_all(work)
        store.close()
        part.rename(file)
    return file


def ours(data: Path, scratch: Path) -> Measures:
    """`create_batch` in one unit of work, with its commit."""
    from app.batches import BatchChoice, batch_page, choose_awards, create_batch
    from app.store import open_store

    store = open_store(str(shutil.copyfile(prepare(data), scratch / "registry.db")))
    with store.reading() as session:
        found = choose_awards(session, BatchChoice())
    choice = BatchChoice(award_ids=tuple(row.id for row in found.rows[:AWARDS]))
    start = time.perf_counter()
    with store.writing(actor="测速") as work:
        report = create_batch(work, name="测速", chosen=choice)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    with store.reading() as session:
        batch_page(session, report.batch_id)
    page = time.perf_counter() - start
    store.close()
    return {"seconds": seconds, "awards": float(report.added), "page_seconds": page}


def statements(data: Path, scratch: Path) -> Measures:
    """What a program does that checks nothing: copy the proposals into the batch by one statement."""
    file = shutil.copyfile(prepare(data), scratch / "registry.db")
    base = sqlite3.connect(file, isolation_level=None)
    start = time.perf_counter()
    base.execute("BEGIN")
    base.execute(
        "INSERT INTO batch (id, name, chosen, state, created_by, created_at, lock_version)"
        " VALUES (1, '测速', '{}', 'draft', '测速', '2024-07-01 00:00:00', 1)"
    )
    base.execute(
        "INSERT INTO batch_award (batch_id, award_id, amount_fen, added_by, added_at, left_by, left_reason)"
        " SELECT 1, id, amount_fen, '测速', '2024-07-01 00:00:00', '', '' FROM award WHERE state = 'proposed'"
    )
    base.execute("COMMIT")
    seconds = time.perf_counter() - start
    awards = base.execute("SELECT COUNT(*) FROM batch_award").fetchone()[0]
    base.close()
    return {"seconds": seconds, "awards": float(awards)}


BENCH = Bench(
    "Assemble a batch of 10,000 awards",
    (Way("muye-awards", ours), Way(_STATEMENTS, statements)),
    (Goal("seconds", at_most=1.0), Goal("awards", at_least=10_000)),
    prepare,
)
