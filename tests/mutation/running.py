"""Which tests are asked about a mutant, in which order, and the trials of a sample on all trees at once."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from multiprocessing.connection import wait
from pathlib import Path

from tests.mutation.operators import Mutant, mutated
from tests.mutation.trial import Bench, Recorded, Trial, can_fork

TOLD_EVERY = 60.0  # seconds
ENOUGH = 30.0  # seconds of tests, as they take without a fault, after which a mutant counts as alive
SLACK = 20.0  # seconds that a trial may take beyond four times what its tests took when nothing was mutated


@dataclass(frozen=True, slots=True)
class Asked:
    """The modules without a fault, the tests that may be asked, and what each of them reaches.

    `killed` counts for each module which tests noticed faults in it: they are asked first about the next.
    """

    sources: dict[str, str]
    recorded: Recorded
    killed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def about(self, mutant: Mutant) -> list[str]:
        """Return the tests that reach the mutant's function; at module level, its file; else all of them.

        Those that noticed a fault in its file come first, then the quickest, as far as they take `ENOUGH`
        together: a fault that only a slower test notices counts as alive.
        """
        reached, killed = self.recorded.tests, self.killed[mutant.file]
        function, start = f"{mutant.file}:{mutant.scope}", f"{mutant.file}:"
        tests = [test for test, what in reached.items() if function in what.functions]
        tests = tests or [
            test for test, what in reached.items() if any(one.startswith(start) for one in what.functions)
        ]
        ordered = sorted(tests or reached, key=lambda test: (-killed[test], reached[test].seconds))
        until = accumulate(reached[test].seconds for test in ordered)
        return ordered[:1] + [
            test for test, at in zip(ordered[1:], list(until)[1:], strict=True) if at <= ENOUGH
        ]

    def must_import_anew(self, mutant: Mutant) -> bool:
        """Return whether the mutant's function ran before any test did, so that its fault would not show."""
        return f"{mutant.file}:{mutant.scope}" in self.recorded.before

    def seconds(self, tests: Iterable[str]) -> float:
        """Return how long tests take without a mutant."""
        return sum(self.recorded.tests[test].seconds for test in tests)


@dataclass(slots=True)
class Outcome:
    """How many mutants were tried to the end, and which of them no test noticed."""

    tried: int = 0
    survivors: list[Mutant] = field(default_factory=list)


@dataclass(slots=True)
class _Running:
    mutant: Mutant
    tree: Path
    tests: list[str]
    trial: Trial | Bench


class Run:
    """Tries mutants on all trees at once until they or the time run out."""

    def __init__(self, asked: Asked, trees: Sequence[Path], *, ends_at: float) -> None:
        self._asked, self._trees, self._free, self._ends_at = asked, list(trees), list(trees), ends_at
        self._benches: dict[Path, Bench] = {}
        self._running: list[_Running] = []

    def try_all(self, mutants: Sequence[Mutant]) -> Outcome:
        """Try mutants in this order; at the end of the time those that still run count as not tried."""
        queue, outcome, told_at = list(reversed(mutants)), Outcome(), time.monotonic()
        try:
            if can_fork():
                files = sorted({_file_of(test) for mutant in mutants for test in self._asked.about(mutant)})
                self._benches = {tree: Bench(tree, files, self._asked.sources) for tree in self._trees}
            while (queue or self._running) and time.monotonic() < self._ends_at:
                while queue and self._free:
                    self._running.append(self._start(queue.pop(), self._free.pop()))
                wait([one.trial.sentinel for one in self._running], timeout=1)
                for one in [one for one in self._running if one.trial.ended()]:
                    self._running.remove(one)
                    self._judge(one, outcome)
                if time.monotonic() > told_at + TOLD_EVERY:
                    told_at = time.monotonic()
                    print(f"… {outcome.tried} of {len(mutants)} tried", flush=True)
        finally:
            for trial in [*(one.trial for one in self._running), *self._benches.values()]:
                trial.stop()
        return outcome

    def _start(self, mutant: Mutant, tree: Path) -> _Running:
        """Ask the tests that reach the mutant, without importing anything anew where that can be."""
        tests = self._asked.about(mutant)
        if tree not in self._benches or self._asked.must_import_anew(mutant):
            return self._start_anew(mutant, tree, tests)
        bench = self._benches[tree]
        bench.ask(mutant.file, mutant.index, tests, limit=self._limit(tests))
        return _Running(mutant, tree, tests, bench)

    def _start_anew(self, mutant: Mutant, tree: Path, tests: list[str]) -> _Running:
        """Write the mutant into the tree and ask tests in a process that imports everything from there."""
        text = mutated(self._asked.sources[mutant.file], mutant)
        (tree / mutant.file).write_text(text, "utf-8")
        return _Running(mutant, tree, tests, Trial(tree, tests, limit=self._limit(tests)))

    def _judge(self, one: _Running, outcome: Outcome) -> None:
        """Note what a trial found; what a bench could not try is tried with everything imported anew."""
        code: int | None
        if isinstance(one.trial, Bench):
            code, failed = one.trial.answer()
            if code > 0 and failed is None:
                self._running.append(self._start_anew(one.mutant, one.tree, one.tests))
                return
            if failed is not None:
                self._asked.killed[one.mutant.file][one.tests[failed]] += 1
        else:
            (one.tree / one.mutant.file).write_text(self._asked.sources[one.mutant.file], "utf-8")
            code = one.trial.code
        if code == 0:
            outcome.survivors.append(one.mutant)
            print("survived:", line_of(one.mutant), flush=True)
        outcome.tried += 1
        self._free.append(one.tree)

    def _limit(self, tests: Sequence[str]) -> float:
        return SLACK + 4 * self._asked.seconds(tests)


def line_of(mutant: Mutant) -> str:
    """Return the line that names a mutant to whoever looks into it."""
    where = f"{mutant.file}:{mutant.line} [{mutant.operator}]"
    return f"{where} {mutant.change}  in {mutant.scope or 'the module'}"


def _file_of(test: str) -> str:
    return test.partition("::")[0]
