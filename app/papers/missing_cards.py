"""Sheets of missing cards (缺卡表): one workbook for each unit, to send, be filled in, and imported again.

The columns are those that the importing room knows. No number of a person goes out: the unit writes the
document number itself, by which the import finds the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents import atomic_output, cell_text, safe_file_name
from app.done_alone import paper_settings
from app.errors import NotFoundError
from app.leak_gate import people_on_paper, refuse_leaking
from app.papers.batch_facts import PaperAward, batch_facts
from app.papers.marks import paper_marks
from app.printing import streaming_workbook
from app.words import scoped, tr
from models import Person, Result
from models.bulk import batched_ids

_w = scoped("papers.cards")
_FIELDS = (  # of the importing room, with the width of the column
    ("contest", 24), ("level", 9), ("published_on", 13), ("event", 16), ("group", 9), ("rank", 6),
    ("name", 10), ("id_number", 21), ("unit", 22), ("bank_name", 22), ("bank_account", 22),
)  # fmt: skip
_ROW_POINTS = 36
_TO_FILL = ("id_number", "bank_name", "bank_account")


@dataclass(frozen=True, slots=True)
class CardSheet:
    """A sheet for one unit: where it was written, and how many people it asks for."""

    path: Path
    unit: str
    people: int


def missing_card_sheets(
    session: Session, batch_id: int, folder: Path | str, *, now: datetime
) -> list[CardSheet]:
    """Write a workbook for each unit whose people in the batch have no card or bank, into `folder`.

    Raises NotFoundError where nobody lacks a card, DocumentError, ConflictError as `batch_facts` does.
    """
    facts = batch_facts(session, batch_id)
    lacking = _without_card(session, facts.awards)
    if not lacking:
        raise NotFoundError("cards-none-missing", batch=facts.name)
    by_unit: dict[str, list[PaperAward]] = {}
    for award in lacking:
        by_unit.setdefault(award.unit, []).append(award)
    return [
        _write(session, unit, awards, Path(folder), batch=facts.name, now=now)
        for unit, awards in by_unit.items()
    ]


def _without_card(session: Session, awards: Sequence[PaperAward]) -> list[PaperAward]:
    lacking: set[int] = set()
    for some in batched_ids({award.person_id for award in awards}):
        query = select(Person.id).where(Person.id.in_(some))
        query = query.where((Person.bank_account == "") | (Person.bank_name == ""))
        lacking.update(int(person) for person in session.scalars(query))
    return [award for award in awards if award.person_id in lacking]


def _write(
    session: Session, unit: str, awards: Sequence[PaperAward], folder: Path, *, batch: str, now: datetime
) -> CardSheet:
    words = unit or _w("no-unit")
    out = folder / safe_file_name(_w("file", unit=words, batch=batch) + ".xlsx")
    settings = paper_settings(session, [award.award_id for award in awards])
    published = _published(session, [award.award_id for award in awards])
    people = people_on_paper(session, [award.person_id for award in awards])
    with atomic_output(out, kind="xlsx") as unfinished:
        with streaming_workbook(unfinished) as book:
            facts = {"title": _w("title"), "author": settings.issuer, "created": now.replace(tzinfo=None)}
            book.set_properties(facts)
            _fill(book, awards, published)
            _notes(book, [*filter(None, (paper_marks(settings),)), *_w("notes").split("\n")])
        refuse_leaking(session, unfinished, people)
    return CardSheet(out, words, len({award.person_id for award in awards}))


def _published(session: Session, results: Sequence[int]) -> dict[int, date | None]:
    found: dict[int, date | None] = {}
    for some in batched_ids(results):
        query = select(Result.id, Result.published_on).where(Result.id.in_(some))
        found.update({int(result): day for result, day in session.execute(query)})
    return found


def _fill(book: Any, awards: Sequence[PaperAward], published: dict[int, date | None]) -> None:
    sheet = book.add_worksheet(_w("sheet"))
    look = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter", "text_wrap": True}
    text = book.add_format({**look, "num_format": "@"})
    empty = book.add_format({**look, "num_format": "@", "bg_color": "#FFF8E1", "locked": False})
    head = book.add_format({**look, "bold": True, "align": "center", "bg_color": "#EEF1F5"})
    for column, (field, width) in enumerate(_FIELDS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, tr(f"importing.field.{field}"), head)
    sheet.set_row(0, 26)
    sheet.freeze_panes(1, 0)
    for row, award in enumerate(awards, start=1):
        sheet.set_row(row, _ROW_POINTS)
        day = published.get(award.award_id)
        facts = {
            "contest": award.contest,
            "level": tr(f"core.level.{award.level}"),
            "published_on": day.isoformat() if day else "",
            "event": award.event,
            "group": award.group,
            "rank": str(award.rank or ""),
            "name": award.person,
            "unit": award.unit,
        }
        for column, (field, _) in enumerate(_FIELDS):
            look_of = empty if field in _TO_FILL else text
            sheet.write_string(row, column, cell_text(facts.get(field, "")), look_of)
    _offer_banks(sheet, len(awards))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _offer_banks(sheet: Any, rows: int) -> None:
    """Offer the banks' names in a list; any other name may be written, with its branch."""
    column = [field for field, _ in _FIELDS].index("bank_name")
    banks = _w("banks").split("、")
    sheet.data_validation(
        1, column, rows, column, {"validate": "list", "source": banks, "error_type": "information"}
    )


def _notes(book: Any, lines: Sequence[str]) -> None:
    sheet = book.add_worksheet(_w("notes-sheet"))
    sheet.set_column(0, 0, 90)
    text = book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True})
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, text)
