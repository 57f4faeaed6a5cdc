"""Bases by key and click: named, with their plaque."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.errors import InputError
from app.honours import base_detail, base_rows, write_naming_papers
from app.printing import page_count
from app.store import Store
from app.words import error_text
from tests.ui.conftest import Settle
from tests.ui.registers.driver import RegisterDriver
from ui.honours.bases_screen import BasesScreen

Key = Qt.Key


def test_a_base_is_named_and_its_plaque_saved(
    registers: RegisterDriver, won_store: Store, settle: Settle, tmp_path: Path
) -> None:
    screen = registers.open("bases")
    assert isinstance(screen, BasesScreen)
    registers.choose_first(screen)
    registers.press("命名")
    registers.fill(document="新人社〔2024〕15号")
    with won_store.reading() as session:
        (line,) = base_rows(session)
    assert (line.state, line.document, line.named_as) == ("designated", "新人社〔2024〕15号", "新乡技师学院")
    settle()
    registers.press("单位页面")
    settle()
    with won_store.reading() as session:
        detail = base_detail(session, line.id)
    screen.write_paper(
        tmp_path / "牌匾.pdf",
        lambda session, place: write_naming_papers(session, place, kind="plaque", ids=[detail.line.id]),
    )
    settle()
    assert page_count((tmp_path / "牌匾.pdf").read_bytes()) == 1


def test_a_document_is_needed(registers: RegisterDriver, won_store: Store) -> None:
    screen = registers.open("bases")
    registers.choose_first(screen)
    registers.press("命名")
    dialog = registers.dialog()
    QTest.keyClick(dialog, Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Key.Key_Escape)
    with won_store.reading() as session:
        assert base_rows(session)[0].state == "proposed"


def test_a_document_number_is_refused_without_its_year_and_gets_its_right_brackets(
    registers: RegisterDriver, won_store: Store, shown_errors: list[BaseException]
) -> None:
    registers.choose_first(registers.open("bases"))
    registers.press("命名")
    assert registers.enter(document="新人社15号").isVisible()
    (error,) = shown_errors
    assert isinstance(error, InputError)
    assert "新人社15号" in error_text(error)
    assert "〔" in error_text(error)
    registers.fill(document="新人社［2024］15号")
    with won_store.reading() as session:
        assert [row.document for row in base_rows(session)] == ["新人社〔2024〕15号"]
