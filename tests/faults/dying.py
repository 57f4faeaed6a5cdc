"""Run a command of the program and kill the process at one statement on the database.

    python -m tests.faults.dying POINT COMMAND …

POINT is the number of the statement, or how it begins.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys

import models.database
from app.cli import main


def die_at(point: str) -> None:
    """Let every connection opened from now on kill the process before the statement at `point`."""
    seen = 0

    def watch(statement: str) -> None:
        nonlocal seen
        seen += 1
        if seen == int(point) if point.isdecimal() else statement.replace('"', "").startswith(point):
            os.kill(os.getpid(), signal.SIGKILL)

    prepare = models.database._prepare

    def prepare_and_watch(connection: sqlite3.Connection) -> None:
        prepare(connection)
        connection.execute("PRAGMA cache_size = 1")  # pages reach the file long before the commit
        connection.set_trace_callback(watch)

    models.database._prepare = prepare_and_watch


if __name__ == "__main__":
    die_at(sys.argv[1])
    sys.exit(main(sys.argv[2:]))
