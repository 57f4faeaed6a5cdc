"""Qt speaks Chinese, colours can be read, icons are one set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.paths import RESOURCES
from ui.application import run
from ui.theme import theme
from ui.theme.icons import pixmap
from ui.theme.tokens import DARK, LIGHT, Palette

ICONS = sorted((RESOURCES / "icons").glob("*.svg"))


def test_qts_own_dialogs_set_chinese(dressed: QApplication, qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel)
    assert box.button(QMessageBox.StandardButton.Save).text() == "保存"
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "取消"
    files = QFileDialog()
    qtbot.addWidget(files)
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    buttons = files.findChild(QDialogButtonBox)
    assert buttons is not None
    said = " ".join(button.text() for button in buttons.buttons())
    assert "打开" in said
    assert "取消" in said


def _luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_every_text_colour_can_be_read_where_it_stands(palette: Palette) -> None:
    for role in ("text", "quiet", "action", "done", "asks", "wrong", "honour"):
        grounds = {palette.ground, palette.surface, palette.tint(role)}
        for ground in grounds:
            assert _contrast(palette.colour(role), ground) >= 4.5, (role, ground)
    assert _contrast(palette.on_action, palette.action) >= 4.5


@pytest.mark.parametrize("file", ICONS, ids=lambda file: file.stem)
def test_icons_are_one_set(file: Path) -> None:
    text = file.read_text("utf-8")
    if file.stem == "muye":
        return
    assert 'viewBox="0 0 20 20"' in text
    assert 'stroke="currentColor"' in text
    assert 'stroke-width="1.5"' in text
    assert not re.search(r'fill="(?!none)', text)


def test_icons_are_drawn_in_the_colour_asked_for(dressed: QApplication) -> None:
    image = pixmap("today", "#B3322A", size=20, ratio=2.0).toImage()
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert drawn == {"#b3322a"}


def test_dark_and_light_dress_the_whole_program(dressed: QApplication) -> None:
    theme().apply(dressed, DARK)
    assert DARK.surface in dressed.styleSheet()
    assert dressed.palette().window().color().name().upper() == DARK.ground
    theme().apply(dressed, LIGHT)
    assert DARK.surface not in dressed.styleSheet()


def test_without_a_screen_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for place in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(place, raising=False)
    assert run() == 1
    said = capsys.readouterr().err
    assert "没有屏幕" in said
    assert said.count("\n") == 1
