"""The row account of a file: every filled row of a sheet was taken, kept out with a finding, or named.

What was filled is counted while the sheet is surveyed, what was taken or kept out from the records that came
of it: a row that got lost in between leaves the account open, and the file is refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.errors import InputError
from app.importing.cleaning.records import SurveyedSheet
from app.importing.matching.staged_import import SKIPPED, StagedImport
from app.importing.views import SheetAccount


def accounts_of(staged: StagedImport) -> tuple[SheetAccount, ...]:
    """Return the account of each sheet. Raises InputError where one does not close."""
    by_part: dict[int, list[tuple[int, int]]] = {}
    for part, start, end in staged.file.records.spans():
        by_part.setdefault(part, []).append((start, end))
    accounts = tuple(_account(staged, sheet, by_part) for sheet in staged.file.surveyed)
    for account in accounts:
        if not account.closes:
            facts = {"filled": account.filled, "found": account.taken + account.kept_out + account.named}
            raise InputError("import-account-open", path=staged.file.path, sheet=account.sheet, **facts)
    return accounts


def _account(
    staged: StagedImport, sheet: SurveyedSheet, by_part: dict[int, list[tuple[int, int]]]
) -> SheetAccount:
    kept_out: set[int] = set()
    read: set[int] = set()
    rows, kinds = staged.file.records.rows, staged.kinds
    for start, end in (span for part in sheet.parts for span in by_part.get(part, ())):
        read.update(rows[start:end])
        at = kinds.find(SKIPPED, start, end)
        while at >= 0:
            kept_out.add(rows[at])
            at = kinds.find(SKIPPED, at + 1, end)
    return SheetAccount(sheet.name, sheet.filled, len(read) - len(kept_out), len(kept_out), sheet.named)


def account_text(accounts: Sequence[SheetAccount]) -> str:
    """Return the account of a file's sheets as a batch keeps it."""
    return json.dumps([account.as_json() for account in accounts], ensure_ascii=False)


def account_of_text(text: str) -> tuple[SheetAccount, ...]:
    """Return what `account_text` wrote, () for ""."""
    return tuple(SheetAccount(**each) for each in json.loads(text or "[]"))
