"""Make a rehearsal registry (演练登记簿): the bundled example, taken through everything but payment.

It has four accounts without passwords: clerk, reviewer, approver (who is administrator too), finance.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.accounts import AccountRole, Actor, add_account, authenticate
from app.awards import assess_all, award_counts, import_rulings
from app.errors import NotFoundError
from app.importing import ImportReport, import_file
from app.paths import EXAMPLE
from app.progress import Progress
from app.registry import confirm_results
from app.store import Store, create_store
from app.words import tr

_RESULTS = (".xlsx", ".xls", ".et", ".ods", ".csv")
_RULINGS = (".yaml", ".yml")
_PEOPLE: dict[str, tuple[AccountRole, ...]] = {  # the administrator comes first
    "approver": (AccountRole.APPROVER, AccountRole.ADMINISTRATOR),
    "clerk": (AccountRole.CLERK,),
    "reviewer": (AccountRole.REVIEWER,),
    "finance": (AccountRole.FINANCE,),
}


@dataclass(frozen=True, slots=True)
class RehearsalReport:
    """What was done: imports, and how many awards waited before and after the rulings."""

    imports: tuple[ImportReport, ...]
    confirmed: int
    blocked_before: int
    blocked_after: int


def make_rehearsal(
    place: str, *, example: Path = EXAMPLE, progress: Progress | None = None
) -> RehearsalReport:
    """Make a registry at `place` from the example's files. Raises ConflictError where one stands."""
    if not any(_files(example, _RESULTS)):
        raise NotFoundError("example-missing", path=example)
    settings = {"name": tr("cli.demo.registry"), "rehearsal": "1"}
    program = Actor.program(tr("cli.actor"))
    store = create_store(place, actor=program, settings=settings)
    try:
        with store.writing(actor=program) as work:
            for person, roles in _PEOPLE.items():
                add_account(work, tr(f"cli.demo.{person}"), roles)
        return _fill(store, example, progress)
    finally:
        store.close()


def rehearsal_actor(store: Store, person: str) -> Actor:
    """Return one of a rehearsal's people as an actor: "clerk", "reviewer", "approver" or "finance"."""
    return authenticate(store, tr(f"cli.demo.{person}"), "")


def _fill(store: Store, example: Path, progress: Progress | None) -> RehearsalReport:
    clerk, reviewer = rehearsal_actor(store, "clerk"), rehearsal_actor(store, "reviewer")
    imports = [import_file(store, file, actor=clerk, progress=progress) for file in _files(example, _RESULTS)]
    with store.writing(actor=reviewer) as work:
        confirmed = confirm_results(work)
    with store.writing(actor=clerk) as work:
        assess_all(work, progress)
    before = _blocked(store)
    with store.writing(actor=rehearsal_actor(store, "approver")) as work:
        for file in _files(example, _RULINGS):
            import_rulings(work, file, progress)
    return RehearsalReport(tuple(imports), confirmed.confirmed, before, _blocked(store))


def _files(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in endings)


def _blocked(store: Store) -> int:
    with store.reading() as session:
        return sum(count.awards for count in award_counts(session) if count.status == "blocked")
