"""Flowing text on paper: every character copies out, only embedded fonts, nothing is lost between sheets."""

from __future__ import annotations

import subprocess
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import MissingGlyphError
from app.printing import TextBlock, TextPage, missing_characters, text_pages_pdf
from app.printing.font_chain import font_fallback
from app.printing.text_pages import REGULAR
from tests.app.printing.pdf_readers import pdfium_texts, poppler_text
from tests.builders import NOW

_BLOCKS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0), (0x30000, 0x323AF))
_CHARACTERS = [chr(code) for start, end in _BLOCKS for code in range(start, end, 7)]
_COVERED = sorted(set(_CHARACTERS) - set(font_fallback(*REGULAR).missing(_CHARACTERS)))
CLAUSE = "对在世界技能大赛上获得金、银、铜牌的选手，分别给予30万元、20万元、10万元奖励。"


def a_page(name: str = "李䶮", *, matters: int = 1) -> TextPage:
    """A page about somebody."""
    head = TextBlock("2024年河南省职业技能大赛　砌筑　第一名", ("拟奖 ¥10,000.00",), is_section=True)
    facts = TextBlock("事实", tuple(f"事实{place}：示例" for place in range(5)), in_columns=True)
    return TextPage(
        "奖励核算单", name, "未经审批", (head, facts, TextBlock("条款", (CLAUSE,))) * matters, "印记"
    )


def printed(*pages: TextPage) -> bytes:
    return text_pages_pdf(pages, title="奖励核算单", made_at=NOW)


@settings(max_examples=15)
@given(st.lists(st.text(st.sampled_from(_COVERED), min_size=1, max_size=30), min_size=1, max_size=4))
def test_any_covered_text_copies_out_exactly(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    pdf = printed(*(a_page(name) for name in names))
    pages = poppler_text(pdf, tmp_path_factory.mktemp("p")).split("\f")

    assert [name in text for name, text in zip(names, pdfium_texts(pdf), strict=True)] == [True] * len(names)
    assert [name for name, text in zip(names, pages, strict=False) if name not in text] == []


def test_only_embedded_fonts_with_a_map_to_text(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(printed(a_page("李䶮陈𠅤\U00020000")))
    lines = subprocess.run(["pdffonts", tmp_path / "page.pdf"], capture_output=True, text=True, check=True)
    fonts = [line.split() for line in lines.stdout.splitlines()[2:]]

    assert len(fonts) >= 3
    assert {(font[-5], font[-3]) for font in fonts} == {("yes", "yes")}


def test_a_character_that_no_font_has_is_found_before_anything_is_set() -> None:
    page = a_page("李\U000323b0")

    assert missing_characters(page) == ["\U000323b0"]
    with pytest.raises(MissingGlyphError) as caught:
        printed(a_page(), page)
    assert caught.value.params == {"person": "李\U000323b0", "character": "\U000323b0", "unicode": "U+323B0"}


def test_a_line_break_parts_lines_and_needs_no_glyph() -> None:
    text = pdfium_texts(printed(replace(a_page(), blocks=(TextBlock("依据", ("第一行\n第二行\t附件",)),))))[0]

    assert "第一行\r\n第二行 附件" in text


def test_what_is_too_long_for_a_sheet_runs_on_and_nothing_is_lost() -> None:
    texts = pdfium_texts(printed(a_page(matters=20), a_page("张三")))

    assert len(texts) > 2
    assert "".join(texts[:-1]).count("拟奖 ¥10,000.00") == 20
    assert "".join("".join(texts[:-1]).split()).count(CLAUSE) == 20
    further = len(texts) - 1
    counts = [f"第 {place} 页 共 {further} 页" for place in range(1, len(texts))] + ["第 1 页 共 1 页"]
    assert all("（续）" in text for text in texts[1:-1])
    assert all("未经审批" in text for text in texts)
    assert all("砌筑　第一名" in text for text in texts)
    assert [count in text for count, text in zip(counts, texts, strict=True)] == [True] * len(texts)
    assert all("印记" in text for text in texts)


def test_no_heading_ends_a_sheet() -> None:
    lines = [text.rstrip().split("\r\n") for text in pdfium_texts(printed(a_page(matters=30)))]

    assert [sheet[-2] for sheet in lines if sheet[-2] in ("条款", "事实")] == []


def test_text_stays_within_the_sheet() -> None:
    long = replace(a_page(), blocks=(TextBlock("依据", (CLAUSE * 9, "https://" + "x" * 300)),))
    document = pypdfium2.PdfDocument(printed(long))
    page = document[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    document.close()

    assert min(box[0] for box in boxes) > 50
    assert max(box[2] for box in boxes) < 595 - 50


def test_a_long_foot_does_not_run_into_the_number_of_the_sheet() -> None:
    document = pypdfium2.PdfDocument(printed(replace(a_page(), foot="规" * 90)))
    text = document[0].get_textpage()
    boxes = {sign: text.get_charbox(at) for at, sign in enumerate(text.get_text_range()) if sign in "规第"}
    document.close()

    assert boxes["规"][2] < boxes["第"][0]


def test_the_same_pages_give_the_same_bytes() -> None:
    assert printed(a_page()) == printed(a_page())


def test_two_hundred_pages_are_soon_done() -> None:
    start = time.perf_counter()
    printed(*(a_page(f"张三{number}", matters=2) for number in range(200)))

    assert time.perf_counter() - start < 10


def test_decomposed_letters_are_set_composed() -> None:
    page = a_page(unicodedata.normalize("NFD", "Nguyễn Văn An"))

    assert missing_characters(page) == []
    assert "Nguyễn Văn An" in pdfium_texts(printed(page))[0]
