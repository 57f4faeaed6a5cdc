"""Take a bounded sample of mutants, run the tests that reach each, and name those that no test notices.

    python -m tests.mutation [--minutes N] [--seed N] [--per-file N] [--workers N] [--only PATH…] [--list]

Everything happens in copies of the tree, so that a run that is killed leaves nothing mutated here. Exit code
1 where a mutant survives that `equivalent.toml` does not explain, or where that list names what is not there.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.operators import Mutant, mutants_of
from tests.mutation.running import Asked, Run, line_of
from tests.mutation.trial import load_libraries, record

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
TARGETS = (
    *("app/awards", "app/payments", "app/accounts"),
    *("app/clock.py", "app/transition_tables.py", "app/transitions.py", "app/unit_of_work.py"),
    *("app/policy/engine", "app/policy/rules", "app/policy/asking.py", "app/policy/teams.py"),
    *("app/policy/ranking.py", "app/policy/medals.py"),
)
TESTS = ("tests/app/awards", "tests/app/payments", "tests/app/policy", "tests/app/accounts")
COPIED = ("app", "models", "ui", "tests", "docs", "resources", "main.py", "dev.py", "pyproject.toml")
LINKED = "resources/fonts"  # too much to copy


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for: minutes, the sample's seed, mutants per file, trials at once, files or folders."""

    minutes: float
    seed: str
    per_file: int
    workers: int
    only: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Run as the module's text says; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--seed", default="1", help="another seed takes another sample")
    parser.add_argument("--per-file", type=int, default=15)
    parser.add_argument("--workers", type=int, default=2, help="trials at once")
    parser.add_argument(
        "--only", nargs="+", default=TARGETS, metavar="PATH", help="files or folders below app"
    )
    parser.add_argument("--list", action="store_true", help="name the sample and run nothing")
    given = parser.parse_args(arguments)
    plan = Plan(given.minutes, given.seed, given.per_file, given.workers, tuple(given.only))
    sources = _sources(plan.only)
    every = [mutant for file, source in sources.items() for mutant in mutants_of(source, file)]
    sample = sampled(every, seed=plan.seed, per_file=plan.per_file)
    if given.list:
        print(*map(line_of, sample), sep="\n")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that trials end and copies go
    with tempfile.TemporaryDirectory(prefix="mutation-", ignore_cleanup_errors=True) as folder:
        return _run(plan, sample, every, sources, Path(folder))


def sampled(mutants: Sequence[Mutant], *, seed: str, per_file: int) -> list[Mutant]:
    """Return mutants in an order that the seed decides, at most `per_file` of each file.

    The order goes by what a mutant is, not by where it stands, so that an edit elsewhere in the file leaves
    the sample as it was.
    """

    def place(mutant: Mutant) -> str:
        return hashlib.sha256("\n".join((seed, *mutant.key)).encode()).hexdigest()

    taken: Counter[str] = Counter()
    sample: list[Mutant] = []
    for mutant in sorted(mutants, key=place):
        taken[mutant.file] += 1
        if taken[mutant.file] <= per_file:
            sample.append(mutant)
    return sample


def _sources(targets: Sequence[str]) -> dict[str, str]:
    """Return the text of each module to mutate as it is now; it may be edited while the mutants run."""
    files = [file for target in targets for file in _files(ROOT / target)]
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}


def _files(target: Path) -> list[Path]:
    return [target] if target.is_file() else sorted(target.rglob("*.py"))


def _test_files(targets: Sequence[str]) -> list[str]:
    """Return the files of tests to ask: those of the targets' own rooms; the usual rooms about all of them.

    `app/policy/engine` has no folder of tests of its own and is asked about in `tests/app/policy`.
    """
    wanted = list(TESTS) if tuple(targets) == TARGETS else []
    for target in targets:
        room = Path("tests", target).with_suffix("")
        wanted += [room.as_posix(), room.with_name(f"test_{room.name}.py").as_posix()]
        wanted += [folder.as_posix() for folder in room.parents if len(folder.parts) > 2]
    wanted = [path for path in wanted if (ROOT / path).exists()] or list(TESTS)
    files = {file for path in wanted for file in _files(ROOT / path) if file.name.startswith("test_")}
    largest_first = sorted(files, key=lambda file: (-file.stat().st_size, file))
    return [file.relative_to(ROOT).as_posix() for file in largest_first]


def _copy_tree(tree: Path) -> Path:
    tree.mkdir()
    leave_out = shutil.ignore_patterns("__pycache__", "pictures", Path(LINKED).name)
    for name in COPIED:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, tree / name, ignore=leave_out)
        elif place.exists():
            shutil.copyfile(place, tree / name)
    try:
        (tree / LINKED).symlink_to(ROOT / LINKED, target_is_directory=True)
    except OSError:  # Windows lets only some users link
        shutil.copytree(ROOT / LINKED, tree / LINKED)
    return tree


def _run(plan: Plan, sample: list[Mutant], every: list[Mutant], sources: dict[str, str], folder: Path) -> int:
    started = time.monotonic()
    ends_at = started + 60 * plan.minutes
    load_libraries()
    trees = [_copy_tree(folder / f"tree{number}") for number in range(plan.workers)]
    print(f"{len(every)} mutants possible; finding out which tests reach them …", flush=True)
    recorded = record(trees, _test_files(plan.only), sources, limit=ends_at - time.monotonic())
    print(f"{len(recorded.tests)} tests may be asked, after {time.monotonic() - started:.0f} s", flush=True)
    explained = _explained()
    unknown = [key for key in explained if key[0] in sources and key not in {mutant.key for mutant in every}]
    for key in unknown:
        print(f"equivalent.toml explains what is not there: {' · '.join(key)}")
    waiting = [mutant for mutant in sample if mutant.key not in explained]
    outcome = Run(Asked(sources, recorded), trees, ends_at=ends_at).try_all(waiting)
    survived = len(outcome.survivors)
    print(
        f"\n{outcome.tried} mutants tried: {outcome.tried - survived} killed, {survived} survived; "
        f"of a sample of {len(sample)}, {len(waiting) - outcome.tried} not tried for want of time, "
        f"{len(sample) - len(waiting)} explained; {time.monotonic() - started:.0f} s"
    )
    for mutant in sorted(outcome.survivors, key=lambda one: (one.file, one.line)):
        print("survived:", line_of(mutant))
    return 1 if outcome.survivors or unknown else 0


def _explained() -> set[tuple[str, str, str, str]]:
    entries = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    for entry in entries:
        if not entry["reason"].strip():
            raise ValueError(f"equivalent.toml gives no reason: {entry}")
    return {(entry["file"], entry["function"], entry["operator"], entry["change"]) for entry in entries}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
