"""The program dies in the middle of a large import, whenever: the registry holds all of it or nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.store import Store
from tests.benchmarks.data import import_sheet
from tests.faults.machine import ROOT
from tests.faults.registry import is_sound, people

ROWS = 20_000


def dies_after(process: subprocess.Popen[bytes], log: Path, *, size: int) -> None:
    """Kill `process` as soon as its write-ahead log has grown to `size` bytes."""
    while process.poll() is None:
        if log.exists() and log.stat().st_size >= size:
            process.kill()
        time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 500_000, 4_000_000])
def test_a_killed_import_is_all_or_nothing(sqlite_store: Store, tmp_path: Path, size: int) -> None:
    registry = Path(sqlite_store.name)
    sqlite_store.close()
    sheet = import_sheet(tmp_path, ROWS)
    command = [sys.executable, "main.py", "--db", str(registry), "import", str(sheet)]
    log = registry.with_name("registry.db-wal")
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as importing:
        dies_after(importing, log, size=size)
    assert people(registry) in (0, ROWS)
    assert is_sound(registry)
    finishing = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert finishing.returncode == 0, finishing.stderr.decode()
    assert people(registry) == ROWS
