"""Assess a province: 1,000,000 results of 20,000 events, awards written; then one changed result."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.bench import Bench, Goal, Measures, Way
from tests.benchmarks.data import registry

RESULTS, PER_EVENT = 1_000_000, 50
_ORM, _SQL = "ORM objects, Python loop", "one SQL window statement"
_WINDOW = """
INSERT INTO award (id, event_id, policy, rule, clause, status, state, amount_fen, reason, questions,
                   lock_version)
SELECT id, event_id, 'xinxiang-2023', 'prize.' || level, '二(二)8',
       CASE WHEN place <= 3 THEN 'proposed' ELSE 'none' END,
       CASE WHEN place <= 3 THEN 'proposed' ELSE 'none' END,
       CASE WHEN place > 3 THEN NULL WHEN level = 'national' THEN 10000000
            WHEN level = 'provincial' THEN 1000000 ELSE 100000 END,
       CASE WHEN place <= 3 THEN '' ELSE 'below-third' END, '', 1
FROM (SELECT r.id, r.event_id, c.level, RANK() OVER (PARTITION BY r.event_id ORDER BY r.rank) AS place
      FROM result r JOIN event e ON e.id = r.event_id JOIN contest c ON c.id = e.contest_id
      WHERE r.is_current = 1)
"""
_FEN = {"national": (10_000_000, 8_000_000, 6_000_000), "provincial": (1_000_000, 800_000, 600_000)}
_CITY_FEN = (100_000, 80_000, 60_000)


def prepare(data: Path) -> Path:
    """Make the registry that each round copies: everything but the awards."""
    file = data / f"assess-{RESULTS}-{PER_EVENT}.db"
    if not file.exists():
        part = Path(shutil.copyfile(registry(data, RESULTS, per_event=PER_EVENT), file.with_suffix(".part")))
        with sqlite3.connect(part, isolation_level=None) as base:
            base.execute("DELETE FROM award")
            base.execute("VACUUM")
        base.close()
        part.rename(file)
    return file


def _copy(data: Path, scratch: Path) -> str:
    return str(shutil.copyfile(prepare(data), scratch / "registry.db"))


def ours(data: Path, scratch: Path) -> Measures:
    """`assess_all` in one unit of work; then what follows from one changed result."""
    from app.awards import assess_all, assess_events
    from app.store import open_store
    from models import Result

    store = open_store(_copy(data, scratch))
    start = time.perf_counter()
    with store.writing(actor="测速") as work:
        assess_all(work)
    seconds = time.perf_counter() - start
    one_event = []
    for number in range(10):
        with store.writing(actor="测速") as work:
            result = work.session.get_one(Result, 1 + number * 5_000)
            result.rank = 9
            work.session.flush()
            start = time.perf_counter()
            assess_events(work, [result.event_id])
            one_event.append((time.perf_counter() - start) * 1000)
    store.close()
    return {"seconds": seconds, "one_event_ms": median(one_event)}


def orm_loop(data: Path, scratch: Path) -> Measures:
    """What most programs do: load objects, loop, add objects."""
    from sqlalchemy import select

    from app.store import open_store
    from models import Award, Contest, Event, Result

    store = open_store(_copy(data, scratch))
    start = time.perf_counter()
    with store.writing(actor="测速") as work:
        query = select(Result, Contest.level).join(Event, Event.id == Result.event_id).join(Contest)
        for result, level in work.session.execute(query.execution_options(yield_per=5_000)):
            place = result.rank or 99
            fen = _FEN.get(level, _CITY_FEN)[place - 1] if place <= 3 else None
            status = "none" if fen is None else "proposed"
            reason = "below-third" if fen is None else ""
            award = Award(id=result.id, event_id=result.event_id, policy="xinxiang-2023", reason=reason)
            award.status, award.state, award.amount_fen = status, status, fen
            work.session.add(award)
    seconds = time.perf_counter() - start
    store.close()
    return {"seconds": seconds}


def window_statement(data: Path, scratch: Path) -> Measures:
    """Ranks and amounts in one statement: nothing explained, no team, tie, question or ruling."""
    from sqlalchemy import text

    from app.store import open_store

    store = open_store(_copy(data, scratch))
    start = time.perf_counter()
    with store.writing(actor="测速") as work:
        work.session.execute(text(_WINDOW))
    seconds = time.perf_counter() - start
    store.close()
    return {"seconds": seconds}


BENCH = Bench(
    title="1,000,000 results of 20,000 events assessed, then one changed",
    prepare=prepare,
    ways=(Way("ours", ours), Way(_ORM, orm_loop, rounds=1), Way(_SQL, window_statement)),
    goals=(
        Goal("seconds", against=_ORM, at_least=5),
        Goal("seconds", against=_SQL, at_most=1),
        Goal("peak_mb", at_most=300),
        Goal("one_event_ms", at_most=10),
    ),
)
