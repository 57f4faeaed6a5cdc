"""Plaques and naming certificates: titles word for word, holders exact, whole on the page."""

from __future__ import annotations

from datetime import date

import pytest

from app.certificates import HonourPaper, honour_papers_pdf
from app.errors import MissingGlyphError
from app.store import Store
from tests.app.printing.pdf_readers import pdfium_texts

_EXCELLENT, _PLAIN = "新乡市高技能人才优秀培育基地", "新乡市高技能人才培育基地"


def _paper(kind: str, holder: str, title: str) -> HonourPaper:
    return HonourPaper(kind, holder, title, "示办〔2024〕10号", date(2024, 6, 18))


@pytest.mark.parametrize("kind", ["plaque", "unit"])
def test_the_two_titles_differ_by_one_word_alone(sqlite_store: Store, kind: str) -> None:
    papers = [_paper(kind, "新乡航空工业（集团）有限公司", title) for title in (_EXCELLENT, _PLAIN)]
    with sqlite_store.reading() as session:
        first, second = pdfium_texts(honour_papers_pdf(session, papers))
    assert _EXCELLENT in first
    assert _PLAIN in second
    assert first.replace("优秀", "", 1) == second
    assert "二〇二四年六月十八日" in first


def test_a_craftsman_is_addressed_and_the_document_named(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        (text,) = pdfium_texts(honour_papers_pdf(session, [_paper("person", "李　䶮", "牧野大工匠")]))
    assert "李䶮 同志：" in text
    assert "根据示办〔2024〕10号，命名你为：" in text
    assert "牧野大工匠" in text


def test_a_missing_character_stops_all(sqlite_store: Store) -> None:
    papers = [_paper("plaque", "甲公司", _PLAIN), _paper("plaque", "乙\U000323b0公司", _PLAIN)]
    with sqlite_store.reading() as session, pytest.raises(MissingGlyphError) as caught:
        honour_papers_pdf(session, papers)
    assert caught.value.params["person"] == "乙\U000323b0公司"
