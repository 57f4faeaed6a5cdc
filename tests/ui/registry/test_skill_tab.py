"""Certificates of skill grade on a person's page: entered by hand, seen, withdrawn with a reason."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit

from app.store import Store
from tests.builders import a_person
from tests.ui.conftest import OpenWindow, Settle
from ui.registry.person_screen import PersonScreen


def test_a_certificate_is_entered_and_withdrawn(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_person(work.session, name="张伟").id
    window = open_window(sqlite_store)
    window.open_screen("person", person=person)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, PersonScreen)
    dialog = screen.skills.open_form()
    fields = dialog.inputs
    occupation, grade, number, day = (fields[name] for name in ("occupation", "grade", "number", "issued_on"))
    assert isinstance(occupation, QLineEdit)
    assert isinstance(grade, QComboBox)
    assert isinstance(number, QLineEdit)
    assert isinstance(day, QDateEdit)
    occupation.setText("电工")
    grade.setCurrentIndex(grade.findData("technician"))
    number.setText("S070041000001")
    day.setDate(QDate(2022, 5, 1))
    dialog.act.click()
    settle()
    (row,) = screen.skills.model.rows
    assert (row.grade_name, row.facts.occupation, row.facts.issued_on) == ("技师", "电工", date(2022, 5, 1))
    monkeypatch.setattr("ui.registry.skill_tab.ask_reason", lambda *_about, **_words: "登错")
    screen.skills.table.selectRow(0)
    screen.skills.withdraw.click()
    settle()
    assert [each.is_withdrawn for each in screen.skills.model.rows] == [True]
