"""Official papers as PDF: the page of GB/T 9704, lists that lose no row, forms on one page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import MissingGlyphError
from app.printing import (
    ClosingLine,
    Column,
    FormCell,
    FormPaper,
    FormRow,
    Letter,
    ListPaper,
    ListSheet,
    Section,
    money_column,
    page_texts,
    papers_pdf,
    running_number,
)
from tests.builders import NOW

MM = 72 / 25.4
SENTENCE = "根据有关规定，经审核，拟对获奖人员给予奖励，现予公示。"


def printed(*papers: Letter | ListPaper | FormPaper, numbering: str = "of") -> bytes:
    return papers_pdf(papers, title="文书", author="竞赛办", made_at=NOW, numbering=numbering)  # type: ignore[arg-type]


def words_of(pdf: bytes, folder: Path) -> list[list[tuple[float, float, float, float]]]:
    """Return where the words of each page stand: left, top, right, bottom in mm from the top left."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    words = ["pdftotext", "-bbox", str(file), "-"]
    text = subprocess.run(words, capture_output=True, check=True, text=True).stdout
    place = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"')
    pages = [place.findall(page) for page in text.split("<page ")[1:]]
    return [[tuple(float(edge) / MM for edge in word) for word in page] for page in pages]  # type: ignore[misc]


def test_a_letter_has_22_lines_between_the_margins_of_the_standard(tmp_path: Path) -> None:
    letter = Letter(
        title="关于公示的通知", paragraphs=(SENTENCE * 40,), issuers=("竞赛办",), day="2024年7月2日"
    )
    first = words_of(printed(letter, numbering="official"), tmp_path)[0]
    text = [word for word in first if word[1] < 262]

    assert len({round(word[1]) for word in text}) == 21  # the title, an empty line, 20 lines
    assert min(word[0] for word in text) >= 28 - 0.2
    assert max(word[2] for word in text) <= 210 - 26 + 0.2
    assert min(word[1] for word in text) >= 37
    number = [word for word in first if word[1] > 262]
    assert len(number) >= 1
    assert all(word[0] > 105 for word in number)  # an odd page: right


def test_what_is_signed_never_stands_alone() -> None:
    for lines in range(10, 30):
        paragraphs = (*(SENTENCE,) * lines, "特此公示。")
        pages = list(page_texts(printed(Letter("标题", paragraphs, issuers=("竞赛办",), day="2024年7月2日"))))
        assert "特此公示" in pages[-1]
        assert "2024年7月2日" in pages[-1]


Rows = list[tuple[str, int]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 10**9)), min_size=1, max_size=70), st.booleans())
def test_a_list_loses_no_row_and_ends_with_one(sizes: list[tuple[int, int]], has_sums: bool) -> None:
    rows = [(f"R{number:03d}{'单' * size}", fen) for number, (size, fen) in enumerate(sizes)]
    columns: list[Column[tuple[str, int]]] = [
        running_number("序号", width=10),
        Column("单位", 60, lambda row: row[0]),
        money_column("金额", 40, lambda row: row[1], is_summed=True),
    ]
    sheet = ListSheet(
        "名单",
        columns,
        [Section(rows, heading="一组")],
        total="合计",
        closing=[ClosingLine("经办：", height=40)],
    )
    sums = ("本页小计", "累计") if has_sums else ()
    pages = list(page_texts(printed(ListPaper(sheet, page_sums=sums))))

    found = [mark for page in pages for mark in re.findall(r"R\d{3}", page)]
    assert found == [row[0][:4] for row in rows]
    assert all(re.search(r"R\d{3}", page) for page in pages)
    assert len(re.findall(r"R\d{3}", pages[-1])) >= min(2, len(rows))
    assert "经办：" in pages[-1]
    total = f"{sum(fen for _, fen in rows) // 100:,}.{sum(fen for _, fen in rows) % 100:02d}"
    assert total in pages[-1]
    assert [page.count("本页小计") for page in pages] == [int(has_sums)] * len(pages)


def test_a_full_form_is_set_smaller_and_stays_on_its_page() -> None:
    rows = tuple(
        FormRow((FormCell("栏目", 1, is_label=True), FormCell("内容" * 20, 4)), 9) for _ in range(24)
    )

    assert len(list(page_texts(printed(FormPaper("审批表", rows))))) == 1


def test_a_missing_character_is_named_with_its_text() -> None:
    with pytest.raises(MissingGlyphError) as raised:
        printed(Letter("标题", ("张\U0003134f同志",)))
    assert raised.value.params["unicode"] == "U+3134F"
    assert "同志" in str(raised.value.params["text"])
