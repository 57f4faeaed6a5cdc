"""A second process that uses a registry: reads it, writes to it, holds its lock, or stops half-way.

Ends like the program itself: 0, or 1 with one line that a user can read.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import AppError
from app.store import create_store, open_store
from app.words import error_text
from tests.builders import CLERK, a_contest, a_person
from tests.faults.registry import add_contest, contests
from tests.models.later_migrations import program_with
from tests.synthetic import resident_id

_OTHERS = 1_000_000  # people whom no builder of the parent process makes


def read(place: str) -> None:
    """Print how many contests there are."""
    print(contests(place))


def create(place: str) -> None:
    """Make an empty registry."""
    create_store(place).close()


def fill(place: str) -> None:
    """Add people until something gives way."""
    with open_store(place).writing(actor=CLERK) as work:
        _add_people(work.session, 50_000)


def hang(place: str) -> None:
    """Add people in one unit of work, say so, and never come to its end."""
    with open_store(place).writing(actor=CLERK) as work:
        _add_people(work.session, 5_000)
        print("half-way", flush=True)
        time.sleep(600)


def hold(place: str) -> None:
    """Take the lock, say so, and keep it until standard input ends."""
    with open_store(place).writing(actor="另一个程序") as work:
        a_contest(work.session, name="另一个程序的竞赛")
        print("held", flush=True)
        sys.stdin.read()


def upgrade(place: str) -> None:
    """Open the registry as a later program, whose further migration lies in the folder `later` beside it."""
    with program_with(Path(place).with_name("later")):
        open_store(place).close()


def _add_people(session: Session, number: int) -> None:
    for nth in range(number):
        a_person(session, id_number=resident_id(_OTHERS + nth), bank_name="行" * 100)


ACTIONS = {"read": read, "write": add_contest, "create": create, "fill": fill, "hang": hang, "hold": hold}
ACTIONS |= {"upgrade": upgrade}

if __name__ == "__main__":
    try:
        ACTIONS[sys.argv[1]](sys.argv[2])
    except AppError as error:
        print(error_text(error), file=sys.stderr)
        sys.exit(1)
