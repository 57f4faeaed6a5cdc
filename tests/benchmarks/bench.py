"""What a bench is: ways of doing one piece of work, and the goals ours is held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

Measures = dict[str, float]
Work = Callable[[Path, Path], Measures | None]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of doing the work; the first of a bench is ours."""

    name: str
    work: Work
    needs_peers: bool = False
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on ours, or on its ratio to another way: `at_least` theirs/ours, `at_most` ours/theirs."""

    measure: str
    against: str = ""
    at_least: float | None = None
    at_most: float | None = None

    def value(self, ours: Measures, theirs: Measures) -> float | None:
        """Return the figure the goal speaks of, or None where a measure is missing."""
        mine, other = ours.get(self.measure), theirs.get(self.measure)
        if not self.against or mine is None:
            return mine
        if not other:
            return None
        return other / mine if self.at_least is not None else mine / other

    def is_met(self, value: float) -> bool:
        """Return whether `value` keeps the bound."""
        return value >= self.at_least if self.at_least is not None else value <= (self.at_most or 0.0)

    @property
    def words(self) -> str:
        """The goal as the table shows it."""
        bound = f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"
        return f"{self.measure} {bound}" + (f" × against {self.against}" if self.against else "")


@dataclass(frozen=True, slots=True)
class Bench:
    """A piece of work with its ways and goals."""

    title: str
    ways: tuple[Way, ...]
    goals: tuple[Goal, ...] = ()
    prepare: Callable[[Path], object] | None = None

    def way(self, name: str) -> Way:
        """Return the way called `name`."""
        return next(way for way in self.ways if way.name == name)


def bench_names() -> list[str]:
    """Return the names of all benches here."""
    return sorted(file.stem.removeprefix("bench_") for file in Path(__file__).parent.glob("bench_*.py"))


def bench(name: str) -> Bench:
    """Return the bench called `name`."""
    found: Bench = import_module(f"tests.benchmarks.bench_{name}").BENCH
    return found
