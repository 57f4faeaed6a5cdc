"""Errors in words, faults with a report that holds nothing personal."""

from __future__ import annotations

import linecache
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from app.errors import InputError
from app.unit_of_work import LONGEST_REASON
from ui import messages
from ui.widgets.dialogs import ReasonDialog


def _answer_with(dressed: QApplication, seen: list[str], *, accept: bool = False) -> None:
    def act() -> None:
        box = dressed.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(f"{box.text()} {box.informativeText()}")
        if accept:
            next(b for b in box.buttons() if box.buttonRole(b) == QMessageBox.ButtonRole.AcceptRole).click()
        else:
            box.reject()

    QTimer.singleShot(0, act)


def test_an_expected_error_says_what_to_do(dressed: QApplication) -> None:
    seen: list[str] = []
    _answer_with(dressed, seen)
    messages.show_error(None, InputError("file-missing", path="成绩.xlsx"))
    assert seen == ["没有找到文件：成绩.xlsx。请检查路径。 "]


def test_a_fault_is_kept_without_what_it_says(dressed: QApplication, own_data_folder: Path) -> None:
    seen: list[str] = []
    personal = " ".join(["41070219900101" + "1234", "张" + "三"])
    _answer_with(dressed, seen)
    try:
        raise ValueError(personal)
    except ValueError as error:
        messages.report_fault(error)
    report = own_data_folder / "MuyeAwards" / "faults.log"
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert "ValueError" in report.read_text("utf-8")
    assert personal not in report.read_text("utf-8")
    assert str(report) in seen[0]


def test_a_number_in_a_line_of_code_is_masked_in_the_report(own_data_folder: Path) -> None:
    number = "6222021234567890123"
    line = compile(f"int('x')  # {number}", "written.py", "exec")
    linecache.cache["written.py"] = (0, None, [f"int('x')  # {number}"], "written.py")
    report = own_data_folder / "MuyeAwards" / "faults.log"
    report.parent.mkdir(parents=True)
    report.touch(0o644)
    with pytest.raises(ValueError, match="invalid literal") as caught:
        exec(line)  # noqa: S102 - a line of code that holds a number
    assert messages.record_fault(caught.value) == report
    text = report.read_text("utf-8")
    assert "written.py" in text
    assert number not in text
    assert "***" in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


@pytest.mark.parametrize("accept", [True, False])
def test_a_dangerous_act_is_named_and_the_safe_button_is_the_default(
    dressed: QApplication, accept: bool
) -> None:
    seen: list[str] = []
    _answer_with(dressed, seen, accept=accept)
    assert messages.confirm(None, "撤销这次导入？", action="撤销导入", detail="共 128 行") is accept
    assert seen == ["撤销这次导入？ 共 128 行"]


def test_a_reason_must_stand_before_the_act(dressed: QApplication, qtbot: QtBot) -> None:
    dialog = ReasonDialog(None, "撤回裁定？", label="撤回的理由", action="撤回裁定")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.act.isEnabled()
    dialog.field.setText("  会议纪要有误 ")
    assert dialog.act.isEnabled()
    assert dialog.reason() == "会议纪要有误"


def test_an_overlong_reason_is_refused_beside_the_field(dressed: QApplication, qtbot: QtBot) -> None:
    dialog = ReasonDialog(None, "撤回裁定？", label="撤回的理由", action="撤回裁定")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.setText("理" * (LONGEST_REASON + 1))
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "最多 500 个字，现在 501 个字，请缩短。" in shown
    dialog.field.setText("理" * LONGEST_REASON)
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert len(dialog.reason()) == LONGEST_REASON
