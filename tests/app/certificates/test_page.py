"""A page: exact names on paper and when copied, only embedded fonts, fitted text, a code that scans."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.certificates.templates import built_in
from app.printing import QR_CAPACITY, FontChain, FontPool
from tests.app.certificates.paper import RARE_NAMES, composer, fields, printed
from tests.app.printing.pdf_readers import pdfium_texts, poppler_text, scanned

_FONTS = built_in("award-certificate").faces["kai"]
_CHAIN = FontChain(FontPool(), _FONTS)
_BLOCKS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0), (0x30000, 0x323AF))
_CHARACTERS = [chr(code) for start, end in _BLOCKS for code in range(start, end, 7)]
_COVERED = [character for character in _CHARACTERS if not _CHAIN.missing(character)]


@pytest.mark.parametrize("name", [*RARE_NAMES, "王\ufe00", "葛\U000e0101明", "李\u200d四"])
def test_rare_names_copy_out_exactly(name: str, tmp_path: Path) -> None:
    pdf = printed([fields(name)])
    assert f"{name} 同志：" in poppler_text(pdf, tmp_path)
    assert f"{name} 同志：" in pdfium_texts(pdf)[0]


@settings(max_examples=25)
@given(st.lists(st.text(st.sampled_from(_COVERED), min_size=1, max_size=12), min_size=1, max_size=20))
def test_any_covered_name_copies_out_exactly(names: list[str]) -> None:
    texts = pdfium_texts(printed([fields(name) for name in names]))
    assert [name in text for name, text in zip(names, texts, strict=True)] == [True] * len(names)


@settings(max_examples=5)
@given(st.lists(st.text(st.sampled_from(_COVERED), min_size=2, max_size=4), min_size=10, max_size=10))
def test_poppler_agrees(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    pages = poppler_text(printed([fields(name) for name in names]), tmp_path_factory.mktemp("p")).split("\f")
    assert [name for name, text in zip(names, pages, strict=False) if name not in text] == []


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "Zoë Müller", "Ķalniņš", "Paweł Łukasz"])
def test_decomposed_letters_are_drawn_and_copied_composed(name: str, tmp_path: Path) -> None:
    pdf = printed([fields(unicodedata.normalize("NFD", name))])
    assert unicodedata.normalize("NFC", name) in poppler_text(pdf, tmp_path)
    assert unicodedata.normalize("NFC", name) in pdfium_texts(pdf)[0]


def test_a_compatibility_ideograph_is_not_replaced(tmp_path: Path) -> None:
    assert "\ufa1e" in pdfium_texts(printed([fields("李\ufa1e")]))[0]


def test_a_rehearsal_says_so_and_names_still_copy(tmp_path: Path) -> None:
    text = poppler_text(printed([fields("陈𠅤")], flags=("plain", "rehearsal")), tmp_path)
    assert "演练" in text
    assert "陈𠅤 同志：" in text


def test_only_embedded_fonts(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(printed([fields(name) for name in RARE_NAMES]))
    lines = subprocess.run(["pdffonts", tmp_path / "page.pdf"], capture_output=True, text=True, check=True)
    fonts = [line.split() for line in lines.stdout.splitlines()[2:]]
    assert len(fonts) >= 2
    assert {(font[-5], font[-3]) for font in fonts} == {("yes", "yes")}  # embedded, with a map to text


@pytest.mark.parametrize("dpi", [200, 300])
def test_the_code_scans_from_the_page(dpi: int) -> None:
    statement = "荣誉证书\n编号：示赛证〔2024〕省0001号\n姓名：李*"
    assert scanned(printed([fields()], statement=statement.encode()), dpi=dpi).rstrip() == statement


def test_data_that_looks_like_the_end_of_an_image_still_draws() -> None:
    from app.printing.drawing import draw_qr
    from app.printing.qr import IMAGE_BYTES
    from app.printing.template import Qr

    image = b"\x00 EI \x00".ljust(IMAGE_BYTES, b"\xff")
    drawn = draw_qr(Qr(kind="qr", x=1, y=1, size=20), image, 210)
    assert b"/AHx" in drawn
    assert b" EI " not in drawn


@pytest.mark.parametrize("length", [2, 20, 40, 60])
def test_the_body_stays_within_the_frame(length: int) -> None:
    item = ("数控车削与智能制造系统集成应用" * 5)[:length] + "赛项（职工组）"
    contest = "第十八届“振兴杯”全国青年职业技能大赛新乡市选拔赛"
    document = pypdfium2.PdfDocument(printed([fields("李䶮", item=item, contest=contest)]))
    page = document[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    left, right, foot = min(b[0] for b in boxes), max(b[2] for b in boxes), min(b[1] for b in boxes)
    edge = 20 / 25.4 * 72
    assert left > edge
    assert right < page.get_width() - edge
    assert foot > edge
    document.close()


def test_too_long_a_text_is_an_overflow_and_not_cut() -> None:
    assert composer().problems(fields(item="长" * 600)) != []
    assert composer().problems(fields(name="名" * 60)) == [("overflow", "名" * 60 + " 同志：")]


def test_every_missing_character_is_named() -> None:
    assert composer().problems(fields("李\U000323b0\U0003347a")) == [
        ("missing-glyph", "\U000323b0"),
        ("missing-glyph", "\U0003347a"),
    ]


def test_the_same_pages_give_the_same_bytes() -> None:
    assert printed([fields()]) == printed([fields()])


def test_the_statement_fills_its_room() -> None:
    assert len(scanned(printed([fields()], statement=b"x" * QR_CAPACITY), dpi=200)) == QR_CAPACITY
