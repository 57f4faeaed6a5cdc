"""A search among 1,000,000 people by part of a name, pinyin or the end of a number: the first 100 hits."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.bench import Bench, Goal, Measures, Way
from tests.benchmarks.data import searchable_registry

PEOPLE, QUERIES, HITS = 1_000_000, 700, 100
_LIKE = """
SELECT id, name, id_number FROM person
WHERE name_key LIKE '%' || ? || '%' OR ' ' || initials LIKE '% ' || ? || '%' OR id_number LIKE '%' || ?
LIMIT 100
"""


def _data(data: Path) -> Path:
    return searchable_registry(data, people=PEOPLE)


def _texts(names: Sequence[tuple[str, str]]) -> list[str]:
    """Return what is searched for: of each person one way of looking, in turn."""
    from app.pinyin import name_initials, name_spellings

    ways: list[Callable[[str, str], str]] = [
        lambda name, _number: name[:1],
        lambda name, _number: name[:2],
        lambda name, _number: name[-1:],
        lambda name, _number: name,
        lambda name, _number: name_spellings(name)[0],
        lambda name, _number: name_initials(name).split()[0],
        lambda _name, number: number[-4:],
    ]
    return [ways[place % len(ways)](name, number) for place, (name, number) in enumerate(names)]


def _measured(search: Callable[[str], int], texts: Sequence[str]) -> Measures:
    search(texts[0])
    took: list[float] = []
    for text in texts:
        start = time.perf_counter()
        search(text)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return {"median_ms": statistics.median(took), "p95_ms": took[int(len(took) * 0.95)], "worst_ms": took[-1]}


def _sample(file: Path) -> list[str]:
    import sqlite3

    chosen = random.Random(7).sample(range(1, PEOPLE + 1), QUERIES)  # noqa: S311 - the same searches each time
    with sqlite3.connect(file) as base:
        rows = [base.execute("SELECT name, id_number FROM person WHERE id = ?", (one,)) for one in chosen]
        return _texts([row.fetchone() for row in rows])


def ours(data: Path, _scratch: Path) -> Measures:
    """The search of the program, with the place of each hit in the order shown."""
    from app.people_matching import first_people
    from app.store import open_store

    file = _data(data)
    texts = _sample(file)
    store = open_store(str(file))
    with store.reading() as session:
        measures = _measured(lambda text: len(first_people(session, text, limit=HITS)), texts)
    store.close()
    return measures


def like(data: Path, _scratch: Path) -> Measures:
    """SQL over the table of people, as most programs search; a part of the searches is enough."""
    import sqlite3

    file = _data(data)
    with sqlite3.connect(file) as base:

        def search(text: str) -> int:
            return len(base.execute(_LIKE, (text, text, text)).fetchall())

        return _measured(search, _sample(file)[:70])


BENCH = Bench(
    title="1,000,000 people: the first 100 hits of a search",
    prepare=_data,
    ways=(Way("ours", ours), Way("sql like", like, rounds=1)),
    goals=(Goal("p95_ms", at_most=1.0), Goal("p95_ms", "sql like", at_least=20)),
)
