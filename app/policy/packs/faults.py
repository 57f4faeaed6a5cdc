"""Faults of a policy, ruling or standards file: where each is and what to do; raised all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import PolicyFileError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. `line` counts from 1, 0 where it concerns the whole file; `key` is a path: rules.0.id."""

    file: str
    line: int
    key: str
    problem: str

    def __str__(self) -> str:
        place = f"{self.file} 第{self.line}行" if self.line else self.file
        return f"{place}：{self.key}：{self.problem}" if self.key else f"{place}：{self.problem}"


def policy_file_error(faults: Sequence[Fault], *, source: str) -> PolicyFileError:
    """Return the error that names every fault, to be raised."""
    listed = tuple(sorted(set(faults)))
    return PolicyFileError(
        "policy-file-faulty",
        source=source,
        number=len(listed),
        faults=listed,
        text="\n".join(str(fault) for fault in listed),
    )
