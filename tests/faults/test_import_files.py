"""Files that cannot be read: each a clear line that names the file, nothing written, no memory eaten."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.errors import InputError
from app.importing import import_file
from app.importing.reading import open_file as limits
from app.importing.reading.isolated import open_sheets
from app.importing.reading.ods_xml import ods_sheets
from app.store import Store
from app.words import error_text
from models import ImportBatch
from tests.app.importing.lists import a_file, a_row, codes, plan_for, write_xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def damaged_xlsx(path: Path) -> None:
    whole = a_file(path.parent, [a_row(4)], name="好的.xlsx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def broken_sheet(path: Path) -> None:
    whole = a_file(path.parent, [a_row(4)], name="好的.xlsx")
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)


def wrong_sum(path: Path) -> None:
    """A byte of the packed sheet is wrong: the archive's own check sum tells."""
    whole = bytearray(a_file(path.parent, [a_row(n) for n in range(4, 60)], name="好的.xlsx").read_bytes())
    at = whole.find(b"xl/worksheets/sheet1.xml") + 200
    whole[at] ^= 0xFF
    path.write_bytes(bytes(whole))


def encrypted_xlsx(path: Path) -> None:
    path.write_bytes(OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000))


def encrypted_xls(
    path: Path, *, record: bytes = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(48)
) -> None:
    """An old workbook whose stream begins with the record that says «locked by a password»."""
    from xlwt.CompoundDoc import XlsDoc

    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "姓名")
    stream = book.get_biff_data()
    first = 4 + struct.unpack("<H", stream[2:4])[0]
    XlsDoc().save(str(path), stream[:first] + record + stream[first:])


def older_encrypted_xls(path: Path) -> None:
    """The same with the older, weaker lock."""
    encrypted_xls(path, record=struct.pack("<HHHH", 0x2F, 4, 0, 1))


def damaged_xls(path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "姓名")
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue()[:1500])


def zip_without_sheets(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "没有表格")


def too_many_cells(path: Path) -> None:
    """One stray cell in the last corner of the grid."""
    write_xlsx(path, {"表": [["姓名", "证件号码"], ["张三", "1"]]})
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(path)


