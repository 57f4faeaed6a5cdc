"""A table of 1,000,000 results: first paint after the window, a jump to any row, memory in all."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.bench import Bench, Goal, Measures, Way
from tests.benchmarks.data import registry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QTableView

RESULTS, JUMPS = 1_000_000, 200
_SQL = """
SELECT r.id, p.name, c.name, e.name, c.level, r.rank, r.medal, n.unit_name, r.state, a.amount_fen
FROM result r JOIN entry n ON n.id = r.entry_id JOIN person p ON p.id = n.person_id
JOIN event e ON e.id = r.event_id JOIN contest c ON c.id = e.contest_id LEFT JOIN award a ON a.id = r.id
WHERE r.is_current = 1 ORDER BY r.event_id, r.rank, r.entry_id
"""


def _data(data: Path) -> Path:
    return registry(data, results=RESULTS)


def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    import ui  # noqa: F401 - as the program itself begins

    return QApplication([])


def _measured(application: QApplication, view: QTableView, show: Callable[[], object]) -> Measures:
    """Show the window empty, then the rows; then jump about."""
    view.resize(1366, 768)
    view.show()
    application.processEvents()
    start = time.perf_counter()
    show()
    view.viewport().repaint()
    first = (time.perf_counter() - start) * 1000
    middle = _jump(application, view, RESULTS // 2)
    jumps = sorted(_jump(application, view, row) for row in _places())
    return {
        "first_paint_ms": first,
        "first_jump_ms": middle,
        "jump_median_ms": statistics.median(jumps),
        "jump_p95_ms": jumps[int(len(jumps) * 0.95)],
    }


def _places() -> list[int]:
    return random.Random(7).sample(range(RESULTS), JUMPS)  # noqa: S311 - the same jumps for each way


def _jump(application: QApplication, view: QTableView, row: int) -> float:
    """Go to a row and draw it; a model that reads as far as one scrolls must read up to it."""
    model, start = view.model(), time.perf_counter()
    nothing = view.rootIndex()
    while model.rowCount() <= row:
        if model.canFetchMore(nothing):
            model.fetchMore(nothing)
        application.processEvents()
    view.scrollTo(model.index(row, 0), view.ScrollHint.PositionAtTop)
    view.viewport().repaint()
    took = (time.perf_counter() - start) * 1000
    application.processEvents()
    return took


def ours(data: Path, _scratch: Path) -> Measures:
    """The results table of the program."""
    application = _application()
    from app.registry import result_listing
    from app.store import open_store
    from ui.registry.columns import result_columns
    from ui.tables import IdVectorTableModel, TableView

    store = open_store(str(_data(data)))
    model = IdVectorTableModel(result_columns())
    view = TableView(model)

    def show() -> None:
        model.show_listing(
            lambda order, descending: result_listing(store, order=order, descending=descending),
            first_at_once=True,
        )

    measures = _measured(application, view, show)
    store.close()
    return measures


def sql_table_model(data: Path, _scratch: Path) -> Measures:
    """Qt's own over the one table, without a join: it must read up to where it jumps."""
    application = _application()
    from PySide6.QtSql import QSqlDatabase, QSqlTableModel
    from PySide6.QtWidgets import QTableView

    base = QSqlDatabase.addDatabase("QSQLITE")
    base.setDatabaseName(str(_data(data)))
    base.open()
    model, view = QSqlTableModel(None, base), QTableView()
    model.setTable("result")
    view.setModel(model)
    return _measured(application, view, model.select)


def _cell(at: int, row: tuple[Any, ...]) -> str:
    return str(row[at])


def list_of_all(data: Path, _scratch: Path) -> Measures:
    """Every row read into a list, as most programs do."""
    application = _application()
    import sqlite3

    from PySide6.QtWidgets import QTableView

    from ui.tables import Column, ListTableModel

    columns: list[Column[tuple[Any, ...]]] = [Column(str(at), partial(_cell, at)) for at in range(10)]
    model, view = ListTableModel(columns, id_of=lambda row: int(row[0])), QTableView()
    view.setModel(model)

    def show() -> None:
        with sqlite3.connect(_data(data)) as base:
            model.show_rows(base.execute(_SQL).fetchall())

    return _measured(application, view, show)


BENCH = Bench(
    title="1,000,000 results: first paint after the window, jump to any row, memory in all",
    prepare=_data,
    ways=(
        Way("ours", ours),
        Way("QSqlTableModel", sql_table_model, rounds=1),
        Way("list of all rows", list_of_all, rounds=1),
    ),
    goals=(
        Goal("first_paint_ms", at_most=50),
        Goal("jump_p95_ms", at_most=16),
        Goal("peak_mb", at_most=130),
        Goal("first_jump_ms", against="QSqlTableModel", at_least=4),
        Goal("peak_mb", against="list of all rows", at_least=4),
    ),
)
