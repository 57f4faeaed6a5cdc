"""Run a state machine over a copy of an empty registry, from a seed of its own."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def run_machine(
    machine: type[RuleBasedStateMachine], template: Path, *, examples: int, steps: int, number: int = 0
) -> None:
    """Let `machine` act at random: `examples` walks of `steps` steps over copies of `template`."""
    seeded = seed(number)(type("Machine", (machine,), {"template": template}))
    run_state_machine_as_test(
        seeded,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
