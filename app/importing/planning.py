"""Reading a file into a plan: sheets, header, columns, rows, findings. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain, islice
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import InputError
from app.importing.cleaning.row_reader import RowReader
from app.importing.cleaning.word_aliases import Words, remembered_words
from app.importing.collecting import gc_paused
from app.importing.columns.fields import PASSED_OVER, header_key
from app.importing.columns.layout import LOOKED_AT, Layout, find_layout, missing_fields
from app.importing.finding_list import FindingList
from app.importing.findings import Note
from app.importing.matching.contest_notes import say_what_contests_lack
from app.importing.matching.matcher import Resolver
from app.importing.matching.registry_lookup import Registry, registry_stamp
from app.importing.plan import Counts, Plan, SheetMapping, SheetView
from app.importing.reading.open_file import open_sheets
from app.importing.reading.sheet import OpenSheet, Row, Sheet
from app.importing.staging import KINDS, Understood
from app.importing.values.text import as_text
from app.progress import Progress
from app.words import tr

PREVIEWED = 40  # rows of each sheet shown as they came


def plan_of(
    path: Path,
    session: Session,
    *,
    today: date,
    mapping: Mapping[str, SheetMapping],
    progress: Progress | None,
) -> Plan:
    """Return the plan of a file. Raises InputError where it cannot be read at all."""
    digest, sheets = open_sheets(path)
    registry = Registry(session)
    words = remembered_words(session)
    planning = _Planning(path, registry, today=today, words=words, progress=progress or Progress())
    planning.understood.today, planning.understood.mapping = today, mapping
    planning.understood.stamp = registry_stamp(session)
    planning.understood.is_known_file = registry.has_file(digest)
    with gc_paused():
        views = [planning.read(n, sheet, mapping.get(sheet.name)) for n, sheet in enumerate(sheets)]
    return planning.finished(digest, views)


class _Planning:
    """One file being read."""

    def __init__(
        self, path: Path, registry: Registry, *, today: date, words: Words, progress: Progress
    ) -> None:
        self.understood = Understood()
        self._path = path
        self._today = today
        self._words = words
        self._progress = progress
        self._findings = FindingList()
        self._resolver = Resolver(self.understood, registry, self._findings)

    def read(self, number: int, sheet: Sheet, mapping: SheetMapping | None) -> SheetView:
        """Read one sheet; return it as it came."""
        self.understood.sheets.append(sheet.name)
        if mapping is not None and mapping.is_left_out:
            return _view(sheet, [], None, rows=0, is_left_out=True)
        opened = sheet.open()
        chosen = mapping.header_row if mapping is not None else 0
        head = list(islice(opened.rows, chosen + LOOKED_AT))
        if opened.is_ragged:
            _pad(head)
        preview = [list(row) for row in head[:PREVIEWED]]
        layout = find_layout(head, opened, sheet=sheet.name, mapping=mapping)
        if layout is None:
            self._say_headerless(number, sheet, head)
            return _view(sheet, preview, None, rows=0)
        self._know(number, sheet, layout, opened, head)
        count = self._read_rows(number, sheet, layout, opened, chain(head[layout.data_row :], opened.rows))
        return _view(sheet, preview, layout, rows=count)

    def _say_headerless(self, number: int, sheet: Sheet, head: list[Row]) -> None:
        is_empty = not any(as_text(cell) for row in head for cell in row)
        if sheet.encoding == "gb18030" and not is_empty:
            raise InputError("import-encoding-or-header", path=self._path)
        code = "sheet-empty" if is_empty else "sheet-without-header"
        self._findings.say(Note(code), sheet=number, name=sheet.name)

    def _know(self, number: int, sheet: Sheet, layout: Layout, opened: OpenSheet, head: list[Row]) -> None:
        self.understood.layouts[number] = layout
        self.understood.tops[number] = head[: layout.data_row]
        self._findings.know(number, layout)
        if sheet.is_hidden:
            self._findings.say(Note("sheet-hidden"), sheet=number, name=sheet.name)
        if hidden := opened.marks().hidden_rows:
            self._findings.say(Note("rows-hidden", {"count": hidden}), sheet=number, name=sheet.name)
        for field in missing_fields(layout):
            title = tr(f"importing.field.{field}")
            note = Note("column-missing", {"title": title})
            self._findings.add(note, sheet=number, name=sheet.name, row=0, column=title)
        self._say_columns(number, sheet, layout)

    def _say_columns(self, number: int, sheet: Sheet, layout: Layout) -> None:
        for column in layout.columns:
            title = tr(f"importing.field.{column.field}") if column.field else ""
            note = Note("column-by-content", {"title": title})
            if column.field == "" and column.found_by == "":
                if not column.header or header_key(column.header) in PASSED_OVER:
                    continue
                note = Note("column-unknown")
            elif column.found_by != "content":
                continue
            self._findings.add(
                note,
                sheet=number,
                name=sheet.name,
                row=layout.header_row + 1,
                column=column.header or column.letter,
                value=column.header,
            )

    def _read_rows(
        self, number: int, sheet: Sheet, layout: Layout, opened: OpenSheet, rows: Iterable[Row]
    ) -> int:
        reader = RowReader(
            number,
            sheet.name,
            layout,
            opened,
            today=self._today,
            findings=self._findings,
            words=self._words,
        )
        count = 0
        for cleaned, place in reader.chunks(rows):
            self._resolver.resolve(cleaned, place, without_units=reader.is_without_units)
            count += reader.settle(cleaned, place, self.understood)
            total = opened.height - layout.data_row if opened.height else 0
            self._progress.report(min(count, total), total, tr("importing.text.reading"))
        reader.say_replaced()
        return count

    def finished(self, digest: str, views: list[SheetView]) -> Plan:
        """Return the plan, its findings in file order."""
        say_what_contests_lack(self.understood, self._findings)
        if self.understood.is_known_file:
            note = Note("file-known", {"file": self._path.name})
            self._findings.say(note, sheet=-1, name="")
        return Plan(
            path=self._path,
            file_name=self._path.name,
            sha256=digest,
            sheets=tuple(views),
            findings=self._findings.sorted(),
            counts=counts_of(self.understood),
            understood=self.understood,
        )


def _pad(rows: list[Row]) -> None:
    """Make rows as wide as the widest of them, with empty cells."""
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))


def _view(
    sheet: Sheet, preview: list[Row], layout: Layout | None, *, rows: int, is_left_out: bool = False
) -> SheetView:
    return SheetView(
        name=sheet.name,
        is_hidden=sheet.is_hidden,
        header_row=layout.header_row + 1 if layout else 0,
        columns=layout.columns if layout else (),
        facts={name: as_text(value) for name, value in layout.preface.facts.items()} if layout else {},
        preview=tuple(tuple(as_text(cell) for cell in row) for row in preview),
        rows=rows,
        is_left_out=is_left_out,
    )


def counts_of(understood: Understood) -> Counts:
    """Return how many rows of the file are of each kind; a row that names two people counts once."""
    by_row: dict[tuple[int, int], int] = {}
    if not understood.has_splits:
        kinds = understood.kinds
        numbers = [kinds.count(kind) for kind in range(len(KINDS))]
    else:
        order = {0: 1, 1: 2, 2: 0, 3: 3}
        for start, rows in understood.rows.chunks():
            for offset, row in enumerate(rows):
                kind, key = understood.kinds[start + offset], (row[0], row[1])
                if order[kind] >= order.get(by_row.get(key, 2), 0):
                    by_row[key] = kind
        numbers = [list(by_row.values()).count(kind) for kind in range(len(KINDS))]
    return Counts(sum(numbers), *numbers)
