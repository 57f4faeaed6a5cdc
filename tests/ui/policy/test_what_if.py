"""What if: an answer tried on past results changes nothing and says who gains."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.awards import AwardFilter, assess_all, award_counts
from app.store import Store
from tests.builders import a_contest, a_person, a_result, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.policy.what_if_screen import WhatIfScreen


def _a_pair_waits(store: Store) -> None:
    with store.writing(actor="甲") as work:
        event = an_event(
            work.session, a_contest(work.session, level="provincial"), name="机器人", form="pair"
        )
        for name in ("赵六", "孙七"):
            a_result(work.session, 1, event=event, person=a_person(work.session, name=name), team_no="1")
    with store.writing(actor="甲") as work:
        assess_all(work)


def test_an_answer_is_tried_on_past_results(
    open_window: OpenWindow,
    sqlite_store: Store,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _a_pair_waits(sqlite_store)
    window = open_window(sqlite_store)
    window.open_screen("what-if")
    screen = window.current_screen()
    assert isinstance(screen, WhatIfScreen)
    screen.questions.setCurrentIndex(screen.questions.findData("team-prize"))
    screen.answers.setCurrentIndex(screen.answers.findData("equal-split"))
    QTest.mouseClick(screen.start, Qt.MouseButton.LeftButton)
    settle()
    figures = screen.outcome.figures
    assert figures["before"].figure.text() == "¥0.00"
    assert figures["after"].figure.text() == "¥10,000.00"
    assert figures["people"].hint.text() == "2 人得多，0 人得少"
    assert screen.outcome.model.index(0, 3).data() == "待裁定"
    assert screen.outcome.model.index(0, 5).data() == "+¥5,000.00"
    place = tmp_path / "对比.xlsx"
    monkeypatch.setattr("ui.file_dialogs.QFileDialog.getSaveFileName", lambda *_args: (str(place), ""))
    QTest.mouseClick(screen.outcome.save, Qt.MouseButton.LeftButton)
    settle()
    costs, changes, _frozen = openpyxl.load_workbook(place).worksheets
    assert 10_000 in [cell.value for row in costs.iter_rows() for cell in row]
    assert {"赵六", "孙七"} <= {cell.value for row in changes.iter_rows() for cell in row}
    with sqlite_store.reading() as session:
        assert award_counts(session, AwardFilter(statuses=("blocked",)))[0].awards == 2


def test_an_answer_that_changes_nothing_says_so(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    window.open_screen("what-if")
    screen = window.current_screen()
    assert isinstance(screen, WhatIfScreen)
    QTest.mouseClick(screen.start, Qt.MouseButton.LeftButton)
    settle()
    assert not screen.outcome.isVisible()
