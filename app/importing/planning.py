"""The way of a file into a plan: read, find the columns, clean, match. Nothing is written here.

open_sheets → survey_of → RegionLayouts → RowReader.chunks → Matcher.match → plan_of
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import ConflictError, InputError
from app.importing.cleaning.records import CleanedFile, SurveyedSheet, gc_paused
from app.importing.cleaning.region_layouts import RegionLayouts, is_at_stake
from app.importing.cleaning.region_rows import blocks_by_region
from app.importing.cleaning.region_views import region_views
from app.importing.cleaning.row_reader import CleanedChunk, RowReader
from app.importing.cleaning.sender_marks import hidden_columns
from app.importing.cleaning.unread_columns import UnreadColumns
from app.importing.cleaning.word_aliases import WordAliases, word_aliases
from app.importing.columns.header_aliases import HeaderAliases, header_aliases
from app.importing.columns.layout import Layout, missing_fields
from app.importing.columns.recipes import stored_recipes
from app.importing.columns.replay_notes import notes_on_replay, notes_on_sheet
from app.importing.columns.replaying import replay
from app.importing.findings import Note
from app.importing.mapping import SheetMapping
from app.importing.matching.matcher import Matcher
from app.importing.matching.planned_registry import registry_after
from app.importing.matching.registry_lookup import registry_stamp
from app.importing.matching.staged_import import StagedImport
from app.importing.plan import Plan, plan_of
from app.importing.reading.cells import as_text
from app.importing.reading.edited_cells import with_edits
from app.importing.reading.isolated import open_sheets
from app.importing.reading.sheet import OpenSheet, Row, Sheet
from app.importing.regions.lines import line_text
from app.importing.regions.region import Region, RowKind, Survey, Table
from app.importing.regions.survey import survey_of
from app.importing.views import SheetView
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
            file.views.append(staging.read_sheet(sheet, others, progress))
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
        self._ignored: set[int] = set()  # lines of the sheet, of which it is said that they are not read
        self._asked_tables: set[int] = set()  # of which a question keeps all rows out
        self._aliases: WordAliases = word_aliases(session)
        self._headers: HeaderAliases = header_aliases(session)
        self._recipes = stored_recipes(session)
        self._staged = StagedImport(file, registry_stamp(session))
        self.matcher = Matcher(self._staged, registry_after(session, [plan.staged for plan in after]))

    def read_sheet(self, sheet: Sheet, others: Sequence[str], progress: Progress) -> SheetView:
        """Read one sheet; return it as it came. `others` are the names of the other sheets."""
        mapping = self._file.mapping.get(sheet.name, SheetMapping())
        mapping = replace(mapping, known=self._recipes)
        part = self._add_part(sheet)
        edits = self._file.edits[part] = {}
        opened = with_edits(sheet.open(), mapping.cells, edits)
        survey = survey_of(opened.rows, opened.merged, mapping=mapping)
        is_left_out = bool(mapping.is_left_out)
        if sheet.is_hidden and mapping.is_left_out is None and survey.regions:
            is_left_out = True
            rows = sum(region.rows for region in survey.regions)
            self._file.findings.add(Note("sheet-hidden-out", {"rows": rows}), sheet=part)
        if is_left_out:
            survey = Survey(named=dict.fromkeys(range(survey.filled), RowKind.NOTE), filled=survey.filled)
        account = SurveyedSheet(sheet.name, survey.filled, len(survey.named))
        self._file.surveyed.append(account)
        preview = [] if is_left_out else _preview(opened)
        layouts = RegionLayouts(sheet.name, others, mapping, opened.is_ragged, self._headers)
        if survey.tables:
            if sheet.is_hidden:
                self._file.findings.add(Note("sheet-hidden"), sheet=part)
            for table in survey.tables:
                self._add_notes_on_columns(part, layouts.of_table(table))
                self._add_notes_on_hidden(part, table, layouts.of_table(table), opened)
                self._add_note_on_recipe(part, table, mapping)
            self._add_notes_on_survey(part, survey, layouts)
            self._add_notes_on_lines(part, survey)
            self._read_regions(sheet, survey, layouts, opened, progress)
        elif sheet.is_hidden and survey.filled and not is_left_out:
            self._file.findings.add(Note("sheet-hidden-unread"), sheet=part)
        elif not is_left_out:
            self._add_note_on_header(part, sheet, survey)
        account.parts = range(part, len(self._file.sheets))
        rows = sum(region.rows for region in survey.regions)
        return _view(sheet, preview, survey, layouts, rows=rows, is_left_out=is_left_out)

    def _add_part(self, sheet: Sheet) -> int:
        """Begin a further region of a sheet; return its number within the file."""
        part = len(self._file.sheets)
        self._file.sheets.append(sheet.name)
        self._file.findings.register_sheet(part, sheet.name)
        return part

    def _read_regions(
        self, sheet: Sheet, survey: Survey, layouts: RegionLayouts, opened: OpenSheet, progress: Progress
    ) -> None:
        self._ignored = set()
        part, said, count = len(self._file.sheets) - 1, set[tuple[int, str, str]](), 0
        total = sum(region.rows for region in survey.regions)
        ordered = sorted(survey.regions, key=_reading_order)
        is_only = len(ordered) == 1
        unread: dict[int, UnreadColumns] = {}  # by table
        for region, blocks in blocks_by_region(opened.rows, ordered):
            part = part if region is ordered[0] else self._add_part(sheet)
            layout = layouts.of_region(region)
            self._file.layouts[part], self._file.regions[part] = layout, region
            self._file.findings.register_columns(part, layout.titles)
            if not layout.has_units:
                self._file.without_units.add(part)
            self._add_notes_on_missing(part, region, layout, is_only=is_only)
            is_blocked = self._ask_about_lines(part, region, layout, layouts)
            is_blocked = is_blocked or id(region.table) in self._asked_tables
            beside = unread.setdefault(id(region.table), UnreadColumns(layout))
            reader = RowReader(
                self._file,
                part,
                layout,
                opened,
                aliases=self._aliases,
                unread=beside,
                is_blocked=is_blocked,
            )
            self._add_notes_on_facts(part, reader, said)
            for cleaned in reader.chunks(blocks):
                self._stage(part, reader, cleaned)
                count += len(cleaned.cells)
                progress.report(min(count, total), total, tr("importing.text.reading"))
            reader.add_notes_on_aliases()
        for beside in unread.values():
            for index, note in beside.sums():
                self._add_on_column(part, beside.layout, index, note)

    def _stage(self, part: int, reader: RowReader, cleaned: CleanedChunk) -> None:
        staged, file = self._staged, self._file
        chunk = file.records.append(part, cleaned.numbers, cleaned.records, cleaned.flags)
        self.matcher.match(chunk)
        for _, row in staged.kept_out(chunk.start):
            file.cells[part, row] = [*cleaned.cells[row], *reader.surplus(row)]

    def finished(self) -> Plan:
        """Return the plan when all sheets are matched."""
        self.matcher.add_notes_on_contests()
        self.matcher.add_notes_on_teams()
        self.matcher.add_notes_on_missing()
        if self._staged.is_known_file:
            self._staged.findings.add(Note("file-known", {"file": self._file.path.name}))
        return plan_of(self._staged)

    # -- findings about a sheet as a whole

    def _add_note_on_header(self, part: int, sheet: Sheet, survey: Survey) -> None:
        is_empty = not survey.filled
        if sheet.encoding == "gb18030" and not is_empty:
            raise InputError("import-encoding-or-header", path=self._file.path)
        forms = [row for row, kind in survey.named.items() if kind == RowKind.FORM]
        if forms:
            for row in forms:
                if row - 1 not in forms:  # the first line of each form
                    self._file.findings.add(Note("sheet-is-form"), sheet=part, row=row + 1)
            return
        self._file.findings.add(Note("sheet-empty" if is_empty else "sheet-without-header"), sheet=part)

    def _add_notes_on_columns(self, part: int, layout: Layout) -> None:
        for each in layout.notes:
            self._add_on_column(part, layout, each.column, each.note)

    def _add_notes_on_hidden(self, part: int, table: Table, layout: Layout, opened: OpenSheet) -> None:
        """Say which columns of a table are hidden; two of a kind keep its rows out."""
        chosen = {column.index: column.field for column in layout.columns if column.found_by == "chosen"}
        for index, note in hidden_columns(opened.marks(), layout, chosen):
            self._add_on_column(part, layout, index, note)
            if note.keeps_out:
                self._asked_tables.add(id(table))

    def _add_on_column(self, part: int, layout: Layout, index: int, note: Note) -> None:
        column = layout.columns[index]
        title, row = column.header or column.letter, layout.header_row + 1
        self._file.findings.add_at(title, note, sheet=part, row=row, value=column.header)

    def _add_note_on_recipe(self, part: int, table: Table, mapping: SheetMapping) -> None:
        """Say that a table is read as somebody chose for an earlier list, and what of it differs."""
        used = replay(self._recipes, table.labels)
        if used is None or mapping.chosen(table.bottom + 1, is_first=table.follows is None):
            return
        for note in notes_on_replay(used):
            self._file.findings.add(note, sheet=part, row=table.bottom + 1)

    def _add_notes_on_survey(self, part: int, survey: Survey, layouts: RegionLayouts) -> None:
        """Say where a sheet has other tables, or other lines above the first one, than the list before."""
        first = survey.tables[0]
        used = replay(self._recipes, first.labels)
        if used is not None:
            above = layouts.of_table(first).preface.facts
            for note in notes_on_sheet(used, tables=len(survey.tables), above=above):
                self._file.findings.add(note, sheet=part, row=first.bottom + 1)

    def _add_notes_on_lines(self, part: int, survey: Survey) -> None:
        """Tell of rows that are not read though somebody may miss them."""
        for row, count in survey.others.items():
            note = Note("table-of-others", {"count": count})
            self._file.findings.add(note, sheet=part, row=row + 1)
        for row in survey.outside:
            self._file.findings.add(Note("row-outside"), sheet=part, row=row + 1)
        for row, text in survey.notes.items():
            is_example = survey.named.get(row) == RowKind.EXAMPLE
            note = Note("row-is-example") if is_example else Note("line-ignored", {"text": text[:40]})
            self._file.findings.add(note, sheet=part, row=row + 1, value=text)
        prepared = [row + 1 for row, kind in survey.named.items() if kind == RowKind.PREPARED]
        if not survey.regions and not prepared:
            self._file.findings.add(Note("table-of-nobody"), sheet=part, row=survey.tables[0].bottom + 1)
        if prepared:
            note = Note("rows-prepared", {"count": len(prepared), "row": prepared[0]})
            self._file.findings.add(note, sheet=part, row=prepared[0])

    def _add_notes_on_missing(self, part: int, region: Region, layout: Layout, *, is_only: bool) -> None:
        first, last = region.runs[0][0] + 1, region.runs[-1][1]
        for field in missing_fields(layout):
            title = tr(f"importing.field.{field}")
            note = Note("column-missing", {"title": title})
            if not is_only:
                note = Note("region-lacks", {"title": title, "first": first, "last": last})
            row = 0 if is_only else max([region.table.bottom, *(s.line.row for s in region.sections)]) + 1
            self._file.findings.add_at(title, note, sheet=part, row=row)

    def _ask_about_lines(self, part: int, region: Region, layout: Layout, layouts: RegionLayouts) -> bool:
        """Say of lines between rows that they are not understood; return whether that keeps the rows out."""
        asked = {doubt.row for doubt in layout.preface.doubts}
        for section in region.sections:
            line = section.line
            if not section.facts and line.row not in asked and line.row not in self._ignored:
                self._ignored.add(line.row)
                text = line_text([text for text in map(as_text, line.cells) if text])
                note = Note("line-ignored", {"text": text[:40]})
                self._file.findings.add(note, sheet=part, row=line.row + 1, value=text)
        if region.unclear is None or layouts.is_answered(region.unclear):
            return False
        text = line_text([text for text in map(as_text, region.unclear.cells) if text])
        is_question = is_at_stake(layout)
        note = Note("section-unclear" if is_question else "line-ignored", {"text": text[:40]})
        self._file.findings.add(note, sheet=part, row=region.unclear.row + 1, value=text)
        return is_question

    def _add_notes_on_facts(self, part: int, reader: RowReader, said: set[tuple[int, str, str]]) -> None:
        """Say what is wrong above the rows, once where it holds for several regions."""
        for row, name, raw, note in reader.notes_on_facts():
            if (row, name, note.code) not in said:
                said.add((row, name, note.code))
                self._file.findings.add(note, sheet=part, row=row, field=name, value=raw)


def _reading_order(region: Region) -> tuple[int, int, int]:
    return region.table.band, region.runs[0][0], region.table.left


def _preview(opened: OpenSheet) -> list[Row]:
    rows = [list(row) for row in islice(opened.rows, PREVIEWED)]
    if opened.is_ragged:
        _pad(rows)
    return rows


def _pad(rows: list[Row]) -> None:
    """Make rows as wide as the widest of them, with empty cells."""
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))


def _view(
    sheet: Sheet,
    preview: list[Row],
    survey: Survey,
    layouts: RegionLayouts,
    *,
    rows: int,
    is_left_out: bool,
) -> SheetView:
    layout = layouts.of_table(survey.tables[0]) if survey.tables else None
    return SheetView(
        name=sheet.name,
        is_hidden=sheet.is_hidden,
        header_row=layout.header_row + 1 if layout else 0,
        columns=layout.columns if layout else (),
        facts={name: as_text(value) for name, value in layout.preface.facts.items()} if layout else {},
        preview=tuple(tuple(as_text(cell) for cell in row) for row in preview),
        rows=rows,
        is_left_out=is_left_out,
        regions=region_views(survey, layouts),
    )
