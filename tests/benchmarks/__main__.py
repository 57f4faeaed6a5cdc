"""Run benches: every way in turn, round after round, so that a busy moment hits all alike."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.benchmarks.bench import Bench, Measures, Way, bench, bench_names
from tests.benchmarks.report import report

DATA = Path("bench-data")


class ChildFailed(RuntimeError):
    """A way ended badly; its own words are in the message."""


def _child(python: str, *arguments: str) -> Measures:
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [python, "-m", "tests.benchmarks.child", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        raise ChildFailed(done.stderr.strip()[-2000:] or f"exit code {done.returncode}")
    result: Measures = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _medians(rounds: list[Measures]) -> Measures:
    names = {name for measures in rounds for name in measures}
    return {name: median(measures[name] for measures in rounds if name in measures) for name in names}


def run_bench(name: str, found: Bench, *, peers_python: str, most_rounds: int) -> dict[str, Measures]:
    """Return the medians of each way; a way that fails is said and left out."""
    _child(sys.executable, "prepare", name, str(DATA))
    rounds: dict[str, list[Measures]] = {}
    failed: set[str] = set()
    for number in range(most_rounds):
        for way in found.ways:
            if number < way.rounds and way.name not in failed:
                print(f"  {name}: {way.name}, round {number + 1}", file=sys.stderr, flush=True)
                _run_way(
                    name, way, rounds, failed, python=peers_python if way.needs_peers else sys.executable
                )
    return {way: _medians(measures) for way, measures in rounds.items()}


def _run_way(
    name: str, way: Way, rounds: dict[str, list[Measures]], failed: set[str], *, python: str
) -> None:
    try:
        rounds.setdefault(way.name, []).append(_child(python, "measure", name, str(DATA), way.name))
    except ChildFailed as error:
        failed.add(way.name)
        print(f"  {name}: {way.name} failed:\n{error}", file=sys.stderr, flush=True)


def main() -> int:
    """Run the benches named, or all; return 1 where one could not be measured."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Ours against others, in one run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(bench_names())}")
    parser.add_argument("--peers-python", default=sys.executable, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=3, help="at most this many rounds of each way")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(bench_names()):
        parser.error(f"no bench called {', '.join(sorted(unknown))}; there are: {', '.join(bench_names())}")
    DATA.mkdir(exist_ok=True)
    complete = True
    for name in chosen.names or bench_names():
        found = bench(name)
        medians = run_bench(name, found, peers_python=chosen.peers_python, most_rounds=chosen.rounds)
        print(report(name, found, medians), flush=True)
        complete &= len([way for way in medians.values() if way]) == len(found.ways)
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
