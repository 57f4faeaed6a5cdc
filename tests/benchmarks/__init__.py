"""Ours against what a user would pick instead, in one run, as ratios. Nothing fails for being slow.

    python3 dev.py bench            every bench
    python3 dev.py bench import     one, or several by name

One file per bench, `bench_<name>.py`, with one name that the harness reads:

    BENCH = Bench(
        title="100,000 × 14 xlsx, validated, matched, committed",
        prepare=prepare,                         # (data: Path) -> None; makes what all ways read
        ways=(
            Way("ours", ours),                   # the first way is ours
            Way("pandas + to_sql", with_pandas, needs_peers=True),
            Way("limit", calamine_and_sqlite),
        ),
        goals=(
            Goal("seconds", against="pandas + to_sql", at_least=4.0),    # theirs / ours >= 4
            Goal("seconds", against="limit", at_most=3.0),               # ours / theirs <= 3
            Goal("peak_mb", at_most=250),                                # ours alone
        ),
    )

A way is a function `(data: Path, scratch: Path) -> Measures | None`. Each round of each way runs in a
process of its own: `data` is the folder that `prepare` filled (kept between runs in bench-data/, so
`prepare` returns at once where its file stands), `scratch` is fresh and thrown away. Import what is heavy
inside the function, so that it counts. The harness measures `seconds` (wall) and `peak_mb` (resident) of
the call; a way may return more, or better ones, by name: `{"first_paint_ms": 31.0}`. The table shows the
median of the rounds. `Way(rounds=1)` for a peer that takes minutes; a peer that would take an hour does
less and multiplies. `needs_peers=True` runs in the environment that also has requirements-bench.lock.

Seeded data to use in `prepare`: `tests.benchmarks.data.registry(data, results=200_000)` and
`import_sheet(data, rows=100_000)`.
"""
