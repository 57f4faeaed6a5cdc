"""File dialogs: safe names are suggested, the folder used last is where the next one begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.file_dialogs import choose_file, choose_save_path


@pytest.fixture
def parent(dressed: object, qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("2024年/省赛: 焊工?.xlsx", "2024年_省赛_ 焊工_.xlsx"),
        ("CON.pdf", "_CON.pdf"),
        ("../../外面.pdf", ".._.._外面.pdf"),
    ],
)
def test_a_file_name_that_windows_refuses_is_never_suggested(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch, name: str, suggested: str
) -> None:
    seen: list[str] = []

    def ask(_parent: QWidget, _title: str, suggestion: str, _kinds: str) -> tuple[str, str]:
        seen.append(suggestion)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    assert choose_save_path(parent, "保存", name=name, kinds="所有文件 (*)") is None
    assert [Path(each).name for each in seen] == [suggested]


def test_the_folder_used_last_is_where_the_next_dialog_begins(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "名单").mkdir()
    seen: list[str] = []

    def ask(_parent: QWidget, _title: str, begin: str, _kinds: str) -> tuple[str, str]:
        seen.append(begin)
        return str(tmp_path / "名单" / "发放表.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    for _again in range(2):
        choose_save_path(parent, "保存", name="公示.xlsx", kinds="")
        choose_file(parent, "打开", kinds="")
    home = str(Path.home())
    assert seen[:2] == [f"{home}/公示.xlsx", home]
    assert seen[2:] == [str(tmp_path / "名单" / "公示.xlsx"), str(tmp_path / "名单")]
