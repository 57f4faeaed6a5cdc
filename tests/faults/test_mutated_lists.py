"""Lists of every kind with bytes of them changed: each is read or refused in one line, and soon."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from openpyxl import load_workbook
from openpyxl.comments import Comment

from app.errors import AppError
from app.store import Store
from app.words import error_text
from tests.app.importing.lists import a_file, a_row, plan_for
from tests.faults.test_import_files import _open_document

SECONDS = 20  # that no file may take
ROWS = [a_row(number, 备注="并列") for number in range(4, 10)]


def modern(folder: Path) -> Path:
    path = a_file(folder, ROWS, name="原.xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet.merge_cells("A3:A5")
    sheet["K6"] = "=A1"
    sheet["H4"].comment = Comment("已核", "办")
    sheet.row_dimensions[5].hidden = True
    book.save(path)
    return path


def old(folder: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("成绩")
    for column, title in enumerate(ROWS[0]):
        sheet.write(0, column, title)
        for number, row in enumerate(ROWS, start=1):
            sheet.write(number, column, row[title])
    sheet.row(2).hidden = True
    sheet.write(7, 3, xlwt.Formula("A1"))
    book.save(str(folder / "原.xls"))
    return folder / "原.xls"


def open_document(folder: Path) -> Path:
    _open_document(folder / "原.ods", 8, 12)
    return folder / "原.ods"


def text(folder: Path) -> Path:
    lines = [",".join(ROWS[0]), *(",".join(map(str, row.values())) for row in ROWS)]
    (folder / "原.csv").write_text("\n".join(lines), "utf-8")
    return folder / "原.csv"


KINDS: dict[str, Callable[[Path], Path]] = {"xlsx": modern, "xls": old, "ods": open_document, "csv": text}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few places changed, cut out, repeated or filled with what readers count by."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) or 1)
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + chance.randint(1, 40)]
            case 2:
                changed[at:at] = changed[at : at + chance.randint(1, 200)] * chance.randint(1, 5)
            case 3:
                changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", bytes(4)))
            case _:
                changed[at:at] = chance.choice(
                    (b'"', b"<", b">", b"&#0;", b"\n", b"\x00", b"99999999", b"XFD1")
                )
    return bytes(changed)


def mutated_file(whole: bytes, chance: random.Random) -> bytes:
    """Return a changed file; of an archive mostly the inside of a part, so that readers get so far."""
    if not whole.startswith(b"PK") or chance.random() < 0.2:
        return mutated(whole, chance)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = archive.namelist()
        chosen = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            content = archive.read(name)
            new.writestr(name, mutated(content, chance) if name == chosen else content)
    return target.getvalue()


def try_rounds(store: Store, folder: Path, kind: str, *, rounds: range) -> None:
    whole = KINDS[kind](folder).read_bytes()
    path = folder / f"变.{kind}"
    for number in rounds:
        path.write_bytes(mutated_file(whole, random.Random(f"{kind} {number}")))  # noqa: S311
        begun = time.monotonic()
        try:
            said = [finding.message for finding in plan_for(store, path).findings]
        except AppError as error:
            said = [error_text(error)]
            is_named = str(path) in said[0] and error.code != "import-reader-failed"
        else:
            is_named = True
        assert is_named, (number, said)
        assert all(text and "«" not in text for text in said), (number, said)
        assert time.monotonic() - begun < SECONDS, number


@pytest.mark.parametrize("kind", KINDS)
def test_changed_bytes_end_nothing(sqlite_store: Store, tmp_path: Path, kind: str) -> None:
    try_rounds(sqlite_store, tmp_path, kind, rounds=range(25))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_changed_bytes_end_nothing(sqlite_store: Store, tmp_path: Path, kind: str) -> None:
    try_rounds(sqlite_store, tmp_path, kind, rounds=range(25, 600))
