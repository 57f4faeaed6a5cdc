"""Another process in the way, and a process that dies half-way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import BusyError
from tests.faults.machine import said_by, worker
from tests.faults.registry import add_contest, contests, is_sound, names, people


@pytest.mark.usefixtures("impatient")
def test_a_registry_held_by_another_process_is_busy(registry: Path) -> None:
    with worker("hold", registry) as other:
        assert said_by(other) == "held"
        with pytest.raises(BusyError) as raised:
            add_contest(registry)
        assert names(raised.value, registry)
        assert contests(registry) == 1  # reading goes on meanwhile
        other.communicate(timeout=60)
    add_contest(registry)
    assert contests(registry) == 3


@pytest.mark.usefixtures("impatient")
def test_a_registry_locked_whole_by_another_program_is_busy(registry: Path) -> None:
    with closing(sqlite3.connect(registry)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM contest")
        with pytest.raises(BusyError) as raised:
            contests(registry)
        assert names(raised.value, registry)
    assert contests(registry) == 1


def test_a_killed_import_leaves_nothing_and_the_registry_opens(registry: Path) -> None:
    with worker("hang", registry) as dying:
        assert said_by(dying) == "half-way"
        dying.kill()
        dying.communicate(timeout=60)
    assert people(registry) == 1
    add_contest(registry)
    assert contests(registry) == 2
    assert is_sound(registry)
