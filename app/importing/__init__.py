"""Importing (导入): office spreadsheets into clean results. Nothing is written until a plan is accepted.

    plan = read_plan(path, session=session, today=today)      # every finding, every row by kind
    report = commit_plan(work, plan)                          # one transaction
    write_rejected(plan, out)                                 # the rows kept out, with their causes

The heavy parts are imported when they are called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.importing.plan import (
    Change,
    ColumnView,
    Counts,
    Finding,
    ImportReport,
    Kind,
    Plan,
    RowView,
    SheetMapping,
    SheetView,
)
from app.progress import Progress

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.importing.typed_values import Remark, TypedPerson
    from app.store import Store
    from app.unit_of_work import UnitOfWork

__all__ = [
    "Change",
    "ColumnView",
    "Counts",
    "Finding",
    "ImportReport",
    "Kind",
    "Plan",
    "RowView",
    "SheetMapping",
    "SheetView",
    "commit_plan",
    "field_titles",
    "import_file",
    "name_initials",
    "read_grid",
    "read_plan",
    "read_typed_credit_code",
    "read_typed_day",
    "read_typed_person",
    "remember_word",
    "remembered_words",
    "undo_import",
    "write_rejected",
    "write_template",
]


def read_plan(
    path: Path | str,
    *,
    session: Session,
    today: date,
    mapping: Mapping[str, SheetMapping] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Read a file and say what importing it would do; writes nothing.

    `mapping` corrects header rows and columns by sheet name. Raises InputError where the file cannot
    be read at all; whatever is wrong inside it comes as findings.
    """
    from app.importing.planning import plan_of

    return plan_of(Path(path), session, today=today, mapping=mapping or {}, progress=progress)


def commit_plan(work: UnitOfWork, plan: Plan, progress: Progress | None = None) -> ImportReport:
    """Write an accepted plan as one batch. Raises ConflictError where the registry changed meanwhile."""
    from app.importing.committing.commit import write_plan

    return write_plan(work, plan, progress=progress)


def import_file(
    store: Store,
    path: Path | str,
    *,
    actor: str,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Read a file and take in its good rows. `strict` writes nothing if any row has an error."""
    from app.clock import office_day

    today = office_day(store.clock())
    with store.reading() as session:
        plan = read_plan(path, session=session, today=today, progress=progress)
    if dry_run or (strict and plan.has_errors):
        return ImportReport(plan)
    with store.writing(actor=actor) as work:
        return commit_plan(work, plan, progress)


def write_rejected(plans: Plan | Sequence[Plan], out: Path | str) -> int:
    """Write the rows kept out, in their own layout with a red cause column; return how many.

    Corrected and imported again, they duplicate nothing. Raises DocumentError.
    """
    from app.importing.rejected_rows import write_rejected_rows

    return write_rejected_rows([plans] if isinstance(plans, Plan) else list(plans), Path(out))


def write_template(out: Path | str) -> None:
    """Write the empty workbook 成绩导入模板. Raises DocumentError."""
    from app.importing.template import write_template_workbook

    write_template_workbook(Path(out))


def undo_import(work: UnitOfWork, batch_id: int) -> None:
    """Take a whole batch back. Raises ConflictError with a list of what blocks it."""
    from app.importing.undo import undo_batch

    undo_batch(work, batch_id)


def field_titles() -> dict[str, str]:
    """Return every field a column may be mapped to, with its Chinese title, in template order."""
    from app.words import words_of

    return words_of("importing.field")


def name_initials(name: str) -> str:
    """Return the pinyin initials of a name, every reading, separated by spaces: 单雄 → "sx dx cx"."""
    from app.importing.values.initials import initials_of

    return initials_of(name)


def read_typed_person(name: str, id_number: str, *, id_type: str = "", today: date) -> TypedPerson:
    """Return a person typed into a form, read by the rules of a list's cells, with what there is to say."""
    from app.importing.typed_values import read_typed_person as read

    return read(name, id_number, id_type=id_type, today=today)


def read_typed_credit_code(code: str) -> tuple[str, tuple[Remark, ...]]:
    """Return a typed credit code, "" where it has no such form, with what there is to say."""
    from app.importing.typed_values import read_typed_credit_code as read

    return read(code)


def read_typed_day(value: object, *, today: date) -> tuple[date | None, tuple[Remark, ...]]:
    """Return a day as people write it, None where there is none; a day after `today` is an error."""
    from app.importing.typed_values import read_typed_day as read

    return read(value, today=today)


def read_grid(path: Path) -> list[tuple[str, list[list[object]]]]:
    """Return the sheets of a small spreadsheet of any kind by name, row by row. Raises InputError."""
    from app.importing.typed_values import read_grid as read

    return read(path)


def remembered_words(session: Session) -> dict[str, dict[str, str]]:
    """Return the words an office explained: field, word as lists have it, what it means."""
    from app.importing.cleaning.word_aliases import remembered_words as remembered

    return remembered(session)


def remember_word(work: UnitOfWork, field: str, *, raw: str, meaning: str) -> None:
    """Remember what a word of a closed set, an event or a unit means; "" forgets it. Raises InputError."""
    from app.importing.cleaning.word_aliases import remember_word as remember

    remember(work, field, raw=raw, meaning=meaning)
