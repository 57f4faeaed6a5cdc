"""A registry with something in it, and impatience."""

from __future__ import annotations

from pathlib import Path

import pytest

import models.database
from app.store import Store
from tests.builders import CLERK, a_result
from tests.faults.machine import can_mount

collect_ignore = [] if can_mount() else ["test_mounted_disks.py"]


@pytest.fixture
def registry(sqlite_store: Store) -> Path:
    """A closed registry with one confirmed result in it, not assessed yet."""
    with sqlite_store.writing(actor=CLERK) as work:
        a_result(work.session)
    sqlite_store.close()
    return Path(sqlite_store.name)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on a lock soon."""
    monkeypatch.setattr(models.database, "BUSY_TIMEOUT_MS", 200)
    monkeypatch.setattr(models.database, "WRITER_ATTEMPT_MS", 200)
    monkeypatch.setattr(models.database, "WRITER_PATIENCE_S", 0.4)