def bomb(path: Path) -> None:
    """A small archive that claims and holds half a gigabyte."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as stream,
    ):
        for _ in range(500):
            stream.write(bytes(2**20))


def huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(100 * 2**20)


def shift_jis(path: Path) -> None:
    path.write_bytes("氏名,番号\n山田太郎,テスト\n".encode("shift_jis") + b"\x80\xff\xff\n")


def utf_16_without_mark(path: Path) -> None:
    path.write_bytes("姓名,证件号码,名次\n".encode("utf-16-le"))


FAULTS: list[tuple[str, Callable[[Path], object], str]] = [
    ("坏.xlsx", damaged_xlsx, "import-damaged"),
    ("半张.xlsx", broken_sheet, "import-damaged"),
    ("校验.xlsx", wrong_sum, "import-damaged"),
    ("加密.xlsx", encrypted_xlsx, "import-encrypted"),
    ("加密.xls", encrypted_xls, "import-encrypted"),
    ("旧加密.xls", older_encrypted_xls, "import-encrypted"),
    ("坏.xls", damaged_xls, "import-damaged"),
    ("空.xlsx", lambda path: path.write_bytes(b""), "import-empty"),
    ("空.csv", lambda path: path.write_bytes(b"\xef\xbb\xbf\r\n "), "import-empty"),
    ("压缩包.xlsx", zip_without_sheets, "import-other-kind"),
    ("文档.xlsx", lambda path: path.write_bytes(b"%PDF-1.7 ..."), "import-other-kind"),
    ("图.csv", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)), "import-other-kind"),
    ("网页.xls", lambda path: path.write_text("<html><table><tr><td>姓名", "utf-8"), "import-is-a-web-page"),
    ("远.xlsx", too_many_cells, "import-too-many-cells"),
    ("炸弹.xlsx", bomb, "import-too-large-inside"),
    ("巨大.xlsx", huge, "import-too-large"),
    ("日文.csv", shift_jis, "import-encoding"),
    ("无标记.csv", utf_16_without_mark, "import-not-a-spreadsheet"),
    ("没有.xlsx", lambda path: None, "file-missing"),
    ("目录.xlsx", lambda path: path.mkdir(), "import-is-a-folder"),
]


@pytest.mark.parametrize(("name", "make", "code"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_file_that_cannot_be_read(
    sqlite_store: Store, tmp_path: Path, name: str, make: Callable[[Path], object], code: str
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(InputError) as caught:
        import_file(sqlite_store, path, actor="经办甲")
    assert caught.value.code == code
    text = error_text(caught.value)
    assert str(path) in text
    assert "«" not in text
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 0


@given(st.integers(0, 5_000), st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cut_off_workbook_never_cries(
    sqlite_store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str], cut: int, is_old: bool
) -> None:
    path = tmp_path / ("断.xls" if is_old else "断.xlsx")
    if is_old:
        book = xlwt.Workbook()
        book.add_sheet("表").write(0, 0, "姓名")
        book.save(str(path))
    else:
        a_file(tmp_path, [a_row(4)], name=path.name)
    whole = path.read_bytes()
    path.write_bytes(whole[: cut % len(whole)])
    with suppress(InputError):
        plan_for(sqlite_store, path)
    assert capfd.readouterr().err == ""


def test_another_encoding_that_decodes_by_chance(sqlite_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "繁体.csv"
    path.write_bytes("姓名,證件號碼,名次\n張三,1,1\n".encode("big5"))
    with pytest.raises(InputError) as caught:
        plan_for(sqlite_store, path)
    assert caught.value.code in ("import-encoding", "import-encoding-or-header")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path, [a_row(4)])
    open_any = Path.open

    def refuse(file: Path, *arguments: Any, **named: Any) -> Any:
        if file == path:
            raise PermissionError(13, "Permission denied")
        return open_any(file, *arguments, **named)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError) as caught:
        limits.sheets_of(path)
    assert caught.value.code == "import-unreadable"


@pytest.mark.parametrize("name", ["成绩.xls", "成绩.csv", "成绩", "成绩.et", "成绩.ods", "成绩.XLSX"])
def test_the_content_counts_and_not_the_name(sqlite_store: Store, tmp_path: Path, name: str) -> None:
    path = a_file(tmp_path, [a_row(4)]).rename(tmp_path / name)
    assert plan_for(sqlite_store, path).counts.new == 1


@pytest.mark.parametrize("name", ["成绩.xlsx", "成绩.et", "成绩.csv"])
def test_an_old_workbook_under_another_name(sqlite_store: Store, tmp_path: Path, name: str) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for column, (title, value) in enumerate(a_row(4).items()):
        sheet.write(0, column, title)
        sheet.write(1, column, value)
    book.save(str(tmp_path / name))
    assert plan_for(sqlite_store, tmp_path / name).counts.new == 1


def test_a_sheet_whose_tags_have_a_prefix(sqlite_store: Store, tmp_path: Path) -> None:
    """As some programs write them: found formulas and a grid that is measured all the same."""
    plain = a_file(tmp_path, [a_row(4), a_row(5, 选送单位="=A1")], name="无.xlsx")
    prefixed = tmp_path / "前缀.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(prefixed, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            if "sheet1" in name:
                xml = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml).replace(b" xmlns=", b" xmlns:x=")
            new.writestr(name, xml)
    plan = plan_for(sqlite_store, prefixed)
    assert codes(plan.findings) == [(3, "选送单位", "formula-without-value")]
    assert plan.counts.new == 1


def test_a_workbook_of_empty_sheets(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_for(sqlite_store, write_xlsx(tmp_path / "空表.xlsx", {"一": [], "二": [[None]]}))
    assert [finding.code for finding in plan.findings] == ["sheet-empty", "sheet-empty"]
    assert plan.counts.rows == 0


def test_a_csv_with_ragged_lines(sqlite_store: Store, tmp_path: Path) -> None:
    row = a_row(4)
    lines = [
        ",".join(row),
        ",".join(map(str, row.values())),
        "合计,1",
        "",
        ",".join([*map(str, row.values()), "多", "余"]),
    ]
    path = tmp_path / "成绩.csv"
    path.write_text("\n".join(lines), "utf-8")
    plan = plan_for(sqlite_store, path)
    assert (plan.counts.new, plan.counts.skipped) == (1, 1)
    assert codes(plan.findings) == [(5, "", "row-too-wide")]
    assert plan.findings[0].value == "多、余"


def test_errors_in_cells_are_named(sqlite_store: Store, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = a_file(tmp_path, [a_row(4)])
    book = load_workbook(path)
    cell = book.worksheets[0]["K2"]
    cell.value, cell.data_type = "#N/A", "e"
    book.save(path)
    assert codes(plan_for(sqlite_store, path).findings) == [(2, "选送单位", "cell-error")]


def _open_document(path: Path, rows: int, columns: int) -> int:
    """Write an OpenDocument sheet of text cells; return the bytes of its content."""
    spaces = ("office", "table", "text")
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in spaces)
    lines = [f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>']
    lines.append('<table:table table:name="表">')
    for row in range(rows):
        cell = '<table:table-cell office:value-type="string"><text:p>第{}行{}列</text:p></table:table-cell>'
        cells = (cell.format(row, column) for column in range(columns))
        hidden = ' table:visibility="filter"' if row == rows - 1 else ""
        lines.append(f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>")
    lines.append("</table:table></office:spreadsheet></office:body></office:document-content>")
    content = "".join(lines).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return len(content)


def test_what_is_rare_in_a_long_sheet_is_found_wherever_it_stands(tmp_path: Path) -> None:
    path, rows, columns = tmp_path / "长.xlsx", 12_000, 10
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("表")
        for row in range(rows):
            if row in (8_000, 8_001):
                sheet.set_row(row, 18, None, {"hidden": row == 8_000})
            for column in range(columns):
                sheet.write_string(row, column, "文字 row <f> :c strike")
            if row == 9_000:
                sheet.write_formula(row, 3, "=A1", None, "")
            if row == 10_000:
                sheet.write_formula(row, 12, "=1/0", None, "#DIV/0!")
    with open_sheets(path) as (_, (one,)):
        opened = one.open()
        marks, widths = opened.marks(), [len(row) for row in opened.rows]
    found = [set(one) for one in (marks.hidden_rows, marks.formulas, marks.errors)]
    assert found == [{8_000}, {(9_000, 3)}, {(10_000, 12)}]
    assert widths == [13] * rows


def test_rows_gone_through_again_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("".join(f"{row},{'甲' * 40},2024-05-01\n" for row in range(5_000)), "utf-8")
    with open_sheets(path) as (_, (sheet,)):
        opened = sheet.open()
        first = next(iter(opened.rows))
        once, again = list(opened.rows), list(opened.rows)
    assert once == again
    assert (once[0], len(once), once[4_999][0]) == (first, 5_000, "4999")


def test_the_marks_of_an_open_document_sheet_take_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "大.ods"
    size = _open_document(path, 6_000, 20)
    tracemalloc.start()
    try:
        sheets = ods_sheets(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sheets["表"].hidden_rows == {5_999}
    assert size > 8 * 2**20
    assert peak < size // 2


def test_the_size_limit_is_that_of_any_office(tmp_path: Path) -> None:
    assert limits.MOST_BYTES < 100 * 2**20
