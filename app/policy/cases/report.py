"""What running the self-cases found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FailedCase:
    """A case that did not come out as it must: where it stands and every difference, in Chinese."""

    policy: str
    file: str
    name: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfCaseReport:
    """How many cases were run, and those that failed."""

    cases: int
    failed: tuple[FailedCase, ...]

    @property
    def is_ok(self) -> bool:
        """Return whether every case came out as it must."""
        return not self.failed
