"""Taking files in without a screen: all are planned first, then written one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.accounts import Actor
from app.clock import office_day
from app.errors import AppError, Cancelled, ConflictError
from app.importing.committing.commit_plan import commit_plans
from app.importing.plan import ImportReport, Plan
from app.importing.planning import read_plan
from app.progress import Progress
from app.store import Store

_ATTEMPTS = 3  # to write a plan that somebody else's work overtakes


def import_file(
    store: Store,
    path: Path | str,
    *,
    actor: Actor | str,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Read a file and take in its good rows. `strict` writes nothing if any row has an error."""
    (report,) = import_files(store, [path], actor=actor, dry_run=dry_run, strict=strict, progress=progress)
    if isinstance(report, AppError):
        raise report
    return report


def import_files(
    store: Store,
    paths: Sequence[Path | str],
    *,
    actor: Actor | str,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> list[ImportReport | AppError]:
    """Read files and take in their good rows, each file compared with the registry after those before it.

    `strict` writes nothing of any file if one has an error, cannot be read or holds no result; otherwise
    each file is written by itself. Returns, by file, what came of it or why it could not be taken in.
    Raises ConflictError where a strict import is overtaken by somebody else's work again and again.
    """
    plans = _read_plans(store, paths, progress)
    for attempt in range(_ATTEMPTS):
        if dry_run or (strict and any(map(_is_refused, plans))):
            break
        if not strict:
            return [_commit(store, plan, actor, progress) for plan in plans]
        try:
            with store.writing(actor=actor, progress=progress) as work:
                return list(commit_plans(work, [p for p in plans if isinstance(p, Plan)], progress))
        except ConflictError as error:
            if not _is_overtaken(error) or attempt == _ATTEMPTS - 1:
                raise
        plans = _read_plans(store, paths, progress)
    return [plan if isinstance(plan, AppError) else ImportReport(plan) for plan in plans]


def _read_plans(
    store: Store, paths: Sequence[Path | str], progress: Progress | None
) -> list[Plan | AppError]:
    """Return the plan of each file as it comes out after those before it, or why it cannot be read."""
    plans: list[Plan | AppError] = []
    for path in paths:
        earlier = [plan for plan in plans if isinstance(plan, Plan)]
        try:
            plans.append(_read(store, path, earlier, progress))
        except Cancelled:
            raise
        except AppError as error:
            plans.append(error)
    return plans


def _read(store: Store, path: Path | str, earlier: Sequence[Plan], progress: Progress | None) -> Plan:
    today = office_day(store.clock())
    with store.reading() as session:
        return read_plan(path, session=session, today=today, after=earlier, progress=progress)


def _is_refused(plan: Plan | AppError) -> bool:
    return isinstance(plan, AppError) or plan.has_errors or not plan.counts.rows


def _is_overtaken(error: AppError) -> bool:
    return error.code == "import-plan-outdated"


def _commit(
    store: Store, plan: Plan | AppError, actor: Actor | str, progress: Progress | None
) -> ImportReport | AppError:
    """Write one file as it comes out now; return why where that is refused."""
    if isinstance(plan, AppError):
        return plan
    for attempt in range(_ATTEMPTS):
        try:
            with store.writing(actor=actor, progress=progress) as work:
                return commit_plans(work, [plan], progress, must_come_out_the_same=False)[0]
        except Cancelled:
            raise
        except AppError as error:
            if not _is_overtaken(error) or attempt == _ATTEMPTS - 1:
                return error
        plan = _read(store, plan.path, (), progress)
    raise AssertionError
