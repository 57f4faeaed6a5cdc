"""Make a rehearsal registry (演练登记簿): the bundled example, taken through everything but payment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    store = create_store(place, actor=tr("cli.demo.clerk"), settings=settings)
    try:
        return _fill(store, example, progress)
    finally:
        store.close()


def _fill(store: Store, example: Path, progress: Progress | None) -> RehearsalReport:
    clerk, reviewer = tr("cli.demo.clerk"), tr("cli.demo.reviewer")
    imports = [import_file(store, file, actor=clerk, progress=progress) for file in _files(example, _RESULTS)]
    with store.writing(actor=reviewer) as work:
        confirmed = confirm_results(work)
    with store.writing(actor=clerk) as work:
        assess_all(work, progress)
    before = _blocked(store)
    with store.writing(actor=tr("cli.demo.approver")) as work:
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
