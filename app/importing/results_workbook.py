"""The results on record as a list in the columns of the import's template: it comes in again as it was.

Imported into the same registry every row is the same; into an empty one it makes the same contests, people
and results. Not in it: what no column holds (contest series, links and rulings, states, certificates).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.accounts import Right
from app.documents import atomic_output, cell_text, could_be_a_formula
from app.errors import InputError
from app.importing.template import template_fields
from app.known_names import contest_named
from app.printing import streaming_workbook
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Contest, Entry, Event, Person, Result, Unit

_EXTRA = ("organiser",)  # columns that the template does not ask for
_WIDTHS = {"contest": 34, "unit": 28, "id_number": 22, "bank_account": 24, "event": 18, "class_basis": 22}


def export_results(work: UnitOfWork, out: Path | str, *, contest: str = "") -> int:
    """Write the current results, of one contest or of all, one sheet for each contest; return their number.

    Whole numbers of documents, phones and cards are in it: who wrote it is recorded. Raises NotFoundError for
    an unknown contest, InputError where there is no result, DocumentError.
    """
    work.require(Right.RECORD)
    session = work.session
    fields = [*template_fields(), *_EXTRA]
    query = _query()
    if contest:
        query = query.where(Contest.id == contest_named(session, contest))
    number = 0
    with atomic_output(Path(out), kind="xlsx") as temporary, streaming_workbook(temporary) as book:
        styles = _Styles(book)
        rows = session.execute(query.execution_options(yield_per=2_000))
        for place, (_contest, results) in enumerate(groupby(rows, lambda row: row[0].id), start=1):
            sheet = book.add_worksheet(tr("importing.text.results-sheet", number=place))
            number += _write_sheet(sheet, styles, fields, map(_values, results))
        if not number:
            raise InputError("no-results-to-export")
        work.audit("export-results", "registry", detail={"contest": contest, "results": number})
    return number


def _query() -> Any:
    return (
        select(Contest, Event, Entry, Result, Person, Unit)
        .join(Event, Event.contest_id == Contest.id)
        .join(Entry, Entry.event_id == Event.id)
        .join(Result, Result.entry_id == Entry.id)
        .join(Person, Person.id == Entry.person_id)
        .outerjoin(Unit, Unit.id == Entry.unit_id)
        .where(Result.is_current)
        .order_by(Contest.id, Event.id, Result.rank.is_(None), Result.rank, Entry.team_no, Entry.id)
    )


def _values(row: Any) -> dict[str, Any]:
    """Return what each column says of one result, as the importer reads it."""
    contest, event, entry, result, person, unit = row
    return {
        "contest": contest.name,
        "level": _level(contest, event),
        "class_basis": event.own_class_basis or contest.class_basis,
        "published_on": result.published_on,
        "started_on": contest.started_on,
        "event": event.name,
        "group": tr(f"core.group.{event.group}") if event.group else "",
        "form": tr(f"core.form.{event.form}") if event.form else "",
        "team_no": entry.team_no,
        "rank": tr(f"core.no-rank.{result.no_rank}") if result.no_rank else result.rank,
        "medal": result.medal,
        "grade": result.grade,
        "score": result.score,
        "name": person.name,
        "id_type": tr(f"core.id-type.{person.id_type}"),
        "id_number": person.id_number,
        "role": tr(f"core.role.{entry.role}"),
        "unit": entry.unit_name,
        "credit_code": (unit.credit_code if unit is not None else None) or "",
        "employer": entry.employer,
        "phone": person.phone,
        "bank_name": person.bank_name,
        "bank_account": person.bank_account,
        "remark": entry.remark,
        "organiser": contest.organiser,
    }


def _level(contest: Contest, event: Event) -> str:
    """Return the level with the class as a document words it, 省级一类; the event's own class goes before."""
    if event.own_class is not None:
        own, wording = event.own_class, event.own_official_class
    else:
        own, wording = contest.contest_class, contest.official_class
    return wording or tr(f"core.level.{contest.level}") + (tr(f"core.class.{own}") if own else "")


class _Styles:
    def __init__(self, book: Any) -> None:
        self.header = book.add_format({"bold": True, "bg_color": "#EAF0F8", "align": "center"})
        self.text = book.add_format({"num_format": "@"})
        self.formula = book.add_format({"num_format": "@", "quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})


def _write_sheet(sheet: Any, styles: _Styles, fields: list[str], rows: Iterator[dict[str, Any]]) -> int:
    for column, field in enumerate(fields):
        sheet.set_column(column, column, _WIDTHS.get(field, 13))
        sheet.write_string(0, column, tr(f"importing.field.{field}"), styles.header)
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, field in enumerate(fields):
            value = row[field]
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, styles.day)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value:
                style = styles.formula if could_be_a_formula(value) else styles.text
                sheet.write_string(number, column, cell_text(value), style)
    return number
