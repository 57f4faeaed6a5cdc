"""Writing accepted plans: one batch a file, all in the caller's transaction.

What takes long, reading and cleaning the files, is done before the transaction begins; inside it a plan is
at most matched again with the registry, where that has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts import Right
from app.bases_on_record import mention_documents
from app.changes import Changes
from app.errors import ConflictError
from app.importing.account import account_text
from app.importing.cleaning.records import gc_paused
from app.importing.columns.recipes import Recipe, fingerprint, keep_recipe, stored_recipes
from app.importing.committing.changed_records import write_fills, write_new_versions
from app.importing.committing.corrections_record import corrections_record
from app.importing.committing.new_records import NewRecords, UsedDrafts
from app.importing.kept_files import corrections_text, keep_file
from app.importing.matching.registry_lookup import registry_stamp
from app.importing.matching.staged_import import StagedImport
from app.importing.plan import ImportReport, Plan
from app.importing.planning import match_again
from app.importing.remembered import count_uses
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from models import Entry, Event, ImportBatch
from models.bulk import CHUNK, among, enlarged_page_cache


def commit_plans(
    work: UnitOfWork,
    plans: Sequence[Plan],
    progress: Progress | None = None,
    *,
    must_come_out_the_same: bool = True,
) -> list[ImportReport]:
    """Write plans in the order in which they were made, each as one batch; return what came of each.

    A plan with nothing new and nothing changed leaves no trace. Raises ConflictError where somebody else
    changed the registry since the plans were made and one of them comes out otherwise now; with
    `must_come_out_the_same` off it is written as it comes out.
    """
    work.require(Right.RECORD)
    stamp = registry_stamp(work.session)
    reports = []
    for number, plan in enumerate(plans):
        current = plan
        if number or plan.staged.stamp != stamp:  # after other files of the call, or after somebody else
            current = match_again(plan, work.session)
            is_overtaken = plan.staged.stamp != stamp and must_come_out_the_same
            if is_overtaken and not _is_same(plan.staged, current.staged):
                raise ConflictError("import-plan-outdated", file=plan.file_name)
        reports.append(_write(work, current, progress or Progress()))
    return reports


def _is_same(one: StagedImport, other: StagedImport) -> bool:
    return one.kinds == other.kinds and one.changes == other.changes


def _write(work: UnitOfWork, plan: Plan, progress: Progress) -> ImportReport:
    staged = plan.staged
    if not staged.is_written:
        return ImportReport(plan)
    staged.stamp = ()  # drafts get ids now: should this fail, the plan must be matched anew
    batch, is_kept = _new_batch(work, plan), keep_file(work, plan)
    writer = NewRecords(work, staged, batch)
    with gc_paused(), enlarged_page_cache(work.session.connection()):
        writer.write(progress)
    write_new_versions(work, staged, batch)
    write_fills(work, staged, batch, used=writer.used)
    _mention_bases(work, staged, batch, used=writer.used)
    detail: dict[str, object] = {"file": plan.file_name, "sha256": plan.sha256, "rows": plan.counts.rows}
    detail |= {"new": plan.counts.new, "changed": plan.counts.changed, "skipped": plan.counts.skipped}
    detail |= corrections_record(staged.file)
    if not is_kept:
        detail["file_not_kept"] = True
    count_uses(work, plan)
    _keep_recipes(work, plan)
    work.audit("import", "import_batch", batch, detail=detail)
    work.touched(Changes.IMPORTS | Changes.CONTESTS | Changes.RESULTS | Changes.PEOPLE | Changes.UNITS)
    work.reassess(_touched_events(work, staged, writer.used))
    return ImportReport(plan, batch, is_file_kept=is_kept)


def _mention_bases(work: UnitOfWork, staged: StagedImport, batch: int, *, used: UsedDrafts) -> None:
    """Enter the numbers on which classes rest in the register of documents, unverified."""
    bases = {staged.contests[number].class_basis for number in used.contests}
    for basis in sorted(bases - {""}):
        mention_documents(work, basis, as_written=staged.file.as_written.get(basis, ""), batch=batch)


def _keep_recipes(work: UnitOfWork, plan: Plan) -> None:
    """Keep the columns that somebody chose, for the next list with the same header."""
    for sheet in plan.sheets:
        mapping = plan.staged.file.mapping.get(sheet.name)
        for number, region in enumerate(sheet.regions if mapping is not None else ()):
            labels = [column.header for column in region.columns]
            chosen = mapping.chosen(region.bottom, is_first=number == 0) if mapping is not None else {}
            if chosen:
                known = stored_recipes(work.session).get(fingerprint(labels))
                columns = {**(known.columns if known else {}), **chosen}
                recipe = Recipe(
                    columns, plan.file_name, tables=len(sheet.regions), above=frozenset(sheet.facts)
                )
                keep_recipe(work, labels, recipe)


def _new_batch(work: UnitOfWork, plan: Plan) -> int:
    counts = plan.counts
    batch = ImportBatch(
        file_name=plan.file_name[-260:],
        sha256=plan.sha256,
        imported_at=work.now,
        imported_by=work.actor.name,
        rows=counts.rows,
        rows_new=counts.new,
        rows_changed=counts.changed,
        rows_same=counts.same,
        rows_skipped=counts.skipped,
        account=account_text(plan.account),
        corrections=corrections_text(plan.staged.file.mapping),
    )
    work.session.add(batch)
    work.session.flush()
    return batch.id


def _touched_events(work: UnitOfWork, staged: StagedImport, used: UsedDrafts) -> set[int]:
    """Return the events with new or changed results, and those of contests and units whose facts changed."""
    events = {staged.event_drafts[number].id for number in used.events}
    contests = [each.id for each in map(staged.contests.__getitem__, used.contests) if each.fills]
    units = [each.id for each in map(staged.unit_drafts.__getitem__, used.units) if each.fills]
    connection = work.session.connection()
    for column, owner, changed in (
        (Event.id, Event.contest_id, contests),
        (Entry.event_id, Entry.unit_id, units),
    ):
        for start in range(0, len(changed), CHUNK):
            some = among(connection, owner, changed[start : start + CHUNK])
            events.update(work.session.scalars(select(column).where(some).distinct()))
    return events
