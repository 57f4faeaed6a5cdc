"""The way of a file into a plan: read, find the columns, clean, match. Nothing is written here.

open_sheets → find_layout → RowReader.chunks → Matcher.match → plan_of
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import ConflictError, InputError
from app.importing.cleaning.records import CleanedFile, gc_paused
from app.importing.cleaning.row_reader import RowReader
from app.importing.cleaning.word_aliases import WordAliases, word_aliases
from app.importing.columns.fields import IGNORED_HEADERS, header_key
from app.importing.columns.layout import HEADER_SEARCH_ROWS, Layout, find_layout, missing_fields
from app.importing.findings import Note
from app.importing.headings.reader import read_preface
from app.importing.matching.matcher import Matcher
from app.importing.matching.planned_registry import registry_after
from app.importing.matching.registry_lookup import registry_stamp
from app.importing.matching.staged_import import StagedImport
from app.importing.plan import Plan, plan_of
from app.importing.reading.cells import as_text
from app.importing.reading.edited_cells import with_edits
from app.importing.reading.isolated import open_sheets
from app.importing.reading.sheet import OpenSheet, Row, Sheet
from app.importing.views import SheetMapping, SheetView
from app.progress import Progress
from app.words import tr

PREVIEWED = 40  # rows of each sheet shown as they came


def read_plan(
    path: Path | str,
    *,
    session: Session,
    today: date,
    mapping: Mapping[str, SheetMapping] | None = None,
    after: Sequence[Plan] = (),
    progress: Progress | None = None,
) -> Plan:
    """Read a file and say what importing it would do; writes nothing.

    `mapping` corrects header rows and columns by sheet name. `after` are plans that will be written before
    this one: the file is compared with the registry as it will stand then. Raises InputError where the file
    cannot be read at all; whatever is wrong inside it comes as findings.
    """
    path = Path(path)
    progress = progress or Progress()
    with open_sheets(path, progress) as (digest, sheets), gc_paused():
        file = CleanedFile(path, digest, today, mapping or {})
        staging = _Staging(file, session, after)
        names = [sheet.name for sheet in sheets]
        for number, sheet in enumerate(sheets):
            others = [*names[:number], *names[number + 1 :]]
            file.views.append(staging.read_sheet(number, sheet, others, progress))
    return staging.finished()


def match_again(plan: Plan, session: Session, after: Sequence[Plan] = ()) -> Plan:
    """Compare the records of a plan with the registry anew, without reading the file.

    Raises ConflictError where a row that the plan lets in may not come in any more: then the file must be
    read again.
    """
    staging = _Staging(plan.staged.file, session, after)
    with gc_paused():
        for chunk in plan.staged.file.records.chunks():
            staging.matcher.match(chunk)
    again = staging.finished()
    if any(place not in again.staged.file.cells for place in again.staged.kept_out()):
        raise ConflictError("import-plan-outdated", file=plan.file_name)
    return again


class _Staging:
    """One file on its way through the steps."""

    def __init__(self, file: CleanedFile, session: Session, after: Sequence[Plan]) -> None:
        self._file = file
        self._aliases: WordAliases = word_aliases(session)
        self._staged = StagedImport(file, registry_stamp(session))
        self.matcher = Matcher(self._staged, registry_after(session, [plan.staged for plan in after]))

    def read_sheet(self, number: int, sheet: Sheet, others: Sequence[str], progress: Progress) -> SheetView:
        """Read one sheet; return it as it came. `others` are the names of the other sheets."""
        self._file.sheets.append(sheet.name)
        self._file.findings.register_sheet(number, sheet.name)
        mapping = self._file.mapping.get(sheet.name, SheetMapping())
        if mapping.is_left_out:
            return _view(sheet, [], None, rows=0, is_left_out=True)
        edits = self._file.edits[number] = {}
        opened = with_edits(sheet.open(), mapping.cells, edits)
        source = iter(opened.rows)
        head = list(islice(source, mapping.header_row + HEADER_SEARCH_ROWS))
        if opened.is_ragged:
            _pad(head)
        preview = [list(row) for row in head[:PREVIEWED]]
        read_above = partial(read_preface, sheet=sheet.name, others=others)
        layout = find_layout(head, opened, read_above=read_above, mapping=mapping)
        if layout is None:
            self._add_note_on_header(number, sheet, head)
            return _view(sheet, preview, None, rows=0)
        self._file.layouts[number] = layout
        self._file.tops[number] = head[: layout.data_row]
        self._add_notes_on_sheet(number, sheet, layout, opened)
        rows = chain(head[layout.data_row :], source)
        return _view(sheet, preview, layout, rows=self._read_rows(number, layout, opened, rows, progress))

    def _read_rows(
        self, number: int, layout: Layout, opened: OpenSheet, rows: Iterable[Row], progress: Progress
    ) -> int:
        """Clean and match the rows below a header; return how many of them are results."""
        file, staged = self._file, self._staged
        if not layout.has_units:
            file.without_units.add(number)
        reader = RowReader(file, number, layout, opened, aliases=self._aliases)
        total = opened.height - layout.data_row if opened.height else 0
        count = 0
        for cleaned in reader.chunks(rows):
            chunk = file.records.append(number, cleaned.numbers, cleaned.records, cleaned.flags)
            self.matcher.match(chunk)
            for _, row in staged.kept_out(chunk.start):
                file.cells[number, row] = [*cleaned.cells[row], *reader.surplus(row)]
            count += len(set(chunk.rows))
            progress.report(min(count, total), total, tr("importing.text.reading"))
        reader.add_notes_on_aliases()
        return count

    def finished(self) -> Plan:
        """Return the plan when all sheets are matched."""
        self.matcher.add_notes_on_contests()
        self.matcher.add_notes_on_teams()
        if self._staged.is_known_file:
            self._staged.findings.add(Note("file-known", {"file": self._file.path.name}))
        return plan_of(self._staged)

    # -- findings about a sheet as a whole

    def _add_note_on_header(self, number: int, sheet: Sheet, head: list[Row]) -> None:
        is_empty = not any(as_text(cell) for row in head for cell in row)
        if sheet.encoding == "gb18030" and not is_empty:
            raise InputError("import-encoding-or-header", path=self._file.path)
        code = "sheet-empty" if is_empty else "sheet-without-header"
        self._file.findings.add(Note(code), sheet=number)

    def _add_notes_on_sheet(self, number: int, sheet: Sheet, layout: Layout, opened: OpenSheet) -> None:
        findings = self._file.findings
        findings.register_columns(number, layout.titles)
        if sheet.is_hidden:
            findings.add(Note("sheet-hidden"), sheet=number)
        if hidden := opened.marks().hidden_rows:
            findings.add(Note("rows-hidden", {"count": hidden}), sheet=number)
        for field in missing_fields(layout):
            title = tr(f"importing.field.{field}")
            findings.add_at(title, Note("column-missing", {"title": title}), sheet=number)
        for column in layout.columns:
            note = None
            if column.found_by == "content":
                note = Note("column-by-content", {"title": tr(f"importing.field.{column.field}")})
            elif not column.field and not column.found_by and column.header:
                is_expected = header_key(column.header) in IGNORED_HEADERS
                note = None if is_expected else Note("column-unknown")
            if note is not None:
                title, row = column.header or column.letter, layout.header_row + 1
                findings.add_at(title, note, sheet=number, row=row, value=column.header)


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
