"""Importing (导入): office spreadsheets into clean results. Nothing is written until a plan is accepted.

    plan = read_plan(path, session=session, today=today)      # every finding, every row by kind
    (report,) = commit_plans(work, [plan])                    # one batch, in the caller's transaction
    write_rejected(plan, out)                                 # the rows kept out, with their causes

A file goes through the folders of this room in this order: reading (any spreadsheet kind), regions (the
tables of a sheet), headings (the text above them), columns (what each holds), values (the readers of single
cells), cleaning (rows to records), matching (with the file itself and the registry), then, once accepted,
committing. `planning.py` calls them in turn, `file_import.py` goes the whole way for a command; `findings.py`
lists all findings. What is named here is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.importing.cleaning.word_aliases import EXPLAINABLE, set_word_alias, word_aliases
    from app.importing.columns.fields import field_titles
    from app.importing.columns.header_aliases import header_aliases, set_header_alias
    from app.importing.committing.commit_plan import commit_plans
    from app.importing.entry_by_hand import is_entry_list, new_entry_list, remove_entry_list
    from app.importing.file_import import import_file, import_files
    from app.importing.findings import Finding, finding_kind
    from app.importing.history import (
        BatchCorrections,
        BatchLine,
        batch_corrections,
        import_batch,
        import_batches,
        write_batches,
    )
    from app.importing.kept_files import (
        KeptCopy,
        copy_to_correct,
        read_again,
        remove_kept_copy,
        write_kept_file,
    )
    from app.importing.kept_work import KeptFile, KeptWork, WorkKeeper, is_unchanged
    from app.importing.line_lists import LineFinding, LineListReport, ListLine, enter_lines, read_lines
    from app.importing.mapping import SheetMapping
    from app.importing.people_view import FactView, PersonView, people_of_row
    from app.importing.plan import ImportReport, Plan
    from app.importing.planning import match_again, read_plan
    from app.importing.reading.child import serve_files
    from app.importing.reading.sheet import letter
    from app.importing.rejected_rows import Returned, write_rejected, write_rejected_into
    from app.importing.remembered import (
        RememberedThing,
        forget_remembered,
        remembered_things,
        write_remembered,
    )
    from app.importing.results_workbook import export_results
    from app.importing.sheet_rows import SheetRows, read_sheet_rows
    from app.importing.template import field_choices, write_template
    from app.importing.typed_values import (
        Remark,
        TypedPerson,
        read_typed_credit_code,
        read_typed_day,
        read_typed_person,
    )
    from app.importing.undo import undo_import
    from app.importing.values.birth import birth_date
    from app.importing.views import (
        ColumnView,
        Counts,
        Kind,
        LineRole,
        RegionView,
        RowView,
        SheetAccount,
        SheetView,
    )

_MODULES = {
    "cleaning.word_aliases": ("EXPLAINABLE", "set_word_alias", "word_aliases"),
    "columns.fields": ("field_titles",),
    "columns.header_aliases": ("header_aliases", "set_header_alias"),
    "committing.commit_plan": ("commit_plans",),
    "findings": ("Finding", "finding_kind"),
    "entry_by_hand": ("is_entry_list", "new_entry_list", "remove_entry_list"),
    "file_import": ("import_file", "import_files"),
    "history": (
        *("BatchCorrections", "BatchLine", "batch_corrections"),
        *("import_batch", "import_batches", "write_batches"),
    ),
    "kept_files": (
        *("KeptCopy", "copy_to_correct", "read_again"),
        *("remove_kept_copy", "write_kept_file"),
    ),
    "kept_work": ("KeptFile", "KeptWork", "WorkKeeper", "is_unchanged"),
    "line_lists": ("LineFinding", "LineListReport", "ListLine", "enter_lines", "read_lines"),
    "mapping": ("SheetMapping",),
    "people_view": ("FactView", "PersonView", "people_of_row"),
    "plan": ("ImportReport", "Plan"),
    "planning": ("match_again", "read_plan"),
    "reading.child": ("serve_files",),
    "reading.sheet": ("letter",),
    "rejected_rows": ("Returned", "write_rejected", "write_rejected_into"),
    "remembered": (
        *("RememberedThing", "forget_remembered"),
        *("remembered_things", "write_remembered"),
    ),
    "results_workbook": ("export_results",),
    "sheet_rows": ("SheetRows", "read_sheet_rows"),
    "template": ("field_choices", "write_template"),
    "typed_values": (
        *("Remark", "TypedPerson"),
        *("read_typed_credit_code", "read_typed_day", "read_typed_person"),
    ),
    "undo": ("undo_import",),
    "values.birth": ("birth_date",),
    "views": (
        *("ColumnView", "Counts", "Kind", "LineRole", "RegionView", "RowView"),
        *("SheetAccount", "SheetView"),
    ),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "EXPLAINABLE",
    "BatchCorrections",
    "BatchLine",
    "ColumnView",
    "Counts",
    "FactView",
    "Finding",
    "ImportReport",
    "KeptCopy",
    "KeptFile",
    "KeptWork",
    "Kind",
    "LineFinding",
    "LineListReport",
    "LineRole",
    "ListLine",
    "PersonView",
    "Plan",
    "RegionView",
    "Remark",
    "RememberedThing",
    "Returned",
    "RowView",
    "SheetAccount",
    "SheetMapping",
    "SheetRows",
    "SheetView",
    "TypedPerson",
    "WorkKeeper",
    "batch_corrections",
    "birth_date",
    "commit_plans",
    "copy_to_correct",
    "enter_lines",
    "export_results",
    "field_choices",
    "field_titles",
    "finding_kind",
    "forget_remembered",
    "header_aliases",
    "import_batch",
    "import_batches",
    "import_file",
    "import_files",
    "is_entry_list",
    "is_unchanged",
    "letter",
    "match_again",
    "new_entry_list",
    "people_of_row",
    "read_again",
    "read_lines",
    "read_plan",
    "read_sheet_rows",
    "read_typed_credit_code",
    "read_typed_day",
    "read_typed_person",
    "remembered_things",
    "remove_entry_list",
    "remove_kept_copy",
    "serve_files",
    "set_header_alias",
    "set_word_alias",
    "undo_import",
    "word_aliases",
    "write_batches",
    "write_kept_file",
    "write_rejected",
    "write_rejected_into",
    "write_remembered",
    "write_template",
]


if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _MODULE_OF:
            raise AttributeError(name)
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
