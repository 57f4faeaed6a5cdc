"""Every screen of the window on a filled registry: no word is missing, every control has a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.awards import assess_all
from app.store import Store
from tests.builders import a_contest, a_person, a_result, a_unit, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.application import all_screens

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
SCREENS = [spec.key for spec in all_screens()]


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    with sqlite_store.writing(actor="经办甲") as work:
        session = work.session
        contest = a_contest(session, "provincial", name="2024年河南省职业技能大赛")
        unit = a_unit(session, name="新乡技师学院")
        person = a_person(session, name="王伟")
        a_result(session, 1, event=an_event(session, contest, name="焊工"), person=person, unit=unit)
        pair = an_event(session, contest, name="移动机器人", form="pair")
        for name in ("赵六", "孙七"):
            a_result(session, 1, event=pair, person=a_person(session, name=name), unit=unit, team_no="1")
    with sqlite_store.writing(actor="经办甲") as work:
        assess_all(work)
    return sqlite_store


def _texts(page: QWidget) -> Iterator[str]:
    for widget in page.findChildren(QWidget):
        yield widget.toolTip()
        yield widget.accessibleName()
        if isinstance(widget, (QLabel, QAbstractButton)):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        if isinstance(widget, QAbstractItemView) and isinstance(model := widget.model(), QAbstractTableModel):
            top = QModelIndex()
            for at in range(model.columnCount(top)):
                yield str(model.headerData(at, Qt.Orientation.Horizontal) or "")
                yield from (
                    str(model.index(row, at).data() or "") for row in range(min(model.rowCount(top), 5))
                )


def _is_nameless(control: QWidget) -> bool:
    if control.focusPolicy() == Qt.FocusPolicy.NoFocus or not control.isVisible():
        return False
    is_inner = control.parent() is not None and isinstance(control.parent(), CONTROLS)
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return not (control.accessibleName() or text or is_inner)


@pytest.mark.parametrize("key", SCREENS)
def test_no_word_is_missing_and_every_control_has_a_name(
    key: str, open_window: OpenWindow, filled: Store, settle: Settle
) -> None:
    window = open_window(filled)
    window.open_screen(key, **({key: 1} if key in ("person", "unit") else {}))
    settle()
    screen = window.current_screen()
    assert screen is not None
    assert [text for text in _texts(window) if "«" in text] == []
    assert "«" not in screen.help_text()
    nameless = [
        control for kind in CONTROLS for control in window.findChildren(kind) if _is_nameless(control)
    ]
    assert [type(control).__name__ for control in nameless] == []
