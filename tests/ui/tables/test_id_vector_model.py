"""A table by ids: first page at once, the whole vector after it, stable, sorted anew, kept by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.formats import name_key
from app.listing import Listing
from app.store import Store
from models import Contest
from ui.tables import ID_ROLE, STATE_ROLE, Column, IdVectorTableModel, TableView

COUNT = 1_234


class Line(NamedTuple):
    id: int
    name: str
    year: int


COLUMNS = (
    Column[Line]("名称", lambda line: line.name, sort="name", stretch=True),
    Column[Line]("年度", lambda line: str(line.year), width=80, is_number=True),
    Column[Line](
        "状态",
        lambda line: "已确认" if line.id % 2 else "",
        state=lambda line: "confirmed" if line.id % 2 else "",
    ),
)


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    with sqlite_store.writing(actor="经办甲") as work:
        names = [f"第{number:04d}届" for number in range(COUNT)]
        work.session.add_all(
            Contest(name=name, name_key=name_key(name), level="municipal", year=2024) for name in names
        )
    return sqlite_store


def _rows(session: Session, ids: Sequence[int]) -> Mapping[int, Line]:
    rows = session.execute(select(Contest.id, Contest.name, Contest.year).where(Contest.id.in_(ids)))
    return {row[0]: Line(*row) for row in rows}


def _listing(store: Store) -> Any:
    def of(order: str, descending: bool) -> Listing[Line]:
        key = Contest.name if order == "name" else Contest.id
        return Listing(store, select(Contest.id).order_by(key.desc() if descending else key), _rows)

    return of


@pytest.fixture
def model(filled: Store, qtbot: QtBot) -> IdVectorTableModel[Line]:
    model = IdVectorTableModel(COLUMNS)
    with qtbot.waitSignal(model.loaded):
        model.show_listing(_listing(filled), first_at_once=True)
    return model


@pytest.fixture
def view(model: IdVectorTableModel[Line], qtbot: QtBot) -> TableView:
    view = TableView(model)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    qtbot.waitExposed(view)
    view.setFocus()
    return view


def test_the_first_page_stands_at_once_and_the_rest_follows(filled: Store, qtbot: QtBot) -> None:
    model = IdVectorTableModel(COLUMNS)
    with qtbot.waitSignal(model.loaded):
        model.show_listing(_listing(filled), first_at_once=True)
        assert model.rowCount() == model.FIRST
        assert model.index(0, 0).data() == "第0000届"
        assert model.is_loading
    assert model.rowCount() == COUNT
    assert model.index(COUNT - 1, 0).data() == "第1233届"
    assert not model.is_loading


def test_it_keeps_qts_rules(
    model: IdVectorTableModel[Line], filled: Store, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt leaves it so
    fresh: IdVectorTableModel[Line] = IdVectorTableModel(COLUMNS)
    qtmodeltester.check(fresh, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt leaves it so
    with qtbot.waitSignal(fresh.loaded):
        fresh.show_listing(_listing(filled), first_at_once=True)


def test_the_snapshot_stays_while_others_edit_until_it_is_refreshed(
    model: IdVectorTableModel[Line], filled: Store, qtbot: QtBot
) -> None:
    with filled.writing(actor="经办甲") as work:
        work.session.delete(work.session.get_one(Contest, model.id_at(3)))
        work.session.get_one(Contest, model.id_at(1)).name = "改名"
    assert model.rowCount() == COUNT
    with qtbot.waitSignal(model.loaded):
        model.refresh()
    assert model.rowCount() == COUNT - 1
    assert model.index(1, 0).data() == "改名"


def test_a_row_that_is_gone_shows_nothing(model: IdVectorTableModel[Line], filled: Store) -> None:
    with filled.writing(actor="经办甲") as work:
        work.session.delete(work.session.get_one(Contest, model.id_at(900)))
    assert model.index(900, 0).data() is None
    assert model.index(901, 0).data() == "第0901届"


def test_facts_that_changed_are_read_again(
    model: IdVectorTableModel[Line], filled: Store, qtbot: QtBot
) -> None:
    assert model.index(0, 0).data() == "第0000届"
    with filled.writing(actor="经办甲") as work:
        work.session.get_one(Contest, model.id_at(0)).name = "改名"
    with qtbot.waitSignal(model.loaded):
        model.refresh()
    assert model.index(0, 0).data() == "改名"


def test_a_click_on_a_header_sorts_and_keeps_what_is_selected(
    view: TableView, model: IdVectorTableModel[Line], qtbot: QtBot
) -> None:
    chosen = model.id_at(2)
    view.select_id(chosen)
    header = view.horizontalHeader()
    for _ in range(2):
        with qtbot.waitSignal(model.loaded):
            QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center() / 4)
    assert model.index(0, 0).data() == f"第{COUNT - 1:04d}届"
    assert view.selected_ids() == [chosen]
    assert view.currentIndex().row() == COUNT - 3


def test_a_column_that_cannot_be_sorted_changes_nothing(model: IdVectorTableModel[Line]) -> None:
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert not model.is_loading
    assert model.index(0, 0).data() == "第0000届"


def test_end_home_and_pages_by_keyboard(
    view: TableView, model: IdVectorTableModel[Line], qtbot: QtBot
) -> None:
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current_id() == model.id_at(COUNT - 1)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current_id() == model.id_at(0)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert 5 < view.currentIndex().row() < 40


def test_return_opens_and_typing_searches(
    view: TableView, model: IdVectorTableModel[Line], qtbot: QtBot
) -> None:
    view.select_id(model.id_at(5))
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [model.id_at(5)]
    with qtbot.waitSignal(view.typed) as typed:
        QTest.keyClick(view, Qt.Key.Key_X)
    assert typed.args == ["x"]


def test_what_is_selected_is_copied_as_lines(view: TableView, model: IdVectorTableModel[Line]) -> None:
    view.select_id(model.id_at(0))
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_count() == 2
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "第0000届\t2024\t已确认\n第0001届\t2024\t"


def test_roles(model: IdVectorTableModel[Line]) -> None:
    assert model.index(0, 0).data(ID_ROLE) == model.id_at(0)
    states = {model.index(row, 2).data(STATE_ROLE) for row in range(2)}
    assert states == {"confirmed", None}
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) == right
    assert model.data(QModelIndex()) is None


def test_a_broken_store_is_told_and_does_not_break_painting(
    view: TableView, model: IdVectorTableModel[Line], filled: Store, qtbot: QtBot
) -> None:
    with filled.writing(actor="经办甲") as work:
        work.session.connection().exec_driver_sql("ALTER TABLE contest RENAME TO gone")
    with qtbot.waitSignal(model.failed) as failed:
        QTest.keyClick(view, Qt.Key.Key_End)
    assert failed.args is not None
    assert failed.args[0].code == "store-corrupt"


def test_an_empty_table_says_what_it_is_for(sqlite_store: Store, qtbot: QtBot) -> None:
    model: IdVectorTableModel[Line] = IdVectorTableModel(COLUMNS)
    view = TableView(model)
    qtbot.addWidget(view)
    view.set_empty_text("还没有竞赛")
    with qtbot.waitSignal(model.loaded):
        model.show_listing(_listing(sqlite_store))
    view.show()
    (label,) = view.viewport().findChildren(QLabel)
    assert label.text() == "还没有竞赛"
    assert label.isVisible()


def test_a_list_that_cannot_be_read_says_so_and_awaits_nothing(
    model: IdVectorTableModel[Line], filled: Store, qtbot: QtBot
) -> None:
    with filled.writing(actor="经办甲") as work:
        work.session.connection().exec_driver_sql("ALTER TABLE contest RENAME TO gone")
    with qtbot.waitSignal(model.failed) as failed:
        model.refresh()
    assert failed.args is not None
    assert failed.args[0].code == "store-corrupt"
    assert not model.is_loading
    assert model.rowCount() == COUNT
