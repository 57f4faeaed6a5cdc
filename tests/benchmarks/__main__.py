"""Run benches: every way in turn, round after round, so that a busy moment hits all alike."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.benchmarks.bench import Bench, Measures, Way, bench, bench_names
from tests.benchmarks.report import report

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path("bench-data")


def data_folder() -> Path:
    """Return the folder for data of the tables as they stand now; data of older tables is thrown away."""
    digest = hashlib.sha256()
    for file in [*sorted((ROOT / "models").rglob("*.py")), *sorted((ROOT / "tests/benchmarks").glob("*.py"))]:
        digest.update(file.read_bytes())
    folder = DATA / digest.hexdigest()[:12]
    for old in DATA.glob("*"):
        if old != folder:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class ChildFailed(RuntimeError):
    """A way ended badly; its own words are in the message."""


def _child(python: str, *arguments: str) -> Measures:
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # users start from compiled files; so do we
    command = [python, "-m", "tests.benchmarks.child", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        raise ChildFailed(done.stderr.strip()[-2000:] or f"exit code {done.returncode}")
    result: Measures = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _medians(rounds: list[Measures]) -> Measures:
    names = {name for measures in rounds for name in measures}
    return {name: median(measures[name] for measures in rounds if name in measures) for name in names}


def run_bench(
    name: str, found: Bench, *, data: Path, peers_python: str, most_rounds: int
) -> dict[str, Measures]:
    """Return the medians of each way; a way that fails is said and left out."""
    _child(sys.executable, "prepare", name, str(data))
    rounds: dict[str, list[Measures]] = {}
    failed: set[str] = set()
    for number in range(most_rounds):
        for way in found.ways:
            if number < way.rounds and way.name not in failed:
                print(f"  {name}: {way.name}, round {number + 1}", file=sys.stderr, flush=True)
                python = peers_python if way.needs_peers else sys.executable
                _run_way(name, way, rounds, failed, data=data, python=python)
    return {way: _medians(measures) for way, measures in rounds.items()}


def _run_way(
    name: str,
    way: Way,
    rounds: dict[str, list[Measures]],
    failed: set[str],
    *,
    data: Path,
    python: str,
) -> None:
    try:
        rounds.setdefault(way.name, []).append(_child(python, "measure", name, str(data), way.name))
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
    data = data_folder()
    complete = True
    for name in chosen.names or bench_names():
        found = bench(name)
        medians = run_bench(
            name, found, data=data, peers_python=chosen.peers_python, most_rounds=chosen.rounds
        )
        print(report(name, found, medians), flush=True)
        complete &= len([way for way in medians.values() if way]) == len(found.ways)
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
